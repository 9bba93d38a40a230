"""Fractions of polynomials over the rationals (``polynomial``), reduced by algebraic relations.

A generator has no meaning here; ``atoms`` gives it one.  A quotient is kept in lowest terms with a denominator whose
leading coefficient is 1, so that equal fractions of independent generators have equal keys.  Algebraic generators
(roots, absolute values) carry a relation g**D = value, by which every product is reduced.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction

from gradcheck.algebra.polynomial import (
    ONE,
    ZERO,
    Polynomial,
    Powers,
    TooLarge,
    coefficient_of,
    monomial,
    rational_number,
)

MAX_DIGITS = 5_000_000  # of all coefficients of a power together, roughly: (1 + x)**2000 has a million

Relations = Mapping[int, tuple[int, Polynomial]]


class DivisionByZero(ArithmeticError):
    """A denominator has normal form 0: the term is defined nowhere."""


class Quotient:
    """numerator / denominator, in lowest terms, reduced by the relations it was made with."""

    __slots__ = ("_key", "_monomials", "_slots", "den", "num", "relations")

    def __init__(self, num: Polynomial, den: Polynomial, relations: Relations) -> None:
        self.num, self.relations = num, relations
        self.den = ONE if den is ONE or den.is_one() else den  # the one object, so that it is known by identity
        self._key: Hashable = None
        self._slots: tuple[int, ...] | None = None
        self._monomials: tuple[tuple[Fraction, Powers], ...] | None = None

    @property
    def key(self) -> Hashable:
        """Return a key, equal for equal quotients of one ring."""
        if self._key is None:
            self._key = self.num.key if self.den is ONE else (self.num.key, self.den.key)
        return self._key

    def constant(self) -> Fraction | None:
        """Return the value of a rational constant, None otherwise."""
        if self.den is ONE and self.num.is_constant():
            return rational_number(self.num.leading_coefficient())
        return None

    @property
    def is_zero(self) -> bool:
        return self.num.is_zero

    def slots(self) -> tuple[int, ...]:
        """Return the generators that occur, in order."""
        if self._slots is None:
            top = self.num.slots()
            self._slots = top if self.den is ONE else tuple(sorted({*top, *self.den.slots()}))
        return self._slots

    def monomials(self) -> tuple[tuple[Fraction, Powers], ...]:
        """Return the terms of the numerator: coefficient, and the generators with their exponents."""
        if self._monomials is None:
            self._monomials = tuple((rational_number(c), powers) for powers, c in self.num.terms())
        return self._monomials

    def generator_slot(self) -> int | None:
        """Return the slot of a quotient that is one generator and nothing else."""
        return self.num.generator() if self.den is ONE else None

    def __add__(self, other: Quotient) -> Quotient:
        if self.den is other.den or self.den == other.den:
            return quotient(self.num + other.num, self.den, self.relations)
        return quotient(self.num * other.den + other.num * self.den, self.den * other.den, self.relations)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + (-other)

    def __neg__(self) -> Quotient:
        return Quotient(-self.num, self.den, self.relations)

    def __mul__(self, other: Quotient) -> Quotient:
        den = ONE if self.den is ONE and other.den is ONE else self.den * other.den
        return quotient(self.num * other.num, den, self.relations)

    def __truediv__(self, other: Quotient) -> Quotient:
        if other.is_zero:
            raise DivisionByZero("division by a term that is identically zero")
        return quotient(self.num * other.den, self.den * other.num, self.relations)

    def scaled(self, factor: Fraction) -> Quotient:
        """This quotient times a rational number."""
        if not factor:
            return Quotient(ZERO, ONE, self.relations)
        return Quotient(self.num.scaled(coefficient_of(factor)), self.den, self.relations)

    def __pow__(self, exponent: int) -> Quotient:
        if exponent < 0:
            if self.is_zero:
                raise DivisionByZero("a negative power of zero")
            return Quotient(self.den, self.num, self.relations).normalised() ** -exponent
        if exponent == 1:
            return self
        result = Quotient(ONE, ONE, self.relations)
        base, left = self, exponent
        dense = max((side.total_degree() for side in (self.num, self.den) if len(side) > 1), default=0)
        if exponent > 10_000 or dense * exponent**2 > MAX_DIGITS:
            raise TooLarge(f"the exponent {exponent} is too large for a normal form")
        while left:
            if left & 1:
                result = result * base
            left >>= 1
            if left:
                base = base * base
        return result

    def normalised(self) -> Quotient:
        return quotient(self.num, self.den, self.relations)


def reduce_by(relations: Relations, polynomial: Polynomial) -> Polynomial:
    """Replace g**D by its value for every relation, until no such power is left, and return the result.

    The value of a relation contains only generators made before its own, so replacing the highest generator first
    ends.
    """
    while True:
        reducible = -1
        for powers in polynomial.higher_powers():
            for slot, exponent in powers:
                if slot > reducible and exponent > 1 and slot in relations and exponent >= relations[slot][0]:
                    reducible = slot
        if reducible < 0:
            return polynomial
        polynomial = _reduce(polynomial, reducible, *relations[reducible])


def _reduce(polynomial: Polynomial, slot: int, degree: int, value: Polynomial) -> Polynomial:
    """Return the polynomial with g**(q D + r) replaced by value**q g**r."""
    groups: dict[int, Polynomial] = {}
    for powers, coefficient in polynomial.terms():
        high, low = divmod(dict(powers).get(slot, 0), degree)
        rest = [(other, exponent) for other, exponent in powers if other != slot]
        term = monomial([*rest, (slot, low)] if low else rest, coefficient)
        groups[high] = groups.get(high, ZERO) + term
    total = ZERO
    for high, terms in groups.items():
        total += terms * value**high
    return total


def quotient(num: Polynomial, den: Polynomial, relations: Relations) -> Quotient:
    """Return the quotient in lowest terms; DivisionByZero when the denominator reduces to zero."""
    if relations and num.degree > 1:
        num = reduce_by(relations, num)
    if den is ONE:
        return Quotient(num, ONE, relations)
    if relations:
        den = reduce_by(relations, den)
    if den.is_zero:
        raise DivisionByZero("a denominator is identically zero")
    if num.is_zero:
        return Quotient(ZERO, ONE, relations)
    num, den = num.cancelled(den)
    leading = rational_number(den.leading_coefficient())
    if leading != 1:
        factor = coefficient_of(1 / leading)
        num, den = num.scaled(factor), den.scaled(factor)
    return Quotient(num, den, relations)
