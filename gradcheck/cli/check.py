"""``gradcheck check`` and ``gradcheck record``: prove every derivation under the given paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.cli.cached import open_cache
from gradcheck.cli.options import Output
from gradcheck.cli.results import Results, prove_entries
from gradcheck.library import discover
from gradcheck.scheduling.shards import Shard, entries_of

if TYPE_CHECKING:
    from gradcheck.limits import Limits


def check(
    paths: Sequence[Path],
    limits: Limits,
    output: Output,
    *,
    afresh: bool = False,
    record: bool = False,
    processes: int = 0,
    cached: bool = True,
    shard: Shard | None = None,
) -> int:
    """Discover and prove; the exit code.  Finding nothing is an error: a check that checks nothing must not pass.

    A ``shard`` of something may be nothing.
    """
    cache = open_cache(limits, output, afresh=afresh, anywhere=True) if cached and not record else None
    found = discover(paths, None if cache is None else cache.answers.title)
    results = Results("record" if record else "check", output, str(shard) if shard and found.entries else "")
    for problem in found.problems:
        results.problem(problem)
    entries = found.entries if shard is None else entries_of(found.entries, shard)
    prove_entries(entries, limits, results, afresh=afresh, record=record, processes=processes, cache=cache)
    return results.finish()
