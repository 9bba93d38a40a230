"""Polynomials over atoms with rational coefficients, and their quotients.

{monomial: number}, a monomial being a sorted tuple of (atom, exponent)
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from recheck.refusal import Unread, Wrong

Monomial = tuple[tuple[int, Any], ...]  # of atoms and exponents, which are whole or rational numbers
Poly = dict[Monomial, Fraction]
MAX_TERMS = 4000
MAX_WORK = 400_000  # products of terms, in one statement
WORK = [0]


def p_add(left: Poly, right: Poly, factor: Fraction | int = 1) -> Poly:
    total = dict(left)
    for mono, value in right.items():
        new = total.get(mono, 0) + value * factor
        if new:
            total[mono] = new
        else:
            total.pop(mono, None)
    return total


def spend(steps: int) -> None:
    """Count steps of work, about as long as the product of two terms; raise Unread after too many in one statement."""
    WORK[0] += steps
    if WORK[0] > MAX_WORK:
        raise Unread("too much work")


def m_times(left: tuple[Any, ...], right: tuple[Any, ...]) -> tuple[Any, ...]:
    if not left or not right:
        return left or right
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = powers.get(atom, 0) + exponent
    return tuple(sorted((atom, whole(e)) for atom, e in powers.items() if e))


def whole(exponent: Fraction | int) -> Fraction | int:
    return exponent.numerator if isinstance(exponent, Fraction) and exponent.denominator == 1 else exponent


def p_times(left: Poly, right: Poly) -> Poly:
    spend(len(left) * len(right))
    if len(left) * len(right) > MAX_TERMS:
        raise Unread("long polynomials")
    total: Poly = {}
    for first, a in left.items():
        for second, b in right.items():
            mono = m_times(first, second)
            total[mono] = total.get(mono, 0) + a * b
    return reduced({mono: value for mono, value in total.items() if value})


NO_RELATION: tuple[int, Poly] = (0, {})
RELATIONS: dict[int, tuple[int, Poly]] = {}  # atom: (degree, polynomial), for atom**degree = polynomial


def reduced(poly: Poly) -> Poly:
    """Return the polynomial with the powers of roots, absolute values and sines put in for what they are."""
    for mono, value in poly.items():
        for atom, exponent in mono:
            degree, image = RELATIONS.get(atom, NO_RELATION)
            if degree and exponent >= degree:
                rest = tuple((a, e - degree if a == atom else e) for a, e in mono if a != atom or e > degree)
                others = {m: v for m, v in poly.items() if m != mono}
                return reduced(p_add(others, p_times({rest: value}, image)))
    return poly


def p_divide(left: Poly, right: Poly) -> Poly | None:
    """Return left / right where the division leaves no rest and every power stays a power; else None."""
    lead = max(right, key=order_of)
    rest: Poly = dict(left)
    found: Poly = {}
    for _ in range(len(left) * 4 + 4):
        if not rest:
            return found
        top = max(rest, key=order_of)
        powers = dict(top)
        for atom, exponent in lead:
            powers[atom] = powers.get(atom, 0) - exponent
        if any(e < 0 for e in powers.values()):
            return None
        mono = tuple(sorted((atom, whole(e)) for atom, e in powers.items() if e))
        value = rest[top] / right[lead]
        found = p_add(found, {mono: value})
        rest = p_add(rest, p_times({mono: value}, right), -1)
    return None


@lru_cache(maxsize=100_000)
def order_of(mono: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a key that orders monomials, compatibly with products: by the exponents of the atoms, first atom first."""
    return tuple((-atom, exponent) for atom, exponent in mono)


def monic(poly: Poly) -> frozenset[Any]:
    """Return the polynomial divided by a positive number, and whether that is done to its negative."""
    lead = poly[max(poly, key=order_of)]
    return frozenset((mono, value / abs(lead)) for mono, value in poly.items())


ONE: Poly = {(): Fraction(1)}


def common_powers(monomials: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what to multiply the monomials by, so that no power is negative or common to all of them."""
    rows = [dict(mono) for mono in monomials]
    lowest = dict(rows[0])
    for row in rows[1:]:
        for a in lowest.keys() | row.keys():
            lowest[a] = min(lowest.get(a, 0), row.get(a, 0))
    return tuple(sorted((a, -e) for a, e in lowest.items() if e))


class Quotient:
    """A quotient of two polynomials; the divisor is not the zero polynomial."""

    __slots__ = ("den", "num")
    num: Poly
    den: Poly

    def __init__(self, num: Poly, den: Poly = ONE) -> None:
        if len(den) == 1:  # divide by a monomial as far as it divides everything
            ((mono, value),) = den.items()
            for atom, e in mono:  # no root below: 1/r = r**(n - 1)/r**n
                degree, image = RELATIONS.get(atom, NO_RELATION)
                if degree and 0 < e < degree and len(image) == 1:
                    rest: Poly = {((atom, degree - e),): Fraction(1)}
                    num, den = p_times(num, rest), p_times(den, rest)
            ((mono, value),) = den.items()
            if mono or value != 1:
                common = [(atom, min([e] + [dict(m).get(atom, 0) for m in num])) for atom, e in mono]
                back = tuple((atom, -e) for atom, e in common if e > 0)
                num = {m_times(m, back): v / value for m, v in num.items()}
                den = {m_times(mono, back): Fraction(1)}
        elif num:
            back = common_powers((*num, *den))
            if back:
                num, den = ({m_times(m, back): v for m, v in poly.items()} for poly in (num, den))
            lead = den[max(den, key=order_of)]
            num, den = {m: v / lead for m, v in num.items()}, {m: v / lead for m, v in den.items()}
            exact = p_divide(num, den)
            if exact is not None:
                num, den = exact, ONE
            else:
                exact = p_divide(den, num)
                if exact is not None:
                    num, den = ONE, exact
        self.num, self.den = num, den if num else ONE

    def __add__(self, other: Quotient) -> Quotient:
        if self.den == other.den:
            return Quotient(p_add(self.num, other.num), self.den)
        for first, second in ((self, other), (other, self)):
            ratio = p_divide(first.den, second.den)
            if ratio is not None:
                return Quotient(p_add(first.num, p_times(second.num, ratio)), first.den)
        return Quotient(p_add(p_times(self.num, other.den), p_times(other.num, self.den)), p_times(self.den, other.den))

    def __neg__(self) -> Quotient:
        return self.scaled(Fraction(-1))

    def __sub__(self, other: Quotient) -> Quotient:
        return self + (-other)

    def __mul__(self, other: Quotient) -> Quotient:
        first, second = Quotient(self.num, other.den), Quotient(other.num, self.den)
        return Quotient(p_times(first.num, second.num), p_times(first.den, second.den))

    def __truediv__(self, other: Quotient) -> Quotient:
        if not other.num:
            raise Wrong("a division by zero")
        return self * Quotient(other.den, other.num)

    def scaled(self, factor: Fraction) -> Quotient:
        return Quotient({mono: value * factor for mono, value in self.num.items()} if factor else {}, self.den)

    def power(self, exponent: int) -> Quotient:
        if exponent < 0:
            return Quotient(self.den, self.num).power(-exponent) if self.num else self / self
        if exponent > 64:
            raise Unread("a large power")
        result = Quotient(ONE)
        for _ in range(exponent):
            result = result * self
        return result

    def constant(self) -> Fraction | None:
        """Return the number that this is; None where it is none."""
        if not self.num:
            return Fraction(0)
        return self.num[()] if self.den == ONE and len(self.num) == 1 and () in self.num else None

    def key(self) -> tuple[Any, ...]:
        return frozenset(self.num.items()), frozenset(self.den.items())


def outline(poly: Poly) -> Any:
    """Return (form, offset, factor) with poly = factor (form + offset), no constant in form; None for a number."""
    rest = {mono: c for mono, c in poly.items() if mono}
    if not rest:
        return None
    factor = rest[max(rest, key=order_of)]
    return frozenset((mono, c / factor) for mono, c in rest.items()), poly.get((), Fraction(0)) / factor, factor


def exact_root(n: int, degree: int) -> int | None:
    """Return the natural root of a natural number; None where there is none."""
    if n < 0:
        return None
    low, high = 0, n + 1
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= n else (low, middle)
    return low if low**degree == n else None
