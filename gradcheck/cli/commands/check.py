"""``gradcheck check`` and ``gradcheck record``: prove every derivation under the given paths."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradcheck.cli.cached import open_cache
from gradcheck.cli.refusal import refuse
from gradcheck.cli.results import Results, prove_entries
from gradcheck.cli.selection import RunPlan
from gradcheck.cli.terminal.streams import complain
from gradcheck.outcome.run import NO_SUCH_PATH, Problem
from gradcheck.project.cache.last_run import LastRun
from gradcheck.project.discovery import discover
from gradcheck.project.folders import shorten
from gradcheck.project.selection import Target, read_target, read_words, selections
from gradcheck.scheduling.shards import entries_of, read_shard

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run
    from gradcheck.scheduling.cluster import Cluster

NOTHING = "GC425"
FIRST = "gradcheck new NAME writes a first derivation, and [tool.gradcheck] paths says where they are"


class Asked(NamedTuple):
    """The targets as they were written; without any, the paths of the project."""

    targets: Sequence[str] = ()
    keyword: str | None = None
    failed_first: bool = False
    exit_first: bool = False
    afresh: bool = False
    shard: str | None = None
    reading: bool = False
    fix: bool = False
    diff: bool = False

    def read_targets(self, run: Run) -> list[Target]:
        """Files, folders, and steps of files."""
        return [read_target(written) for written in self.targets] or list(
            map(Target, run.configuration.default_paths())
        )


def check(
    run: Run,
    asked: Asked,
    *,
    record: bool = False,
    cluster: str | None = None,
    changed: frozenset[Path] | None = None,
    certificate: bool = False,
) -> int:
    """Discover and prove; the exit code.  Finding nothing is an error: a check that checks nothing must not pass.

    A shard may be empty.  ``cluster`` is the address of a Dask scheduler, whose machines prove.  With ``changed`` only
    these files are checked.
    """
    command = "record" if record else "check"
    if "" in asked.targets:  # an unset variable of a shell, where everything below this folder would be meant
        return refuse(command, run.output, "a path is empty; write . for this folder")
    for target in asked.read_targets(run):
        if target.step is not None and record:
            return refuse(command, run.output, "the proofs of a derivation are recorded together; leave out the step")
        if target.step is not None and os.path.isdir(target.path):
            return refuse(command, run.output, f"{target.path} is a folder; a step is one of a file, FILE::STEP")
    if (asked.fix or asked.diff) and (asked.shard or asked.keyword or asked.exit_first):
        return refuse(command, run.output, "--fix and --diff are about whole documents: leave out --shard, -k and -x")
    if certificate:
        return _record_with_certificates(run, asked, cluster)
    if cluster is None:
        return _check(run, asked, command, None, changed)
    from gradcheck.scheduling.cluster import Cluster, ClusterError

    try:
        machines = Cluster(cluster, processes=run.processes)
    except ClusterError as error:
        return refuse(command, run.output, str(error))
    with closing(machines):
        code = _check(run, asked, command, machines)
        for why, count in machines.refused.items():
            these = "request was" if count == 1 else "requests were"
            complain(f"{count} {these} not answered by the cluster, but here: {why}")
        return code


def _record_with_certificates(run: Run, asked: Asked, cluster: str | None) -> int:
    from gradcheck.cli.commands.recheck import write_certificates

    code = check(run, asked, record=True, cluster=cluster)
    paths = [target.path for target in asked.read_targets(run)]
    write_certificates(discover(paths, None, run.configuration.skip()).entries, run)
    return code


def _check(
    run: Run, asked: Asked, command: str, cluster: Cluster | None, changed: frozenset[Path] | None = None
) -> int:
    record = command == "record"
    cache = None if record else open_cache(run, afresh=asked.afresh, anywhere=True)
    targets = asked.read_targets(run)
    roots = list(dict.fromkeys(target.path for target in targets))
    recall = None if cache is None else cache.answers.recall
    found = discover(roots, recall, run.configuration.skip(), documents=not record)
    if run.configuration.settings.preamble:
        preamble = (run.root / run.configuration.settings.preamble).resolve()
        made = (replace(entry, preamble=preamble) if entry.is_document else entry for entry in found.entries)
        found = replace(found, entries=tuple(made))
    if changed is not None:
        from gradcheck.cli.commands.affected import affected

        found = affected(found, changed)
        if not found.entries and not found.problems:
            return 0
    shard = read_shard(asked.shard) if asked.shard else None
    results = Results(command, run.output, str(shard) if shard and found.entries else "")
    results.reading = asked.reading
    results.expect_problems(
        replace(problem, message=f"{problem.message}; {FIRST}")
        if problem.code == NO_SUCH_PATH and not asked.targets
        else problem
        for problem in found.problems
    )
    for notice in found.notices:
        results.notice(notice)
    if not found.entries and not found.problems:
        under = ", ".join(shorten(str(path)) for path in roots)
        results.problem(Problem(NOTHING, f"there was nothing to check under {under}; {FIRST}"))
    entries = found.entries if shard is None else tuple(entries_of(found.entries, shard))
    wanted = RunPlan(
        selections(targets, None if asked.keyword is None else read_words(asked.keyword)),
        asked.exit_first,
        None if cache is None else LastRun(cache.root),
        asked.failed_first,
    )
    if asked.exit_first and found.problems:
        results.leave(entry.name for entry in entries)
        return results.finish()
    with results.reporting():
        prove_entries(
            entries, run.limits, results, afresh=asked.afresh, record=record, processes=run.processes, cache=cache,
            cluster=cluster, wanted=wanted,
        )  # fmt: skip
    if entries and results.is_empty:
        results.problem(Problem(NOTHING, _nothing(asked, results.unselected)))
    code = results.finish()
    if not asked.fix and not asked.diff:
        return code
    from gradcheck.cli.commands.fix import fix

    return fix(run, entries, results.outcomes(), code, write=not asked.diff)


def _nothing(asked: Asked, count: int) -> str:
    nobody = "neither the step nor its derivation" if count == 1 else f"none of {count} steps or of their derivations"
    return f"nothing is selected by -k {asked.keyword!r}: {nobody} is named so"
