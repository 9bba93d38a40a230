"""``gradcheck prove``: derivations by name, claims as text, or a file of claims."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.cli.cached import open_cache
from gradcheck.cli.claim_file import SourceError, with_assumptions, written_lines
from gradcheck.cli.names import resolve
from gradcheck.cli.refusal import refuse
from gradcheck.cli.results import Results, prove_entries
from gradcheck.cli.selection import RunPlan
from gradcheck.cli.terminal.streams import for_stream
from gradcheck.outcome.run import Location, Problem
from gradcheck.project.discovery import discover
from gradcheck.project.selection import Target, read_target, selections
from gradcheck.report.lines import claim_lines, unreadable_lines
from gradcheck.report.page import shortened

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run
    from gradcheck.language.notation.reader import Typed
    from gradcheck.outcome.run import StepOutcome
    from gradcheck.project.discovery import Entry
    from gradcheck.runtime.limits import Limits
    from gradcheck.scheduling.pool import Pool

FILE = re.compile(r"[^=<>]+\.py(::.+)?", re.DOTALL)
NAME = re.compile(r"(?P<name>[\w.-]+)(::(?P<step>.+))?", re.DOTALL)


def prove(
    run: Run,
    targets: Sequence[str],
    given: Sequence[str],
    source: str | None,
    everything: bool,
    *,
    afresh: bool = False,
) -> int:
    """Prove what was asked for; the exit code.

    A target that is one word is a name, perhaps with one of its steps, ``name::step``; one that ends in .py is the file
    of a derivation; anything else is a claim.
    """
    limits, output = run.limits, run.output
    if "-" in targets and source is None:  # as other tools read it
        targets, source = [target for target in targets if target != "-"], "-"
    if not targets and source is None and not everything:
        return refuse(
            "prove",
            output,
            "say what to prove: names of derivations, a claim, --from FILE (- for standard input), or --all",
        )
    files = [read_target(target) for target in targets if FILE.fullmatch(target)]
    targets = [target for target in targets if not FILE.fullmatch(target)]
    named = [match for target in targets if (match := NAME.fullmatch(target))]
    names = list(dict.fromkeys(_spelled(match) for match in named))
    claims = [target for target in targets if not NAME.fullmatch(target)]
    if given and not claims and source is None:
        return refuse("prove", output, "--given belongs to a claim; the assumptions of a derivation are part of it")
    cache = open_cache(run, afresh=afresh) if names or everything or files else None
    recall = None if cache is None else cache.answers.recall
    library = run.library(recall, None if everything else names)
    entries, problems = resolve(names, library)
    if problems:  # what is near is told of all names
        return refuse("prove", output, *resolve(names, run.library(recall))[1])
    of_files = discover([target.path for target in files], recall)
    if of_files.problems:
        return refuse("prove", output, *of_files.problems)
    entries += of_files.entries
    results = Results("prove", output)
    with results.reporting():
        results.expect_claims(claims)
        if everything:
            results.expect_problems(library.problems)
            entries, named = list(library.entries), []
        asked = [Target(_path_of(_spelled(match), entries), match["step"]) for match in named]
        wanted = RunPlan(selections([*asked, *files], None))
        prove_entries(entries, limits, results, afresh=afresh, processes=run.processes, cache=cache, wanted=wanted)
        if claims or source is not None:
            _prove_claims(claims, source, given, limits, results)
    if everything and not output.quiet:
        results.table()
    return results.finish()


def _spelled(match: re.Match[str]) -> str:
    """Return the name of a derivation, which has no underscores: its file has them for hyphens."""
    return match["name"].replace("_", "-")


def _path_of(name: str, entries: Sequence[Entry]) -> Path:
    return next(entry.path for entry in entries if entry.name == name)


def _prove_claims(
    claims: Sequence[str], source: str | None, given: Sequence[str], limits: Limits, results: Results
) -> None:
    """Prove the claims of the command line, and those of a file, one after another."""
    from gradcheck.scheduling.pool import Pool

    with Pool(1) as pool:
        with results.working():
            for number, claim in enumerate(claims):
                results.expect_claims(claims[number:])
                _prove_written(claim, given, limits, results, pool)
            results.expect_claims(())
        if source is not None:
            _prove_source(source, given, limits, results, pool)


def _prove_written(claim: str, given: Sequence[str], limits: Limits, results: Results, pool: Pool) -> None:
    """Prove one claim of the command line."""
    from gradcheck.language.notation.reader import read_typed
    from gradcheck.language.notation.readerror import ReadError, render_caret
    from gradcheck.prover.preamble import preamble_of_typed

    try:
        typed = read_typed(with_assumptions(claim, given))
    except ReadError as error:
        results.problem(Problem(error.code, str(error), detail=render_caret(error), written=claim, name="claim"))
    else:
        with results.course.claim(claim):
            step = prove_typed(pool, typed, limits, "claim", results.verbose)
        results.claim(step, preamble_of_typed(typed))


def prove_typed(pool: Pool, typed: Typed, limits: Limits, name: str, verbose: bool) -> StepOutcome:
    """Return the outcome of a claim with what it supposes and defines."""
    more = typed.definitions, typed.notation
    return pool.prove_claim(typed.claim, typed.given, limits, name, verbose, *more)


def _prove_source(source: str, given: Sequence[str], limits: Limits, results: Results, pool: Pool) -> None:
    """Prove the claims of a file; nothing is drawn on a terminal where somebody writes them."""
    written_here = source == "-" and sys.stdin is not None and sys.stdin.isatty()
    try:
        with nullcontext() if written_here else results.working():
            _prove_lines(source, given, limits, results, pool)
    except SourceError as error:
        results.problem(Problem("GC431", str(error)))


def _prove_lines(source: str, given: Sequence[str], limits: Limits, results: Results, pool: Pool) -> None:
    """Prove a claim a line, in order; a line that cannot be read leaves its error in its place."""
    from gradcheck.language.notation.reader import read_typed
    from gradcheck.language.notation.readerror import ReadError, render_caret, visible
    from gradcheck.prover.preamble import preamble_of_typed

    for number, written in written_lines(source):
        whole = with_assumptions(written, given)
        try:
            typed = read_typed(whole)
        except ReadError as error:
            shown = unreadable_lines(shortened(visible(written)), f"{error}\n{render_caret(error)}")
            place = Location(source, number, error.column)
            results.problem(Problem(error.code, str(error), place, written=written, name=f"line-{number}"), shown)
            continue
        with results.course.claim(f"line-{number}"):
            step = prove_typed(pool, typed, limits, f"line-{number}", results.verbose)
        step = dataclasses.replace(step, location=Location(source, number))
        preamble = preamble_of_typed(typed)
        results.claim(step, preamble, claim_lines(*for_stream((step, whole, preamble)), results.verbose))
