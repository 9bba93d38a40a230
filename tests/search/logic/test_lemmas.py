"""Conditions that are proved first: where they hold the claim is, and where one fails nothing is."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByCut, ByNormalForm, Evidence
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.search.logic.lemmas import mended, of_values
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by, goal_of
from tests.verdicts import verdict_on


def with_lemmas(line: str) -> Evidence | None:
    goal = goal_of(line)
    found = mended(goal, new_search(), ByNormalForm())
    assert found is None or genuine(prove(goal, found))
    return found


@pytest.mark.parametrize("line", ["sqrt(exp(x) - x) >= 0", "log(exp(x) - x) >= 0", "x/(exp(x) - x) <= 1"])
def test_a_claim_has_a_value(line: str) -> None:
    assert isinstance(found_by(of_values, line), ByCut)


@pytest.mark.parametrize("line", ["sqrt(exp(x) - 3*x) >= 0", "1/(exp(x) - 3*x) > 0", "log(exp(x) - 1 - x) < exp(x)"])
def test_a_claim_without_a_value_somewhere(line: str) -> None:
    assert found_by(of_values, line) is None


def test_a_condition_that_the_search_does_not_prove_is_undecided() -> None:
    assert found_by(of_values, "sqrt(exp(x) - x) >= 0", depth=1) is None
    assert found_by(of_values, "sqrt(sin(x) + sin(2*x) + 1.8) >= 0") is None


@pytest.mark.parametrize("line", ["(exp(x) - x)/(exp(x) - x) = 1", "sqrt(exp(x) - x)**2 = exp(x) - x"])
def test_evidence_that_lacks_a_condition(line: str) -> None:
    assert isinstance(with_lemmas(line), ByCut)


@pytest.mark.parametrize(
    "line",
    ["(exp(x) - 3*x)/(exp(x) - 3*x) = 1", "(exp(x) - x)/(exp(x) - x) = 2", "x/x = 1", "x/x = 1; exp(x) <= 1"],
)
def test_evidence_that_nothing_mends(line: str) -> None:
    assert with_lemmas(line) is None


def test_evidence_that_lacks_nothing_is_left_alone() -> None:
    assert with_lemmas("x + x = 2*x") is None


@pytest.mark.parametrize("line", ["(n + 1)!/n! = n + 1 ; n in naturals", "n!*(1/n!) = 1 ; n in naturals"])
def test_a_condition_that_an_induction_proves(line: str) -> None:
    assert verdict_on(goal_of(line)) == "proved"


@pytest.mark.parametrize("line", ["(n! - 1)/(n! - 1) = 1 ; n in naturals", "(n! - 2)*(1/(n! - 2)) = 1 ; n in naturals"])
def test_a_condition_that_fails_somewhere_is_not_proved(line: str) -> None:
    assert verdict_on(goal_of(line)) != "proved"
