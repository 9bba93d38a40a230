"""Inequalities that are false by a little: a point at which they fail is found, and the kernel confirms it."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from benchmarks.inequalities import INEQUALITIES, Inequality
from gradcheck.kernel.counterexample.checking import check_counterexample
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Symbol
from gradcheck.search.refutation.violation import search_nearby
from tests.search.mpmath_values import value_of

IRRATIONAL = {"log(x)/x < exp(-1)"}  # false at exp(1) alone


def goal_of(line: str) -> Goal:
    claim, given = read_claim(line)
    return Goal(claim, given)


@pytest.mark.parametrize("one", [i for i in INEQUALITIES if not i.true], ids=lambda i: i.claim)
def test_twins_are_refuted(one: Inequality) -> None:
    goal = goal_of(one.line())
    found = search_nearby(goal)
    if one.claim in IRRATIONAL:
        assert found is None
        return
    assert found is not None
    assert isinstance(goal.claim, Relation)
    with mpmath.workdps(60):
        places = {symbol: mpmath.mpf(v.numerator) / v.denominator for symbol, v in found.scalars}
        gap = value_of(goal.claim.left, places) - value_of(goal.claim.right, places)
        slack = mpmath.mpf(10) ** -50
        assert gap < slack if goal.claim.op in (">", ">=") else gap > -slack


@pytest.mark.parametrize("one", [i for i in INEQUALITIES if i.true], ids=lambda i: i.claim)
def test_nothing_is_found_against_what_is_true(one: Inequality) -> None:
    assert search_nearby(goal_of(one.line())) is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("sin(x) <= x; x >= 0", Fraction(1, 1000)),  # no normal form: sin(1/1000) is evaluated in balls
        ("exp(x) >= 1 + x", Fraction(1, 123457)),
        ("log(x) <= x - 1; x > 0", Fraction(0)),  # not defined there, and not admitted
    ],
)
def test_values_at_which_a_claim_holds_refute_nothing(line: str, value: Fraction) -> None:
    with pytest.raises(Rejected):
        check_counterexample(goal_of(line), Counterexample(((Symbol("x"), value),)), Trail())


@pytest.mark.parametrize(
    "line",
    ["log(x) <= 100; x > 0", "log(log(x)) <= 6; x > 1", "log(x) < 499; x > 0; x < exp(500)",
     "sin(t) <= sin(s); 0 <= t; t <= s; s <= pi/2 + 0.1"],
)  # fmt: skip
def test_far_out_and_beside_irrational_ends(line: str) -> None:
    claim, given = read_claim(line)
    assert search_nearby(Goal(claim, given)) is not None
