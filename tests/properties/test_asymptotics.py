"""Asymptotic expansions against floating point of many digits: the remainder is as small as it is said to be."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradcheck.algebra.asymptotics import Expander, Expansion, Growth
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import absolute, atan, cos, eq, erf, exp, log, rational, real, sin, sqrt
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term

u = real("u")
PLACES = (50, 400, 3000)
LEAVES = st.sampled_from([u, u, u, 1 / u, 1 / u, 1 / u**2, rational(1, 2), rational(2, 1), rational(-1, 1)])
FUNCTIONS: list[Callable[[Term], Term]] = [exp, log, sqrt, sin, cos, atan, erf, absolute]


def combine(parts: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]),
        pairs.map(lambda p: p[0] - p[1]),
        pairs.map(lambda p: p[0] * p[1]),
        pairs.map(lambda p: p[0] / p[1]),
        st.tuples(st.sampled_from(FUNCTIONS), parts).map(lambda p: p[0](p[1])),
        st.tuples(st.sampled_from(FUNCTIONS[1:]), parts).map(lambda p: p[0](p[1])),
        pairs.map(lambda p: exp(p[1] * log(1 + p[0] ** 2))),
    )


TERMS = st.recursive(LEAVES, combine, max_leaves=7)


def value_of(term: Term, place: Any) -> Any:
    """The term in floating point; an evaluator that shares nothing with the prover."""
    match term:
        case Num():
            return mpmath.mpf(term.value.numerator) / term.value.denominator
        case Symbol():
            return place
        case Const():
            return mpmath.pi
        case Add():
            return mpmath.fsum(value_of(part, place) for part in term.terms)
        case Neg():
            return -value_of(term.term, place)
        case Mul():
            return mpmath.fprod(value_of(part, place) for part in term.factors)
        case Div():
            return value_of(term.numerator, place) / value_of(term.denominator, place)
        case Pow():
            return mpmath.power(value_of(term.base, place), value_of(term.exponent, place))
        case Apply():
            name = {"abs": "fabs", "sign": "sign"}.get(term.function, term.function)
            return getattr(mpmath, name)(value_of(term.args[0], place))
    raise AssertionError(type(term))


def value_of_scale(growth: Growth, place: Any) -> Any:
    rates = sum(mpmath.mpf(r.numerator) / r.denominator * place ** (4 - k) for k, r in enumerate(growth[:4]))
    power, logs = (mpmath.mpf(r.numerator) / r.denominator for r in growth[4:])
    return mpmath.exp(rates) * place**power * mpmath.log(place) ** logs


def expansion_of(term: Term, order: int) -> tuple[Expansion, dict[Growth, Term]]:
    def work(ring: Ring, lowering: Lowering) -> tuple[Expansion, dict[Growth, Term]]:
        value: Quotient = lowering.scalar(term)
        (variable,) = ring.atoms_of(lowering.scalar(u))
        found = Expander(ring, variable, order).expand(value)
        return found, {growth: show(ring, part) for growth, part in found.terms.items()}

    return Goal(eq(term, 0), (u > 1000,)).in_ring(work)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TERMS, st.sampled_from([2, 4, 7]))
def test_the_remainder_is_as_small_as_it_is_said_to_be(term: Term, order: int) -> None:
    try:
        found, coefficients = expansion_of(term, order)
    except (Unsupported, TooLarge, DivisionByZero):
        assume(False)
    ratios = []
    for place in PLACES:
        with mpmath.workdps(800):
            at = mpmath.mpf(place)
            try:
                exact = value_of(term, at)
            except (ZeroDivisionError, ValueError, OverflowError):
                assume(False)
            assume(isinstance(exact, mpmath.mpf) and mpmath.isfinite(exact))
            parts = [value_of(part, at) * value_of_scale(g, at) for g, part in coefficients.items()]
            gap = abs(exact - mpmath.fsum(parts))
            noise = max([abs(exact), *map(abs, parts)]) * mpmath.mpf(10) ** -300 + mpmath.mpf(10) ** -700
            if found.rest is None:
                assert gap <= noise
            else:
                ratios.append(
                    float(mpmath.log10(max((gap - noise) / value_of_scale(found.rest, at), mpmath.mpf(10) ** -200)))
                )
    if ratios:
        assert not math.isnan(ratios[-1])
        assert ratios[-1] <= max(ratios[0], 2) + 1, ratios
