"""``gradcheck check`` and ``gradcheck record``: prove every derivation under the given paths."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.cli.cached import open_cache
from gradcheck.cli.refusal import refuse
from gradcheck.cli.results import Results, prove_entries
from gradcheck.library import discover, shorten
from gradcheck.scheduling.shards import Shard, entries_of
from gradcheck.verdict import NO_SUCH_PATH, Problem

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run
    from gradcheck.scheduling.cluster import Cluster

NOTHING = "GC425"
FIRST = "gradcheck new NAME writes a first derivation, and [tool.gradcheck] paths says where they are"


def check(
    run: Run,
    paths: Sequence[Path],
    *,
    afresh: bool = False,
    record: bool = False,
    shard: Shard | None = None,
    cluster: str | None = None,
    changed: frozenset[Path] | None = None,
) -> int:
    """Discover and prove; the exit code.  Finding nothing is an error: a check that checks nothing must not pass.

    A ``shard`` of something may be nothing.  ``cluster`` is the address of a Dask scheduler, whose machines prove.
    Where files ``changed``, what they say is proved, and nothing else.
    """
    if cluster is None:
        return _check(run, paths, afresh, record, shard, None, changed)
    from gradcheck.scheduling.cluster import Cluster, ClusterError

    try:
        machines = Cluster(cluster)
    except ClusterError as error:
        return refuse("record" if record else "check", run.output, str(error))
    with closing(machines):
        return _check(run, paths, afresh, record, shard, machines)


def _check(
    run: Run,
    paths: Sequence[Path],
    afresh: bool,
    record: bool,
    shard: Shard | None,
    cluster: Cluster | None,
    changed: frozenset[Path] | None = None,
) -> int:
    cache = None if record else open_cache(run, afresh=afresh, anywhere=True)
    roots = paths or run.configuration.default_paths()
    found = discover(roots, None if cache is None else cache.answers.title, run.configuration.skip())
    if changed is not None:
        from gradcheck.cli.watch import affected

        found = affected(found, changed)
        if not found.entries and not found.problems:
            return 0
    results = Results("record" if record else "check", run.output, str(shard) if shard and found.entries else "")
    for problem in found.problems:
        absent = not paths and problem.code == NO_SUCH_PATH
        results.problem(replace(problem, message=f"{problem.message}; {FIRST}") if absent else problem)
    if not found.entries and not found.problems:
        under = ", ".join(shorten(str(path)) for path in roots)
        results.problem(Problem(NOTHING, f"there was nothing to check under {under}; {FIRST}"))
    entries = found.entries if shard is None else entries_of(found.entries, shard)
    with results.reporting():
        prove_entries(
            entries, run.limits, results, afresh=afresh, record=record, processes=run.processes, cache=cache,
            cluster=cluster,
        )  # fmt: skip
    return results.finish()
