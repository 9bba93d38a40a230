"""Writes the reports that were asked for when the run is over, each whole or not at all."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.repository_paths import seen_from_root
from gradcheck.cli.step_summary import append_step_summary
from gradcheck.cli.terminal.streams import complain, print_document
from gradcheck.outcome.run import RunOutcome
from gradcheck.report.formats import FORMATS, render_report
from gradcheck.runtime.files import write_whole


def write_reports(run: RunOutcome, output: Output) -> bool:
    """Write the reports; return False if one could not be written.  What streams to standard output was shown before.

    Where ``GITHUB_STEP_SUMMARY`` is set, append the summary of the step, too.
    """
    from_root = cache(lambda: seen_from_root(run))

    def report(form: str) -> str:
        return render_report(form, from_root() if FORMATS[form].kind == "server" else run, __version__)

    append_step_summary(run)
    written = True
    for form, path in output.reports:
        if path is None:
            if not FORMATS[form].streams:
                (print if FORMATS[form].kind == "terminal" else print_document)(report(form))
            continue
        try:
            _write(path, report(form) + "\n")
        except OSError as error:
            complain(f"GC422 the report {path} cannot be written: {error.strerror or error}")
            written = False
    return written


def _write(path: Path, text: str) -> None:
    """Write the file so that a reader finds the old one, the new one, or none, and never a part.

    Makes missing folders, and writes through a link.
    """
    path = path.resolve()
    with contextlib.suppress(FileExistsError):  # by something that is no folder, as opening the file will say
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a pipe or a device
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
        return
    write_whole(path, text.encode("utf-8", "backslashreplace"))
