r"""Reads items of comments that mix the notations: names in LaTeX, as the document has them, and words of text.

\hat{u}, v_{t-1} in R^n      \Gamma symmetric      W_{ij} ~ Normal(0, s^2) iid      v_t = v_{t-1} + g_t for t >= 1

Names give way to letters of the same length, so that the places of the words stay, and come back as trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gradcheck.language.notation.items import parse_line
from gradcheck.language.notation.latex import read_fragment
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import Item, Name, Styled, Tree

KEYWORD = re.compile(
    r"\s+in\s|\s*~|\s*:(?!=)|\s+(?:dimensions?|symmetric|orthogonal|positive|independent|invertible|nonsingular)\b"
)
LATEX = ("\\", "_{", "^")
WORD = re.compile(r"\\text\{(\w+)\}")
FOR = re.compile(r"\s(?:for(?:\s+all)?)\s")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def parted_for(text: str) -> int:
    """Return where  for  stands in an item, outside of braces, or -1."""
    for found in FOR.finditer(text):
        before = text[: found.start()]
        if before.count("{") == before.count("}") and before.strip():
            return found.start()
    return -1


def read_mixed_items(source: str, start: int, end: int, reading: Reading, trivial: str) -> list[Item] | None:
    """Return the items whose names are in LaTeX and whose rest is in text; None of anything else."""
    text = source[start:end].replace("$", " ")
    keyword = KEYWORD.search(text)
    if keyword is None:
        return None
    head, rest = text[: keyword.start()], text[keyword.start() :]
    if not any(mark in head for mark in LATEX) or "\\" in rest:
        return None
    written: list[tuple[int, int, str]] = []
    trees: dict[str, Tree] = {}
    for number, (first, last) in enumerate(_names(head)):
        name = head[first:last]
        if not any(mark in name for mark in LATEX):
            written.append((first, last, name))
            continue
        placeholder = f"qq{LETTERS[number % 26]}"
        if last - first < len(placeholder):
            return None
        word = WORD.fullmatch(name)
        if word is not None:
            trees[placeholder] = Styled(start + first, start + last, word[1], "rm")
            written.append((first, last, placeholder.ljust(last - first)))
            continue
        try:
            trees[placeholder] = read_fragment(source, start + first, start + last, reading)
        except ReadError:
            return None
        written.append((first, last, placeholder.ljust(last - first)))
    line = list(head)
    for first, last, name in written:
        line[first:last] = name
    whole = trivial + "".join(line) + rest
    items = parse_line(whole, tokenize(whole))[1:]
    offset = start - len(trivial)
    moved = [_moved(item, trees, offset) for item in items]
    return [item for item in moved if isinstance(item, Item)]


def _names(head: str) -> Iterator[tuple[int, int]]:
    """Yield where each name of a list stands."""
    depth = begin = 0
    for place, character in enumerate(f"{head},"):
        depth += (character in "{(") - (character in "})")
        if character == "," and depth == 0:
            name = head[begin:place]
            yield begin + len(name) - len(name.lstrip()), begin + len(name.rstrip())
            begin = place + 1


def _moved(value: object, trees: dict[str, Tree], offset: int) -> object:
    if isinstance(value, tuple):
        return tuple(_moved(part, trees, offset) for part in value)
    if isinstance(value, Name) and value.text in trees:
        return trees[value.text]
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _moved(getattr(value, name), trees, offset) for name in value.__dataclass_fields__}
    fields |= {"start": value.start + offset, "end": value.end + offset}
    return type(value)(**fields)
