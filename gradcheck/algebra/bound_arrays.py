"""Arrays inside of atoms: what a norm of matrices, or an arbitrary function, takes as a whole.

The array is one atom over the normal form of an entry, whose indices it binds, so that equal arrays are one atom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import level_of
from gradcheck.algebra.kinds import BOUND
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.substitution import renamed, substitute

Sides = tuple[Quotient, ...]
Entry = Callable[..., Quotient]


def bound_array(ring: Ring, entry: Entry, sides: Sides) -> Quotient:
    """Return the array with these entries and sides as one atom."""
    places = _places(ring, sides)
    return _atom(ring, entry(*map(ring.generator, places)), places, sides)


def _places(ring: Ring, sides: Sides) -> tuple[Atom, ...]:
    places = tuple(ring.index() for _ in sides)
    for index, side in zip(places, sides, strict=True):
        ring.ranges[index] = (ring.constant(1), side)
    return places


def _atom(ring: Ring, body: Quotient, bound: tuple[Atom, ...], sides: Sides) -> Quotient:
    level = level_of(ring, body)
    names = tuple(ring.atom("index", -(level + 1 + position)) for position in range(len(bound)))
    inside = ring.atom("body", renamed(ring, body, bound, names))
    free = inside.indices - set(names)
    return ring.generator(ring.atom("array", inside, names, sides, indices=free, families=inside.families))


def open_array(ring: Ring, atom: Atom, sides: Sides | None = None) -> tuple[Quotient, tuple[Atom, ...]]:
    """Return the entry of the array over fresh indices, which know their ranges."""
    inside, names, own = atom.data
    places = _places(ring, own if sides is None else sides)
    return renamed(ring, inside.data[0], names, places), places


def _substituted(ring: Ring, atom: Atom, mapping: Mapping[Atom, Quotient]) -> Quotient:
    sides: Sides = atom.data[2]
    moved = tuple(substitute(ring, side, mapping) for side in sides)
    body, places = open_array(ring, atom, moved)
    image = substitute(ring, body, mapping)
    if image.key == body.key and all(new.key == old.key for new, old in zip(moved, sides, strict=True)):
        return ring.generator(atom)
    return _atom(ring, image, places, moved)


BOUND["array"] = _substituted
