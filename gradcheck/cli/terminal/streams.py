"""Prints results to standard output and messages to standard error, in colour where that is wanted."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TextIO, TypeVar

from gradcheck.cli.options import Color
from gradcheck.report.page import Line, folded, plain

if TYPE_CHECKING:
    from rich.console import Console

Some = TypeVar("Some")
NARROWEST, USUAL = 10, 80  # columns; those of a terminal that does not say
STYLES = {"good": "green", "bad": "bold red", "unsure": "yellow", "name": "bold", "quiet": "bright_black"}


def wants_color(choice: Color, environment: Mapping[str, str], terminal: bool) -> bool:
    """Decide on colour: by the option, else NO_COLOR, else FORCE_COLOR, else whether standard output is a terminal."""
    if choice is not Color.auto:
        return choice is Color.always
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return terminal and environment.get("TERM") != "dumb"


def takes_unicode() -> bool:
    """Return whether standard output has the characters of formulas on a page."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "✓𝔼ℝ≤".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def for_stream(outcome: Some) -> Some:
    """Return an outcome with formulas that standard output can take: as they are, or in the one-line notation."""
    if takes_unicode():
        return outcome
    from gradcheck.report.ascii import in_text

    return in_text(outcome)


class Terminal:
    """Prints pages on standard output.  Formulas are never wrapped and never read as markup."""

    def __init__(self, color: Color = Color.auto) -> None:
        self._color = wants_color(color, os.environ, sys.stdout.isatty())
        self._console: Console | None = None
        if not takes_unicode() and isinstance(sys.stdout, io.TextIOWrapper):
            from gradcheck.report.ascii import use_ascii

            use_ascii(sys.stdout)

    def print(self, lines: Iterable[Line]) -> None:
        """Print the lines now."""
        if sys.stdout.isatty():
            lines = folded(lines, columns_of(sys.stdout))
        page = list(lines)  # whatever takes time is done before the progress is put aside
        with _without_progress():
            self._print(page)

    def _print(self, lines: Iterable[Line]) -> None:
        if not self._color:
            sys.stdout.write(plain(lines))
            sys.stdout.flush()
            return
        from rich.text import Text

        for spans in lines:
            text = Text.assemble(*((span.text, STYLES.get(span.meaning, "")) for span in spans))
            self._rich().print(text, soft_wrap=True, markup=False, highlight=False)

    def _rich(self) -> Console:
        if self._console is None:
            from rich.console import Console

            self._console = Console(
                file=sys.stdout, force_terminal=True, color_system="standard", no_color=False, legacy_windows=False
            )
        return self._console


def in_continuous_integration() -> bool:
    """Return whether this is a server, where nobody watches and files that are left behind are lost."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def columns_of(stream: TextIO) -> int:
    """Return the width of the terminal of a stream."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(columns or USUAL, NARROWEST)


def _without_progress() -> AbstractContextManager[None]:
    """Hide the progress while the block prints, without importing it where none is shown."""
    progress = sys.modules.get("gradcheck.cli.terminal.progress")
    return nullcontext() if progress is None else progress.aside()


def print_document(text: str) -> None:
    """Print a document for programs, as UTF-8 whatever the terminal shows."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    print(text)


def complain(message: str) -> None:
    """Print an error message on standard error."""
    with _without_progress():
        print(f"gradcheck: {message}", file=sys.stderr)
