"""Fractions of polynomials over the rationals in a fixed supply of generators (python-flint ``fmpq_mpoly``).

A generator has no meaning here; ``atoms`` gives it one.  A quotient is kept in lowest terms with a denominator whose
leading coefficient is 1, so that equal fractions of independent generators are equal as text.  Algebraic generators
(roots, absolute values) carry a relation g**D = value, by which every product is reduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import compress
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

SLOTS = 256
ALL_SLOTS = range(SLOTS)
CONTEXT = fmpq_mpoly_ctx.get([f"g{slot}" for slot in range(SLOTS)], Ordering.lex)
GENERATORS = CONTEXT.gens()
ONE, ZERO = CONTEXT.constant(1), CONTEXT.constant(0)
MOST_TERMS = 60_000  # of one product; beyond it the claim is left undecided instead of filling the memory

Polynomial = Any  # flint.fmpq_mpoly
Relations = Mapping[int, tuple[int, Polynomial]]


class TooLarge(Exception):
    """A normal form outgrew its bounds; the claim is undecided."""


class DivisionByZero(ArithmeticError):
    """A denominator has normal form 0: the term is defined nowhere."""


def rational_number(value: Any) -> Fraction:
    """The Fraction of a flint rational."""
    return Fraction(int(value.p), int(value.q))


def flint_number(value: Fraction) -> Any:
    """The flint rational of a Fraction."""
    return fmpq(value.numerator, value.denominator)


def occurring(exponents: Iterable[Any]) -> list[int]:
    """The slots whose exponents are not 0."""
    return list(compress(ALL_SLOTS, exponents))


def text_of(polynomial: Polynomial) -> str:
    """A text that is equal for equal polynomials; a generator is ``g`` and its slot.

    Written here because flint's own conversion to text keeps the memory of every name that it was given.
    """
    parts = []
    for exponents, coefficient in polynomial.terms():
        powers = [(slot, int(exponents[slot])) for slot in occurring(exponents)]
        factors = [f"g{slot}^{power}" if power > 1 else f"g{slot}" for slot, power in powers]
        if coefficient != 1 or not factors:
            factors.insert(0, str(coefficient))
        parts.append("*".join(factors))
    return " + ".join(parts) if parts else "0"


class Quotient:
    """numerator / denominator, in lowest terms, reduced by the relations it was made with."""

    __slots__ = ("_key", "_monomials", "_slots", "den", "num", "relations")

    def __init__(self, num: Polynomial, den: Polynomial, relations: Relations) -> None:
        self.num, self.den, self.relations = num, den, relations
        self._key: str | None = None
        self._slots: tuple[int, ...] | None = None
        self._monomials: tuple[tuple[Fraction, tuple[tuple[int, int], ...]], ...] | None = None

    @property
    def key(self) -> str:
        """A text that is equal for equal quotients of one ring."""
        if self._key is None:
            self._key = text_of(self.num) if self.den == ONE else f"({text_of(self.num)})/({text_of(self.den)})"
        return self._key

    def constant(self) -> Fraction | None:
        """The value of a rational constant, None otherwise."""
        if self.den == ONE and self.num.is_constant():
            return rational_number(self.num.leading_coefficient()) if self.num != 0 else Fraction(0)
        return None

    @property
    def is_zero(self) -> bool:
        return bool(self.num == 0)

    def slots(self) -> tuple[int, ...]:
        """The generators that occur, in order."""
        if self._slots is None:
            single = self.generator_slot()
            if single is not None:
                self._slots = (single,)
            elif self.den == ONE:
                self._slots = () if self.num.is_constant() else tuple(occurring(self.num.degrees()))
            else:
                found = {slot for side in (self.num, self.den) if side != 0 for slot in occurring(side.degrees())}
                self._slots = tuple(sorted(found))
        return self._slots

    def monomials(self) -> tuple[tuple[Fraction, tuple[tuple[int, int], ...]], ...]:
        """The terms of the numerator: coefficient, and the generators with their exponents."""
        if self._monomials is None:
            single = self.generator_slot()
            if single is not None:
                self._monomials = ((Fraction(1), ((single, 1),)),)
            else:
                self._monomials = tuple(
                    (rational_number(c), tuple((s, int(exponents[s])) for s in self.slots() if exponents[s]))
                    for exponents, c in self.num.terms()
                )
        return self._monomials

    def generator_slot(self) -> int | None:
        """The slot of a quotient that is one generator and nothing else."""
        key = self.key
        return int(key[1:]) if key[0] == "g" and key[1:].isdigit() else None

    def __add__(self, other: Quotient) -> Quotient:
        if self.den == other.den:
            return quotient(self.num + other.num, self.den, self.relations)
        return quotient(
            times(self.num, other.den) + times(other.num, self.den), times(self.den, other.den), self.relations
        )

    def __sub__(self, other: Quotient) -> Quotient:
        return self + (-other)

    def __neg__(self) -> Quotient:
        return Quotient(-self.num, self.den, self.relations)

    def __mul__(self, other: Quotient) -> Quotient:
        return quotient(times(self.num, other.num), times(self.den, other.den), self.relations)

    def __truediv__(self, other: Quotient) -> Quotient:
        if other.is_zero:
            raise DivisionByZero("division by a term that is identically zero")
        return quotient(times(self.num, other.den), times(self.den, other.num), self.relations)

    def scaled(self, factor: Fraction) -> Quotient:
        """This quotient times a rational number."""
        return Quotient(self.num * flint_number(factor), self.den, self.relations) if factor else self - self

    def __pow__(self, exponent: int) -> Quotient:
        if exponent < 0:
            if self.is_zero:
                raise DivisionByZero("a negative power of zero")
            return Quotient(self.den, self.num, self.relations).normalised() ** -exponent
        result = Quotient(ONE, ONE, self.relations)
        base, left = self, exponent
        if exponent > 10_000:
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


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of two polynomials, refused with TooLarge when it might not fit."""
    if left == ONE:
        return right
    if right == ONE:
        return left
    if len(left) * len(right) > MOST_TERMS * 20:
        raise TooLarge(f"a product of {len(left)} by {len(right)} terms")
    product = left * right
    if len(product) > MOST_TERMS:
        raise TooLarge(f"a polynomial of {len(product)} terms")
    return product


def reduce_by(relations: Relations, polynomial: Polynomial) -> Polynomial:
    """Replace g**D by its value for every relation, until no such power is left.

    The value of a relation contains only generators made before its own, so going down the slots once more after
    each replacement ends.
    """
    if not relations or polynomial.is_constant():
        return polynomial
    degrees = polynomial.degrees()
    if all(degrees[slot] < degree for slot, (degree, _) in relations.items()):
        return polynomial
    for slot in sorted(relations, reverse=True):
        degree, value = relations[slot]
        while polynomial.degrees()[slot] >= degree:
            groups: dict[int, dict[tuple[int, ...], Any]] = {}
            for exponents, coefficient in polynomial.terms():
                exponents = [int(e) for e in exponents]
                high, exponents[slot] = divmod(exponents[slot], degree)
                groups.setdefault(high, {})[tuple(exponents)] = coefficient
            polynomial = ZERO
            for high, terms in groups.items():
                polynomial += times(CONTEXT.from_dict(terms), value**high)
    return polynomial


def quotient(num: Polynomial, den: Polynomial, relations: Relations) -> Quotient:
    """The quotient in lowest terms; DivisionByZero when the denominator reduces to zero."""
    num, den = reduce_by(relations, num), reduce_by(relations, den)
    if den == 0:
        raise DivisionByZero("a denominator is identically zero")
    if num == 0:
        return Quotient(ZERO, ONE, relations)
    if den != ONE:
        if not den.is_constant():
            common = num.gcd(den)
            if not common.is_constant():
                num, den = num / common, den / common
        leading = den.leading_coefficient()
        if leading != 1:
            num, den = num / leading, den / leading
    return Quotient(num, den, relations)


@lru_cache(maxsize=20_000)
def _factors(text: str, polynomial: _Keyed) -> tuple[Fraction, tuple[tuple[Polynomial, int], ...]]:
    number, parts = polynomial.value.factor()
    return rational_number(number), tuple((part, int(exponent)) for part, exponent in parts)


class _Keyed:
    """A polynomial beside its text; equal to every other, so that the text alone is the key of the cache."""

    def __init__(self, value: Polynomial) -> None:
        self.value = value

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed)


def factor_polynomial(polynomial: Polynomial) -> tuple[Fraction, tuple[tuple[Polynomial, int], ...]]:
    """content * product of part**exponent, the parts irreducible; monomials and linear polynomials without flint."""
    if polynomial.is_constant():
        return rational_number(polynomial.leading_coefficient()) if polynomial != 0 else Fraction(0), ()
    if len(polynomial) == 1:
        ((exponents, coefficient),) = polynomial.terms()
        parts = tuple((GENERATORS[slot], int(exponents[slot])) for slot in occurring(exponents))
        return rational_number(coefficient), parts
    if polynomial.total_degree() == 1:
        leading = polynomial.leading_coefficient()
        return rational_number(leading), ((polynomial / leading, 1),)
    return _factors(text_of(polynomial), _Keyed(polynomial))
