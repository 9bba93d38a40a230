r"""Writes a corrected side into a document: in the author's notation, and without touching anything else of the file.

A correction is a term of the language, and its LaTeX is that of a table.  The document writes its names in its own way,
\mathbf{w} or \loss for L, ^T for a transpose, \| for a norm: ``in_notation`` puts these in.  ``edit_of`` says which
characters of the file one side is, so that line ends, macros and the text around it stay.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from gradcheck.documents.sheet import Sheet
from gradcheck.language.notation.tree import Name, Tree, pieces
from gradcheck.language.printing.latex import latex_name

WRITTEN = re.compile(r"\\[a-zA-Z]+(?:\s*\{\s*\\?[A-Za-z]+\s*\}|\s*\\[a-zA-Z]+|\s+[a-zA-Z])?")
UNTOUCHED = ("e", "d", "pi")  # Euler's number and differentials are written so, too
TOKEN = re.compile(
    r"\\(?:operatorname|mathrm|text|mathbf|mathbb|begin|end)\s*\{[^{}]*\}"
    r"|\\(?:hat|bar|tilde|dot|ddot|vec)\{\\?[a-zA-Z]+\}|\\[a-zA-Z]+|[A-Za-z]"
)
TRANSPOSE = re.compile(r"\^\s*(?:\{\s*)?(?:T\b|\\mathrm\s*\{\s*T\s*\}|\\mathsf\s*\{?\s*T\s*\}?|\\intercal)(?:\s*\})?")
PLAIN_PARENTHESES = re.compile(
    r"\\left\( ((?:[^\\()]|\\(?!left|right|[dt]?frac|sum|prod|int|begin)[a-zA-Z]+)*) \\right\)"
)
BEFORE_A_LETTER = re.compile(r"(?<![\w.])(\d+) \\cdot ([A-Za-z])")
SHORT = re.compile(r"\^\{([0-9a-zA-Z])\}")
NORM = re.compile(r"\\left\\lVert (.*?) \\right\\rVert")


def spelling_of(source: str, tree: Tree) -> Iterable[tuple[str, str]]:
    r"""Yield the names in a tree that the document writes unlike gradcheck: how gradcheck does, and the document."""
    spans = Counter((piece.start, piece.end) for piece in pieces(tree))  # all of a macro stands where it is called
    for piece in pieces(tree):
        if spans[piece.start, piece.end] > 1:
            continue
        if isinstance(piece, Name) and source.startswith("\\", piece.start) and piece.text not in UNTOUCHED:
            written = source[piece.start : piece.end]
            if WRITTEN.fullmatch(written) and written != (own := latex_name(piece.text)):
                yield own, written


def marks_of(source: str) -> Iterable[tuple[str, str]]:
    """Yield how a document writes transposes and norms, where it does so in one way."""
    transposed = {found.group() for found in TRANSPOSE.finditer(source)}
    if "\\top" not in source and len(transposed) == 1:
        yield "^{\\top}", min(transposed)
    elif "^\\top" in source and "^{\\top" not in source:
        yield "^{\\top}", "^\\top"
    if "\\|" in source and "\\lVert" not in source:
        yield "\\lVert", "\\|"


def in_notation(latex: str, spelling: Mapping[str, str]) -> str:
    """Return LaTeX of gradcheck's with the names and marks as the document writes them."""
    mark = spelling.get("^{\\top}", "^{\\top}")
    if "\\lVert" in spelling:
        latex = NORM.sub(r"\\left\\| \1 \\right\\|", latex)
    latex = BEFORE_A_LETTER.sub(r"\1 \2", latex)
    latex = PLAIN_PARENTHESES.sub(r"(\1)", latex)
    parts = SHORT.sub(r"^\1", latex).split("^{\\top}")
    return mark.join(TOKEN.sub(lambda found: spelling.get(found.group(), found.group()), part) for part in parts)


class Edit(NamedTuple):
    """The characters of the file from ``start`` to ``end``, and what is to stand there."""

    start: int
    end: int
    text: str

    def applied(self, content: str) -> str:
        """Return the file, as it was decoded, with its own line ends."""
        return content[: self.start] + self.text + content[self.end :]


def edit_of(sheet: Sheet, start: int, end: int, text: str) -> Edit | None:
    """Return how to put a text in the place of a part of the sheet; None if that is no plain part of the file.

    It must stand in the file of the document as it stands in the sheet; in a notebook, as JSON writes it.
    """
    number = sheet.number_at(start)
    region, base = sheet.regions[number], sheet.span(number)[0]
    first, last = region.start + start - base, region.start + end - base
    passage = region.passage
    inside = passage.text[first:last]
    if passage.file.path != sheet.path or last > region.end or inside != sheet.source[start:end]:
        return None
    begins, ends = passage.outside(first), passage.outside(last - 1) + 1
    if not passage.cell:
        return Edit(begins, ends, text) if passage.file.text[begins:ends] == inside else None
    if passage.file.text[ends - 1] == "\\":
        ends += 1
    try:
        written = json.loads(f'"{passage.file.text[begins:ends]}"')
    except ValueError:
        return None
    return Edit(begins, ends, json.dumps(text, ensure_ascii=False)[1:-1]) if written == inside else None
