"""Signs as sets of possibilities, and intervals of numbers."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from recheck.nodes import ANY, NEG, POS, ZERO


class Interval:
    """The numbers between lo and hi; None is infinite, an open end is not attained."""

    __slots__ = ("hi", "hi_open", "lo", "lo_open")

    def __init__(
        self,
        lo: Fraction | int | None = None,
        hi: Fraction | int | None = None,
        lo_open: bool = False,
        hi_open: bool = False,
    ) -> None:
        self.lo, self.hi, self.lo_open, self.hi_open = lo, hi, lo_open, hi_open

    def sign(self) -> int:
        mask = ANY
        if self.lo is not None and self.lo >= 0:
            mask &= POS if self.lo > 0 or self.lo_open else ZERO | POS
        if self.hi is not None and self.hi <= 0:
            mask &= NEG if self.hi < 0 or self.hi_open else ZERO | NEG
        return mask

    def ends(self) -> tuple[Any, ...]:
        return self.lo, self.hi, self.lo_open, self.hi_open

    def is_empty(self) -> bool:
        if self.lo is None or self.hi is None:
            return False
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open))

    def meet(self, other: Interval) -> Interval:
        lo, lo_open = max(((e, o) for e, o in ((self.lo, self.lo_open), (other.lo, other.lo_open)) if e is not None),
                          default=(None, False))  # fmt: skip
        hi, closed = min(((e, not o) for e, o in ((self.hi, self.hi_open), (other.hi, other.hi_open)) if e is not None),
                         default=(None, True))  # fmt: skip
        return Interval(lo, hi, lo_open, not closed)

    def plus(self, other: Interval) -> Interval:
        lo = None if self.lo is None or other.lo is None else self.lo + other.lo
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Interval(lo, hi, self.lo_open or other.lo_open, self.hi_open or other.hi_open)

    def scaled(self, c: Fraction | int) -> Interval:
        lo, hi = (None if end is None else end * c for end in (self.lo, self.hi))
        return Interval(lo, hi, self.lo_open, self.hi_open) if c > 0 else Interval(hi, lo, self.hi_open, self.lo_open)

    def times(self, other: Interval) -> Interval:
        """Return an interval of products, of two intervals of numbers >= 0."""
        lo = (self.lo or 0) * (other.lo or 0)
        is_open = (self.lo_open or other.lo_open) if lo else not (self.sign() | other.sign()) & ZERO
        hi = None if self.hi is None or other.hi is None else self.hi * other.hi
        return Interval(Fraction(lo), hi, is_open, bool(hi) and (self.hi_open or other.hi_open))


OF_SIGN = {
    POS: Interval(Fraction(0), None, True),
    ZERO | POS: Interval(Fraction(0)),
    ZERO: Interval(Fraction(0), Fraction(0)),
    NEG: Interval(None, Fraction(0), False, True),
    ZERO | NEG: Interval(None, Fraction(0)),
}


def product(left: int, right: int) -> int:
    """Return the possible signs of a product."""
    mask = ZERO if (left | right) & ZERO else 0
    mask |= POS if (left & POS and right & POS) or (left & NEG and right & NEG) else 0
    return mask | (NEG if (left & POS and right & NEG) or (left & NEG and right & POS) else 0)


def opposite(mask: int) -> int:
    return mask & ZERO | (POS if mask & NEG else 0) | (NEG if mask & POS else 0)


def power_sign(mask: int, exponent: int) -> int:
    if exponent == 0:
        return POS
    if isinstance(exponent, int) and exponent % 2 == 0:
        mask = mask & ZERO | (POS if mask & (NEG | POS) else 0)
    elif not isinstance(exponent, int):
        mask &= ZERO | POS
    return mask & ~ZERO if exponent < 0 else mask


def signs_of_row(row: list[Fraction], interval: Interval) -> int:
    """Return the signs that the polynomial with these coefficients, constant first, takes on an interval."""

    def value(poly: list[Fraction], x: Fraction | int) -> Fraction:
        total = Fraction(0)
        for c in reversed(poly):
            total = total * x + c
        return total

    def at(poly: list[Fraction], x: Fraction | int | None, direction: int) -> int:
        found = value(poly, x) if x is not None else poly[-1] * (-1) ** ((len(poly) - 1) * (direction < 0))
        return (found > 0) - (found < 0)

    def trimmed(poly: list[Fraction]) -> list[Fraction]:
        while len(poly) > 1 and not poly[-1]:
            poly = poly[:-1]
        return poly

    def rest(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
        left = list(left)
        while len(left) >= len(right) and any(left):
            factor, shift = left[-1] / right[-1], len(left) - len(right)
            left = [c - (factor * right[k - shift] if k >= shift else 0) for k, c in enumerate(left)][:-1] or [
                Fraction(0)
            ]
        return trimmed(left)

    row = trimmed([Fraction(c) for c in row])
    if not any(row):
        return ZERO
    slope = [c * k for k, c in enumerate(row)][1:]
    chain = [row]
    if slope:
        chain.append(trimmed(slope))
        while len(chain[-1]) > 1 and any(more := rest(chain[-2], chain[-1])):
            chain.append([-c for c in more])

    def changes(x: Fraction | int | None, direction: int) -> int:
        signs = [s for s in (at(p, x, direction) for p in chain) if s]
        return sum(a != b for a, b in itertools.pairwise(signs))

    lo: Any = interval.lo
    hi: Any = interval.hi
    mask = 0
    if lo is not None and lo == hi:
        return {0: ZERO, 1: POS, -1: NEG}[at(row, lo, 0)]
    for end, is_open in ((lo, interval.lo_open), (hi, interval.hi_open)):
        if end is not None and not is_open:
            mask |= {0: ZERO, 1: POS, -1: NEG}[at(row, end, 0)]
    if any(
        end is not None and at(row, end, 0) == 0 for end in (lo, hi)
    ):  # Sturm's theorem is for ends that are no roots
        for end in (lo, hi):
            if end is not None and at(row, end, 0) == 0:
                quotient, carry = [], Fraction(0)
                for c in reversed(row):
                    carry = carry * end + c
                    quotient.append(carry)
                rest_mask = signs_of_row(list(reversed(quotient[:-1])), Interval(lo, hi, True, True))
                inside = rest_mask if end == lo else opposite(rest_mask)
                return mask | inside
    roots = changes(lo, -1) - changes(hi, 1)
    if roots == 0:
        middle = (
            Fraction(0)
            if lo is None and hi is None
            else hi - 1
            if lo is None
            else lo + 1
            if hi is None
            else (lo + hi) / 2
        )
        return mask | {1: POS, -1: NEG, 0: ZERO}[at(row, middle, 0)]
    return ANY


def whole_ends(interval: Interval) -> Interval:
    lo, hi = interval.lo, interval.hi
    lo = None if lo is None else Fraction(-(-lo // 1)) + int(interval.lo_open and lo.denominator == 1)
    hi = None if hi is None else Fraction(hi // 1) - int(interval.hi_open and hi.denominator == 1)
    return Interval(lo, hi)
