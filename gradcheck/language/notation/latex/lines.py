r"""A line in which each part is LaTeX or text: ``\sigma(-x) = 1 - \sigma(x); x in R``.

Semicolons, and the words where and given between spaces, part a line outside of parentheses; the claim comes first.  A
part is LaTeX if it holds a backslash or stands in $ signs; where one part is, others with braces are, too.  Every other
part is read as a line of text, and so is one behind the claim whose only commands are Greek letters: X ~ N(\mu, 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gradcheck.language.notation.items import parse_line
from gradcheck.language.notation.latex.fragment import read_items, read_line
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import Tree
from gradcheck.language.syntax.names import GREEK

MARKS = re.compile(r"\\.|[$(\[{)\]};]|(?<=\s)(?:where|given)(?=\s)", re.DOTALL)
GREEK_COMMAND = re.compile(rf"\\({'|'.join(GREEK.values())})(?![a-zA-Z])")
CLAIM = "0=0"  # in the place of a claim, before items of text


def is_latex(text: str) -> bool:
    """Whether a text is LaTeX: it holds a backslash, or stands in $ signs."""
    stripped = text.strip()
    return "\\" in text or (len(stripped) > 2 and stripped[0] == "$" == stripped[-1])


def read_mixed(source: str, reading: Reading | None = None) -> list[Tree]:
    """Return the tree of the claim in a line, and an Item for each declaration or assumption behind it."""
    first, *others = _parts(source)
    claim = source[: first.end]
    trees = read_line(claim, reading) if _is_latex_part(claim) else parse_line(claim, tokenize(claim))
    for part in others:
        written = source[part.start : part.end]
        if not written.strip():
            continue
        if _is_latex_part(GREEK_COMMAND.sub("", written)):
            trees += read_items(source, part.start, part.end, reading)
        else:
            trees += _text_items(source, part)
    return trees


def _is_latex_part(text: str) -> bool:
    """Whether a part of a line that holds LaTeX is LaTeX itself: h^{(t)} is no power there."""
    return is_latex(text) or "{" in text


class Part(NamedTuple):
    """A part of a line, from ``start`` to ``end``, behind the sign or word that opens it."""

    opener: str
    start: int
    end: int


def _parts(source: str) -> Iterator[Part]:
    """Yield the parts of a line; a dollar sign opens or closes, too."""
    level = begin = 0
    opener, formula = "", False
    for found in MARKS.finditer(source):
        mark = found.group()
        if mark == "$":
            formula = not formula
        elif mark in ("(", "[", "{"):
            level += 1
        elif mark in (")", "]", "}"):
            level = max(0, level - 1)
        elif level == 0 and not formula and not mark.startswith("\\"):
            yield Part(opener, begin, found.start())
            opener, begin = mark, found.end()
    yield Part(opener, begin, len(source))


def _text_items(source: str, part: Part) -> list[Tree]:
    """Return the items of a part in text, with their places in the line."""
    opener = f" {part.opener}" if part.opener.isalpha() else part.opener
    room = " " * (part.start - len(opener) - len(CLAIM))
    written = GREEK_COMMAND.sub(lambda found: f" {found[1]}", source[part.start : part.end])
    line = f"{CLAIM}{room}{opener}{written}"
    shift = part.end - len(line)
    try:
        items = parse_line(line, tokenize(line))[1:]
    except ReadError as error:
        raise ReadError(error.code, error.message, source, error.column + shift, error.hint) from None
    if shift:  # the claim is shorter than what stands in its place
        raise ReadError("GC401", "there is no formula", source, 1)
    return items
