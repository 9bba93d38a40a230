"""Reads what is said of a document that one may not edit: comments in a file beside it, each under its place.

    n in N                 at the top: before everything
    at 31                  before the first formula of line 31 or below
    define
    at "## Dropout"        behind the heading; the marks before it may be left out
    R ~ Bernoulli(p)
    at 31 formula 2        before the second formula from there on
    at cell 3              before the first formula of that cell of a notebook

A line is a comment of its own kind: items between semicolons, a reason up to its end; ``#`` begins a line to skip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradcheck.documents.carriers.passage import File, Passage, Region, whole

PLACE = re.compile(
    r"\s*at\s+(?:(?P<line>\d{1,7})(?:\s+formula\s+(?P<nth>\d{1,4}))?"
    r"|cell\s+(?P<cell>\d{1,7})|\"(?P<title>[^\"\n]*)\")\s*$"
)


FORMULAS = ("inline", "display", "fence")


@dataclass(frozen=True)
class Block:
    """The lines for a place, at ``start`` to ``end`` of the file."""

    place: re.Match[str] | None
    start: int
    end: int


def join_beside(regions: tuple[Region, ...], main: File, beside: File) -> tuple[Region, ...]:
    """Return the regions with the comments of the file beside at their places; a place that is none is a fault."""
    passage = whole(beside)
    found = list(regions)
    for block in reversed(_blocks(beside)):
        comment = _comment(passage, block)
        if comment is None:
            continue
        at = 0 if block.place is None else _position(found, main, block.place)
        if at is None:
            place = block.place
            start, end = (0, 1) if place is None else place.span()
            found.insert(0, Region("fault", passage, start, end, "the document has no such place"))
        else:
            while at and found[at - 1].passage is passage:  # of a later block for the same place
                at -= 1
            found.insert(at, comment)
    return tuple(found)


def _blocks(file: File) -> list[Block]:
    found: list[Block] = []
    place: re.Match[str] | None = None
    begin = at = 0
    for line in file.text.split("\n"):
        mark = PLACE.match(file.text, at, at + len(line))
        if mark is not None:
            found.append(Block(place, begin, at))
            place, begin = mark, at + len(line)
        at += len(line) + 1
    found.append(Block(place, begin, len(file.text)))
    return found


def _comment(passage: Passage, block: Block) -> Region | None:
    lines = passage.text[block.start : block.end].split("\n")
    text = "\n".join(" " * len(line) if line.lstrip().startswith("#") else line for line in lines)
    return Region("comment", passage, block.start, block.end, text, "lines") if text.strip() else None


def _position(regions: list[Region], main: File, place: re.Match[str]) -> int | None:
    """Return before which region the comments of a place stand; None where there is no such place."""
    before = int(place["nth"] or 1) - 1
    for number, region in enumerate(regions):
        if place["line"]:
            at = region.locate()
            if at.path == main.path and at.line >= int(place["line"]) and region.kind in FORMULAS:
                if not before:
                    return number
                before -= 1
        elif place["cell"]:
            if region.passage.cell == int(place["cell"]):
                return number
        elif region.kind == "heading" and " ".join(region.text.split()) == _title(place["title"]):
            return number + 1
    return None


def _title(text: str) -> str:
    return " ".join(text.lstrip("# ").split())
