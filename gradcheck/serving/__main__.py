"""The serving side: a question a line, an answer a line, on the road that ``gradcheck check`` takes."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from gradcheck.cli.cached import Cache, open_cache
from gradcheck.cli.configured import Run
from gradcheck.cli.options import Output
from gradcheck.cli.results import Results, prove_entries
from gradcheck.configuration.resolution import resolve
from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of
from gradcheck.library import Entry, LibraryError
from gradcheck.limits import Limits
from gradcheck.report.page import Line, plain
from gradcheck.report.text import step_lines
from gradcheck.verdict import DerivationOutcome, Problem, RunOutcome, StepOutcome

if TYPE_CHECKING:
    from gradcheck.derivation import Step

Say = Callable[[dict[str, Any]], None]
QUIET = Output(quiet=True)
COMMENT = b"gradcheck:"  # begins what suppresses a finding


class Told(Results):
    """Results that are said as they come, in the order of the modules, instead of being shown."""

    def __init__(self, entries: Iterable[Entry], say: Say) -> None:
        super().__init__("check", QUIET)
        self._left = [entry.path for entry in entries]
        self._say = say

    def derivation(self, outcome: DerivationOutcome, unchanged: bool = False) -> None:
        """Say what came of each step."""
        super().derivation(outcome, unchanged)
        (outcome,), self.outcomes()[:] = self.outcomes()[-1:], []
        found = findings_of(RunOutcome("check", (outcome,)))
        steps = {step.name: _came_of(step, found) for step in outcome.steps}
        remarks = [f"{remark.location}: {remark.code} {remark.message}" for remark in found if not remark.step]
        self._say({"path": str(self._left.pop(0)), "steps": steps, "remarks": remarks})

    def problem(self, problem: Problem, lines: Iterable[Line] | None = None) -> None:
        """Say why the module could not be proved."""
        self._say({"path": str(self._left.pop(0)), "problem": str(problem)})


def _came_of(step: StepOutcome, findings: Iterable[Finding]) -> dict[str, Any]:
    """The verdict, and the findings about the step in words: one line each, and everything that is known."""
    mine = [finding for finding in findings if finding.step == step.name]
    return {
        "verdict": step.verdict,
        "expected": step.expected,
        "trust": step.trust,
        "statement": step.statement.text,
        "place": next((str(finding.location) for finding in mine if finding.location), ""),
        "findings": [f"{finding.code} {finding.message}" for finding in mine],
        "page": plain(step_lines(replace(step, location=None))) if mine else "",
        "suppressed": step.suppressed,
        "seconds": step.seconds,
    }


def serve(questions: IO[str], say: Say, said: dict[str, object]) -> None:
    """Answer until there are no more questions; ``said`` is what overrides the settings of the project."""
    run = Run(resolve(said, os.environ, Path.cwd()), QUIET)
    for line in questions:
        question = json.loads(line)
        cache = open_cache(run, anywhere=True)  # anew: what is recalled belongs to one question
        if "name" in question:
            _name(_entry(question["name"]), run.limits, cache, say)
        else:
            entries = [_entry(item) for item in question["prove"]]
            for entry in entries:
                _recall(entry, cache)
            prove_entries(entries, run.limits, Told(entries, say), processes=run.processes, cache=cache)


def _entry(item: dict[str, str]) -> Entry:
    return Entry(item["name"], item["title"], item["topic"], Path(item["path"]))


def _recall(entry: Entry, cache: Cache | None) -> DerivationOutcome | None:
    """What came of the module, if nothing has changed since."""
    try:
        if cache is None or cache.answers.title(entry.path, entry.path.read_bytes()) is None:
            return None
    except OSError:
        return None
    return cache.answers.outcome(entry.path)


def _name(entry: Entry, limits: Limits, cache: Cache | None, say: Say) -> None:
    """Say which steps there are: the module is run, where it can be killed, and nothing is proved."""
    from gradcheck.loading import load_apart, read_module

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


def main() -> int:
    """Answers go to what was standard output; whatever else is printed, to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, _leave)
    from gradcheck.loading import close_librarian
    from gradcheck.workers import close_shared

    def say(answer: dict[str, Any]) -> None:
        print(json.dumps(answer), file=answers, flush=True)

    try:
        serve(sys.stdin, say, json.loads(sys.argv[1]))
    except BrokenPipeError:  # nobody listens any more
        return 2
    except Exception as error:
        from gradcheck.cli.crash import report_crash

        report_crash(error, sys.argv)
        say({"failure": f"GC999 this is a bug in gradcheck: {type(error).__name__}: {error}"})
        return 2
    finally:
        close_shared()
        close_librarian()
    return 0


def _leave(*_: object) -> NoReturn:
    raise SystemExit(143)


if __name__ == "__main__":
    sys.exit(main())
