"""Operator norms, singular values and eigenvalues in normal forms.

Of a matrix with symbolic sides the number is an atom over the normal form of an entry, whose two indices it binds, so
that equal matrices have one norm.  Of a matrix whose sides are numbers it is an atom over all entries, which becomes a
rational number or the root of one when they do (``eigenvalues``), and lies in a ball when they do.

Refused: random matrices, and derivatives by what the matrix depends on.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.algebra import elementary
from gradcheck.algebra.bound_arrays import Entry, Sides, bound_array
from gradcheck.algebra.eigenvalues import extreme_eigenvalue, symmetric
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported, in_words
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Term

MAX_ROWS = 8

Rows = tuple[tuple[Quotient, ...], ...]


def spectral(ring: Ring, kind: str, entry: Entry, sides: Sides, written: Term | None = None) -> Quotient:
    """Return the number of this kind of the matrix with these entries;
    ``written`` is the term of it, for the reader alone.
    """
    for side in sides:
        ring.require("nonnegative", side - ring.constant(1), Relation(">=", in_words(ring, side), Num(Fraction(1))))
    height, width = (side.constant() for side in sides)
    if height is not None and width is not None:
        if max(height, width) > MAX_ROWS or min(height, width) < 1:
            raise Unsupported("the singular values of a large or empty matrix")
        places = [[(ring.constant(i), ring.constant(j)) for j in range(1, int(width) + 1)]
                  for i in range(1, int(height) + 1)]  # fmt: skip
        return of_entries(ring, kind, tuple(tuple(entry(i, j) for i, j in row) for row in places))
    matrix = bound_array(ring, entry, sides)
    if ring.families(matrix):
        raise Unsupported("the singular values of a random matrix")
    atom = ring.atom("spectral", kind, matrix)
    if written is not None:
        ring.known.setdefault(("written", atom), written)
    return ring.generator(atom)


def of_entries(ring: Ring, kind: str, rows: Rows) -> Quotient:
    """Return the number of this kind of the matrix with these entries, one by one."""
    if any(ring.families(entry) for row in rows for entry in row):
        raise Unsupported("the singular values of a random matrix")
    numbers = [[entry.constant() for entry in row] for row in rows]
    known = [[number for number in row if number is not None] for row in numbers]
    if all(len(row) == len(rows[0]) for row in known):
        value = _exact(ring, kind, known)
        if value is not None:
            return value
    return ring.generator(ring.atom("spectrum", kind, rows))


def _exact(ring: Ring, kind: str, rows: list[list[Fraction]]) -> Quotient | None:
    value = extreme_eigenvalue(symmetric(kind, rows), kind != "smallest_singular_value")
    if value is None or kind == "largest_eigenvalue":
        return None if value is None else ring.constant(value)
    return elementary.root(ring, ring.constant(value), 2)


REBUILDS["spectral"] = lambda ring, atom, data: ring.generator(ring.atom("spectral", *data))
REBUILDS["spectrum"] = lambda ring, atom, data: of_entries(ring, *data)
