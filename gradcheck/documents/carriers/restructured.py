"""Reads reStructuredText: ``.. math::``, ``:math:`x` ``, ``.. gradcheck:`` and titles, with their places.

What stands in other directives with code, in blocks behind ``::`` and between double backticks is no formula.  Of a
directive ``math`` each paragraph is a display of its own, as Sphinx sets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gradcheck.documents.carriers.passage import Passage, Region

DIRECTIVE = re.compile(r"(?P<indent>[ \t]*)\.\.[ \t]+(?P<name>[\w:+.-]+?)::(?P<rest>[^\n]*)$")
COMMENT = re.compile(r"(?P<indent>[ \t]*)\.\.[ \t]+(?P<own>gradcheck:)?(?!\[|_|\|)(?P<rest>[^\n]*)$")
OPTION = re.compile(r"[ \t]*:(?P<key>[\w-]+):[ \t]*(?P<value>[^\n]*)$")
ROLE = re.compile(r"(?P<literal>``.*?``)|:math:`(?P<formula>[^`]+)`|`(?P<before>[^`]+)`:math:", re.DOTALL)
ADORNMENT = re.compile(r"([=\-`:.'\"~^_*+#<>!$%&(),/;?@\[\]{|}])\1{2,}[ \t]*$")
CODE = {"code", "code-block", "sourcecode", "literalinclude", "highlight", "parsed-literal", "raw", "ipython", "plot",
        "doctest", "testcode", "testsetup", "testoutput", "jupyter-execute"}  # fmt: skip


def scan_restructured(passage: Passage) -> list[Region]:
    """Return the regions of a passage of reStructuredText, in order."""
    return _Scan(passage).regions()


@dataclass
class _Scan:
    """One pass over the lines of a passage; ``prose`` is running text, with all else blanked."""

    passage: Passage
    found: list[Region] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)

    def regions(self) -> list[Region]:
        text = self.passage.text
        lines = text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        prose = list(lines)
        number = 0
        while number < len(lines):
            number = self._line(lines, starts, prose, number)
        for role in ROLE.finditer("\n".join(prose)):
            name = "formula" if role["formula"] else "before"
            content = role[name]
            if content and content.strip() and "\n\n" not in content:
                self._add("inline", role.start(name), role.end(name), content)
        self.found.sort(key=lambda region: region.start)
        return self.found

    def _line(self, lines: list[str], starts: list[int], prose: list[str], number: int) -> int:
        """Take what begins on a line; return the number of the next one."""
        line = lines[number]
        directive = DIRECTIVE.match(line)
        comment = COMMENT.match(line) if directive is None else None
        if directive is not None or comment is not None:
            mark = directive or comment
            indent = len((mark or {"indent": ""})["indent"])
            last = _end_of_block(lines, number + 1, indent)
            if directive is not None and directive["name"] == "math":
                self._math(lines, starts, number, last, directive.start("rest"))
            elif directive is not None and directive["name"] == "gradcheck":
                self._claims(lines, starts, number, last)
            elif comment is not None and comment["own"]:
                start = starts[number] + comment.start("rest")
                end = starts[last] - 1
                self._add("comment", start, end, self.passage.text[start:end])
            hidden = comment is not None or (directive is not None and directive["name"] in {"math", *CODE})
            if not hidden:
                return number + 1
            return _hide(prose, number, last)
        if number + 1 < len(lines) and line.strip() and not line.startswith((" ", "\t")):
            under = ADORNMENT.match(lines[number + 1])
            if under and len(lines[number + 1].rstrip()) >= len(line.rstrip()) and not ADORNMENT.match(line):
                over = number > 0 and lines[number - 1].rstrip() == lines[number + 1].rstrip()
                kind = under[1] * (2 if over else 1)
                if kind not in self.levels:
                    self.levels.append(kind)
                at = starts[number]
                self._add("heading", at, at + len(line), line, level=self.levels.index(kind) + 1)
                return number + 2
        if line.rstrip().endswith("::"):
            indent = len(line) - len(line.lstrip())
            last = _end_of_block(lines, number + 1, indent)
            _hide(prose, number + 1, last)
            return last
        return number + 1

    def _math(self, lines: list[str], starts: list[int], number: int, last: int, column: int) -> None:
        label = ""
        first = number + 1
        while first < last and (option := OPTION.match(lines[first])):
            if option["key"] in ("label", "name"):
                label = option["value"].strip()
            first += 1
        begins: int | None = None
        if lines[number][column:].strip():
            begins = number
            first = number + 1 if first == number + 1 else first
            if first > number + 1:
                self._display(starts[number] + column, starts[number + 1] - 1, label)
                begins = None
        for row in range(first, last + 1):
            blank = row == last or not lines[row].strip()
            if not blank and begins is None:
                begins = row
            elif blank and begins is not None:
                start = starts[begins] + (column if begins == number else 0)
                self._display(start, starts[row] - 1, label)
                begins = None

    def _display(self, start: int, end: int, label: str) -> None:
        self._add("display", start, end, self.passage.text[start:end], label=label)

    def _claims(self, lines: list[str], starts: list[int], number: int, last: int) -> None:
        start, end = starts[min(number + 1, last)], starts[last] - 1
        if start < end:
            self._add("fence", start, end, self.passage.text[start:end])

    def _add(self, kind: str, start: int, end: int, text: str, label: str = "", level: int = 0) -> None:
        self.found.append(Region(kind, self.passage, start, end, text, "", label, level))


def _end_of_block(lines: list[str], number: int, indent: int) -> int:
    """Return the number of the line behind a block that is indented by more than ``indent``."""
    last = number
    while number < len(lines):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        number += 1
        if line.strip():
            last = number
    return last


def _hide(prose: list[str], first: int, last: int) -> int:
    """Blank the lines from ``first`` to before ``last``; return the latter."""
    for number in range(first, last):
        prose[number] = " " * len(prose[number])
    return last
