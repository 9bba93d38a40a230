"""Truncated power series over a ring of enclosures, as short lists of coefficients.

A series [a0, a1, ...] stands for a0 + a1 e + a2 e^2 + ..., and encloses the Taylor coefficients f^(k)(x)/k! of a
function for every x considered.  Missing coefficients at the end are zero; a list is never empty; an operation
truncates after e^n.  A ``Ring`` says what the coefficients are: balls (``arithmetic``), rationals (``exact``) or
germs at an end of the line (``extended``).  Each ring refuses with ``Undefined`` what it cannot enclose.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

Value = Any  # an element of the ring at hand; it knows +, - and *
Series = list[Value]


class Undefined(ArithmeticError):
    """The term is undefined at one of the points considered, or cannot be shown to be defined there."""


class Signs(NamedTuple):
    """What is certain of a value: each field is True or not known."""

    positive: bool
    nonnegative: bool
    negative: bool
    nonpositive: bool


class Ring(Protocol):
    """The operations on values that an interpretation needs; everything else follows from the term."""

    kinks: bool  # whether a derivative at a kink is the hull of its one-sided values instead of undefined

    def number(self, value: Fraction) -> Value: ...

    def pi(self) -> Value: ...

    def divide(self, a: Value, b: Value) -> Value:
        """Return a / b; raise Undefined unless b is certainly not 0."""

    def taylor(self, name: str, a: Value, n: int) -> Series | None:
        """Return the Taylor coefficients of the named function over a, up to order n; None to unfold it instead."""

    def power(self, a: Value, exponent: Fraction, n: int) -> Series:
        """Return the Taylor coefficients of u -> u**exponent over a, up to order n."""

    def signs(self, a: Value) -> Signs: ...

    def hull(self, a: Value, b: Value) -> Value:
        """Return everything in a, in b, and between them."""

    def split(self, a: Value) -> tuple[Value, Value]:
        """Return the nonpositive and the nonnegative part of a value of undecided sign."""

    def integer(self, a: Value) -> int | None:
        """Return the integer that the value certainly is."""

    def check(self, series: Series) -> Series:
        """Return the series itself; Undefined when a coefficient is not finite."""


def add(parts: Sequence[Series]) -> Series:
    """Return the sum."""
    result = list(parts[0])
    for part in parts[1:]:
        for k, value in enumerate(part):
            if k < len(result):
                result[k] = result[k] + value
            else:
                result.append(value)
    return result


def multiply(a: Series, b: Series, n: int) -> Series:
    """Return the product up to order n."""
    if len(a) == 1:
        return [a[0] * value for value in b[: n + 1]]
    if len(b) == 1:
        return [value * b[0] for value in a[: n + 1]]
    result = []
    for k in range(min(n + 1, len(a) + len(b) - 1)):
        first, last = max(0, k - len(b) + 1), min(k, len(a) - 1)
        total = a[first] * b[k - first]
        for i in range(first + 1, last + 1):
            total = total + a[i] * b[k - i]
        result.append(total)
    return result


def divide(ring: Ring, a: Series, b: Series, n: int) -> Series:
    """Return the quotient q up to order n, from q b = a: q_k = (a_k - sum of q_i b_(k-i) over i < k) / b_0."""
    if len(b) == 1:
        return [ring.divide(value, b[0]) for value in a[: n + 1]]
    result: Series = []
    for k in range(n + 1):
        total = a[k] if k < len(a) else None
        for i in range(max(0, k - len(b) + 1), k):
            product = result[i] * b[k - i]
            total = -product if total is None else total - product
        result.append(ring.number(Fraction(0)) if total is None else ring.divide(total, b[0]))
    return result


def compose(coefficients: Series, inner: Series, n: int) -> Series:
    """Return g(u) up to order n, from the Taylor coefficients of g over u_0 and the series u, by Horner's scheme."""
    if len(inner) == 1 or n == 0:
        return [coefficients[0]]
    if n == 1:
        return [coefficients[0], coefficients[1] * inner[1]]
    shift = inner[1:]  # u - u_0, divided by e
    top = min(n, len(coefficients) - 1)
    result = [coefficients[top]]
    for k in range(top - 1, -1, -1):
        result = [coefficients[k], *multiply(result, shift, n - k - 1)]
    return result


def differentiate(a: Series, zero: Value) -> Series:
    """Return the derivative of the series."""
    return [a[k] * k for k in range(1, len(a))] or [zero]
