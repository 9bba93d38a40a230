"""What a text report is made of: lines of spans.  A span says what it means, not which colour that is.

The meanings are 'good', 'bad', 'unsure', 'name' and 'quiet'; whoever prints the page decides how they look, and a page
reads the same without any colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gradcheck.verdict import Formula


@dataclass(frozen=True)
class Span:
    """A piece of a line with its meaning."""

    text: str
    meaning: str = ""


Line = tuple[Span, ...]


def line(*pieces: str | Span) -> Line:
    """One line; bare strings mean nothing in particular."""
    return tuple(piece if isinstance(piece, Span) else Span(piece) for piece in pieces)


def block(text: str, indent: str, meaning: str = "") -> list[Line]:
    """The lines of a text, indented."""
    return [line(indent, Span(row.rstrip(), meaning)) if row.strip() else line("") for row in text.splitlines()]


def single_spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, of blank ones in a row only the first."""
    blank = False
    for spans in lines:
        empty = not any(span.text for span in spans)
        if not (blank and empty):
            yield spans
        blank = empty


def plain(lines: Iterable[Line]) -> str:
    """The page as a string."""
    return "".join("".join(span.text for span in spans) + "\n" for spans in lines)


def in_line(formula: Formula) -> str:
    """The formula in one line: in Unicode where it fits into one."""
    return formula.pretty if "\n" not in formula.pretty else formula.row or formula.text


def counted(number: int, singular: str, plural: str = "") -> str:
    """'1 step', '2 steps'."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def enumerated(names: Sequence[str], most: int = 10) -> str:
    """'a, b and 3 more'."""
    rest = len(names) - most
    return ", ".join(names) if rest <= 1 else f"{', '.join(names[:most])} and {rest} more"


def duration(seconds: float) -> str:
    """A time as a person says it."""
    return f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s"


def shortened(text: str, width: int = 200) -> str:
    """The text, cut where it would fill the screen."""
    return text if len(text) <= width else text[:width] + " ..."
