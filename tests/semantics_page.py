"""The examples of docs/semantics.md: claims with their verdicts, and pieces of modules that state theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).parents[1] / "docs" / "semantics.md"
SECTION = re.compile(r"^##+ (?P<title>.*)\n(?P<body>(?:(?!##).*\n)*)", re.MULTILINE)
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
KIND = re.compile(r"`(\w+)`")
CLAIM = re.compile(r"(?P<line>\S.*?) {2,}(?P<verdict>proved|refuted|undecided)(?: {2,}(?P<remark>\S.*))?")
NOWHERE = re.compile(r"no value(?: at (?P<values>.+))?")


class ClaimExample(NamedTuple):
    """A claim as it is typed, the verdict that the page states, and the assumptions under which it has no value."""

    line: str
    verdict: str
    values: str | None


class Section(NamedTuple):
    """An entry of the page, with the kinds that its title names."""

    title: str
    kinds: tuple[str, ...]
    body: str

    def claims(self) -> Iterator[ClaimExample]:
        """The typed claims of the entry; ValueError for a line that is none."""
        for kind, text in FENCE.findall(self.body):
            for line in text.splitlines() if kind == "claims" else ():
                found = CLAIM.fullmatch(line)
                remark = NOWHERE.fullmatch(found["remark"]) if found and found["remark"] else None
                if found is None or (found["remark"] and (remark is None or found["verdict"] != "undecided")):
                    raise ValueError(f"no example: {line}")
                yield ClaimExample(found["line"], found["verdict"], remark["values"] if remark else None)

    def modules(self) -> list[str]:
        """The pieces of modules of the entry."""
        return [text for kind, text in FENCE.findall(self.body) if kind == "python"]


def sections() -> list[Section]:
    """All entries, in order."""
    found: list[Any] = list(SECTION.finditer(PAGE.read_text(encoding="utf-8")))
    titles = [(m["title"], m["title"].partition(":")[0], m["body"]) for m in found]
    return [Section(title, tuple(KIND.findall(names)), body) for title, names, body in titles]
