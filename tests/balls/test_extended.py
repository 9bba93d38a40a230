"""Germs on tails contain samples far out and near in; limits and signs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.extended import Germs, tail_jet
from gradcheck.balls.germs import CONSTANT, monomial_range
from gradcheck.balls.intervals import Interval, point
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.balls.tails import limit_of
from gradcheck.language.author import (
    atan,
    cosh,
    d,
    exp,
    function,
    initial,
    log,
    natural,
    recurrence,
    sequence,
    sigmoid,
    sqrt,
    tanh,
)
from gradcheck.language.syntax.terms import Term

from .expressions import X, expressions

NAMES = [
    "exp",
    "sigmoid",
    "tanh",
    "softplus",
    "silu",
    "mish",
    "gelu",
    "erf",
    "atan",
    "sech",
    "logsigmoid",
    "relu",
    "elu",
]
k = natural("k")


def at(germ: Any, t: Fraction) -> Interval:
    """The values that the germ allows at t."""
    total = point(Fraction(0))
    for (i, j, l), coefficient in germ.terms.items():  # noqa: E741
        parameter = ball(t)
        exponent = ball(i) * parameter.log() - ball(j) * parameter - ball(l) * parameter * parameter
        monomial = exponent.exp()
        total = total + coefficient * Interval(monomial.lower(), monomial.upper())
    return total


@given(expressions(NAMES), st.sampled_from([6, 12, 30]), st.fractions(0, 40, max_denominator=16), st.booleans())
@settings(max_examples=120, deadline=None)
def test_germs_contain_the_jets_at_every_later_point(pair: Any, start: int, step: Fraction, right: bool) -> None:
    term = pair[0]
    place = Fraction(start) + step
    lo, hi, x = (Fraction(start), None, place) if right else (None, Fraction(-start), -place)
    with ctx.workprec(300):
        try:
            tails = tail_jet(term, X, lo, hi, 2, precision=300)
            values = jet(term, X, ball(x), 2, precision=3000)
        except Undefined:
            return
        for germ, value in zip(tails, values, strict=True):
            allowed = at(germ, place)
            slack = arb(2) ** -200 * (1 + abs(value))
            assert not value + slack < allowed.lo
            assert not value - slack > allowed.hi
            try:
                overall = germ.range
            except Undefined:
                continue
            assert not value + slack < overall.lo
            assert not value - slack > overall.hi


@pytest.mark.parametrize(
    ("term", "right", "left"),
    [
        (sigmoid(X), 1, 0), (tanh(X), 1, -1), (d(function("softplus")(X), X), 1, 0), (d(function("silu")(X), X), 1, 0),
        (d(X * tanh(X), X), 1, -1), (d(function("mish")(X), X), 1, 0), (d(function("gelu")(X), X), 1, 0),
        (function("softsign")(X), 1, -1), (X * exp(-(X**2)), 0, 0), (sqrt(X**2 + 1) / X, 1, -1),
    ],
)  # fmt: skip
def test_limits(term: Term, right: int, left: int) -> None:
    for lo, hi, value in ((Fraction(8), None, right), (None, Fraction(-8), left)):
        (germ,) = tail_jet(term, X, lo, hi, 0)
        limit = limit_of(germ)
        assert limit is not None
        assert limit.exact == value


def test_growth_has_no_limit() -> None:
    for term in (X, exp(X), log(X), cosh(X), X**2 / (1 + X)):
        assert limit_of(tail_jet(term, X, Fraction(8), None, 0)[0]) is None


def test_signs_that_only_the_leading_term_shows() -> None:
    for term in (1 - sigmoid(X), sigmoid(X) ** 2 - sigmoid(X) + exp(-X) * 2, X - function("silu")(X), exp(X) - X**3):
        (germ,) = tail_jet(term, X, Fraction(16), None, 0)
        assert Germs(germ.start).signs(germ).positive
    (zero,) = tail_jet(X - X, X, Fraction(16), None, 0)
    assert Germs(zero.start).signs(zero) == (False, True, False, True)


@pytest.mark.parametrize("term", [1 / (X - 20), log(20 - X), function("tan")(X)])
def test_undefined_on_the_tail(term: Term) -> None:
    with pytest.raises(Undefined):
        tail_jet(term, X, Fraction(8), None, 0)


def test_next_to_a_finite_end() -> None:
    (germ,) = tail_jet(X * log(X), X, Fraction(0), Fraction(1, 10), 0, end="-")
    assert germ.range.hi <= 0.01
    (germ,) = tail_jet(X - 1 - log(X), X, Fraction(0), Fraction(1, 10), 0, end="-")
    assert Germs(germ.start).signs(germ).positive
    (germ,) = tail_jet(1 / (1 - X), X, Fraction(0), Fraction(1), 0, end="+")
    assert germ.range.lo > 0.9


@given(st.integers(-3, 3), st.integers(-2, 3), st.integers(0, 1), st.fractions(0, 20, max_denominator=8))
def test_monomials_stay_in_their_range(i: int, j: int, square: int, later: Fraction) -> None:
    start = arb(2)
    key = (Fraction(i), Fraction(j), Fraction(square))
    try:
        allowed = monomial_range(key, start)
    except Undefined:
        return
    t = ball(2 + later)
    value = t**i * (-j * t - square * t * t).exp()
    assert not value > allowed.hi
    assert not value < allowed.lo
    assert key != CONSTANT or allowed.exact == 1


def test_deep_derivatives_are_bounded_on_tails() -> None:
    y = sequence("y", of=(X,))
    nets = (initial(y(0), X), recurrence(y(k), sigmoid(y(k - 1)), 1))
    (germ,) = tail_jet(d(y(50), X), X, Fraction(8), None, 0, nets)
    assert 0 <= germ.range.hi < arb(10) ** -30
    assert atan(X) is not None
    assert mpmath.mp.dps >= 15
