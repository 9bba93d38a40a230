"""The signs that a polynomial of one variable takes on an interval, by Sturm's theorem.

The number of distinct real roots of a square-free p in (a, b] is V(a) - V(b), V(x) the number of sign changes of its
Sturm sequence at x (Sturm 1829; an infinite end is read off the leading coefficients).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import fmpq, fmpq_poly

End = Fraction | None


def _sturm(polynomial: Any) -> list[Any]:
    sequence = [polynomial, polynomial.derivative()]
    while sequence[-1].degree() > 0:
        sequence.append(-(sequence[-2] % sequence[-1]))
    return sequence if not sequence[-1].is_zero() else sequence[:-1]


def _sign_at(polynomial: Any, point: End, direction: int) -> int:
    """Return the sign at a point, or at an infinite end (direction -1 or 1)."""
    if point is None:
        leading = polynomial.leading_coefficient()
        value = leading * (-1) ** (polynomial.degree() % 2) if direction < 0 else leading
    else:
        value = polynomial(fmpq(point.numerator, point.denominator))
    return int(value > 0) - int(value < 0)


def _changes(sequence: list[Any], point: End, direction: int) -> int:
    signs = [sign for sign in (_sign_at(p, point, direction) for p in sequence) if sign]
    return sum(a != b for a, b in pairwise(signs))


def count_roots(polynomial: Any, lo: End, hi: End) -> int:
    """Return the number of distinct real roots in the open interval (lo, hi); the polynomial is not zero."""
    if polynomial.degree() <= 0:
        return 0
    reduced = polynomial / polynomial.gcd(polynomial.derivative())
    sequence = _sturm(reduced)
    count = _changes(sequence, lo, -1) - _changes(sequence, hi, 1)
    return count - (hi is not None and _sign_at(reduced, hi, 1) == 0)


def point_between(lo: End, hi: End) -> Fraction:
    """Return a rational point of the open interval."""
    if lo is None:
        return Fraction(0) if hi is None else hi - 1
    return lo + 1 if hi is None else (lo + hi) / 2


def polynomial_signs(coefficients: list[Any], lo: End, hi: End, lo_open: bool, hi_open: bool) -> int:
    """Return the mask of signs (1 negative, 2 zero, 4 positive) that the polynomial takes on the interval.

    Exact: every sign in the mask is taken, and no other.
    """
    polynomial = fmpq_poly(coefficients)
    if polynomial.is_zero():
        return 2
    if lo is not None and lo == hi:
        return 2 + 2 * _sign_at(polynomial, lo, 1) if _sign_at(polynomial, lo, 1) >= 0 else 1
    mask = 0
    for end, is_open in ((lo, lo_open), (hi, hi_open)):
        if end is not None and not is_open:
            mask |= {-1: 1, 0: 2, 1: 4}[_sign_at(polynomial, end, 1)]
    odd = fmpq_poly([1])
    for part, multiplicity in polynomial.factor_squarefree()[1]:
        if count_roots(part, lo, hi):
            mask |= 2
            if multiplicity % 2:
                odd *= part
    if count_roots(odd, lo, hi):
        return mask | 5
    point = point_between(lo, hi)
    while _sign_at(polynomial, point, 1) == 0:
        point = point_between(lo, point)
    return mask | (4 if _sign_at(polynomial, point, 1) > 0 else 1)
