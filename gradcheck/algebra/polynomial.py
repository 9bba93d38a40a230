"""Sparse polynomials over the rationals in any number of generators, numbered 0, 1, 2, ...

A polynomial is a table of coefficients by monomial; a monomial is one integer, WIDTH bits for the exponent of each
generator, so that monomials multiply by adding.  A coefficient is an int where it is whole, else a flint rational
(never divide one by another with ``/``: that of two ints is a float).  The normal forms of a claim have few terms in
many generators, and cost here what their terms cost, whatever the number of generators.  Greatest common divisors,
factors and large products are python-flint's (``fmpq_mpoly`` over the generators that occur).

Terms are ordered lexicographically, generator 0 first, and the leading term is the first in this order.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

WIDTH = 20
FIELD = (1 << WIDTH) - 1
MAX_DEGREE = FIELD >> 1
MAX_GENERATORS = 6_000  # of one ring
ABOVE_ONE = (FIELD - 1) * (((1 << (MAX_GENERATORS * WIDTH)) - 1) // FIELD)  # all bits of exponents but the lowest
MAX_TERMS = 60_000  # of one product; beyond it the claim is left undecided instead of filling the memory
LARGE = 2_000  # products of coefficients beyond which flint multiplies
HIGHEST_FACTORED = 1_200  # degree; flint needs seconds for x**3000 - 1

Powers = tuple[tuple[int, int], ...]  # generators and their exponents, in order, the exponents at least 1
Factors = tuple[tuple["Polynomial", int], ...]
Number = Any  # int | flint.fmpq


class TooLarge(Exception):
    """A normal form outgrew its bounds; the claim is undecided."""


class TooFine(TooLarge):
    """The exponents of a normal form need too fine a lattice; a ring that has served other work may be the reason."""


SMALL_NUMBERS = {value: Fraction(value) for value in range(-32, 33)}  # most coefficients are among them


def rational_number(value: Number) -> Fraction:
    """Return the Fraction of a coefficient."""
    if type(value) is int:
        small = SMALL_NUMBERS.get(value)
        return Fraction(value) if small is None else small
    return Fraction(int(value.p), int(value.q))


def coefficient_of(value: Fraction | int) -> Number:
    """Return the coefficient that equals a rational number."""
    return int(value) if value.denominator == 1 else fmpq(value.numerator, value.denominator)


@lru_cache(maxsize=100_000)
def _powers(monomial: int) -> Powers:
    found, slot = [], 0
    while monomial:
        skipped = ((monomial & -monomial).bit_length() - 1) // WIDTH
        monomial >>= skipped * WIDTH
        slot += skipped
        found.append((slot, monomial & FIELD))
        monomial >>= WIDTH
        slot += 1
    return tuple(found)


@lru_cache(maxsize=100_000)
def _rank(monomial: int) -> tuple[tuple[float, int], ...]:
    """Return a key that sorts monomials lexicographically, the first generator first, high powers before low ones."""
    return (*((slot, -exponent) for slot, exponent in _powers(monomial)), (float("inf"), 0))


def _packed(powers: Iterable[tuple[int, int]]) -> int:
    return sum(exponent << (slot * WIDTH) for slot, exponent in powers)


class Polynomial:
    """A polynomial; equal polynomials are equal objects with equal hashes.  Never changed once made."""

    __slots__ = ("_key", "_leading", "_slots", "coefficients", "degree", "whole")

    def __init__(self, coefficients: dict[int, Number], degree: int, whole: bool) -> None:
        """``coefficients``: none of them 0, ints if ``whole``; ``degree`` bounds the total degree."""
        if degree > MAX_DEGREE:
            raise TooLarge(f"a polynomial of degree {degree}")
        self.coefficients = coefficients
        self.degree = degree
        self.whole = whole
        self._key: frozenset[tuple[int, Number]] | None = None
        self._leading: int | None = None
        self._slots: tuple[int, ...] | None = None

    @property
    def key(self) -> frozenset[tuple[int, Number]]:
        """Return a key, equal for equal polynomials and cheap to compare."""
        if self._key is None:
            self._key = frozenset(self.coefficients.items())
        return self._key

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Polynomial) and self.coefficients == other.coefficients)

    def __hash__(self) -> int:
        return hash(self.key)

    def __len__(self) -> int:
        return len(self.coefficients)

    @property
    def is_zero(self) -> bool:
        return not self.coefficients

    def is_whole(self) -> bool:
        """Whether all coefficients are whole numbers."""
        return self.whole or all(type(coefficient) is int for coefficient in self.coefficients.values())

    def is_constant(self) -> bool:
        return not self.coefficients or (len(self.coefficients) == 1 and 0 in self.coefficients)

    def is_one(self) -> bool:
        return self is ONE or (len(self.coefficients) == 1 and self.coefficients.get(0) == 1)

    def slots(self) -> tuple[int, ...]:
        """Return the generators that occur, in order."""
        if self._slots is None:
            occurring = 0
            for monomial in self.coefficients:
                occurring |= monomial
            self._slots = tuple(slot for slot, _ in _powers(occurring))
        return self._slots

    def terms(self) -> Iterator[tuple[Powers, Number]]:
        """Yield generators with their exponents, and the coefficient, of every term, the leading term first."""
        table = self.coefficients
        for monomial in sorted(table, key=_rank) if len(table) > 1 else table:
            yield _powers(monomial), table[monomial]

    def parted(self, slots: Container[int]) -> tuple[Polynomial, list[tuple[Powers, Polynomial]]]:
        """Return the terms without these generators, and of every other term, in order,
        its powers of them and the rest.
        """
        kept: dict[int, Number] = {}
        others: list[tuple[Powers, Polynomial]] = []
        table = self.coefficients
        for monomial in sorted(table, key=_rank) if len(table) > 1 else table:
            coefficient = table[monomial]
            powers = tuple([power for power in _powers(monomial) if power[0] in slots])
            if not powers:
                kept[monomial] = coefficient
                continue
            degree = self.degree - sum([exponent for _, exponent in powers])
            rest = Polynomial({monomial - _packed(powers): coefficient}, degree, type(coefficient) is int)
            others.append((powers, rest))
        whole = self.whole or all(type(coefficient) is int for coefficient in kept.values())
        return Polynomial(kept, self.degree, whole) if kept else ZERO, others

    def higher_powers(self) -> list[Powers]:
        """Return generators with their exponents, of the terms in which an exponent is above 1."""
        if self.degree <= 1:
            return []
        return [_powers(monomial) for monomial in self.coefficients if monomial & ABOVE_ONE]

    def generator(self) -> int | None:
        """Return the number of the generator that this polynomial is, None for any other polynomial."""
        if len(self.coefficients) != 1:
            return None
        ((monomial, coefficient),) = self.coefficients.items()
        if coefficient != 1 or monomial.bit_count() != 1:
            return None
        slot, rest = divmod(monomial.bit_length() - 1, WIDTH)
        return None if rest else slot

    def leading_coefficient(self) -> Number:
        """Return the coefficient of the first term; 0 for the zero polynomial."""
        if self._leading is None:
            if not self.coefficients:
                return 0
            self._leading = min(self.coefficients, key=_rank)
        return self.coefficients[self._leading]

    def degree_in(self, slot: int) -> int:
        """Return the degree in one generator."""
        shift = slot * WIDTH
        return max(((monomial >> shift) & FIELD for monomial in self.coefficients), default=0)

    def divided(self, other: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Return a quotient, and the remainder, no term of which the leading term of the other divides."""
        dense = _Dense((self, other))
        whole, rest = divmod(dense.polynomials[0], dense.polynomials[1])
        return dense.back(whole), dense.back(rest)

    def total_degree(self) -> int:
        return max((sum(e for _, e in _powers(monomial)) for monomial in self.coefficients), default=0)

    def monic(self) -> Polynomial:
        """Return the multiple whose leading coefficient is 1; of a polynomial that is not 0."""
        leading = self.leading_coefficient()
        return self if leading == 1 else self.scaled(fmpq(1) / leading)

    def __neg__(self) -> Polynomial:
        return Polynomial({m: -c for m, c in self.coefficients.items()}, self.degree, self.whole)

    def __add__(self, other: Polynomial) -> Polynomial:
        few, many = self.coefficients, other.coefficients
        if len(few) > len(many):
            few, many = many, few
        if not few:
            return self if many is self.coefficients else other
        total = dict(many)
        for monomial, coefficient in few.items():
            before = total.get(monomial)
            if before is None:
                total[monomial] = coefficient
            else:
                after = before + coefficient
                if after == 0:
                    del total[monomial]
                else:
                    total[monomial] = after
        whole = self.whole and other.whole
        degree = max(self.degree, other.degree)
        return Polynomial(total, degree, True) if whole else _tidied(total, degree)

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + (-other)

    def scaled(self, factor: Number) -> Polynomial:
        """This polynomial times a coefficient that is not 0."""
        table = {m: c * factor for m, c in self.coefficients.items()}
        whole = self.whole and type(factor) is int
        return Polynomial(table, self.degree, True) if whole else _tidied(table, self.degree)

    def __mul__(self, other: Polynomial) -> Polynomial:
        if self is ONE or other is ONE:
            return other if self is ONE else self
        few, many = self.coefficients, other.coefficients
        if len(few) > len(many):
            few, many = many, few
        if not few:
            return ZERO
        degree, whole = self.degree + other.degree, self.whole and other.whole
        if degree > MAX_DEGREE:
            degree = self.total_degree() + other.total_degree()
            if degree > MAX_DEGREE:
                raise TooLarge(f"a product of degree {degree}")
        if len(few) == 1:
            ((left, a),) = few.items()
            total = {left + right: a * b for right, b in many.items()}
            return Polynomial(total, degree, True) if whole else _tidied(total, degree)
        if len(few) * len(many) > LARGE:
            return self._large_product(other)
        total = {}
        for left, a in few.items():
            for right, b in many.items():
                monomial = left + right
                before = total.get(monomial)
                total[monomial] = a * b if before is None else before + a * b
        if not whole:
            return _tidied(total, degree)
        return Polynomial({m: c for m, c in total.items() if c}, degree, True)

    def _large_product(self, other: Polynomial) -> Polynomial:
        if len(self) * len(other) > MAX_TERMS * 20:
            raise TooLarge(f"a product of {len(self)} by {len(other)} terms")
        dense = _Dense((self, other))
        product = dense.back(dense.polynomials[0] * dense.polynomials[1])
        if len(product) > MAX_TERMS:
            raise TooLarge(f"a polynomial of {len(product)} terms")
        return product

    def __pow__(self, exponent: int) -> Polynomial:
        """Return an integer power, at least 0."""
        if len(self.coefficients) == 1:
            ((monomial, coefficient),) = self.coefficients.items()
            if self.total_degree() * exponent > MAX_DEGREE:
                raise TooLarge(f"a power of degree {self.total_degree() * exponent}")
            table = {monomial * exponent: coefficient**exponent}
            return _tidied(table, self.total_degree() * exponent)
        result, base = ONE, self
        while exponent:
            if exponent & 1:
                result = result * base
            exponent >>= 1
            if exponent:
                base = base * base
        return result

    def derivative(self, slot: int) -> Polynomial:
        """Return the partial derivative by one generator."""
        one = 1 << (slot * WIDTH)
        found = {}
        for monomial, coefficient in self.coefficients.items():
            exponent = (monomial >> (slot * WIDTH)) & FIELD
            if exponent:
                found[monomial - one] = coefficient * exponent
        return _tidied(found, self.degree)

    def cancelled(self, other: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Return the two polynomials (neither 0) without their greatest common divisor."""
        if not set(self.slots()).intersection(other.slots()):
            return self, other
        if len(other.coefficients) == 1 or len(self.coefficients) == 1:
            common = _least(self, other)
            return (self._without(common), other._without(common)) if common else (self, other)
        return _cancelled(self, other)

    def _without(self, monomial: int) -> Polynomial:
        return Polynomial({m - monomial: c for m, c in self.coefficients.items()}, self.degree, self.whole)

    def factor(self) -> tuple[Fraction, Factors]:
        """Return content * product of part**exponent, the parts irreducible;
        raise TooLarge where that would take seconds.
        """
        if self.is_constant():
            return rational_number(self.leading_coefficient()), ()
        if len(self) == 1:
            ((powers, coefficient),) = self.terms()
            return rational_number(coefficient), tuple((generator(slot), exponent) for slot, exponent in powers)
        if self.total_degree() == 1:
            return rational_number(self.leading_coefficient()), ((self.monic(), 1),)
        if self.total_degree() > HIGHEST_FACTORED:
            return self._factored_in_powers()
        return _factors(self)

    def _factored_in_powers(self) -> tuple[Fraction, Factors]:
        """Return the factors as a polynomial in powers of the generators, x**5000 - 1 in x**5000;
        these may be reducible.
        """
        steps = {slot: gcd(*(dict(powers).get(slot, 0) for powers, _ in self.terms())) for slot in self.slots()}
        smaller = _with_exponents(self, lambda slot, exponent: exponent // steps[slot])
        if smaller.total_degree() > HIGHEST_FACTORED:
            raise TooLarge(f"a polynomial of a degree beyond {HIGHEST_FACTORED:,} is not factored")
        content, parts = smaller.factor()
        back = tuple((_with_exponents(p, lambda slot, e: e * steps[slot]), exponent) for p, exponent in parts)
        return content, back


def _with_exponents(polynomial: Polynomial, change: Callable[[int, int], int]) -> Polynomial:
    """Return the polynomial with other exponents of its generators, which keep monomials apart."""
    table: dict[int, Number] = {}
    for powers, coefficient in polynomial.terms():
        table[_packed((slot, change(slot, exponent)) for slot, exponent in powers)] = coefficient
    return _tidied(table, max(sum(exponent for _, exponent in _powers(monomial)) for monomial in table))


@lru_cache(maxsize=20_000)
def _factors(polynomial: Polynomial) -> tuple[Fraction, Factors]:
    dense = _Dense((polynomial,))
    number, parts = dense.polynomials[0].factor()
    return rational_number(number), tuple((dense.back(part), int(exponent)) for part, exponent in parts)


@lru_cache(maxsize=10_000)
def _cancelled(one: Polynomial, other: Polynomial) -> tuple[Polynomial, Polynomial]:
    dense = _Dense((one, other))
    left, right = dense.polynomials
    divisor = left.gcd(right)
    if divisor.is_constant():
        return one, other
    return dense.back(left / divisor), dense.back(right / divisor)


def _least(left: Polynomial, right: Polynomial) -> int:
    """Return the greatest monomial that divides both."""
    common = dict(_powers(next(iter(left.coefficients))))
    for polynomial in (left, right):
        for monomial in polynomial.coefficients:
            powers = dict(_powers(monomial))
            common = {slot: min(exponent, powers[slot]) for slot, exponent in common.items() if slot in powers}
    return _packed(common.items())


class _Dense:
    """Some polynomials as flint has them, over the generators that occur in them."""

    def __init__(self, polynomials: Iterable[Polynomial]) -> None:
        sources = tuple(polynomials)
        self.slots = sorted({slot for polynomial in sources for slot in polynomial.slots()})
        self.context = _context(len(self.slots))
        place = {slot: position for position, slot in enumerate(self.slots)}
        width = self.context.nvars()
        self.polynomials = []
        for polynomial in sources:
            table = {}
            for monomial, coefficient in polynomial.coefficients.items():
                exponents = [0] * width
                for slot, exponent in _powers(monomial):
                    exponents[place[slot]] = exponent
                table[tuple(exponents)] = coefficient
            self.polynomials.append(self.context.from_dict(table))

    def back(self, polynomial: Any) -> Polynomial:
        """Return the polynomial of a flint polynomial of this context."""
        shifts = [slot * WIDTH for slot in self.slots]
        table = {
            sum(int(exponent) << shift for exponent, shift in zip(exponents, shifts, strict=False)): coefficient
            for exponents, coefficient in polynomial.terms()
        }
        return _tidied(table, int(polynomial.total_degree()) if table else 0)


@lru_cache(maxsize=64)
def _context(count: int) -> Any:
    """Return a flint context with at least so many generators; few different ones are made."""
    size = max(4, 1 << (count - 1).bit_length()) if count > 1 else 4
    return fmpq_mpoly_ctx.get([f"g{position}" for position in range(size)], Ordering.lex)


def _tidied(table: dict[int, Number], degree: int) -> Polynomial:
    """Return the polynomial of a table that may hold zeros and whole numbers as flint rationals."""
    table = {m: c if type(c) is int or c.q != 1 else int(c.p) for m, c in table.items() if c != 0}
    return Polynomial(table, degree, all(type(c) is int for c in table.values()))


ZERO = Polynomial({}, 0, True)
ONE = Polynomial({0: 1}, 0, True)


def constant(value: Fraction | int) -> Polynomial:
    """Return the constant polynomial."""
    return Polynomial({0: coefficient_of(value)}, 0, value.denominator == 1) if value else ZERO


@lru_cache(maxsize=4_096)
def generator(slot: int) -> Polynomial:
    """Return the generator of that number."""
    return Polynomial({1 << (slot * WIDTH): 1}, 1, True)


def monomial(powers: Iterable[tuple[int, int]], coefficient: Number) -> Polynomial:
    """Return the product of powers of generators and a coefficient that is not 0."""
    powers = tuple(powers)
    degree = sum(exponent for _, exponent in powers)
    return Polynomial({_packed(powers): coefficient}, degree, type(coefficient) is int)
