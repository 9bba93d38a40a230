"""Numbers: integers and rational numbers are Python's own, all others a binary number with a bound on its error.

An ``Approximate`` is a number of 50 digits and the logarithm of a bound on its error, so that a sign is given only
where it is known.  mpmath is imported when the first one is made.  Every kind of number has +, -, * and ``**`` by
a whole number; what divides, and what asks for a sign, are the functions of this module.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from gradcheck.reference.refusals import CannotTell, TooClose

if TYPE_CHECKING:
    from types import ModuleType

BITS = 170  # 51 digits
MAX_BITS = 6_000  # of an exact number
MAX_EXPONENT = 2_000
EXACT = -math.inf
Number = Any  # int, Fraction, Approximate, or one of those that ``infinitesimals`` and ``indeterminates`` define


@cache
def libmp() -> ModuleType:
    """Return the module of mpmath with functions on bare numbers, which need no context."""
    import mpmath.libmp

    return mpmath.libmp


class Approximate:
    """``raw`` is a number of mpmath's; the true one is off by at most 2 ** ``error``."""

    __slots__ = ("error", "raw")

    def __init__(self, raw: Any, error: float) -> None:
        self.raw, self.error = raw, error

    def __add__(self, other: object) -> Any:
        if type(other) not in PLAIN:
            return NotImplemented
        right = approximate(other)
        raw = libmp().mpf_add(self.raw, right.raw, BITS, "n")
        return Approximate(raw, total(self.error, right.error, magnitude(raw) - BITS))

    __radd__ = __add__

    def __neg__(self) -> Approximate:
        return Approximate(libmp().mpf_neg(self.raw), self.error)

    def __sub__(self, other: object) -> Any:
        return self + (-other) if type(other) in PLAIN else NotImplemented  # type: ignore[operator]

    def __rsub__(self, other: object) -> Any:
        return -self + other if type(other) in PLAIN else NotImplemented

    def __mul__(self, other: object) -> Any:
        if type(other) not in PLAIN:
            return NotImplemented
        if other == 0:
            return 0
        right = approximate(other)
        raw = libmp().mpf_mul(self.raw, right.raw, BITS, "n")
        a, b = magnitude(self.raw), magnitude(right.raw)
        errors = a + right.error, b + self.error, self.error + right.error, magnitude(raw) - BITS
        return Approximate(raw, total(*errors))

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Any:
        return repeated(self, exponent)

    def __abs__(self) -> Approximate:
        return Approximate(libmp().mpf_abs(self.raw), self.error)


PLAIN = frozenset((int, Fraction, Approximate))


def approximate(value: Any) -> Approximate:
    """Return the number in binary."""
    if type(value) is Approximate:
        return value
    lib = libmp()
    if type(value) is int:
        raw = lib.from_int(value, BITS, "n")
        return Approximate(raw, EXACT if value.bit_length() <= BITS else magnitude(raw) - BITS)
    raw = lib.from_rational(value.numerator, value.denominator, BITS, "n")
    return Approximate(raw, magnitude(raw) - BITS)


def magnitude(raw: Any) -> float:
    """Return the least exponent of 2 above the absolute value; minus infinity for 0."""
    if not raw[1]:
        if raw[2]:
            raise CannotTell("a number is too large")
        return EXACT
    return float(raw[2] + raw[3])


def total(*errors: float) -> float:
    """Return the logarithm of the sum of bounds that are given by their logarithms, rounded up."""
    largest = max(errors)
    if largest == EXACT:
        return EXACT
    parts = 0.0
    for one in errors:
        if one > largest - 50:
            parts += 2.0 ** (one - largest)
    return largest + math.log2(parts) + 1e-9


def repeated(base: Any, exponent: int) -> Any:
    """Return the power by a whole number that is not negative, by products."""
    if not 0 <= exponent <= MAX_EXPONENT:
        raise CannotTell("an exponent is too large")
    result: Any = 1
    while exponent:
        if exponent & 1:
            result = base * result
        exponent >>= 1
        base = base * base if exponent else base
    return result


def exact(value: Any) -> bool:
    """Whether the value is an integer or a rational number."""
    return type(value) is int or type(value) is Fraction


def settled(value: Any) -> Any:
    """Return a rational number, as an int if it is one; raise CannotTell for one that is too long."""
    if type(value) is Fraction:
        if value.denominator == 1:
            value = value.numerator
        elif value.denominator.bit_length() > MAX_BITS or value.numerator.bit_length() > MAX_BITS:
            raise CannotTell("a number is too long")
    if type(value) is int and value.bit_length() > MAX_BITS:
        raise CannotTell("a number is too long")
    return value


def sign(value: Any) -> int:
    """Return -1, 0 or 1; raise TooClose where an approximate number may be 0;
    numbers that stand for many raise their own.
    """
    if exact(value):
        return int(value > 0) - int(value < 0)
    if type(value) is Approximate:
        if value.error < magnitude(value.raw) - 1:
            return -1 if value.raw[0] else 1
        if value.error == EXACT:
            return 0
        raise TooClose("a number that may be 0")
    return int(value.sign())


def over(numerator: Any, denominator: Any) -> Any:
    """Return the quotient by a number that is known not to be 0."""
    if exact(denominator):
        if exact(numerator):
            return settled(Fraction(numerator) / denominator)
        return numerator * (1 / Fraction(denominator))
    if isinstance(denominator, Approximate):
        if not exact(numerator) and not isinstance(numerator, Approximate):
            return numerator * over(1, denominator)
        top = approximate(numerator)
        raw = libmp().mpf_div(top.raw, denominator.raw, BITS, "n")
        smallest = magnitude(denominator.raw) - 2 if denominator.error <= magnitude(denominator.raw) - 2 else None
        if smallest is None:
            raise TooClose("a divisor that may be 0")
        errors = top.error - smallest, magnitude(top.raw) + denominator.error - 2 * smallest, magnitude(raw) - BITS
        return Approximate(raw, total(*errors))
    return denominator.divides(numerator)


def written(value: Any) -> str:
    """Return the number as a reader wants it: exact, or its first digits."""
    if exact(value):
        text = str(value)
        return text if len(text) <= 60 else f"{text[:40]}..."
    if isinstance(value, Approximate):
        known = magnitude(value.raw) - value.error
        digits = int(max(1.0, min(15.0, known * 0.3)))
        return str(libmp().to_str(value.raw, digits))
    return "an expression"
