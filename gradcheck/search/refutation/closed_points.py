"""Terms of numbers that lie close to a given number, for a claim that fails at one irrational point.

    p/q, pi p/q, exp(p/q), log(p/q), sqrt(p/q)                                   by continued fractions
    v, sqrt(v), log(v)/k, exp(v), tan^-1(v), sin^-1(v)  with a v^2 + b v + c = 0     by a short vector of a lattice

Each is a proposal: that the claim fails there is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isqrt
from typing import Any

from flint import arb, ctx, fmpq, fmpz, fmpz_mat

from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.terms import Apply, Neg, Num, Term
from gradcheck.search.inequalities.touching import recognise

BITS = 128
DIGITS = 11  # to which the number is known, at least
LARGEST = 60  # coefficient of the equation
MULTIPLES = (Fraction(1), Fraction(1, 2), Fraction(2))  # of a logarithm of an algebraic number

Inverse = Callable[[Term], Term]


def closed_terms(number: Fraction) -> Iterator[Term]:
    """Yield terms without symbols that are close to the number, the simplest kinds first."""
    plain = recognise(number)
    if plain is not None:
        yield plain
        return
    with ctx.workprec(BITS):
        x = _ball(number)
        sign = Fraction(1 if number > 0 else -1)
        forms: list[tuple[Any, Inverse]] = [
            (x, lambda v: v),
            (x**2, lambda v: _times(sign, Apply("sqrt", (v,)))),
            *((_exp(x / _ball(k)), lambda v, k=k: _times(k, Apply("log", (v,)))) for k in MULTIPLES),
            (x.tan(), lambda v: Apply("atan", (v,))),
            (x.sin(), lambda v: Apply("asin", (v,))),
        ]
        if number > 0:
            forms.append((x.log(), lambda v: Apply("exp", (v,))))
        found = [inverse(root) for value, inverse in forms for root in _roots(value)]
        close = [term for term in found if _is_close(term, x)]
    yield from sorted(close, key=lambda term: len(list(walk(term))))


def _times(number: Fraction, term: Term) -> Term:
    return term if number == 1 else Neg(term) if number == -1 else Num(number) * term


def _ball(number: Fraction) -> Any:
    return arb(fmpq(number.numerator, number.denominator))


def _exp(x: Any) -> Any:
    return x.exp() if abs(x) < 60 else arb(0)


def _roots(value: Any) -> list[Term]:
    """Return the roots of an equation of degree 2 with small coefficients that the value nearly solves."""
    unit = 10**DIGITS
    if not value.is_finite() or not arb(fmpq(1, 10**6)) < abs(value) < arb(10**6):
        return []
    powers = [_whole(value**2 * unit), _whole(value * unit), unit]
    lattice = fmpz_mat([[*(int(i == j) for j in range(3)), power] for i, power in enumerate(powers)]).lll()
    a, b, c, rest = (int(lattice[0, j]) for j in range(4))
    if max(map(abs, (a, b, c))) > LARGEST or abs(rest) > LARGEST:
        return []
    if not a:
        return [Num(Fraction(-c, b))] if b else []
    inside = b**2 - 4 * a * c
    if inside < 0 or isqrt(inside) ** 2 == inside:
        return [Num(Fraction(-b + s * isqrt(inside), 2 * a)) for s in (1, -1)] if inside >= 0 else []
    outside = next((k for k in range(isqrt(inside), 0, -1) if inside % k**2 == 0), 1)
    root = Apply("sqrt", (Num(Fraction(inside // outside**2)),))
    parts = [_times(Fraction(sign * outside, 2 * abs(a)), root) for sign in (1, -1)]
    return [Num(Fraction(-b, 2 * a)) + part if b else part for part in parts]


def _whole(value: Any) -> int:
    return int(fmpz(value.mid().floor().unique_fmpz()))


def _is_close(term: Term, x: Any) -> bool:
    try:
        return bool(abs(enclose(term, {}, (), BITS) - x) < arb(fmpq(1, 10 ** (DIGITS - 2))))
    except Undefined:
        return False
