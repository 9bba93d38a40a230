"""Several derivations at once, each in a process of its own that checks and searches like a single one.

A job is a module to load and prove; what comes back are frozen outcomes, in the order of the jobs, whatever finishes
first.  The module itself (``loading``) and the engines (``workers``) of a job run in killable children of its process,
so limits hold as they do for one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize

from gradcheck.events import Observer, ignore
from gradcheck.library import shorten
from gradcheck.loading import close_librarian, forget_librarian
from gradcheck.scheduling.job import Done, Job, prove_job
from gradcheck.scheduling.wire import Wire
from gradcheck.verdict import Location, Problem
from gradcheck.workers import close_shared, forget_shared

_observer: Observer = ignore  # in a process of the pool


def prove_jobs(jobs: Iterable[Job], processes: int = 0, observer: Observer = ignore) -> Iterator[Done]:
    """The results in the order of the jobs; 0 processes are as many as there are processors, a single one is this.

    The ``observer`` hears of every step, in any order, and from a thread of its own.
    """
    todo = list(jobs)
    count = min(processes or _processors(), len(todo))
    if count <= 1:
        yield from (prove_job(job, observer) for job in todo)
        return
    try:
        with Wire(observer) as wire, _pool(count, wire) as pool:
            waiting: list[tuple[Job, Future[Done]]] = [(job, pool.submit(_prove_apart, job)) for job in todo]
            for job, future in waiting:
                try:
                    yield future.result()
                except BrokenProcessPool:  # one of those at work ended it; alone, each shows which one
                    yield _alone(job, wire)
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise


def _prove_apart(job: Job) -> Done:
    """In a process of the pool."""
    return prove_job(job, _observer)


def _alone(job: Job, wire: Wire) -> Done:
    try:
        with _pool(1, wire) as pool:
            return pool.submit(_prove_apart, job).result()
    except BrokenProcessPool:
        died = Problem("GC903", "its process ended before it was proved", Location(shorten(str(job.entry.path)), 1))
        return Done(job.entry, problem=died)


def _pool(count: int, wire: Wire) -> ProcessPoolExecutor:
    posix = os.name == "posix"
    context = multiprocessing.get_context("fork" if posix else "spawn")
    told = wire.send if posix else ignore
    return ProcessPoolExecutor(count, mp_context=context, initializer=_prepare, initargs=(told,))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare(observer: Observer) -> None:
    """In a new process: the interruption is the parent's business, and no worker stays behind."""
    global _observer
    _observer = observer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forget_shared()
    forget_librarian()
    Finalize(None, close_shared, exitpriority=10)
    Finalize(None, close_librarian, exitpriority=10)
