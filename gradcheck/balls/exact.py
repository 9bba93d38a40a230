"""Exact rational jets: the value of a term at a rational point, where every step of it is rational.

exp(0) = 1, log(1) = 0, tanh(0) = 0 and their like are known; a square root is taken of squares.  Everything else
raises ``Undefined``, which means "not known to be rational", never "not zero".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isqrt

from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.series import Series, Signs, Undefined
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Symbol, Term

LARGEST = 20_000  # bits of a number, and of its exponents


class Rationals:
    """The ring of rationals; see ``series.Ring``."""

    kinks = False

    def number(self, value: Fraction) -> Fraction:
        return value

    def pi(self) -> Fraction:
        raise Undefined("pi is not rational")

    def divide(self, a: Fraction, b: Fraction) -> Fraction:
        if b == 0:
            raise Undefined("division by 0")
        return a / b

    def taylor(self, name: str, a: Fraction, n: int) -> Series | None:
        if name == "sqrt":
            return self.power(a, Fraction(1, 2), n)
        if name not in TAYLOR:
            return None
        point, rule = TAYLOR[name]
        if a != point:
            raise Undefined(f"{name} at {a} is not known to be rational")
        return [rule(k) for k in range(n + 1)]

    def power(self, a: Fraction, exponent: Fraction, n: int) -> Series:
        if exponent.denominator == 1:
            top = int(exponent)
            if a == 0 and top < 0:
                raise Undefined("a negative power of 0")
            if abs(top) * max(a.numerator.bit_length(), a.denominator.bit_length()) > LARGEST:
                raise Undefined("the power is too large")
            value = [a ** (top - k) if a or top >= k else Fraction(0) for k in range(n + 1)]
            return [_binomial(exponent, k) * value[k] for k in range(n + 1)]
        if exponent.denominator == 2 and (a > 0 or (a == 0 and n == 0 and exponent > 0)):
            root = Fraction(isqrt(a.numerator), isqrt(a.denominator))
            if root * root == a:
                return [_binomial(exponent, k) * root ** (exponent.numerator - 2 * k) for k in range(n + 1)]
        raise Undefined("the root is not rational")

    def signs(self, a: Fraction) -> Signs:
        return Signs(a > 0, a >= 0, a < 0, a <= 0)

    def hull(self, a: Fraction, b: Fraction) -> Fraction:
        if a != b:
            raise Undefined("two different values")
        return a

    def split(self, a: Fraction) -> tuple[Fraction, Fraction]:
        return min(a, Fraction(0)), max(a, Fraction(0))

    def integer(self, a: Fraction) -> int | None:
        return int(a) if a.denominator == 1 else None

    def check(self, series: Series) -> Series:
        if any(value.numerator.bit_length() + value.denominator.bit_length() > LARGEST for value in series):
            raise Undefined("the numbers become too large")
        return series


def _binomial(exponent: Fraction, k: int) -> Fraction:
    result = Fraction(1)
    for i in range(k):
        result *= (exponent - i) / (i + 1)
    return result


def _factorial_inverse(k: int) -> Fraction:
    return Fraction(1) if k == 0 else _factorial_inverse(k - 1) / k


# The point where the function is rational, and its Taylor coefficients there.  erf has no rational slope.
TAYLOR: dict[str, tuple[Fraction, Callable[[int], Fraction]]] = {
    "exp": (Fraction(0), _factorial_inverse),
    "log": (Fraction(1), lambda k: Fraction((-1) ** (k + 1), k) if k else Fraction(0)),
    "sin": (Fraction(0), lambda k: (-1) ** (k // 2) * _factorial_inverse(k) if k % 2 else Fraction(0)),
    "cos": (Fraction(0), lambda k: Fraction(0) if k % 2 else (-1) ** (k // 2) * _factorial_inverse(k)),
    "atan": (Fraction(0), lambda k: Fraction((-1) ** (k // 2), k) if k % 2 else Fraction(0)),
    "erf": (Fraction(0), lambda k: _erf_at_zero(k)),
}


def _erf_at_zero(k: int) -> Fraction:
    if k % 2:
        raise Undefined("the odd Taylor coefficients of erf at 0 are not rational")
    return Fraction(0)


def exact_jet(
    term: Term,
    variable: Symbol,
    point: Fraction,
    order: int,
    definitions: tuple[Definition, ...] = (),
    values: Mapping[Symbol, Fraction] | None = None,
) -> list[Fraction]:
    """Return f^(k)(point)/k! for k = 0, ..., order, exactly; Undefined when they are not all known to be rational."""
    try:
        interpreter = Interpreter(Rationals(), {**(values or {}), variable: point}, definitions, variable)
        result = interpreter.series(term, order)
    except RecursionError:
        raise Undefined("the term is nested too deeply") from None
    return result + [Fraction(0)] * (order + 1 - len(result))


def exact_zero(term: Term, variable: Symbol, point: Fraction, definitions: tuple[Definition, ...] = ()) -> bool:
    """Whether the term (a derivative, perhaps) is shown to be exactly 0 at variable = point by rational arithmetic."""
    try:
        return exact_jet(term, variable, point, 0, definitions)[0] == 0
    except Undefined:
        return False
