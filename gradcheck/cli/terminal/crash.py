"""Reports a failure of gradcheck itself: a short message, and a file with everything that a bug report needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gradcheck import __version__
from gradcheck.cli.terminal.streams import in_continuous_integration

if TYPE_CHECKING:
    from gradcheck.outcome.run import Problem, RunOutcome, StepOutcome

MAX_TOLD = 20_000  # characters of a report on standard error


def report_crash(error: BaseException, arguments: Sequence[str]) -> None:
    """Say on standard error that this is a bug, and where the report is."""
    print(f"gradcheck: GC999 this is a bug in gradcheck: {describe_error(error)}", file=sys.stderr)
    import traceback

    _send("".join(traceback.format_exception(error)), arguments)


def report_bugs(run: RunOutcome, arguments: Sequence[str]) -> None:
    """Write one report on all steps and modules at which gradcheck failed while the rest went on."""
    bugs = [_about_step(name, step) for name, step in run.bugs]
    bugs += [_about_module(problem) for problem in run.failed_modules]
    if not bugs:
        return
    first = bugs[0]
    others = f", and {len(bugs) - 1} more of this kind" if len(bugs) > 1 else ""
    print(f"gradcheck: {first.code} this is a bug in gradcheck: {first.where}: {first.what}{others}", file=sys.stderr)
    _send("\n".join(f"{bug.where}: {bug.code} {bug.what}\n{bug.more}" for bug in bugs), arguments)


class _Bug(NamedTuple):
    """Where gradcheck failed, and how; ``more`` are the lines that a report needs."""

    where: str
    code: str
    what: str
    more: str


def _about_step(name: str, step: StepOutcome) -> _Bug:
    more = [step.statement.text, *(f"assuming {item.text}" for item in step.assumptions), *step.evidence]
    return _Bug(f"{name}::{step.name}", step.code or "", step.reason, "".join(f"{text}\n" for text in more))


def _about_module(problem: Problem) -> _Bug:
    return _Bug(str(problem.location), problem.code, problem.message, f"{problem.trace}\n")


def _send(what: str, arguments: Sequence[str]) -> None:
    """Write the report to a file; print it too where nobody could fetch the file, as in continuous integration."""
    report = _report(what, arguments)
    try:
        path = _write(report)
    except OSError as failure:
        print(f"gradcheck: no report could be written ({failure})", file=sys.stderr)
    else:
        print(f"gradcheck: please send the report {path}", file=sys.stderr)
        if not in_continuous_integration():
            return
    print(report if len(report) <= MAX_TOLD else report[:MAX_TOLD] + "\n...", file=sys.stderr)


def describe_error(error: BaseException) -> str:
    """Return the exception in one line of bounded length."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return what if len(what) <= 200 else what[:200] + " ..."


def _report(what: str, arguments: Sequence[str]) -> str:
    import platform  # a run that does not crash pays for none of these
    import shlex

    versions = [f"{name} {_version(name)}\n" for name in ("sympy", "python-flint", "typer")]
    about = f"gradcheck {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    return "".join([about, *versions, f"command: gradcheck {shlex.join(arguments)}\n\n", what])


def _write(report: str) -> str:
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="gradcheck-crash-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(report)
    return path


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
