"""Values of integrals and limits: true ones are proved, wrong ones refuted, and what does not exist is neither."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.derivation import Step
from gradcheck.kernel.evidence import ByCut, ByNormalForm, ByRewriting, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Proved, Refuted, refute_by_proof
from gradcheck.language.author import eq, exp, integral, limit, natural, ne, oo, pi, rational, reals, sin, sqrt
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.prover.prove import decide
from gradcheck.search.calculus.values import known_values, pins, propose_values
from gradcheck.search.driver import search_finding
from gradcheck.search.equations.identities import normal_form
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by

x, c, p = reals("x c p")
t = natural("t")
BELL = x * exp(-(x**2) / 2)


def verdict(claim: Proposition, *assumed: Proposition) -> str:
    goal = Goal(claim, assumed)
    found = decide(goal, search_finding(goal, Step("claim", claim, assumed, expected="refuted")))
    return {Proved: "proved", Refuted: "refuted"}.get(type(found), "undecided")


@pytest.mark.parametrize(
    ("claim", "assumed", "expected"),
    [
        (eq(integral(BELL, x, 0, oo), 1), (), "proved"),
        (eq(integral(BELL, x, 0, oo), 2), (), "refuted"),
        (eq(integral(BELL / sqrt(2), x, 0, oo), 1 / sqrt(2 * pi)), (), "refuted"),
        (eq(2 * integral(x, x, 0, 1), 1), (), "proved"),
        (eq(2 * integral(x, x, 0, 1), 3), (), "refuted"),
        (integral(x, x, 0, 1) <= rational(1, 2), (), "proved"),
        (integral(x, x, 0, 1) < rational(1, 2), (), "refuted"),
        (eq(integral(x, x, 0, c), c**2 / 2), (c > 0,), "proved"),
        (eq(integral(x, x, 0, c), c**2 / 3), (c > 0,), "refuted"),
        (eq(limit(1 - p**t, t, oo), 2), (p > 0, p < 1), "refuted"),
        (eq(limit(exp(x), x, 0), 2), (), "refuted"),
        (eq(integral(1 / x, x, 0, 1), 5), (), "refuted"),
        (eq(integral(1 / x**2, x, -1, 1), -2), (), "undecided"),
    ],
)
def test_claims_about_values(claim: Proposition, assumed: tuple[Proposition, ...], expected: str) -> None:
    assert verdict(claim, *assumed) == expected


def test_a_value_that_nothing_proves_refutes_nothing() -> None:
    area = integral(x, x, 0, 1)
    forged = eq(area, 7)
    with pytest.raises(Rejected):
        refute_by_proof(Goal(eq(area, rational(1, 2))), ByCut(forged, ByNormalForm(), ByRewriting((forged,), BySign())))


coefficients = st.lists(st.integers(-3, 3), min_size=1, max_size=4)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(coefficients, st.integers(0, 2), st.integers(-2, 2))
def test_integrals_of_polynomials_have_one_value(numbers: list[int], lo: int, wrong: int) -> None:
    body = sum((number * x**k for k, number in enumerate(numbers)), 0 * x)
    value = sum((Fraction(n, k + 1) * ((lo + 1) ** (k + 1) - lo ** (k + 1)) for k, n in enumerate(numbers)), Fraction())
    area = integral(body, x, lo, lo + 1)
    assert verdict(eq(area, value)) == "proved"
    assert verdict(ne(area, value + wrong)) == ("proved" if wrong else "refuted")


SQUARES = integral(x**2, x, 0, 3)


@pytest.mark.parametrize("claim", [SQUARES < 10, ne(SQUARES, 10), eq(2 * SQUARES + c, 18 + c)])
def test_a_value_is_put_in(claim: Proposition) -> None:
    assert isinstance(found_by(known_values, Goal(claim)), ByCut)


@pytest.mark.parametrize("claim", [SQUARES < 9, ne(SQUARES, 9), eq(2 * SQUARES + c, 18 - c)])
def test_a_value_that_does_not_help(claim: Proposition) -> None:
    assert found_by(known_values, Goal(claim)) is None


def test_a_value_without_a_closed_form_is_undecided() -> None:
    assert found_by(known_values, Goal(integral(x**x, x, 1, 2) < 4)) is None


def test_hypotheses_that_give_a_value() -> None:
    goal = Goal(x > 0, (eq(x, 2), eq(x + c, 1), eq(p, x), c > 1))
    assert pins(goal) == (eq(x, 2),)


def test_proposed_values() -> None:
    goal = Goal(c > 0)
    assert next(propose_values(limit(sin(x) / x, x, 0), goal, new_search())) == rational(1)
    (value,) = propose_values(SQUARES, goal, new_search())
    assert isinstance(found_by(normal_form, Goal(eq(value, 9))), ByNormalForm)
