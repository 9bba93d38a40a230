"""The command line of the attack: prints wrong verdicts, with all that is needed to reproduce them, and the figures."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter

from attack.asking import ask
from attack.generate import statement
from attack.judging import judge
from attack.processes import EACH, Outcome, run
from attack.shrink import shrunk

WORDS = ("proved", "refuted", "undecided")


def report(found: Outcome, seed: int) -> str:
    """Return a wrong verdict, with all that a reader needs to reproduce it."""
    head = f"WRONG  {found.verdict}  [{found.topic}]  python -m attack --seed {seed} --only {found.number}"
    body = [f"    {line}" for line in found.lines]
    by = f" (by {found.engine})" if found.engine else ""
    return "\n".join([head, *body, f"    {found.wrong}{by}"])


def totals(counts: Counter[str], wrong: int) -> str:
    """Return the last line."""
    count = sum(counts.values())
    others = {word: counts[word] for word in WORDS}
    others["undecided"] += counts["failed"]
    p, r, u = (others[word] for word in WORDS)
    return f"{count} statements: {p} proved, {r} refuted, {u} undecided, {wrong} wrong"


def table(outcomes: dict[str, Counter[str]]) -> str:
    """Return a line for each topic: how many were proved, refuted, left open, and are wrong."""
    columns = (*WORDS, "failed", "wrong", "judged")
    lines = [f"{'':24}" + "".join(f"{word:>11}" for word in columns)]
    lines += [
        f"{name[:23]:24}" + "".join(f"{row[word]:11}" for word in columns) for name, row in sorted(outcomes.items())
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
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
