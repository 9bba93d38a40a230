"""Proves derivations on a Dask cluster that is already running.

Modules run here, as always (``loading``), in a few processes that are started before the client of Dask and its
threads; what travels are derivations as plain data, large ones in parts, with what is recorded of them and the
limits, and what comes back are outcomes, decided by the kernel of a machine of the cluster.  So all machines must
have what this one has: the same gradcheck, SymPy, python-flint and Python; a cluster where one differs is refused,
and so is the answer of a machine that joined later.

A request that was on a machine when it died is asked again; one that brings no answer time and again is answered here,
and so is the rest where no machine is left; ``refused`` says so.  Nothing is lost, and the order of the answers is that
of the jobs.
"""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gradcheck.outcome.events import Finished, Observer, Opened, ignore
from gradcheck.outcome.run import Problem
from gradcheck.project.selection import EVERYTHING
from gradcheck.scheduling.bugs import give_up, stopped_by
from gradcheck.scheduling.groups import parts_of
from gradcheck.scheduling.job import Done, Job, finish_job
from gradcheck.scheduling.messages import Listed, completed
from gradcheck.scheduling.pool import Pool
from gradcheck.scheduling.remote import Answer, Request, Unanswered, answer, installed

if TYPE_CHECKING:
    from distributed import Client, Future

    from gradcheck.outcome.run import StepOutcome
    from gradcheck.project.proofs.records import Record

CONNECT = 30  # seconds until a scheduler that does not answer, or a cluster without machines, is given up
ATTEMPTS = 4  # at one request
GRACE = 60.0  # seconds beyond the limits of all steps


class ClusterError(Exception):
    """A cluster that cannot be used; its text says why, and what to do."""


class _Refused(Exception):
    """The cluster has no answer to a request; its text says why."""


@dataclass
class _Asked:
    """A request that is on its way, and the names of the steps that are wanted of it."""

    names: frozenset[str]
    request: Request
    patience: float
    future: Future[Any]


@dataclass
class _Waiting:
    """A job whose module was loaded, or cannot be, and the requests for its parts."""

    job: Job
    listed: Listed | Problem
    asked: list[_Asked] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        """Whether all its requests are answered."""
        return all(one.future.done() for one in self.asked)


class Cluster:
    """A connection to the scheduler of a cluster; ClusterError if there is none that can be used."""

    def __init__(self, address: str, patience: float = CONNECT, processes: int = 0) -> None:
        """So many ``processes`` of this machine load modules, and prove what the cluster gives no answer to."""
        try:
            from distributed import Client
            from distributed.comm.addressing import get_address_host_port
        except ImportError:
            raise ClusterError("--cluster needs Dask: pip install 'gradcheck[cluster]'") from None
        self._patience = patience
        self.refused: Counter[str] = Counter()  # why requests had to be answered here, and how many
        try:
            get_address_host_port(address)  # a client would take a minute, and end with a traceback
        except (ValueError, NotImplementedError) as error:
            raise ClusterError(f"{address!r} is no address of a scheduler ({error}); write tcp://HOST:8786") from None
        self._crew = Pool(processes)
        self._crew.muster()
        try:
            self._client: Client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            self._crew.close()
            raise ClusterError(f"no scheduler answers at {address}: {_told(error)}") from None
        try:
            self._client.wait_for_workers(1, timeout=patience)
            self._check_versions(address)
        except TimeoutError:
            self.close()
            raise ClusterError(f"the cluster at {address} has no workers") from None
        except BaseException:
            self.close()
            raise

    def _check_versions(self, address: str) -> None:
        try:
            found = self._client.run(installed)
        except Exception as error:  # whatever a worker raised
            raise ClusterError(f"a worker of {address} cannot import this gradcheck: {_told(error)}") from None
        own = installed()
        others = sorted(worker for worker, version in found.items() if version is None or version != own)
        if others:
            what = "other versions of gradcheck, Python, SymPy or python-flint than this machine"
            raise ClusterError(f"{', '.join(others)} {'has' if len(others) == 1 else 'have'} {what}; install the same")

    def prove(self, jobs: Iterable[Job], observer: Observer = ignore) -> Iterator[Done]:
        """The results in the order of the jobs; modules are loaded while machines are at work on others."""
        listed = list(jobs)
        waiting: deque[_Waiting] = deque()
        try:
            for job, module in zip(listed, self._crew.list_modules(listed), strict=True):
                waiting.append(self._ask_all(job, module, observer))
                while waiting and waiting[0].is_answered:
                    yield self._done(waiting.popleft(), observer)
            while waiting:
                yield self._done(waiting.popleft(), observer)
        finally:
            self._give_up(one for item in waiting for one in item.asked)

    def _ask_all(self, job: Job, listed: Listed | Problem, observer: Observer) -> _Waiting:
        """A request for each part of the derivation, together with the steps that the part uses."""
        if isinstance(listed, Problem):
            return _Waiting(job, listed)
        heading = listed.heading
        observer(Opened(heading.name, tuple(head.name for head in listed.heads), heading))
        known: Mapping[str, Record] = pickle.loads(listed.known)
        early = _ends_early(job, listed)
        sent = replace(job, afresh=True, cache=None, collected=True, selection=EVERYTHING, exit_first=early)
        parts = parts_of(len(listed.heads))
        if len(parts) == 1:
            names = frozenset(head.name for head in listed.heads)
            return _Waiting(job, listed, [self._ask(names, Request(sent, listed.content, known), len(names))])
        from gradcheck.project.proofs.transfer import receive_derivation, send_derivation
        from gradcheck.scheduling.choice import choose_steps

        derivation = receive_derivation(listed.content)
        asked = []
        for part in parts:
            names = frozenset(derivation.steps[position].name for position in part)
            sub = choose_steps(derivation, part, known)
            own = {step.name: known[step.name] for step in sub.steps if step.name in known}
            asked.append(self._ask(names, Request(sent, send_derivation(sub), own), len(sub.steps)))
        return _Waiting(job, listed, asked)

    def _ask(self, names: frozenset[str], request: Request, steps: int) -> _Asked:
        patience = 2 * steps * request.job.limits.seconds + GRACE
        return _Asked(names, request, patience, self._submit(request, patience))

    def _submit(self, request: Request, patience: float) -> Future[Any]:
        return self._client.submit(answer, pickle.dumps(request), patience, pure=False)

    def _done(self, waiting: _Waiting, observer: Observer) -> Done:
        """The parts of a derivation, put together."""
        job, listed = waiting.job, waiting.listed
        if isinstance(listed, Problem):
            return Done(job.entry, problem=listed)
        steps: list[StepOutcome] = []
        found: dict[str, Record] = {}
        for place, one in enumerate(waiting.asked):
            got = self._answer(one)
            if got.outcome is None:
                return got
            own = [step for step in got.outcome.steps if step.name in one.names]
            for step in own:
                observer(Finished(listed.heading.name, step))
            steps += own
            found |= {name: record for name, record in (got.found or {}).items() if name in one.names}
            if one.request.job.exit_first and not all(step.is_sound for step in own):
                self._give_up(waiting.asked[place + 1 :])
                break
        try:
            return _put_together(job, listed, steps, found)
        except Exception as error:
            return Done(job.entry, problem=give_up(job.entry, stopped_by(error)))

    def _answer(self, asked: _Asked) -> Done:
        """The answer of the cluster; that of this machine if the cluster has none to give."""
        try:
            return self._wait(asked)
        except _Refused as refused:
            self.refused[str(refused)] += 1
            request = asked.request
            return self._crew.prove_content(request.job, request.derivation, request.known)

    def _wait(self, asked: _Asked) -> Done:
        """The answer of the cluster, asked several times if need be."""
        from distributed import KilledWorker

        for _ in range(ATTEMPTS):
            while True:
                try:
                    done = self._read(asked.future.result(timeout=self._patience))
                    if not _is_whole(done, asked):
                        raise _Refused("a worker left steps out")
                    return done
                except TimeoutError:
                    if not self._client.scheduler_info(n_workers=-1)["workers"]:
                        raise _Refused("no worker is left") from None
                except (KilledWorker, Unanswered) as error:
                    # perhaps no fault of this request: of all that were on the machine
                    why = _told(error)
                    break
                except _Refused:
                    raise
                except Exception as error:  # whatever else a cluster raises, a lost connection for one
                    raise _Refused(_told(error)) from None
            asked.future = self._submit(asked.request, asked.patience)
        raise _Refused(why)

    @staticmethod
    def _read(content: bytes) -> Done:
        found = pickle.loads(content)
        if not isinstance(found, Answer):
            raise _Refused("a worker said what is no answer")
        if found.installed is None or found.installed != installed():
            raise _Refused("a worker that joined later has other versions")
        return found.done

    def _give_up(self, asked: Iterable[_Asked]) -> None:
        left = [one.future for one in asked if not one.future.done()]
        if left:
            self._client.cancel(left, force=True)

    def close(self) -> None:
        """Leave the cluster; requests that are still there are given up."""
        self._crew.close()
        self._client.close(timeout=5)


def _put_together(job: Job, listed: Listed, steps: Sequence[StepOutcome], found: Mapping[str, Record]) -> Done:
    """The result of a job, whose searches are kept."""
    outcome = completed(listed.heading, listed.heads, steps)
    if job.cache is not None and found:
        from gradcheck.project.cache.searches import keep_searches
        from gradcheck.project.proofs.transfer import receive_derivation

        keep_searches(job.cache, receive_derivation(listed.content), found)
    return finish_job(job, outcome, found, listed.module, found)


def _ends_early(job: Job, listed: Listed) -> bool:
    """Whether the first finding ends the work; a comment in the module may say that what looks like one is none."""
    return job.exit_first and b"gradcheck:" not in listed.module.source


def _is_whole(done: Done, asked: _Asked) -> bool:
    """Whether every step that is wanted has its outcome; where the first finding ends the work, all up to one."""
    if done.outcome is None:
        return done.problem is not None
    if asked.request.job.exit_first and not all(step.is_sound for step in done.outcome.steps):
        return True
    return asked.names <= {step.name for step in done.outcome.steps}


def _told(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
