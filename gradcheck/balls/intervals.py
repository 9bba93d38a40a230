"""Intervals with possibly infinite ends, for coefficients of germs: the set of reals between ``lo`` and ``hi``.

The ends are exact ``arb`` numbers or infinities, rounded outwards by every operation.  The members are real numbers,
so 0 times an unbounded interval is 0.  ``exact`` is the number itself where it is one known rational, and ``square``
its square where that is one: sqrt(2)/2 is not rational, but in exp(-(x sqrt(2)/2)**2) it is squared.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from flint import arb, fmpq

from gradcheck.balls.series import Undefined

End = Any  # an exact flint.arb, or an infinity

INFINITY = arb.pos_inf()


@dataclass(frozen=True)
class Interval:
    """[lo, hi]; see the module."""

    lo: End
    hi: End
    exact: Fraction | None = None
    surd: Fraction | None = None  # the square of a number that is not known to be rational

    @property
    def square(self) -> Fraction | None:
        """Return the square, where the interval is one number of rational square."""
        return self.surd if self.exact is None else self.exact**2

    def __add__(self, other: Interval) -> Interval:
        if self.is_zero or other.is_zero:
            return other if self.is_zero else self
        if self.exact is not None and other.exact is not None:
            return point(self.exact + other.exact)
        return Interval((self.lo + other.lo).lower(), (self.hi + other.hi).upper())

    def __neg__(self) -> Interval:
        return Interval((-self.hi).lower(), (-self.lo).upper(), None if self.exact is None else -self.exact, self.surd)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.exact is not None and other.exact is not None:
            return point(self.exact * other.exact)
        if self.square is not None and other.square is not None:
            return _surd_product(self, other, self.square * other.square)
        return self._product(other)

    def _product(self, other: Interval) -> Interval:
        if self.lo >= 0 and other.lo >= 0:
            return Interval(_product(self.lo, other.lo).lower(), _product(self.hi, other.hi).upper())
        products = [_product(a, b) for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        lows, highs = [p.lower() for p in products], [p.upper() for p in products]
        return Interval(_least(lows), -_least([-high for high in highs]))

    def inverse(self) -> Interval:
        """Return 1/x; raise Undefined unless 0 is outside."""
        if self.exact is not None and self.exact:
            return point(1 / self.exact)
        if not (self.lo > 0 or self.hi < 0):
            raise Undefined("a divisor is not certainly different from 0")
        surd = None if self.surd is None else 1 / self.surd
        return Interval(_reciprocal(self.hi).lower(), _reciprocal(self.lo).upper(), None, surd)

    def join(self, other: Interval) -> Interval:
        """Return everything in both and between them."""
        if self.exact is not None and self.exact == other.exact:
            return self
        return Interval(_least([self.lo, other.lo]), -_least([-self.hi, -other.hi]))

    @property
    def is_zero(self) -> bool:
        return self.exact == 0

    @property
    def is_bounded(self) -> bool:
        return bool(self.lo > -INFINITY and self.hi < INFINITY)

    def ball(self) -> Any:
        """Return the interval as a ball; Undefined when it is unbounded."""
        if not self.is_bounded:
            raise Undefined("the values are not bounded")
        if self.exact is not None:
            return arb(fmpq(self.exact.numerator, self.exact.denominator))
        return self.lo.union(self.hi)


def _surd_product(a: Interval, b: Interval, square: Fraction) -> Interval:
    """Return the product of two numbers, from that of their squares:
    rational where this is the square of a rational.
    """
    product = a._product(b)
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if root**2 != square:
        return Interval(product.lo, product.hi, None, square)
    if product.lo > 0 or product.hi < 0 or not root:
        return point(root if product.lo > 0 else -root)
    return product


def root_of(value: Fraction) -> Interval:
    """Return the square root of a positive rational number."""
    number = arb(fmpq(value.numerator, value.denominator)).sqrt()
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return point(root) if root**2 == value else Interval(number.lower(), number.upper(), None, value)


def _product(a: End, b: End) -> End:
    return arb(0) if a == 0 or b == 0 else a * b


def _reciprocal(a: End) -> End:
    return arb(0) if a == INFINITY or a == -INFINITY else 1 / a


def _least(ends: list[End]) -> End:
    result = ends[0]
    for end in ends[1:]:
        if not result <= end:
            result = end
    if not all(result <= end for end in ends):
        raise Undefined("the ends of an interval cannot be compared")
    return result


def point(value: Fraction) -> Interval:
    """Return the interval of one rational."""
    number = arb(fmpq(value.numerator, value.denominator))
    return Interval(number.lower(), number.upper(), value)


def from_ball(value: Any) -> Interval:
    """Return the interval that a finite ball covers."""
    if not value.is_finite():
        raise Undefined("a value is not finite")
    return Interval(value.lower(), value.upper())


ZERO, ONE = point(Fraction(0)), point(Fraction(1))
