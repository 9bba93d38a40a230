"""Normal forms at every joint outcome of random entries that have finitely many values.

``ring.support(name, indices)`` gives the values of an entry with their probabilities, or None for a law without
values.  Different entries are independent.  A part that may depend on such an entry without naming it (a member of
a sequence that is not unfolded, a sum over a symbolic range) can't be opened, and is refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.substitution import substitute

MAX_OUTCOMES = 1024
Points = tuple[tuple[Fraction, Fraction], ...]


def over_outcomes(ring: Ring, value: Quotient) -> list[tuple[Fraction, Quotient]]:
    """Return the value at each joint outcome of its entries with finitely many values, with the probability."""
    found = [(Fraction(1), value)]
    if ring.support is None:
        return found
    for entry in random_entries(ring, value):
        points = ring.support(entry.data[0], entry.data[1])
        if points is None:
            continue
        if len(found) > 1:
            ring.facts_used["independence"] = None
        if len(found) * len(points) > MAX_OUTCOMES:
            raise TooLarge("too many outcomes")
        found = [
            (mass * chance, substitute(ring, part, {entry: ring.constant(point)}))
            for mass, part in found
            for point, chance in points
        ]
    return found


def random_entries(ring: Ring, value: Quotient) -> list[Atom]:
    """Return the random entries in a normal form; Unsupported where a part of it may depend on others."""
    found: dict[Atom, None] = {}
    todo: list[Any] = list(ring.atoms_of(value))
    while todo:
        item = todo.pop()
        if isinstance(item, Quotient):
            todo += ring.atoms_of(item)
        elif isinstance(item, Atom) and item.families:
            if item.head == "random":
                found[item] = None
            elif all(isinstance(datum, Quotient | int | Fraction) for datum in item.data):
                todo += item.data
            else:
                raise Unsupported("a part that may depend on random entries which it does not name")
    return list(found)
