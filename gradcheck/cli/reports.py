"""The reports that were asked for, written when the run is over: each whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from gradcheck import __version__
from gradcheck.cli.options import TEXT, Output
from gradcheck.cli.terminal import complain
from gradcheck.report.formats import render_report
from gradcheck.verdict import RunOutcome


def write_reports(run: RunOutcome, output: Output) -> bool:
    """Write them; false if one could not be written.  Text for standard output was shown as it came."""
    written = True
    for form, path in output.reports:
        if path is None:
            if form != TEXT:
                print(render_report(form, run, __version__))
            continue
        try:
            _write(path, render_report(form, run, __version__) + "\n")
        except OSError as error:
            complain(f"GC422 the report {path} cannot be written: {error.strerror or error}")
            written = False
    return written


def _write(path: Path, text: str) -> None:
    """The file as a whole: whoever reads it at any moment finds the old one, the new one, or none."""
    if path.exists() and not path.is_file():  # a pipe or a device
        path.write_text(text, encoding="utf-8")
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
