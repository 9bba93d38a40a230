"""Powers: integer exponents for any base, other exponents for a base that is not negative."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.reference.elementary import checked, exp, log, outside, rational_root
from gradcheck.reference.infinitesimals import Moving
from gradcheck.reference.numbers import exact, over, settled, sign
from gradcheck.reference.refusals import CannotTell


def power(base: Any, exponent: Any) -> Any:
    """Return ``base ** exponent``, by the value of the exponent."""
    if exact(exponent) and exponent.denominator == 1:
        return integer_power(base, int(exponent))
    checked(base)
    checked(exponent)
    here = sign(base)
    if here > 0:
        return _real_power(base, exponent)
    if here < 0:
        if not exact(exponent):
            raise CannotTell("a power of a negative number, which may be a whole one")
        raise outside("a broken power of a negative number")
    if sign(exponent) < 0:
        raise outside("a negative power of 0")
    if not sign(exponent) or isinstance(base, Moving) or isinstance(exponent, Moving):
        raise CannotTell("a power of 0")
    return 0


def integer_power(base: Any, exponent: int) -> Any:
    """Return the power by products; 0 ** 0 = 1."""
    if exponent >= 0:
        if exact(base) and Fraction(base).numerator.bit_length() * exponent > 20_000:
            raise CannotTell("a power is too large")
        return settled(base**exponent) if exact(base) else _by_products(base, exponent)
    checked(base)
    if not sign(base):
        raise outside("a negative power of 0")
    return over(1, integer_power(base, -exponent))


def _by_products(base: Any, exponent: int) -> Any:
    if exponent > 2_000:
        raise CannotTell("a power is too large")
    return base**exponent


def _real_power(base: Any, exponent: Any) -> Any:
    if exact(base) and exact(exponent):
        root = rational_root(base, exponent.denominator)
        if root is not None and abs(exponent.numerator) <= 60:
            return integer_power(root, exponent.numerator)
    if isinstance(base, Moving) and exact(exponent):
        value = _real_power(base.value, exponent)
        return base.chain(value, exponent * over(value, base.value))
    return exp(exponent * log(base))
