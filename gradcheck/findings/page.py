"""Reads the pages of the codes, in Markdown: what a code means, an example with its report, how to mend it.

One file a code, ``pages/gc101-false-claim.md``.  The examples are run by the tests: each yields its code and no other,
and what the page mends yields none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from gradcheck.findings.codes import CODES, Code

SECTIONS = ("What it means", "Example", "How to mend it")


@dataclass(frozen=True)
class Page:
    """The page of a code: its sections, and the whole of it, ``text``.  All are Markdown."""

    about: Code
    meaning: str
    example: str
    mending: str
    text: str


def file_name(code: Code) -> str:
    return f"{code.code.lower()}-{code.slug}.md"


def read_page(code: str) -> Page:
    """The page of this code; ValueError if it has other sections than all pages have."""
    about = CODES[code]
    text = files("gradcheck.findings").joinpath("pages", file_name(about)).read_text(encoding="utf-8")
    title, *rest = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)
    if title.strip() != f"# {about.code} {about.slug}" or tuple(rest[::2]) != SECTIONS:
        raise ValueError(f"the page of {code} has other sections than {', '.join(SECTIONS)}")
    meaning, example, mending = (section.strip() for section in rest[1::2])
    return Page(about, meaning, example, mending, text)
