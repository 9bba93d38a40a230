"""Runs jobs in processes of this machine, which it kills and replaces when a step takes too long.

Each process has a pipe of its own, so that one which is killed in the midst of a word leaves the others alone; that
is why this is no pool with one queue for all.  There are no threads: this process waits for news and for the nearest
deadline.  A step that exceeds its limit of time is undecided and the rest goes to another process, with the proofs so
far; where a process ends by itself, the step at work is tried again.  Results come in the order of the jobs.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from importlib import import_module
from itertools import count
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from gradcheck.outcome.events import Finished, Observer, Opened, Started, ignore
from gradcheck.outcome.run import Problem, StepOutcome
from gradcheck.project.discovery import Entry
from gradcheck.runtime.shielding import uninterrupted
from gradcheck.scheduling.job import Done, Job
from gradcheck.scheduling.loading import start_interpreter_for
from gradcheck.scheduling.messages import Begun, Crashed, Decided, Ended, Listed, News, Stopped, Unusable
from gradcheck.scheduling.work import Work
from gradcheck.scheduling.worker import TOO_DEEP, heads_of
from gradcheck.scheduling.worker_process import Gone, WorkerProcess

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.language.printing.abbreviations import Notation
    from gradcheck.language.syntax.definitions import Definition
    from gradcheck.language.syntax.propositions import Proposition
    from gradcheck.project.proofs.records import Record
    from gradcheck.runtime.limits import Limits

SEARCHING = "gradcheck.language.sympy.scalars"  # imports SymPy, which takes long
NEEDED = (
    "gradcheck.prover.prove",
    "gradcheck.project.proofs.transfer",
    "gradcheck.project.cache.searches",
)  # by each


def prove_jobs(jobs: Iterable[Job], processes: int = 0, observer: Observer = ignore) -> Generator[Done]:
    """The results in the order of the jobs; 0 processes are as many as there are processors.

    The ``observer`` hears of every step, in any order.
    """
    with Pool(processes, observer) as pool:
        yield from pool.prove(jobs)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """Up to so many processes, which stay for the next jobs until the pool is closed."""

    def __init__(self, processes: int = 0, observer: Observer = ignore) -> None:
        self._most = processes or processors()
        self._observer = observer
        self._workers: list[WorkerProcess] = []
        self._numbers = count()

    def prove(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Prove the jobs; yield their results in order."""
        with closing(self._finish(deque(self._work(job) for job in jobs))) as finished:
            for work in finished:
                yield work.done()

    def list_modules(self, jobs: Iterable[Job]) -> Iterator[Listed | Problem]:
        """List the steps in the module of each job, in order; nothing is proved."""
        with closing(self._finish(deque(self._work(job, listing=True) for job in jobs))) as finished:
            for work in finished:
                listed = work.listed or work.done().problem
                if listed is None:
                    raise RuntimeError("a module is neither loaded nor a problem")
                yield listed

    def prove_content(self, job: Job, content: bytes, known: Mapping[str, Record]) -> Done:
        """Prove a derivation that was sent here, trying what is ``known`` first; its module is not read."""
        (work,) = self._finish(deque([self._work(job, content=content, known=known)]))
        return work.done()

    def prove_claim(
        self,
        claim: Proposition,
        given: tuple[Proposition, ...],
        limits: Limits,
        name: str = "claim",
        forms: bool = False,
        definitions: tuple[Definition, ...] = (),
        notation: Notation = (),
    ) -> StepOutcome:
        """Prove one claim under its assumptions and definitions; return its outcome."""
        from gradcheck.derivation import Derivation, Step

        work = Derivation((Step(name, claim, given),), definitions=definitions, name=name, notation=notation)
        return self.prove_steps(work, limits, forms)[0]

    def prove_steps(self, derivation: Derivation, limits: Limits, forms: bool = False) -> tuple[StepOutcome, ...]:
        """Prove the steps of a derivation; return its outcome."""
        heads = heads_of(derivation, {})
        job = Job(Entry(derivation.name, "", "", Path()), limits, afresh=True, forms=forms)
        try:
            (work,) = self._finish(deque([self._work(job, derivation=derivation, heads=heads)]))
        except RecursionError:  # it cannot even be sent
            return tuple(head.undecided(TOO_DEEP) for head in heads)
        outcome = work.done().outcome
        if outcome is None:
            raise RuntimeError("a derivation that is at hand cannot be loaded")
        return outcome.steps

    def muster(self) -> None:
        """Start all processes now, before this one has threads, which do not go well with forks."""
        while len(self._workers) < self._most:
            self._start()

    def close(self) -> None:
        """End all processes at once, whatever they are doing."""
        with uninterrupted():
            while self._workers:
                self._workers.pop().kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self, job: Job, **options: Any) -> Work:
        return Work(next(self._numbers), job, **options)

    def _finish(self, works: deque[Work]) -> Generator[Work]:
        """Yield the works in order, each as soon as it and all before it are done."""
        start_interpreter_for(work.job.entry for work in works if work.needs_module)
        try:
            while works:
                while not works[0].is_done:
                    self._assign(works)
                    self._watch()
                yield works.popleft()
        except BaseException:  # nobody waits any more for what is at work
            self.close()
            raise

    def _assign(self, works: Iterable[Work]) -> None:
        """Give each process that has nothing to do a part that is ready, of the first work that has one."""
        for work in works:
            while (part := None if work.is_done else work.ready()) is not None:
                worker = self._idle()
                if worker is None:
                    return
                try:
                    worker.give(work, part)
                except Gone:
                    self._discard(worker)
                    work.put_back(part)

    def _idle(self) -> WorkerProcess | None:
        """Return a process that has nothing to do, started if need be; None if all are at work."""
        free = [worker for worker in self._workers if worker.work is None]
        if free or len(self._workers) >= self._most:
            return free[0] if free else None
        return self._start()

    def _start(self) -> WorkerProcess:
        for name in NEEDED:
            import_module(name)
        return WorkerProcess(self._workers)

    def _watch(self) -> None:
        """Wait for news, or for the nearest deadline, and take what there is."""
        busy = [worker for worker in self._workers if worker.work is not None]
        if not busy:
            raise RuntimeError("steps wait for each other")
        nearest = min(worker.deadline for worker in busy)
        heard = wait([worker.connection for worker in busy], max(0.0, nearest - time.monotonic()))
        for worker in busy:
            try:
                for news in worker.hear() if worker.connection in heard else ():
                    self._take(worker, news)
                    if worker not in self._workers:
                        break
            except Gone:
                why = worker.stderr_tail()
                self._interrupted(worker, why, may_be_accident=why.code == "GC903")
                continue
            if worker.work is not None and time.monotonic() >= worker.deadline:
                self._interrupted(worker, worker.out_of_time(), may_be_accident=False)

    def _take(self, worker: WorkerProcess, news: News) -> None:
        """Take in one piece of news from a process."""
        work = worker.work
        if work is None:
            return
        match news:
            case Listed(heading, heads):
                worker.left = work.loaded(news)
                self._observer(Opened(heading.name, tuple(head.name for head in heads), heading))
            case Begun():
                self._started(worker)
            case Decided(outcome):
                worker.explain(outcome)
            case Ended(outcome):
                self._ended(work, worker.left[0], news)
                worker.left = worker.left[1:]
                if news.retiring:
                    left = worker.left
                    self._discard(worker)
                    work.put_back(left)
                    return
                self._started(worker)
            case Unusable(problem):
                work.unusable(problem)
            case Crashed(why):
                worker.decided = None  # what is known of a step is what was told of it before gradcheck failed
                self._interrupted(worker, why, may_be_accident=False)
                return
        if work.is_done and worker.left:  # which nobody wants any more, and it is at work on
            self._discard(worker)
        elif work.is_done or (work.is_loaded and not worker.left):
            worker.rest()

    def _started(self, worker: WorkerProcess) -> None:
        if worker.work is not None and worker.left:
            worker.start_step()
            self._observer(Started(worker.work.name, worker.work.heads[worker.left[0]].name))

    def _ended(self, work: Work, position: int, news: Ended) -> None:
        work.ended(position, news)
        self._observer(Finished(work.name, news.outcome))

    def _interrupted(self, worker: WorkerProcess, why: Stopped, may_be_accident: bool) -> None:
        """Discard a process that ended or must end, and give its work to another one."""
        work, left, decided = worker.work, worker.left, worker.decided
        self._discard(worker)
        import_module(SEARCHING)  # here and once, for the next ones: this one will have died in a search
        if work is None:
            return
        if decided is not None:
            self._ended(work, left[0], Ended(decided))
            work.put_back(left[1:])
            return
        written = work.interrupted(left, why, may_be_accident)
        if written is not None:
            self._observer(Finished(work.name, written))

    def _discard(self, worker: WorkerProcess) -> None:
        with uninterrupted():
            self._workers.remove(worker)
            worker.kill()
            worker.rest()
