r"""A line in which each part is LaTeX or text: ``\sigma(-x) = 1 - \sigma(x); x in R``.

Semicolons part a line outside of parentheses; the claim comes first.  A part is LaTeX if it holds a backslash or stands
in $ signs; where one part is, others with braces are, too.  Every other part is read as a line of text.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.language.notation.items import parse_line
from gradcheck.language.notation.latex.fragment import read_fragment, read_items, read_line
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import Tree

CLAIM = "0=0"  # in the place of a claim, before items of text


def is_latex(text: str) -> bool:
    """Whether a text is LaTeX: it holds a backslash, or stands in $ signs."""
    stripped = text.strip()
    return "\\" in text or (len(stripped) > 2 and stripped[0] == "$" == stripped[-1])


def read_mixed(source: str, reading: Reading | None = None) -> list[Tree]:
    """Return the tree of the claim in a line, and an Item for each declaration or assumption behind it."""
    first, *others = _parts(source)
    if _is_latex_part(source[slice(*first)]):
        trees = read_line(source[: first[1]], reading)
    else:
        trees = parse_line(source[: first[1]], tokenize(source[: first[1]]))
    for start, end in others:
        part = source[start:end]
        if not part.strip():
            continue
        trees += read_items(source, start, end, reading) if _is_latex_part(part) else _text_items(source, start, end)
    return trees


def _is_latex_part(text: str) -> bool:
    """Whether a part of a line that holds LaTeX is LaTeX itself: h^{(t)} is no power there."""
    return is_latex(text) or "{" in text


def _parts(source: str) -> Iterator[tuple[int, int]]:
    """Yield where each part of a line begins and ends."""
    level = begin = 0
    for place, character in enumerate(source):
        if character in "([{":
            level += 1
        elif character in ")]}":
            level = max(0, level - 1)
        elif character == ";" and level == 0 and source[place - 1 : place] != "\\":
            yield begin, place
            begin = place + 1
    yield begin, len(source)


def _text_items(source: str, start: int, end: int) -> list[Tree]:
    """Return the items of a part in text, with their places in the line."""
    room = " " * (start - 1 - len(CLAIM))
    line = f"{CLAIM}{room};{source[start:end]}"
    shift = start - (len(line) - (end - start))
    try:
        items = parse_line(line, tokenize(line))[1:]
    except ReadError as error:
        raise ReadError(error.code, error.message, source, error.column + shift, error.hint) from None
    if shift:  # the claim is shorter than what stands in its place
        raise ReadError("GC401", "there is no formula", source, 1)
    return items


__all__ = ["is_latex", "read_fragment", "read_mixed"]
