"""tanh and sigmoid of arguments that grow faster than exponents can say: germs against 40-digit values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from mpmath import mpf

from gradcheck.balls import germs
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.germs import Germ
from gradcheck.balls.series import Undefined
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Symbol

X = Symbol("x")
ARGUMENTS = {
    "x**3": lambda x: x**3,
    "x + x**3": lambda x: x + x**3,
    "sqrt(2/pi)*x": lambda x: mpmath.sqrt(2 / mpmath.pi) * x,
    "sqrt(2/pi)*(x + 44715/1000000*x**3)": lambda x: mpmath.sqrt(2 / mpmath.pi) * (x + mpf(44715) / 10**6 * x**3),
    "-x**3": lambda x: -(x**3),
}
FUNCTIONS = {"tanh": mpmath.tanh, "sigmoid": lambda u: 1 / (1 + mpmath.exp(-u))}


def value(germ: Germ, t: Fraction) -> arb:
    """The germ at t: the sum of c t^i e^(-j t) e^(-l t^2)."""
    at = arb(t.numerator) / t.denominator
    total = arb(0)
    for (i, j, l), c in germ.terms.items():  # noqa: E741
        exponents = [arb(Fraction(e).numerator) / Fraction(e).denominator for e in (i, j, l)]
        total += c.ball() * (at.log() * exponents[0] - exponents[1] * at - exponents[2] * at * at).exp()
    return total


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_value_is_in_the_germ(name: str, argument: str, left: bool) -> None:
    term = read_expression(f"{name}({argument})")
    lo, hi = (None, Fraction(-8)) if left else (Fraction(8), None)
    found = tail_jet(term, X, lo, hi, 3)
    with mpmath.workdps(60):
        for t in (8, 9, 12, 30):
            x = mpf(-t if left else t)
            exact = mpmath.taylor(lambda s: FUNCTIONS[name](ARGUMENTS[argument](s)), x, 3)
            for germ, coefficient in zip(found, exact, strict=True):
                ball = value(germ, Fraction(t))
                assert mpf(ball.lower().str(40, radius=False)) - mpf(10) ** -25 <= coefficient
                assert coefficient <= mpf(ball.upper().str(40, radius=False)) + mpf(10) ** -25


def test_the_limits_are_the_right_ones() -> None:
    for text, limit in (("tanh(x**3)", 1), ("tanh(-x**3)", -1), ("sigmoid(x**3)", 1)):
        (germ,) = tail_jet(read_expression(text), X, Fraction(8), None, 0)
        assert germ.terms[germs.CONSTANT].exact == limit
    (germ,) = tail_jet(read_expression("1 - tanh(x + x**3)"), X, Fraction(8), None, 0)
    assert germs.CONSTANT not in germ.terms
    assert germ.range.hi < arb(10) ** -400


def test_an_argument_of_no_certain_sign_is_refused() -> None:
    with pytest.raises(Undefined):
        tail_jet(read_expression("tanh(x**3*sin(x))"), X, Fraction(8), None, 0)


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("abs(exp(-x)*sin(x))", lambda x: abs(mpmath.exp(-x) * mpmath.sin(x))),
        ("relu(sin(x)/x)", lambda x: max(mpmath.sin(x) / x, mpf(0))),
        ("abs(sin(x)/x - exp(-x)*cos(x))", lambda x: abs(mpmath.sin(x) / x - mpmath.exp(-x) * mpmath.cos(x))),
        ("max(cos(x), 1/x)", lambda x: max(mpmath.cos(x), 1 / x)),
        ("leaky_relu(x*sin(x))", lambda x: (1 if mpmath.sin(x) > 0 else mpf(1) / 100) * x * mpmath.sin(x)),
    ],
)
def test_branches_where_the_sign_keeps_changing(text: str, function: Callable[[mpf], mpf]) -> None:
    (germ,) = tail_jet(read_expression(text), X, Fraction(8), None, 0)
    with mpmath.workdps(40):
        for k in range(100):
            t = 8 + Fraction(k, 7)
            around, exact = value(germ, t), function(mpf(t.numerator) / t.denominator)
            assert float(around.lower()) - 1e-12 <= exact <= float(around.upper()) + 1e-12


def test_a_derivative_where_the_sign_keeps_changing_is_refused() -> None:
    with pytest.raises(Undefined):
        tail_jet(read_expression("abs(sin(x))"), X, Fraction(8), None, 1)
