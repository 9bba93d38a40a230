"""What happens when gradcheck itself fails: a short message, and a file with everything a bug report needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcheck import __version__

if TYPE_CHECKING:
    from gradcheck.verdict import StepOutcome


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


def _send(text: str, arguments: Sequence[str]) -> None:
    try:
        path = _write(text, arguments)
    except OSError as failure:
        print(f"gradcheck: no report could be written ({failure})", file=sys.stderr)
    else:
        print(f"gradcheck: please send the report {path}", file=sys.stderr)


def describe_error(error: BaseException) -> str:
    """The exception in one line of bounded length."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return what if len(what) <= 200 else what[:200] + " ..."


def _write(text: str, arguments: Sequence[str]) -> str:
    import platform  # a run that does not crash pays for none of these
    import shlex
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="gradcheck-crash-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as report:
        report.write(f"gradcheck {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
        for name in ("sympy", "python-flint", "pebble", "typer"):
            report.write(f"{name} {_version(name)}\n")
        report.write(f"command: gradcheck {shlex.join(arguments)}\n\n")
        report.write(text)
    return path


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
