"""Complex balls contain the values of the term, and are finite on rectangles only where it is holomorphic there."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import Any

import pytest
from flint import acb, arb
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.balls.arithmetic import Balls
from gradcheck.balls.holomorphic import Holomorphic
from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.series import Undefined
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Term

from .expressions import RATIONALS, SMOOTH, Pair, X, expressions


def at(term: Term, z: Any, analytic: bool, order: int = 1) -> list[Any]:
    found = Interpreter(Holomorphic(analytic), {X: z}, (), X).series(term, order)
    return found + [acb(0)] * (order + 1 - len(found))


@settings(max_examples=50, deadline=None)
@given(expressions(SMOOTH), RATIONALS, st.booleans())
def test_real_points_have_their_real_values(pair: Pair, point: Fraction, analytic: bool) -> None:
    term, _ = pair
    x = arb(point.numerator) / point.denominator
    try:
        real = Interpreter(Balls(), {X: x}, (), X).series(term, 1)
    except Undefined:
        return
    for there, here in zip(real, at(term, acb(x), analytic), strict=False):
        if there.is_finite() and here.is_finite():
            assert here.real.overlaps(there)
            assert here.imag.contains(0)


@settings(max_examples=50, deadline=None)
@given(expressions(SMOOTH), RATIONALS, st.floats(0.01, 0.8), st.floats(-1, 1), st.floats(-1, 1))
def test_a_rectangle_holds_the_values_at_its_points(
    pair: Pair, point: Fraction, size: float, u: float, v: float
) -> None:
    """If the rectangle is holomorphic, a small one inside is so too, with a value that the large one contains."""
    term, _ = pair
    middle = arb(point.numerator) / point.denominator
    large = acb(middle + arb(0, size), arb(0, size))
    small = acb(middle + arb(u * size * 0.99), arb(v * size * 0.99))
    wide = at(term, large, True)
    if all(value.is_finite() for value in wide):
        for outer, inner in zip(wide, at(term, small, True), strict=True):
            assert not inner.is_finite() or outer.overlaps(inner)


@pytest.mark.parametrize(
    ("text", "middle", "size"),
    [
        ("log(x)", "0.5", 0.6),
        ("sqrt(x)", "0.5", 0.6),
        ("x**(1/3)", "0.5", 0.6),
        ("1/x", "0.5", 0.6),
        ("tanh(x)", "0", 1.6),
        ("softplus(x)", "0", 3.2),
        ("sigmoid(x)", "0", 3.2),
        ("logsigmoid(x)", "1", 3.2),
        ("atan(x)", "0", 1.1),
        ("silu(x)", "0", 3.2),
        ("mish(x)", "0", 3.2),
        ("1/(1 + x**2)", "0", 1.1),
        ("abs(x)", "0.5", 0.6),
        ("max(x, 0)", "0.5", 0.6),
    ],
)
def test_singularities_and_cuts_are_noticed(text: str, middle: str, size: float) -> None:
    term = read_expression(text)
    around = acb(arb(middle) + arb(0, size), arb(0, size))
    with contextlib.suppress(Undefined):
        assert not at(term, around, True, 0)[0].is_finite()


@pytest.mark.parametrize("text", ["exp(x)", "erf(x)", "gelu(x)", "sin(x)", "x**7 - x"])
def test_entire_functions_are_finite_everywhere(text: str) -> None:
    assert at(read_expression(text), acb(arb(0, 2), arb(0, 2)), True)[1].is_finite()


def test_branches_follow_the_real_part() -> None:
    right, left = acb(arb(2, 1), arb(0, 5)), acb(arb(-2, 1), arb(0, 5))
    term = read_expression("abs(x)")
    assert at(term, right, True)[0].overlaps(right)
    assert at(term, left, True)[0].overlaps(-left)
    with pytest.raises(Undefined):
        at(term, acb(arb(0, 1)), True)
    with pytest.raises(Undefined):
        at(read_expression("exp(x)"), acb(1), True, 2)
