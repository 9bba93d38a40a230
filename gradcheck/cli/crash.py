"""What happens when gradcheck itself fails: a short message, and a file with everything a bug report needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.terminal import in_continuous_integration

if TYPE_CHECKING:
    from gradcheck.verdict import StepOutcome

MOST_TOLD = 20_000  # characters of a report on standard error


def report_crash(error: BaseException, arguments: Sequence[str]) -> None:
    """Say on standard error that this is a bug, and where the report is."""
    print(f"gradcheck: GC999 this is a bug in gradcheck: {describe_error(error)}", file=sys.stderr)
    import traceback

    _send("".join(traceback.format_exception(error)), arguments)


def report_bugs(bugs: Sequence[tuple[str, StepOutcome]], arguments: Sequence[str]) -> None:
    """The same for steps at which an engine failed, or was refused by the kernel: one report on all of them."""
    if not bugs:
        return
    name, step = bugs[0]
    others = f", and {len(bugs) - 1} more of this kind" if len(bugs) > 1 else ""
    what = f"{name}::{step.name}: {step.reason}{others}"
    print(f"gradcheck: {step.code} this is a bug in gradcheck: {what}", file=sys.stderr)
    told = (
        f"{name}::{step.name}: {step.code} {step.reason}\n{step.statement.text}\n"
        + "".join(f"assuming {item.text}\n" for item in step.assumptions)
        + "".join(f"{text}\n" for text in step.evidence)
        for name, step in bugs
    )
    _send("\n".join(told), arguments)


def _send(what: str, arguments: Sequence[str]) -> None:
    """Write the report; where nobody could fetch the file, the report itself is told, too."""
    report = _report(what, arguments)
    try:
        path = _write(report)
    except OSError as failure:
        print(f"gradcheck: no report could be written ({failure})", file=sys.stderr)
    else:
        print(f"gradcheck: please send the report {path}", file=sys.stderr)
        if not in_continuous_integration():
            return
    print(report if len(report) <= MOST_TOLD else report[:MOST_TOLD] + "\n...", file=sys.stderr)


def describe_error(error: BaseException) -> str:
    """The exception in one line of bounded length."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return what if len(what) <= 200 else what[:200] + " ..."


def _report(what: str, arguments: Sequence[str]) -> str:
    import platform  # a run that does not crash pays for none of these
    import shlex

    versions = [f"{name} {_version(name)}\n" for name in ("sympy", "python-flint", "pebble", "typer")]
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
