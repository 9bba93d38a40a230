"""What happens when gradcheck itself fails: a short message, and a file with everything a bug report needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gradcheck import __version__


def report_crash(error: BaseException, arguments: Sequence[str]) -> None:
    """Say on standard error that this is a bug, and where the report is."""
    print(f"gradcheck: GC999 this is a bug in gradcheck: {describe_error(error)}", file=sys.stderr)
    try:
        path = _write(error, arguments)
    except OSError as failure:
        print(f"gradcheck: no report could be written ({failure})", file=sys.stderr)
    else:
        print(f"gradcheck: please send the report {path}", file=sys.stderr)


def describe_error(error: BaseException) -> str:
    """The exception in one line of bounded length."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return what if len(what) <= 200 else what[:200] + " ..."


def _write(error: BaseException, arguments: Sequence[str]) -> str:
    import platform  # a run that does not crash pays for none of these
    import shlex
    import tempfile
    import traceback

    descriptor, path = tempfile.mkstemp(prefix="gradcheck-crash-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as report:
        report.write(f"gradcheck {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
        for name in ("sympy", "python-flint", "pebble", "typer"):
            report.write(f"{name} {_version(name)}\n")
        report.write(f"command: gradcheck {shlex.join(arguments)}\n\n")
        report.writelines(traceback.format_exception(error))
    return path


def _version(name: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
