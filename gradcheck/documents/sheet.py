"""Lays the regions of a document side by side in one text, so that a place in it says which region it belongs to.

Trees that were read from different regions, files or cells meet in one statement; with places in one text each of them,
and each refusal, knows where it stands in its file.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath

from gradcheck.documents.carriers.passage import Region
from gradcheck.outcome.run import Location


class Sheet:
    """The texts of regions, one behind another; ``source`` is all of it."""

    def __init__(self, regions: tuple[Region, ...], path: str = "") -> None:
        self.regions, self.path = regions, path
        self._bases: list[int] = []
        at = 0
        for region in regions:
            self._bases.append(at)
            at += len(region.text) + 1
        self.source = "\n".join(region.text for region in regions) + "\n"

    def span(self, number: int) -> tuple[int, int]:
        """Return where the text of a region begins and ends."""
        start = self._bases[number]
        return start, start + len(self.regions[number].text)

    def number_at(self, place: int) -> int:
        """Return the number of the region at a place."""
        return bisect_right(self._bases, place) - 1

    def locate(self, start: int, end: int) -> Location:
        """Return the place in the file of a part of the text; it ends with the region in which it begins."""
        number = self.number_at(start)
        region, base = self.regions[number], self._bases[number]
        length = max(len(region.text) - 1, 0)
        first = min(max(start - base, 0), length)
        last = min(max(end - base, first + 1), length + 1)
        text = region.text
        while last - 1 > first and text[last - 1 : last].isspace():
            last -= 1
        while first < last - 1 and text[first : first + 1].isspace():
            first += 1
        return region.locate(first, last)

    def where(self, start: int, end: int) -> str:
        """Return the place of a part in words: line and columns, behind the name of a file that the document inputs."""
        at = self.locate(start, end)
        within = at.within or str(replace(at, path="")).removeprefix(":")
        return within if at.path == self.path else f"{PurePath(at.path).name}:{within}"

    def text(self, start: int, end: int) -> str:
        """Return a part of the text in one line."""
        return " ".join(self.source[start:end].split())

    @cached_property
    def sections(self) -> tuple[int, ...]:
        """Return for each region the number of the heading that it stands under, 0 before the first."""
        found, count = [], 0
        for region in self.regions:
            count += region.kind == "heading"
            found.append(count)
        return tuple(found)
