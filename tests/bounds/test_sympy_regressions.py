"""Wrong answers of SymPy 1.14 on gradcheck's own topics: the right statement is proved, the wrong one is not.

The gradients of losses written with traces come out as 0 there, a small positive angle as 0, a supremum that is never
attained as a maximum, and the extreme slopes of most activations not at all.
"""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    Exists,
    d,
    det,
    dimensions,
    eq,
    exp,
    function,
    inf,
    inverse,
    log,
    matrix,
    ne,
    oo,
    rational,
    real,
    softplus,
    sup,
    tanh,
    trace,
    zeros,
)
from gradcheck.language.syntax.propositions import Invertible, Proposition
from gradcheck.language.syntax.terms import Num, Term
from tests.verdicts import verdict_on

n, m, c = dimensions("n m c")
x, z, lam = real("x"), real("z"), real("lam")
one = Num(1)  # type: ignore[arg-type]
X, y, w = matrix("X", n, m), matrix("y", n, one), matrix("w", m, one)
Y, W = matrix("Y", n, c), matrix("W", m, c)
F, A = matrix("F", n, m), matrix("A", n, n)


def verdict(claim: Proposition, *given: Proposition) -> str:
    return verdict_on(Goal(claim, given))


def ridge(X: Term, w: Term, y: Term) -> Term:
    """A ridge loss written with traces, as one writes it in SymPy; any number of columns at once."""
    return trace((X @ w - y).T @ (X @ w - y)) + lam * trace(w.T @ w)


def test_the_gradient_of_a_ridge_loss_written_with_traces() -> None:
    gradient = 2 * (X.T @ (X @ W - Y)) + 2 * lam * W
    assert verdict(eq(d(ridge(X, W, Y), W), gradient)) == "proved"
    assert verdict(eq(d(ridge(X, W, Y), W), zeros(m, c))) == "refuted"
    assert verdict(eq(d(ridge(X, w, y), w), zeros(m, one))) == "refuted"


def test_the_gradient_of_a_squared_norm_written_as_a_trace() -> None:
    assert verdict(eq(d(trace(F.T @ F) - 3, F), 2 * F)) == "proved"
    assert verdict(eq(d(trace(F.T @ F) - 3, F), zeros(n, m))) == "refuted"


def test_the_gradient_of_a_logarithm_of_a_determinant_is_not_zero() -> None:
    for given in ((), (Invertible(A),), (det(A) > 0,), (Invertible(A), det(A) > 0)):
        assert verdict(eq(d(log(det(A)), A), zeros(n, n)), *given) != "proved"
        assert verdict(eq(d(log(det(A)), A), inverse(A)), *given) != "proved"


def test_a_small_angle_is_not_zero() -> None:
    angle = function("acos")(rational(7823207, 7823209))
    assert verdict(angle > 0) == "proved"
    assert verdict(angle < rational("0.000716")) == "proved"
    assert verdict(eq(angle, 0)) == "refuted"


def test_the_range_of_x_times_exp_of_minus_x() -> None:
    curve = x * exp(-x)
    assert verdict(curve <= rational("0.3678795"), x > 0) == "proved"
    assert verdict(sup(curve, x, 0, oo) <= rational("0.3678795")) == "proved"
    assert verdict(Exists(x, eq(curve, exp(Num(-1))))) == "proved"  # type: ignore[arg-type]
    assert verdict(eq(inf(curve, x, 0, oo), 0)) == "proved"
    assert verdict(curve > 0, x > 0) == "proved"
    assert verdict(ne(curve, 0), x > 0) == "proved"
    assert verdict(sup(curve, x, 0, oo) <= rational("0.367879")) != "proved"
    assert verdict(curve < exp(Num(-1)), x >= 0) == "refuted"  # type: ignore[arg-type]


def test_the_slope_of_softplus_has_a_supremum_that_is_never_attained() -> None:
    slope = d(softplus(x), x)
    assert verdict(eq(sup(slope, x), 1)) == "proved"
    assert verdict(slope < 1) == "proved"
    assert verdict(Exists(x, eq(slope, 1))) != "proved"
    assert verdict(Exists(x, slope >= 1)) != "proved"
    assert verdict(sup(slope, x) <= rational("0.99999")) != "proved"


silu, gelu, softsign, selu, mish = map(function, ("silu", "gelu", "softsign", "selu", "mish"))

# the least and the largest slope, rounded outwards to five digits
SLOPES: dict[str, tuple[Term, str, str]] = {
    "x tanh x": (x * tanh(x), "-1.19968", "1.19968"),
    "swish": (silu(x), "-0.09984", "1.09984"),
    "gelu": (gelu(x), "-0.12891", "1.12891"),  # symmetric about 1/2, so one side of it says what both say
    "mish": (mish(x), "-0.11253", "1.08850"),
}


@pytest.mark.parametrize(
    ("name", "side"), [(name, side) for name in SLOPES for side in ("sup", "inf") if (name, side) != ("gelu", "inf")]
)
def test_extreme_slopes_to_five_digits(name: str, side: str) -> None:
    body, least, largest = SLOPES[name]
    slope = d(body, x)
    step = rational("0.00001")
    if side == "sup":
        bound = rational(largest)
        assert verdict(sup(slope, x) <= bound) == "proved"
        if name != "gelu":  # the search for this one takes long
            assert verdict(sup(slope, x) <= Num(bound.value - step.value)) != "proved"
        assert verdict(slope <= Num(bound.value - step.value)) == "refuted"
    else:
        bound = rational(least)
        assert verdict(inf(slope, x) >= bound) == "proved"
        assert verdict(inf(slope, x) >= Num(bound.value + step.value)) != "proved"
        assert verdict(slope >= Num(bound.value + step.value)) == "refuted"


KINKED: dict[str, tuple[Term, Proposition, str, str]] = {
    "softsign on the right": (softsign(x), x > 0, "1", "0.99"),
    "softsign on the left": (softsign(x), x < 0, "1", "0.99"),
    "selu on the right": (selu(x), x > 0, "1.05071", "1.05070"),
    "selu on the left": (selu(x), x < 0, "1.75810", "1.75"),
}


@pytest.mark.parametrize("name", KINKED)
def test_slopes_with_a_kink_are_bounded_on_both_sides_of_it(name: str) -> None:
    body, side, bound, tighter = KINKED[name]
    slope = d(body, x)
    assert verdict(slope <= rational(bound), side) == "proved"
    assert verdict(slope >= 0, side) == "proved"
    assert verdict(slope <= rational(tighter), side) == "refuted"
