"""Defines what carriers yield: passages of a file, and the regions in them, every character with its place.

A passage is a text that is read as one: a file, a cell of a notebook, a docstring.  Its characters need not stand side
by side in the file, for JSON and Python write some of them as escapes, so it keeps runs: from the place ``inside`` of
the passage on, characters stand side by side from the place ``outside`` of the file on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from gradcheck.outcome.run import Location

MAX_BYTES = 20_000_000  # of a document
MAX_REGIONS = 50_000


class Unusable(Exception):
    """A document that cannot be read at all: the code, what is wrong, and where, in characters of the file."""

    def __init__(self, code: str, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.column = code, message, line, column


@dataclass(frozen=True)
class File:
    """A file of a document; ``text`` has one character for each of the file, and line ends that are all ``\\n``."""

    path: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def start_of(self, line: int) -> int:
        """Return where a line begins."""
        return self._starts[min(line, len(self._starts)) - 1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True)
class Passage:
    """A text and where it stands in a file; ``cell`` is the number of the cell of a notebook, else 0."""

    file: File
    text: str
    runs: tuple[tuple[int, int], ...] = ((0, 0),)
    cell: int = 0

    @cached_property
    def _insides(self) -> list[int]:
        return [inside for inside, _ in self.runs]

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def outside(self, inside: int) -> int:
        """Return the place in the file of a place of the passage."""
        begins, at = self.runs[bisect_right(self._insides, inside) - 1]
        return at + inside - begins

    def runs_within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the runs that begin between two places of the passage."""
        return self.runs[bisect_left(self._insides, start) : bisect_left(self._insides, end)]

    def locate(self, start: int, end: int) -> Location:
        """Return the place of the characters from ``start`` to ``end``, which is at least one."""
        last = max(start, end - 1)
        line, column = self.file.place(self.outside(start))
        end_line, end_column = self.file.place(self.outside(last))
        within = ""
        if self.cell:
            row = bisect_right(self._starts, start)
            first = start - self._starts[row - 1] + 1
            final = bisect_right(self._starts, last)
            ending = last - self._starts[final - 1] + 1
            within = f"cell {self.cell}:{row}:{first}{span_text(row, first, final, ending)}"
        return Location(self.file.path, line, column, end_line, end_column, within)


def span_text(line: int, column: int, end_line: int, end_column: int) -> str:
    """Return how a place goes on behind its first character: ``-9`` on the same line, ``-12:9`` on another."""
    if (end_line, end_column) <= (line, column):
        return ""
    return f"-{end_column}" if end_line == line else f"-{end_line}:{end_column}"


def line_starts(text: str) -> list[int]:
    """Return where each line of the text begins."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


@dataclass(frozen=True)
class Region:
    """A part of a passage that is read, at ``passage.text[start:end]``.

    kind: ``inline``, ``display``, ``comment`` (the items of a gradcheck comment), ``heading`` (with its ``level``),
    ``fence`` (lines of claims), ``macros`` (definitions of LaTeX), or ``fault`` (``text`` says what is wrong there).
    ``text`` is as long as the part, with blanks for what does not belong to it, such as the mark of a quotation.
    ``environment`` is that of LaTeX which holds a display, ``label`` its name in the document.
    """

    kind: str
    passage: Passage
    start: int
    end: int
    text: str
    environment: str = ""
    label: str = ""
    level: int = 0

    def locate(self, start: int = 0, end: int | None = None) -> Location:
        """Return the place of a part of the region."""
        last = self.end if end is None else self.start + end
        return self.passage.locate(self.start + start, last)


@dataclass(frozen=True)
class Document:
    """What a carrier read: the regions in reading order, and the files that it took them from."""

    path: str
    regions: tuple[Region, ...]
    files: tuple[File, ...]


def read_file(path: str, content: bytes) -> File:
    """Decode a file; Unusable where it is too long, or not UTF-8, with the place."""
    if len(content) > MAX_BYTES:
        raise Unusable("GC608", f"the document is larger than {MAX_BYTES:,} bytes")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable("GC608", "the document is in UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = File("", _one_line_end(content[: error.start].decode("utf-8", errors="replace")))
        line, column = before.place(len(before.text))
        byte = content[error.start]
        raise Unusable("GC608", f"the byte 0x{byte:02x} here is not UTF-8; save it as UTF-8", line, column) from None
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    at = text.find("\0")
    if at >= 0:
        line, column = File("", _one_line_end(text[:at])).place(at)
        raise Unusable("GC608", "a zero byte stands here; this is no text", line, column)
    return File(path, _one_line_end(text))


def _one_line_end(text: str) -> str:
    """Return a text of the same length whose lines end in one way, whatever ends they were written with."""
    return text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text


def whole(file: File) -> Passage:
    """Return the file as one passage."""
    return Passage(file, file.text)


def gather(regions: list[Region]) -> tuple[Region, ...]:
    """Return the regions, in reading order as they came; Unusable where there are too many."""
    if len(regions) > MAX_REGIONS:
        first = regions[MAX_REGIONS].locate()
        message = f"the document has more than {MAX_REGIONS:,} formulas and comments"
        raise Unusable("GC608", message, first.line, first.column)
    return tuple(regions)
