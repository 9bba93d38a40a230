"""Finite sums over an integer, of scalars or entry by entry of arrays, and facts about the index inside.

A sum of a known number of terms is written out, whatever its first index is; another whose first index is a number is
counted from 1, unless that makes an exponent k - 1: sums of one term over shifted ranges are one sum.
The last terms of a sum to n + c, c a number, are split off before the others are read: there the index is not n + c.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from gradcheck.algebra.contraction import MAX_SPLIT, constant_part, contract
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported, in_words
from gradcheck.algebra.signs import NONNEGATIVE, Interval
from gradcheck.algebra.sufficiency import suffices
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Pow, Sum, Symbol, free_symbols

MAX_EXPLICIT = 64


def finite_sum(lowering: Any, term: Sum, indices: tuple[Quotient, ...], scope: Mapping[Symbol, Quotient]) -> Quotient:
    """Return the normal form of a sum, or of one entry of a sum of arrays."""
    ring: Ring = lowering.ring
    lo, hi = lowering.scalar(term.lo, scope), lowering.scalar(term.hi, scope)
    if not (is_integer(term.lo) and is_integer(term.hi)):
        raise Unsupported("a finite sum runs between integers")

    def summand(number: Quotient) -> Quotient:
        value: Quotient = lowering.remembered(term.body, indices, {**scope, term.index: number})
        return value

    first, last, width = lo.constant(), hi.constant(), (hi - lo).constant()
    if width is not None:
        if width < -1:
            raise Unsupported("a sum of fewer terms than none")
        if width >= 0 and term.index not in free_symbols(term.body):
            return summand(lo) * ring.constant(width + 1)
        if width <= MAX_EXPLICIT:
            return sum((summand(lo + ring.constant(k)) for k in range(int(width) + 1)), ring.constant(0))
    counted = first is not None and last is None and (first > 1 or not _in_exponent(term))
    shift = ring.constant(first - 1 if counted and first is not None else 0)
    lo, hi = lo - shift, hi - shift
    offset = constant_part(hi) if last is None else 0
    split = offset if 0 < offset <= MAX_SPLIT else 0
    base = hi - ring.constant(split)
    gap = base - lo + ring.constant(1)
    shown = in_words(ring, gap) if split else term.hi if first == 1 else term.hi - term.lo + 1
    record = suffices if split else Ring.require
    record(ring, "nonnegative", gap, Relation(">=", shown, Num(Fraction(0))))
    index = ring.index()
    place = ring.generator(index)
    ring.ranges[index] = (lo, base)
    know_ranges(ring, (place,))
    rest = contract(ring, summand(place + shift), index, lo, base)
    return sum((summand(base + shift + ring.constant(k)) for k in range(1, split + 1)), rest)


def _in_exponent(term: Sum) -> bool:
    """Whether the index is in an exponent: x**(k - 1) is no term of its own, for it asks for x != 0."""
    return any(isinstance(part, Pow) and term.index in free_symbols(part.exponent) for part in walk(term.body))


def know_ranges(ring: Ring, values: Iterable[Quotient]) -> None:
    """Record for the indices among the values that they lie within their ranges."""
    from gradcheck.algebra.hypotheses import learn

    for value in values:
        slot = value.generator_slot()
        index = None if slot is None else ring.slots[slot]
        if index is not None and index.head == "index" and index in ring.ranges:
            lo, hi = ring.ranges[index]
            ring.bounds[index] = ring.bounds.get(index, Interval()).meet(Interval(lo.constant()))
            for difference in (value - lo, hi - value):
                learn(ring, difference, NONNEGATIVE)
