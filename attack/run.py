"""Put statements to gradcheck, judge the verdicts, and print what is wrong and the figures."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import resource
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from attack.asking import Answer, ask, within
from attack.generate import statement
from attack.judging import Judgement, judge
from attack.shipped import taken
from attack.shrink import shrunk
from attack.statement import Statement

MEMORY = 2_000_000_000  # bytes of address space for one worker
EACH = 0.4  # seconds of processor time for a statement
JUDGING = 3.0  # seconds of processor time for its judgement
DEAD = 20.0  # times the time for a statement, until its worker is killed
SHRINKING = 120.0  # seconds more, where wrong statements are made smaller
AHEAD = 8  # statements that wait for each worker
TASKS = 400  # statements of one worker, before another takes its place

WORDS = ("proved", "refuted", "undecided")


@dataclass(frozen=True)
class Outcome:
    """What was said of one statement, and what is wrong with it, if anything is."""

    number: int
    topic: str
    verdict: str
    wrong: str = ""
    held: int = 0
    lines: tuple[str, ...] = ()
    engine: str = ""
    seconds: float = 0.0


def outcome(seed: int, number: int, seconds: float = EACH, shrink: bool = False) -> Outcome:
    """Make the statement, ask, and judge."""
    start = time.process_time()
    try:
        made = statement(seed, number)
    except Exception as reason:  # the language may refuse what is malformed, by ValueError or TypeError alone
        return Outcome(number, "", "failed", f"GC904 while it was made: {type(reason).__name__}: {reason}")
    answer = ask(made, seconds)
    found = judged(made, answer)
    lines = tuple(made.lines()) if found.wrong else ()
    if shrink and found.wrong:
        small = shrunk(made, seconds)
        lines += ("", *small.lines(), judge(small, ask(small, seconds)).wrong, "") if small is not made else ()
    spent = time.process_time() - start
    return Outcome(number, made.kind, answer.verdict, found.wrong, found.held, lines, answer.engine, spent)


def judged(made: Statement, answer: Answer) -> Judgement:
    """The judgement, none where it takes too long; a judge that fails is told, for it may have missed something."""
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
    """The outcomes in order, so many as there are before the deadline (of ``time.monotonic``)."""
    importlib.import_module("sympy")  # an alarm in the middle of an import would leave a worker with half of it
    taken()
    numbers = iter(range(start, start + count))
    pending: deque[tuple[int, Future[Outcome]]] = deque()
    context = get_context("fork")
    with ProcessPool(max_workers=jobs, max_tasks=TASKS, initializer=_prepare, context=context) as pool:
        while True:
            while len(pending) < AHEAD * jobs and (number := next(numbers, None)) is not None:
                most = DEAD * each + JUDGING + (SHRINKING if shrink else 0)
                pending.append((number, pool.schedule(outcome, args=(seed, number, each, shrink), timeout=most)))
            if not pending:
                return
            number, future = pending.popleft()
            left = None if deadline is None else deadline - time.monotonic()
            try:
                yield future.result(None if left is None else max(left, 0))
            except TimeoutError:
                if deadline is not None and time.monotonic() >= deadline:
                    pool.stop()
                    return
                yield Outcome(number, statement(seed, number).kind, "undecided")  # killed: native code stood still
            except ProcessExpired as reason:
                made = statement(seed, number)
                yield Outcome(
                    number, made.kind, "failed", f"GC903 the worker died: {reason}", lines=tuple(made.lines())
                )


def _prepare() -> None:
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(8_000)


def report(found: Outcome, seed: int) -> str:
    """A wrong verdict, with all that a reader needs to see it himself."""
    head = f"WRONG  {found.verdict}  [{found.topic}]  python -m attack --seed {seed} --only {found.number}"
    body = [f"    {line}" for line in found.lines]
    by = f" (by {found.engine})" if found.engine else ""
    return "\n".join([head, *body, f"    {found.wrong}{by}"])


def totals(counts: Counter[str], wrong: int) -> str:
    """The last line."""
    count = sum(counts.values())
    others = {word: counts[word] for word in WORDS}
    others["undecided"] += counts["failed"]
    p, r, u = (others[word] for word in WORDS)
    return f"{count} statements: {p} proved, {r} refuted, {u} undecided, {wrong} wrong"


def table(outcomes: dict[str, Counter[str]]) -> str:
    """A line for each topic: how many were proved, refuted, left open, and are wrong."""
    columns = (*WORDS, "failed", "wrong", "judged")
    lines = [f"{'':24}" + "".join(f"{word:>11}" for word in columns)]
    lines += [
        f"{name[:23]:24}" + "".join(f"{row[word]:11}" for word in columns) for name, row in sorted(outcomes.items())
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m attack", description="Put statements at their edges to gradcheck, and judge what it says."
    )
    parser.add_argument(
        "--statements", type=int, default=None, metavar="N", help="so many; 1000 where no time is given"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--seconds", type=float, default=None, metavar="T", help="for the whole run, of the clock")
    parser.add_argument("--each", type=float, default=EACH, help="seconds of processor time for a statement")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--start", type=int, default=0, metavar="N", help="the number of the first statement")
    parser.add_argument("--only", type=int, default=None, metavar="N", help="one statement, with its verdict")
    parser.add_argument("--shrink", action="store_true", help="print a smaller statement beside each wrong verdict")
    parser.add_argument("--table", action="store_true", help="print the figures of each kind, too")
    options = parser.parse_args(arguments)
    if options.only is not None:
        return _only(options.seed, options.only, options.each, options.shrink)
    began = time.monotonic()
    deadline = None if options.seconds is None else began + options.seconds
    count = options.statements if options.statements is not None else 1000 if deadline is None else 10**9
    counts: Counter[str] = Counter()
    rows: dict[str, Counter[str]] = {}
    wrong = 0
    for found in run(count, options.seed, options.jobs, options.each, deadline, options.start, options.shrink):
        counts[found.verdict] += 1
        row = rows.setdefault(found.topic, Counter())
        row.update(
            [found.verdict, *(["wrong"] if found.wrong else []), *(["judged"] if found.held or found.wrong else [])]
        )
        if found.wrong:
            wrong += 1
            print(report(found, options.seed), flush=True)
        if sys.stderr.isatty():
            print(f"\r{sum(counts.values())}", end="", file=sys.stderr)
    if options.table:
        print(table(rows))
    print(totals(counts, wrong))
    return 1 if wrong else 0


def _only(seed: int, number: int, each: float, shrink: bool) -> int:
    made = statement(seed, number)
    if shrink:
        made = shrunk(made, each)
    print("\n".join(made.lines()))
    answer = ask(made, each)
    found = judge(made, answer)
    print(f"{answer.verdict}  {answer.engine}  {answer.detail}  {answer.counterexample or ''}")
    print(found.wrong or f"nothing is known to be wrong; judged at {found.held} instances")
    return 1 if found.wrong else 0
