"""Spreads the statements over processes: each is made, asked and judged in a worker that can be killed.

A wrong verdict is checked once more, in a process that has asked nothing else: a verdict must not depend on earlier
questions, so one that does is wrong all the same, and reported as such.
"""

from __future__ import annotations

import contextlib
import importlib
import resource
import sys
import time
import traceback
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass, replace
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from attack.asking import Answer, ask, within
from attack.generate import statement
from attack.judging import Judgement, judge
from attack.shipped import taken
from attack.shrink import shrunk
from attack.statement import Statement

MEMORY = 2_000_000_000  # bytes of address space for one worker
EACH = 0.3  # seconds of processor time for a statement
JUDGING = 3.0  # seconds of processor time for its judgement
DEAD = 20.0  # times the time for a statement, until its worker is killed
SHRINKING = 200.0  # seconds for a second check, in which statements may be made smaller
AHEAD = 8  # statements that wait for each worker
TASKS = 400  # statements of one worker, before another takes its place


@dataclass(frozen=True)
class Outcome:
    """The answer to one statement, and what is wrong with it, if anything is."""

    number: int
    topic: str
    verdict: str
    wrong: str = ""
    held: int = 0
    lines: tuple[str, ...] = ()
    engine: str = ""
    seconds: float = 0.0


def outcome(seed: int, number: int, seconds: float = EACH, shrink: bool = False) -> Outcome:
    """Make the statement, ask, judge, and return the outcome."""
    start = time.process_time()
    try:
        made = statement(seed, number)
    except Exception as reason:  # the language may refuse what is malformed, by ValueError or TypeError alone
        return Outcome(number, "", "failed", f"GC904 while it was made: {type(reason).__name__}: {reason}")
    answer = ask(made, seconds)
    found = judged(made, answer)
    lines = tuple(made.lines()) if found.wrong else ()
    if shrink and found.wrong and (small := shrunk(made, seconds)) is not made:
        lines += ("", "smaller:", *small.lines(), judge(small, ask(small, seconds)).wrong, "")
    spent = time.process_time() - start
    return Outcome(number, made.kind, answer.verdict, found.wrong, found.held, lines, answer.engine, spent)


def judged(made: Statement, answer: Answer) -> Judgement:
    """Return the judgement; an empty one where it takes too long.
    A judge that fails is reported, as it may miss something.
    """
    try:
        return within(JUDGING, lambda: judge(made, answer)) or Judgement()
    except Exception as reason:
        where = traceback.extract_tb(reason.__traceback__)[-1]
        place = f"{where.filename.rpartition('gradcheck/')[2]}:{where.lineno}"
        return Judgement(f"the reference failed: {type(reason).__name__}: {reason} at {place}")


def run(
    count: int,
    seed: int,
    jobs: int = 2,
    each: float = EACH,
    deadline: float | None = None,
    start: int = 0,
    shrink: bool = False,
) -> Iterator[Outcome]:
    """Yield the outcomes in order, as many as there are before the deadline (of ``time.monotonic``)."""
    importlib.import_module("sympy")  # an alarm in the middle of an import would leave a worker with half of it
    taken()
    numbers = iter(range(start, start + count))
    pending: deque[tuple[int, Future[Outcome]]] = deque()
    with _pool(jobs, TASKS) as pool, _pool(1, 1) as alone:
        while True:
            while len(pending) < AHEAD * jobs and (number := next(numbers, None)) is not None:
                pending.append((number, pool.schedule(outcome, (seed, number, each), timeout=DEAD * each + JUDGING)))
            if not pending:
                return
            number, future = pending.popleft()
            found = _result(future, seed, number, deadline)
            if found is not None and found.wrong:
                again = _result(
                    alone.schedule(outcome, (seed, number, each, shrink), timeout=SHRINKING), seed, number, deadline
                )
                found = _second_look(found, again)
            if found is None:
                pool.stop()
                alone.stop()
                return
            yield found


def _pool(jobs: int, tasks: int) -> ProcessPool:
    return ProcessPool(max_workers=jobs, max_tasks=tasks, initializer=_prepare, context=get_context("fork"))


def _result(future: Future[Outcome], seed: int, number: int, deadline: float | None) -> Outcome | None:
    """Return what the worker found, None when the run is over."""
    left = None if deadline is None else max(deadline - time.monotonic(), 0)
    try:
        return future.result(left)
    except TimeoutError:
        if deadline is not None and time.monotonic() >= deadline:
            return None
        return Outcome(number, statement(seed, number).kind, "undecided")  # killed: native code did not return
    except ProcessExpired as reason:
        made = statement(seed, number)
        return Outcome(number, made.kind, "failed", f"GC903 the worker died: {reason}", lines=tuple(made.lines()))


def _second_look(found: Outcome, again: Outcome | None) -> Outcome:
    """Return the wrong verdict together with its outcome in a process of its own."""
    if again is None:
        return found
    if again.wrong:
        return again
    return replace(
        found, wrong=f"{found.wrong}; asked alone, it is {again.verdict}: it depends on what was asked before"
    )


def _prepare() -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(8_000)
