"""Operator norms, singular values and eigenvalues in normal forms.

Of a matrix with symbolic sides the number is an atom over the normal form of an entry, whose two indices it binds, so
that equal matrices have one norm.  Of a matrix whose sides are numbers it is an atom over all entries, which becomes a
rational number or the root of one when they do (``eigenvalues``), and lies in a ball when they do.

Refused: random matrices, and derivatives by what the matrix depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import level_of
from gradcheck.algebra.eigenvalues import extreme_eigenvalue, symmetric
from gradcheck.algebra.kinds import BOUND, REBUILDS
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported, in_words
from gradcheck.algebra.substitution import renamed, substitute
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Term

MAX_ROWS = 8

Entry = Callable[[Quotient, Quotient], Quotient]
Pair = tuple[Quotient, Quotient]
Rows = tuple[tuple[Quotient, ...], ...]


def spectral(ring: Ring, kind: str, entry: Entry, sides: Pair, written: Term | None = None) -> Quotient:
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
    row, column = ring.index(), ring.index()
    for index, side in zip((row, column), sides, strict=True):
        ring.ranges[index] = (ring.constant(1), side)
    atom = _atom(ring, kind, entry(ring.generator(row), ring.generator(column)), (row, column), sides)
    if written is not None:
        ring.known.setdefault(("written", atom), written)
    return ring.generator(atom)


def _atom(ring: Ring, kind: str, body: Quotient, bound: tuple[Atom, Atom], sides: Pair) -> Atom:
    if ring.families(body):
        raise Unsupported("the singular values of a random matrix")
    level = level_of(ring, body)
    names = tuple(ring.atom("index", -(level + 1 + position)) for position in range(2))
    inside = ring.atom("body", renamed(ring, body, bound, names))
    free = inside.indices - set(names)
    return ring.atom("spectral", kind, inside, names, sides, indices=free)


def open_spectral(ring: Ring, atom: Atom) -> tuple[Quotient, tuple[Atom, Atom]]:
    """Return the entry of the matrix over fresh indices, which know their ranges."""
    _, _, _, sides = atom.data
    return _over_sides(ring, atom, sides)


def _over_sides(ring: Ring, atom: Atom, sides: Pair) -> tuple[Quotient, tuple[Atom, Atom]]:
    _, inside, names, _ = atom.data
    row, column = ring.index(), ring.index()
    for index, side in zip((row, column), sides, strict=True):
        ring.ranges[index] = (ring.constant(1), side)
    return renamed(ring, inside.data[0], names, (row, column)), (row, column)


def substitute_in_spectral(ring: Ring, atom: Atom, mapping: Mapping[Atom, Quotient]) -> Quotient:
    """Return the image of the atom when other atoms are replaced, also inside the matrix."""
    kind, _, _, sides = atom.data
    moved = substitute(ring, sides[0], mapping), substitute(ring, sides[1], mapping)
    body, bound = _over_sides(ring, atom, moved)
    image = substitute(ring, body, mapping)
    if image.key == body.key and all(new.key == old.key for new, old in zip(moved, sides, strict=True)):
        return ring.generator(atom)
    return ring.generator(_atom(ring, kind, image, bound, moved))


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


BOUND["spectral"] = substitute_in_spectral
REBUILDS["spectrum"] = lambda ring, atom, data: of_entries(ring, *data)
