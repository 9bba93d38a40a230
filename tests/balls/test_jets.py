"""Jets enclose every derivative, over whole balls, and refuse kinks."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.balls.arithmetic import ball, between
from gradcheck.balls.exact import exact_jet, exact_zero
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.language.author import (
    absolute,
    cos,
    d,
    exp,
    function,
    initial,
    log,
    maximum,
    natural,
    rational,
    real,
    recurrence,
    sequence,
    sigmoid,
    sqrt,
    tanh,
    where,
)
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.terms import Apply, Term

from .expressions import RATIONALS, SMOOTH, Pair, X, contains, expressions

mpmath.mp.dps = 50
k = natural("k")
TOLERANCE = 1e-12  # of the numerical derivatives of the oracle


@given(expressions(SMOOTH), RATIONALS, st.fractions(0, Fraction(1, 4), max_denominator=64), st.fractions(0, 1))
@settings(max_examples=60, deadline=None)
def test_jets_contain_numerical_derivatives(pair: Pair, lo: Fraction, width: Fraction, part: Fraction) -> None:
    term, oracle = pair
    with ctx.workprec(200):
        over = between(lo, lo + width)
    try:
        coefficients = jet(term, X, over, 3, precision=200)
    except Undefined:
        return
    point = lo + width * part
    samples = mpmath.taylor(oracle, mpmath.mpf(point.numerator) / point.denominator, 3)
    for value, sample in zip(coefficients, samples, strict=True):
        assert contains(value, mpmath.re(sample), TOLERANCE)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "logsigmoid", "silu", "gelu", "erfc", "sinh", "mish"])
@pytest.mark.parametrize("point", ["-3", "0", "1/2", "2"])
def test_direct_jets_agree_with_the_unfolding(name: str, point: str) -> None:
    term = Apply(name, (X,))
    unfolded = unfold(term)
    assert unfolded is not None
    direct, slow = (jet(t, X, ball(Fraction(point)), 8, precision=200) for t in (term, unfolded))
    assert all(a.overlaps(b) for a, b in zip(direct, slow, strict=True))
    assert all(a.rad() < 1e-40 for a in direct)


def test_derivatives_raise_the_order() -> None:
    thirds = jet(d(d(X**5, X), X), X, arb(2), 1)
    assert thirds[0] == 160
    assert thirds[1] == 240
    w = real("w")
    assert jet(d(sigmoid(w * X), w), X, arb(0), 0, values={w: arb(3)})[0] == 0
    with pytest.raises(Undefined):
        jet(d(sigmoid(w * X), w), X, arb(0), 1, values={w: arb(3)})


@pytest.mark.parametrize(
    "term",
    [
        absolute(X), function("relu")(X), function("sign")(X), maximum(X, 0), where(X > 0, X, 0), where(X >= 0, 1, 0),
        sqrt(X), log(X), 1 / X, absolute(absolute(X)), function("selu")(X), where(where(X <= 0, 0, 5) < 1, X, 1),
    ],
)  # fmt: skip
def test_kinks_and_singularities_have_no_derivative(term: Term) -> None:
    for center in (arb(0), arb(0, 1)):
        with pytest.raises(Undefined):
            jet(term, X, center, 1)


def test_a_kink_is_a_hull_when_asked_for() -> None:
    slope = jet(function("relu")(X), X, arb(0, 1), 1, kinks=True)[1]
    assert slope.contains(arb(0))
    assert slope.contains(arb(1))
    assert slope.upper() < 1.001
    with pytest.raises(Undefined):
        jet(function("relu")(X), X, arb(0, 1), 2, kinks=True)


def test_once_differentiable_functions_keep_their_slope() -> None:
    for name in ("elu", "softsign"):
        slope = jet(function(name)(X), X, arb(0), 1)[1]
        assert slope == 1
        with pytest.raises(Undefined):
            jet(function(name)(X), X, arb(0, 1), 2)


def test_deep_compositions() -> None:
    y = sequence("y", of=(X,))
    nets = (initial(y(0), X), recurrence(y(k), sigmoid(y(k - 1)), 1))
    mine = jet(d(y(6), X), X, ball(Fraction(1, 3)), 0, nets, 120)[0]
    nested: Term = X
    for _ in range(6):
        nested = sigmoid(nested)
    assert mine.overlaps(jet(d(nested, X), X, ball(Fraction(1, 3)), 0, (), 120)[0])
    deep = jet(d(y(1000), X), X, arb(0), 0, nets, 120)[0]
    assert 0 < deep < arb(10) ** -600  # does not underflow


def test_exact_jets() -> None:
    assert exact_jet(tanh(X), X, Fraction(0), 3) == [0, 1, 0, Fraction(-1, 3)]
    assert exact_jet(sigmoid(X), X, Fraction(0), 1) == [Fraction(1, 2), Fraction(1, 4)]
    assert exact_jet(sqrt(X), X, Fraction(4), 1) == [2, Fraction(1, 4)]
    assert exact_jet(exp(X) * cos(X), X, Fraction(0), 2) == [1, 1, 0]
    assert exact_jet(absolute(X), X, Fraction(-2), 1) == [2, -1]
    for term in (exp(X), absolute(X - 1), function("erf")(X - 1)):
        with pytest.raises(Undefined):
            exact_jet(term, X, Fraction(1), 1)
    assert exact_zero(d(sigmoid(X), X) - rational(1, 4), X, Fraction(0))
    assert not exact_zero(d(sigmoid(X), X) - rational("0.2500000000000001"), X, Fraction(0))
    assert not exact_zero(exp(X) - exp(1 + X - 1), X, Fraction(1))  # true, but not by rational arithmetic
