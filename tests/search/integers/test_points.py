"""Claims about integers: what fails between integers alone is proved, and what fails at one is refuted there."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import prove, refute
from gradcheck.language.author import integer
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Term
from gradcheck.search.driver import search_finding
from gradcheck.search.integers.points import search_at_integers

n = integer("n")

TRUE = (
    "n**2 >= n; n in integers",
    "n**2 - 3*n + 2 >= 0; n in integers",
    "(n - 1)*(n - 2)*(n - 5)*(n - 6) >= 0; n in integers",
    "n**2 != 2; n in integers",
    "n**2 + n != 1; n in integers",
    "n**3 + n >= 2*n**2; n in naturals",
    "n**5 - 5*n**3 + 4*n >= 0; n in integers; n >= -2",
)
FALSE = (
    "n**2 > n; n in integers",
    "n**2 - 4*n + 3 >= 0; n in integers",
    "(n - 1)*(n - 2)*(n - 5)*(n - 7) >= 0; n in integers",
    "n**2 != 25; n in integers; n < 0",
    "n**2 + n != 2; n in integers",
    "n**3 >= n; n in integers",
    "n**5 - 5*n**3 + 4*n >= 0; n in integers; n >= -3",
    "n**2 + m**2 != 25; n, m in integers",
    "n**2 >= n; n in reals",
    "n <= 2000; n in integers",
)


def goal_of(written: str) -> Goal:
    return Goal(*read_claim(written))


@pytest.mark.parametrize("written", TRUE)
def test_what_fails_between_integers_alone_is_proved(written: str) -> None:
    goal = goal_of(written)
    found = search_finding(goal, Step("s", goal.claim), refute_first=False)
    assert found.evidence is not None
    assert prove(goal, found.evidence).trust == "exact"


@pytest.mark.parametrize("written", FALSE)
def test_what_fails_at_an_integer_is_refuted(written: str) -> None:
    goal = goal_of(written)
    found = search_finding(goal, Step("s", goal.claim), refute_first=False)
    assert found.counterexample is not None
    refute(goal, found.counterexample)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=3), st.integers(-3, 3))
def test_the_verdict_is_that_of_all_integers_nearby(roots: list[int], shift: int) -> None:
    """Oracle: a polynomial with roots in [-6, 6] that is >= 0 on [-20, 20] at the integers is so at all of them."""
    product: Term = Num(Fraction(1))
    for root in roots:
        product = product * (n - root) * (n - root - shift)
    goal = Goal(Relation(">=", product, Num(Fraction(0))))
    values = [k for k in range(-20, 21) if _value(roots, shift, k) < 0]
    found = search_at_integers(goal)
    assert (found is not None) == bool(values)


def _value(roots: list[int], shift: int, at: int) -> int:
    product = 1
    for root in roots:
        product *= (at - root) * (at - root - shift)
    return product
