"""Draws the pictures of ``bound`` on the terminal, or into a file."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from gradcheck.cli.options import Output
from gradcheck.cli.terminal.streams import Terminal

if TYPE_CHECKING:
    from gradcheck.outcome.bound import BoundOutcome


def problem_with_pictures(plot: bool, file: str | None, source: str | None, output: Output) -> str:
    """Return why no picture can be drawn; empty where it can."""
    if source is not None:
        return "pictures are of one request, not of a file with many"
    if plot and output.as_json:
        return "--plot draws into the text report; JSON has no place for it (--plot-file FILE draws into a file)"
    if file is None:
        return ""
    from gradcheck.report.plot_file import problem_with

    return problem_with(file)


def draw(outcome: BoundOutcome, plot: bool, file: str | None, output: Output) -> None:
    """Draw the pictures where they were asked for; OSError where the file cannot be written."""
    if plot:
        from gradcheck.report.plot_text import plot_lines

        columns = shutil.get_terminal_size().columns
        Terminal(output.color).print(plot_lines(outcome, columns, braille=_shows("\u28ff\u2502")))
    if file is not None:
        from gradcheck.report.plot_file import draw_into

        draw_into(file, outcome)


def _shows(characters: str) -> bool:
    """Return whether standard output can show these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
