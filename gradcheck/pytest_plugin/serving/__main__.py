"""Serves a test runner: reads a question from each line, and proves as ``gradcheck check`` does."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from gradcheck.cli.cached import Cache, open_cache
from gradcheck.cli.configured import Run
from gradcheck.cli.options import Output
from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of
from gradcheck.outcome.run import BUGS, DerivationOutcome, Preamble, Problem, RunOutcome, StepOutcome
from gradcheck.project.configuration.resolution import resolve
from gradcheck.project.discovery import Entry, LibraryError
from gradcheck.project.folders import shorten
from gradcheck.project.selection import Selection
from gradcheck.report.finding_text import place_of
from gradcheck.report.page import plain
from gradcheck.report.text import step_lines
from gradcheck.runtime.importing import leave_working_directory
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.job import Job
from gradcheck.scheduling.pool import prove_jobs

if TYPE_CHECKING:
    from gradcheck.derivation import Step

Say = Callable[[dict[str, Any]], None]
QUIET = Output(quiet=True)
COMMENT = b"gradcheck:"  # begins what suppresses a finding


def tell(path: Path, outcome: DerivationOutcome) -> dict[str, Any]:
    """Return the result of each step of a module, and what else is wrong with it."""
    run = RunOutcome("check", (outcome,))
    found = [_placed(finding) for finding in findings_of(run)]
    steps = {step.name: _came_of(step, found, outcome.preamble) for step in outcome.steps}
    remarks = [_in_a_line(remark) for remark in found if not remark.step]
    notices = [_in_a_line(_placed(notice)) for notice in notices_of(run)]
    return {"path": str(path), "steps": steps, "remarks": remarks, "notices": notices}


def _in_a_line(finding: Finding) -> str:
    return f"{place_of(finding)}: {finding.code} {finding.message}"


def _placed(finding: Finding) -> Finding:
    """Return the finding with its place relative to the working directory."""
    at = finding.location
    return finding if at is None else replace(finding, location=replace(at, path=shorten(at.path)))


def _came_of(step: StepOutcome, findings: Iterable[Finding], preamble: Preamble) -> dict[str, Any]:
    """Return the verdict and the findings about a step: one line each, and everything that is known."""
    mine = [finding for finding in findings if finding.step == step.name]
    return {
        "verdict": step.verdict,
        "expected": step.expected,
        "trust": step.trust,
        "statement": step.statement.text,
        "place": next(map(place_of, mine), ""),
        "findings": [f"{finding.code} {finding.message}" for finding in mine],
        "page": plain(step_lines(replace(step, location=None), step.code in BUGS, preamble=preamble)) if mine else "",
        "suppressed": step.suppressed,
        "seconds": step.seconds,
    }


def _told(problem: Problem) -> str:
    """Return what is wrong with a module, with the traceback where gradcheck itself failed."""
    return f"{problem}\n{problem.trace}".rstrip("\n")


def serve(questions: IO[str], say: Say, said: dict[str, object]) -> None:
    """Answer until the input ends; ``said`` overrides the settings of the project."""
    run = Run(resolve(said, os.environ, Path.cwd()), QUIET)
    for line in questions:
        question = json.loads(line)
        cache = open_cache(run, anywhere=True)  # anew: what is recalled belongs to one question
        if "name" in question:
            _name(_entry(question["name"]), run.limits, cache, say)
        else:
            wanted = {_entry(item): Selection(item["steps"] and tuple(item["steps"])) for item in question["prove"]}
            _prove(wanted, run, cache, say)


def _entry(item: dict[str, Any]) -> Entry:
    preamble = Path(item["preamble"]) if item.get("preamble") else None
    own = (item["name"], item["title"], item["topic"], Path(item["path"]))
    return Entry(*own, is_document=bool(item.get("is_document")), preamble=preamble)


def _recall(entry: Entry, cache: Cache | None) -> DerivationOutcome | None:
    """Return the cached outcome of the module, if nothing has changed since."""
    try:
        if cache is None or cache.answers.recall(entry.path, entry.path.read_bytes()) is None:
            return None
    except OSError:
        return None
    return cache.answers.outcome(entry.path)


def _name(entry: Entry, limits: Limits, cache: Cache | None, say: Say) -> None:
    """List the steps: run the module where it can be killed, and prove nothing."""
    from gradcheck.scheduling.loading import load_apart, read_module

    steps: Iterable[StepOutcome | Step]
    try:
        source = read_module(entry)
        known = _recall(entry, cache)
        steps = load_apart(entry, limits, source).steps if known is None else known.steps
    except LibraryError as error:
        say({"path": str(entry.path), "problem": str(error.problem)})
        return
    places = [{"name": step.name, "line": None if step.location is None else step.location.line} for step in steps]
    say({"path": str(entry.path), "steps": places, "comments": COMMENT in source})


def _prove(wanted: Mapping[Entry, Selection], run: Run, cache: Cache | None, say: Say) -> None:
    """Answer for each module, in this order, as soon as its result is known; several are proved at once."""
    known = {entry: _recall(entry, cache) for entry in wanted}
    folder = None if cache is None else cache.folder
    jobs = [
        Job(entry, run.limits, cache=folder, selection=selection)
        for entry, selection in wanted.items()
        if known[entry] is None
    ]
    with closing(prove_jobs(jobs, run.processes)) as proved:  # a signal that ends this is no matter of a collector
        for entry, outcome in known.items():
            if outcome is not None:
                say(tell(entry.path, outcome))
                continue
            done = next(proved)
            if done.entry != entry:
                raise RuntimeError(f"{done.entry.name} was proved in the place of {entry.name}")
            if done.problem is not None or done.outcome is None:
                say({"path": str(entry.path), "problem": "" if done.problem is None else _told(done.problem)})
                continue
            if cache is not None and done.outcome.is_whole:
                cache.answers.keep(entry.path, done.source, entry.title, done.outcome)
            say(tell(entry.path, done.outcome))


def main() -> int:
    """Write answers to what was standard output, and everything else that is printed to standard error."""
    leave_working_directory()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _leave)
    from gradcheck.runtime.child import close_shared
    from gradcheck.scheduling.loading import close_loaders

    def say(answer: dict[str, Any]) -> None:
        print(json.dumps(answer), file=answers, flush=True)

    try:
        serve(sys.stdin, say, json.loads(sys.argv[1]))
    except BrokenPipeError:  # nobody listens any more
        return 2
    except Exception as error:
        from gradcheck.cli.terminal.crash import report_crash

        report_crash(error, sys.argv)
        say({"failure": f"GC999 this is a bug in gradcheck: {type(error).__name__}: {error}"})
        return 2
    finally:
        close_shared()
        close_loaders()
    return 0


def _leave(*_: object) -> NoReturn:
    raise SystemExit(143)


if __name__ == "__main__":
    sys.exit(main())
