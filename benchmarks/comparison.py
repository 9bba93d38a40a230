"""gradcheck beside SymPy and SMT solvers, on the same questions: ``python -m benchmarks.comparison``.

The questions are 40 suprema of derivatives (``benchmarks.derivatives``), 100 inequalities that are true and 100 that
are false by a little (``benchmarks.inequalities``).  Each tool answers each in a process of its own, which is killed at
the limit.  An answer is judged by the list, never by another tool: a supremum is right if it is enclosed to within
0.000003, wrong if the enclosure leaves the reference out; an inequality is right if it is decided as it is.
Solvers without an answer for a supremum are told it, and have only to confirm that it is one, to 1e-6.
Seconds are of the processor, without imports; a question without an answer counts with the time spent on it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

from benchmarks.derivatives import SLOPES, Slope
from benchmarks.inequalities import INEQUALITIES, Inequality
from benchmarks.isolation import Answer, call_apart
from benchmarks.published import PUBLISHED
from benchmarks.tools import NAMES, PROVED, REFUTED, Enclosure, load

LISTS: dict[str, tuple[Slope | Inequality, ...]] = {
    "derivatives": SLOPES,
    "inequalities": tuple(one for one in INEQUALITIES if one.true),
    "false-twins": tuple(one for one in INEQUALITIES if not one.true),
    "published": tuple(one for one in PUBLISHED if one.true),
    "published-twins": tuple(one for one in PUBLISHED if not one.true),
}
WIDEST = Fraction(3, 10**6)
ROUNDING = Fraction(1, 10**14)  # of the references, and of tools that answer with rounded decimals


@dataclass(frozen=True)
class Judged:
    """One question put to one tool."""

    tool: str
    list: str
    question: str
    judgement: str  # right, wrong, undecided
    said: str
    seconds: float


def judge(question: Slope | Inequality, value: object) -> str:
    """What the list says of an answer; no answer is undecided."""
    if isinstance(question, Slope):
        return _judge_supremum(Fraction(question.supremum), value) if isinstance(value, Enclosure) else "undecided"
    if value not in (PROVED, REFUTED):
        return "undecided"
    return "right" if value == (PROVED if question.true else REFUTED) else "wrong"


def _judge_supremum(reference: Fraction, enclosure: Enclosure) -> str:
    lower, upper = (None if "oo" in end else Fraction(end) for end in (enclosure.lower, enclosure.upper))
    if enclosure.lower == "oo" or enclosure.upper == "-oo":
        return "wrong"
    if (lower is not None and lower > reference + ROUNDING) or (upper is not None and upper < reference - ROUNDING):
        return "wrong"
    if lower is None or upper is None or upper - lower > WIDEST:
        return "undecided"
    return "right"


def compare(tools: Iterable[str], lists: Iterable[str], limit: int, processes: int = 1) -> Iterator[Judged]:
    """All questions of the lists put to all tools that are installed, in order."""
    installed = [name for name in tools if load(name) is not None]
    rows = [(name, title, one, limit) for title in lists for name in installed for one in LISTS[title]]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        yield from pool.map(ask, *zip(*rows, strict=True))


def ask(name: str, title: str, question: Slope | Inequality, limit: int) -> Judged:
    """One question put to one tool, which is installed."""
    module = load(name)
    assert module is not None
    slope = isinstance(question, Slope)
    answer = call_apart(module.enclose if slope else module.settle, question, limit)
    text = question.function if isinstance(question, Slope) else question.line()
    return Judged(name, title, text, judge(question, answer.value), _said(answer), answer.seconds)


def _said(answer: Answer) -> str:
    if answer.problem:
        return answer.problem
    return f"{answer.value.lower} .. {answer.value.upper}" if isinstance(answer.value, Enclosure) else answer.value


def table(rows: Iterable[Judged]) -> Iterator[str]:
    """The counts and the seconds, a line a list and tool."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for row in rows:
        found.setdefault((row.list, row.tool), []).append(row)
    yield f"{'list':14} {'tool':10} {'of':>4} {'right':>6} {'wrong':>6} {'undecided':>10} {'median':>8} {'seconds':>8}"
    for (title, tool), judged in found.items():
        counts = [sum(row.judgement == word for row in judged) for word in ("right", "wrong", "undecided")]
        seconds = [row.seconds for row in judged]
        yield (
            f"{title:14} {tool:10} {len(judged):4} {counts[0]:6} {counts[1]:6} {counts[2]:10}"
            f" {statistics.median(seconds):8.2f} {sum(seconds):8.1f}"
        )


def main() -> int:
    """Compare and print; 1 if gradcheck gave a wrong answer."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="+", choices=[*NAMES, *LISTS], default=[], help="tools, lists, or both")
    parser.add_argument("--limit", type=int, default=10, help="seconds of processor time for a question")
    parser.add_argument("--processes", type=int, default=1, help="questions at a time")
    parser.add_argument("--details", action="store_true", help="print every answer, too")
    parser.add_argument("--json", type=Path, help="write every answer to this file")
    options = parser.parse_args()
    tools = [name for name in NAMES if name in options.only] or list(NAMES)
    lists = [title for title in LISTS if title in options.only] or list(LISTS)
    rows: list[Judged] = []
    for row in compare(tools, lists, options.limit, options.processes):
        rows.append(row)
        if options.details:
            print(f"{row.tool:10} {row.judgement:10} {row.seconds:6.2f} s  {row.question}  [{row.said}]", flush=True)
        elif row.judgement == "wrong":
            print(f"{row.tool} is wrong about {row.question}: {row.said}", flush=True)
    for name in tools:
        if load(name) is None:
            print(f"{name} is not installed: pip install gradcheck[bench]")
    print("\n".join(table(rows)))
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False) + "\n")
    return 1 if any(row.judgement == "wrong" and row.tool == "gradcheck" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
