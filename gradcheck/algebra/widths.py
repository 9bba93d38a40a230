"""Widths in normal forms: positive integers that depend on an integer, about which nothing else is known.

The atom of n(p) is ``('width', n, p)``, p the normal form of the index: equal indices give one atom, and n(p) >= 1.
Where a counterexample says what n is at a number, the width is that number.

A sum over the entries of an array runs over 1 <= i <= n(p).  Two sums are merged, and their indices exchanged, only
where the ends of their ranges have one normal form; a Kronecker delta is eliminated only between indices of one
range.  So what holds because n(p) = n(q) is not found.  A sum whose range depends on the index of another sum, as in
the sum over k of the sum over i <= n(k), is kept as a factor inside of that sum and not merged with it.
"""

from __future__ import annotations

from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring


def width(ring: Ring, name: str, index: Quotient) -> Quotient:
    """Return the width of this name at the index."""
    number = index.constant()
    if number is not None:
        for known, place, value in ring.setting.widths:
            if known == name and number == place:
                return ring.constant(value)
    return ring.generator(ring.atom("width", name, index))


REBUILDS["width"] = lambda ring, atom, data: width(ring, *data)
