"""Means that do not exist: the condition, a value at which it fails, and no word about means that do exist."""

from __future__ import annotations

import pytest
from mpmath import exp as power_of_e
from mpmath import inf, mp, quad
from mpmath import sqrt as root

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    E,
    Exponential,
    Normal,
    Uniform,
    Var,
    cosh,
    eq,
    exp,
    log,
    ne,
    random_variable,
    rational,
    reals,
    sin,
    sqrt,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.search.driver import search_finding
from gradcheck.search.refutation.no_mean import missing_mean

a, b, r, s, mu = reals("a b r s mu")
half = rational(1, 2)
Y, X = random_variable("Y", Exponential(r)), random_variable("X", Exponential(2))
Z, N = random_variable("Z", Normal(0, 1)), random_variable("N", Normal(mu, s**2))
U, V = random_variable("U", Uniform(0, 1)), random_variable("V", Uniform(1, 2))

SOMETIMES: dict[str, tuple[Term, tuple[Proposition, ...]]] = {  # the condition, and terms whose mean needs it
    "r > 1": (E(exp(Y)), (r > 0,)),
    "r > 1 ": (E(Y**2 * exp(Y)), (r > 0, ne(r, 1))),
    "r > 2": (Var(exp(Y)), (r > 1,)),
    "r > 3": (E(exp(3 * Y) - 2 * exp(Y) + Y), (r > 2,)),
    "a < r": (E(exp(a * Y)), (r > 0,)),
    "a < 2": (E(exp(a * X + b)), ()),
    "a < 1/2": (E(exp(a * Z**2 + b * Z)), ()),
    "s**2 < 1/2": (E(exp(N**2)), (s > 0,)),
    "r > 1  ": (E(cosh(Y)), (r > half,)),
}
NEVER = (
    E(exp(2 * X)), E(exp(Z**2)), E(exp(half * Z**2)), E(1 / Z), E(Z**-2), E(1 / U), E(U ** -3 + U), E(1 / X),
    E(exp(X**2)), Var(exp(X)), Var(1 / sqrt(U)), E(exp(Z**2 + Z) - 1),
)  # fmt: skip
ALWAYS = (
    E(exp(a * Z)), E(exp(X)), E(exp(-Y)), E(exp(Y - 2 * Y)), E(exp(-(Z**2))), E(1 / sqrt(U)), E(1 / V), E(exp(a * U)),
    E(exp(Z**2) - exp(Z**2)), E(0 * exp(Z**2)), E(exp(X - X**2)), Var(exp(a * Z)), E(Z**4), E(1 / sqrt(X)),
)  # fmt: skip
OPEN = (E(a * exp(Z**2)), E(sin(exp(Z**2))), E(log(U)), E(exp(Z * X)), E(exp(E(Y) * Z)), E(1 / (1 + exp(Z))))


@pytest.mark.parametrize("condition", SOMETIMES)
def test_the_condition_under_which_a_mean_exists(condition: str) -> None:
    mean, given = SOMETIMES[condition]
    found = missing_mean(Goal(eq(mean, 1), given))
    assert found is not None
    assert found.condition is not None
    assert render_text(found.condition) == condition.strip()
    assert "does not exist there" in str(found)
    assert missing_mean(Goal(eq(mean, 1), (*given, found.condition))) is None


def test_means_that_never_exist() -> None:
    for mean in NEVER:
        found = missing_mean(Goal(eq(mean, 1)))
        assert found is not None, render_text(mean)
        assert found.condition is None


def test_nothing_is_said_of_means_that_exist_or_are_of_another_form() -> None:
    for mean in (*ALWAYS, *OPEN):
        assert missing_mean(Goal(eq(mean, 1), (r > 0, s > 0))) is None, render_text(mean)


def test_what_is_known_of_a_mean_says_that_it_exists() -> None:
    assert missing_mean(Goal(eq(E(exp(Y)), 3), (r > 0, eq(E(exp(Y)), 3)))) is None


def test_a_claim_that_holds_where_the_mean_exists_names_the_condition() -> None:
    goal = Goal(eq(E(exp(Y)), r / (r - 1)), (r > 0, ne(r, 1)))
    found = search_finding(goal, Step("claim", goal.claim, goal.hypotheses))
    assert [render_text(one) for one in found.missing] == ["r > 1"]
    assert found.code == "GC301"
    right = Goal(goal.claim, (r > 1,))
    assert search_finding(right, Step("claim", right.claim, right.hypotheses)).evidence is not None
    wrong = Goal(eq(E(exp(Y)), 2 * r / (r - 1)), (r > 0, ne(r, 1)))
    assert search_finding(wrong, Step("claim", wrong.claim, wrong.hypotheses)).counterexample is not None


def test_the_integrals_grow_where_a_mean_does_not_exist() -> None:
    """An oracle: truncated integrals of a mean that exists settle, of one that does not they grow."""
    mp.dps = 15
    cases = [
        (lambda x: power_of_e(x) * 2 * power_of_e(-2 * x), True), (lambda x: power_of_e(x) * power_of_e(-x), False),
        (lambda x: power_of_e(x**2 / 4) * power_of_e(-(x**2) / 2), True),
        (lambda x: power_of_e(x**2 / 2) * power_of_e(-(x**2) / 2), False),
    ]  # fmt: skip
    for density, exists in cases:
        near, far = (quad(density, [0, end / 2, end]) for end in (20, 40))
        assert (abs(far - near) < 1) is exists
    assert quad(lambda x: 1 / root(x), [0, 1]) < inf
