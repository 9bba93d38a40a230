"""What a display says, row by row: chains of sides and relations, the words between them, tags and labels.

A display is rows; a row is clauses, each a chain of sides with relations between them, and the words that stand before
it and behind it.  All places count the characters of the source that was read, macros being where they are called.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Joined, Operator, Precedence, Tree


@dataclass(frozen=True, slots=True)
class Words:
    """Words or a sign between clauses, at ``source[start:end]``.

    ``kind`` is where, if, given, for, all, exists, let, and, or, =>, <=>, <=, since, so, otherwise, as, a comma, blank
    (a wide space alone), or other: an unknown word, which is ``text`` as it was written.
    """

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A chain: as many sides as relations if it ``continues`` what stands before it, else one more.

    A chain without a left side continues the last clause before it, whose last side is its left side; a single side
    without relations is an expression and claims nothing.  Relations are = != < <= > >= ≈ ≡ ∝ ~ in := -> << >> and
    others as they are written.  ``reasons`` are what stands above a relation, with the number of the relation.
    """

    start: int
    end: int
    words: tuple[Words, ...]  # before it
    sides: tuple[Tree, ...]
    relations: tuple[Operator, ...]
    continues: bool = False
    reasons: tuple[tuple[int, str], ...] = ()

    @property
    def tree(self) -> Tree:
        """Return the chain as one tree; of a chain that continues another, without its first relation."""
        if len(self.sides) == 1:
            return self.sides[0]
        between = self.relations[1:] if self.continues else self.relations
        end = max(side.end for side in self.sides)
        return Joined(self.sides[0].start, end, Precedence.RELATION, self.sides, between)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or several that are one formula broken in an operator or in parentheses; ``lines`` is how many.

    ``words`` stand behind the last clause.  ``error`` says why the row cannot be read; then there are no clauses.
    """

    start: int
    end: int
    clauses: tuple[Clause, ...] = ()
    words: tuple[Words, ...] = ()
    tag: str = ""
    labels: tuple[str, ...] = ()
    lines: int = 1
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """All rows of a display; ``tag`` and ``labels`` are those of the display and not of one row."""

    start: int
    end: int
    rows: tuple[Row, ...]
    tag: str = ""
    labels: tuple[str, ...] = ()
