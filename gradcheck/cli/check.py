"""``gradcheck check`` and ``gradcheck record``: prove every derivation under the given paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradcheck.cli.options import Output
from gradcheck.cli.results import Results, prove_entries
from gradcheck.library import discover
from gradcheck.workers import Limits


def check(
    paths: Sequence[Path],
    limits: Limits,
    output: Output,
    *,
    afresh: bool = False,
    record: bool = False,
    processes: int = 0,
) -> int:
    """Discover and prove; the exit code.  Finding nothing is an error: a check that checks nothing must not pass."""
    found = discover(paths)
    results = Results("record" if record else "check", output)
    for problem in found.problems:
        results.problem(str(problem))
    prove_entries(found.entries, limits, results, afresh=afresh, record=record, processes=processes)
    return results.finish()
