"""Means of quotients, roots, logarithms, powers and moduli by their primitives; powers with a symbolic exponent."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import absolute, reals, where
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.calculus.densities import with_choices
from tests.verdicts import verdict_on

TRUE = [
    "E(abs(X)) = 3/2; X ~ Uniform(1, 2)",
    "E(abs(X)) = 1/2; X ~ Uniform(-1, 1)",
    "E(relu(X - 1)) = 1/4; X ~ Uniform(0, 2)",
    "E(max(X, 1)) = 5/4; X ~ Uniform(0, 2)",
    "E(1/X) = log(2); X ~ Uniform(1, 2)",
    "E(1/X) = (log(b) - log(a))/(b - a); X ~ Uniform(a, b); a > 0; b > a",
    "E(1/(1 + X)**2) = 1/2; X ~ Uniform(0, 1)",
    "E(sqrt(X)) = 2/3; X ~ Uniform(0, 1)",
    "E(log(X)) = 2*log(2) - 1; X ~ Uniform(1, 2)",
    "E(X**n) = 1/(n + 1); X ~ Uniform(0, 1); n in naturals",
    "integral(x**n, x, 0, 1) = 1/(n + 1); n in naturals",
    "integral(x**n, x, 0, a) = a**(n + 1)/(n + 1); n in naturals; a > 0",
    "integral(x**p, x, 1, 2) = (2**(p + 1) - 1)/(p + 1); p != -1",
    "integral(x**p, x, 0, 1) = 1/(p + 1); p > -1",
    "0**(n + 1) = 0; n in naturals",
]
NEVER = [
    "E(1/X) = log(2); X ~ Uniform(0, 1)",  # no value at 0, nor a mean
    "0*E(1/X) = 0; X ~ Uniform(0, 1)",
    "0*E(1/X) = 0; X ~ Uniform(-1, 1)",
    "0*E(1/(X - 1)) = 0; X ~ Uniform(1, 2)",  # an end is an outcome
    "0*E(log(X)) = 0; X ~ Uniform(0, 1)",
    "0*E(sqrt(X)) = 0; X ~ Uniform(a, 1); a < 0",
    "0*E(1/X) = 0; X ~ Uniform(a, b); a < b",
    "0*E(sqrt(X - 1)) = 0; X ~ Exponential(1)",
    "1/X = 1/X; X ~ Uniform(1, 2)",  # outside of a mean nothing is known of an outcome
    "X >= 1; X ~ Uniform(1, 2)",
    "E(1/X) = 1/E(X); X ~ Uniform(1, 2)",
    "E(1/X) = (log(b) - log(a))/(b - a); X ~ Uniform(a, b); a >= 0; b > a",
    "E(1/(X*Y)) = log(2); X ~ Uniform(1, 2); Y ~ Uniform(-1, 1)",
    "integral(x**n, x, 0, 1) = 1/n; n in naturals; n >= 1",
    "integral(x**n, x, 0, 1) = 1/(n + 1); n in integers",
    "integral(x**p, x, 0, 1) = 1/(p + 1); p < -1",
    "integral(x**p, x, -1, 1) = 0; p > 0",
    "0**n = 0; n in naturals",
    "0**n = 0; n in integers; n != 0",
    "0**(n - 1) = 0; n in naturals; n >= 1",
]


@pytest.mark.parametrize("line", TRUE)
def test_what_holds_is_proved(line: str) -> None:
    claim, given = read_claim(line)
    assert verdict_on(Goal(claim, given)) == "proved"


@pytest.mark.parametrize("line", NEVER)
def test_what_fails_or_has_no_value_is_not_proved(line: str) -> None:
    claim, given = read_claim(line)
    assert verdict_on(Goal(claim, given), depth=2) != "proved"


def test_a_modulus_becomes_a_choice() -> None:
    x, y = reals("x y")
    assert with_choices(absolute(x - 1), x) is where(x > 1, x - 1, 1 - x)
    assert with_choices(absolute(1 - x), x) is where(x < 1, 1 - x, x - 1)
    assert with_choices(absolute(x) + absolute(x**2), x) is where(x > 0, x, -x) + absolute(x**2)
    assert with_choices(absolute(y - 1), x) is absolute(y - 1)
