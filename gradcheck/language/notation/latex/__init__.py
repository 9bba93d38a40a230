r"""Reads formulas in LaTeX: to the surface tree of the text notation, with the place of every node in the source.

    read_fragment(source, start=0, end=None, reading=None) -> Tree        one formula, perhaps in $ signs
    read_display(source, start=0, end=None, reading=None) -> Display      rows, in an environment or $$ or without
    read_line(source, reading=None) -> list[Tree]                         a claim, and an Item for each assumption
    read_mixed(source, reading=None) -> list[Tree]                        the same, each part in LaTeX or in text
    find_macros(source, known=None) -> dict[str, Macro]                   what a text defines, by \newcommand and others
    settled(source, trees) -> list[Tree]  the trees of a claim and its items with the nodes of the text notation alone,
                                          for the elaboration
    items_of(clause) -> Tree | None       the Declaration, Distributed, Defining or Signature that a clause is

Each reads ``source[start:end]``; places count the characters of ``source``, so a document is read where it stands.
``Reading`` holds the macros, the words of several letters that are names, and what to do where a text leaves a choice
(``sums="term"`` or ``"whole"``).  ``read_fragment`` raises ReadError; ``read_display`` does only where no rows can be
made out (an environment is never closed, a limit is exceeded), and leaves the error of a row in ``Row.error``.

The characters become tokens (``tokens``), macros are expanded (``macros``), what is written for the eye is left out
(``decoration``), and the parser makes a tree (``parser`` and what it asks).  Reading is linear in the length.
"""

from gradcheck.language.notation.latex.display import read_display
from gradcheck.language.notation.latex.fragment import read_fragment, read_line, tending
from gradcheck.language.notation.latex.items import items_of
from gradcheck.language.notation.latex.lines import is_latex, read_mixed
from gradcheck.language.notation.latex.macros import Macro, find_macros
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause, Display, Row, Words
from gradcheck.language.notation.latex.settling import settled

__all__ = [
    "Clause", "Display", "Macro", "Reading", "Row", "Words", "find_macros", "is_latex", "items_of", "read_display",
    "read_fragment", "read_line", "read_mixed", "settled",
    "tending",
]  # fmt: skip
