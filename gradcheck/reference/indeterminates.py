"""Polynomials in letters, as numbers: a computation with a letter holds for everything that it may stand for.

So the mean of a polynomial in random entries is exact, by their moments, and a relation whose sides differ by a
constant holds for all values of a variable.  Anything else raises NotPolynomial, and is evaluated in another way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcheck.reference.infinitesimals import Moving
from gradcheck.reference.numbers import PLAIN, exact, over, repeated, sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial

MAX_TERMS = 300
Monomial = tuple[tuple[int, int], ...]  # letters, by their numbers, with exponents
COEFFICIENTS = PLAIN | {Moving}


class Polynomial:
    """A sum of monomials with coefficients that are other numbers; never a constant."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[Monomial, Any]) -> None:
        self.terms = terms

    def __add__(self, other: object) -> Any:
        if isinstance(other, Polynomial):
            found = dict(self.terms)
            for monomial, coefficient in other.terms.items():
                found[monomial] = found.get(monomial, 0) + coefficient
            return polynomial(found)
        if type(other) not in COEFFICIENTS:
            return NotImplemented
        return polynomial({**self.terms, (): self.terms.get((), 0) + other})

    __radd__ = __add__

    def __neg__(self) -> Polynomial:
        return Polynomial({monomial: -coefficient for monomial, coefficient in self.terms.items()})

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: object) -> Any:
        if type(other) in COEFFICIENTS:
            return polynomial({monomial: c * other for monomial, c in self.terms.items()})
        if not isinstance(other, Polynomial):
            return NotImplemented
        found: dict[Monomial, Any] = {}
        if len(self.terms) * len(other.terms) > MAX_TERMS:
            raise CannotTell("a polynomial has too many terms")
        for one, a in self.terms.items():
            for two, b in other.terms.items():
                both = _product(one, two)
                found[both] = found.get(both, 0) + a * b
        return polynomial(found)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Any:
        return repeated(self, exponent)

    def sign(self) -> int:
        raise NotPolynomial("the sign of a variable")

    def divides(self, numerator: Any) -> Any:
        raise NotPolynomial("a quotient by a variable")

    def each(self, change: Callable[[Any], Any]) -> Any:
        """Return the polynomial with other coefficients."""
        return polynomial({monomial: change(c) for monomial, c in self.terms.items()})

    def powers_of(self, letter: int) -> list[Any]:
        """Return the coefficients by the power of the only letter, the constant one first;
        NotPolynomial if there are more.
        """
        found: dict[int, Any] = {}
        for monomial, coefficient in self.terms.items():
            if any(one != letter for one, _ in monomial):
                raise NotPolynomial("several variables")
            found[monomial[0][1] if monomial else 0] = coefficient
        return [found.get(power, 0) for power in range(max(found) + 1)]


def polynomial(terms: dict[Monomial, Any]) -> Any:
    """Return the number with these terms; a constant is no polynomial."""
    kept = {m: c for m, c in terms.items() if not (exact(c) and c == 0)}
    if not kept:
        return 0
    if len(kept) == 1 and () in kept:
        return kept[()]
    return Polynomial(kept)


def letter(number: int) -> Polynomial:
    """Return the polynomial that is one letter."""
    return Polynomial({((number, 1),): 1})


def coefficients(value: Any, number: int) -> list[Any]:
    """Return the coefficients of a value that may be constant."""
    return value.powers_of(number) if isinstance(value, Polynomial) else [value]


def at_point(powers: list[Any], point: Any) -> Any:
    """Return the value of the polynomial with these coefficients."""
    result: Any = 0
    for coefficient in reversed(powers):
        result = result * point + coefficient
    return result


def between(powers: list[Any], lo: Any, hi: Any) -> Any:
    """Return the integral of the polynomial with these coefficients."""
    primitive = [0, *(over(c, power + 1) for power, c in enumerate(powers))]
    return at_point(primitive, hi) - at_point(primitive, lo)


def leading_sign(powers: list[Any]) -> int:
    """Return the sign of the last coefficient, which is not 0."""
    return sign(powers[-1])


def _product(one: Monomial, two: Monomial) -> Monomial:
    if not one or not two:
        return one or two
    found = dict(one)
    for number, power in two:
        found[number] = found.get(number, 0) + power
    return tuple(sorted(found.items()))
