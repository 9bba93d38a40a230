"""Defines the lines and spans of a text report.  A span has a meaning, and no colour.

The meanings are 'good', 'bad', 'unsure', 'name' and 'quiet'; whoever prints the page decides how they look, and a page
reads the same without any colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import combining, east_asian_width

from gradcheck.outcome.record import record
from gradcheck.outcome.run import Formula

LEAST_PROSE = 24  # columns below which prose goes on at the left


@record
class Span:
    """A piece of a line with its meaning; one that ``folds`` is prose, which may be broken at its blanks."""

    text: str
    meaning: str = ""
    folds: bool = False


Line = tuple[Span, ...]


def visible(text: str) -> str:
    """The text in one line that shows what it is: no character of it ends the line, or tells a terminal anything."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def line(*pieces: str | Span) -> Line:
    """One line, whatever is in it; bare strings mean nothing in particular."""
    spans = [piece if isinstance(piece, Span) else Span(piece) for piece in pieces]
    return tuple(span if span.text.isprintable() else replace(span, text=visible(span.text)) for span in spans)


def prose(text: str, meaning: str = "") -> Span:
    """Words for people, no formula."""
    return Span(text, meaning, folds=True)


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


def cells(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def folded(lines: Iterable[Line], columns: int) -> Iterator[Line]:
    """The lines for a terminal of so many columns: what is too long is broken at the blanks of its prose.

    It goes on below the beginning of the prose, where there is room for that.  Everything else stays as it is.
    """
    for spans in lines:
        if any(span.folds for span in spans) and sum(cells(span.text) for span in spans) > columns:
            yield from _fold(spans, columns)
        else:
            yield spans


def _fold(spans: Line, columns: int) -> Iterator[Line]:
    whole = "".join(span.text for span in spans)
    margin = len(whole) - len(whole.lstrip(" "))
    hang, row, column = -1, list[Span](), 0
    for span in spans:
        if span.folds and hang < 0:
            beside = column > margin and columns - column < LEAST_PROSE
            hang = min(margin + 2, columns // 4) if beside else column
        for piece in re.findall(" *[^ ]+ *?| +", span.text) if span.folds else [span.text]:
            width = cells(piece.rstrip(" "))
            if span.folds and column + width > columns and column > hang:
                yield tuple(row)
                piece = piece.lstrip(" ")
                row, column = [Span(" " * hang)], hang
            column += cells(piece)
            joined = row.pop().text if row and row[-1].meaning == span.meaning else ""
            row.append(Span(joined + piece, span.meaning))
    yield tuple(row)


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
