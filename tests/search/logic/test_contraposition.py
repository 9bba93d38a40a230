"""What monotone polynomials say backwards, each beside a near miss that has a counterexample."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.logic.contraposition import contraposed
from gradcheck.search.tactic import Search

TRUE = [
    "x <= y; x**3 <= y**3",
    "x < y; x**3 < y**3",
    "x = y; x**3 + x = y**3 + y",
    "x >= y; x**3 + 2*x >= y**3 + 2*y",
    "x <= y; x**2 <= y**2; y >= 0",
    "x*y >= 0; x**3*y >= 0",
]
FALSE = [
    "x < y; x**3 <= y**3",
    "x = y; x**3 - x = y**3 - y",
    "x <= y; x**3 - x <= y**3 - y",
    "x >= y; x**3 - 2*x >= y**3 - 2*y",
    "x <= y; x**2 <= y**2",
    "x*y > 0; x**3*y >= 0",
]


def accepted(line: str) -> bool:
    claim, given = read_claim(line)
    goal = Goal(claim, given)
    for evidence in contraposed(goal, Search()):
        try:
            return evidence is not None and prove(goal, evidence).trust == "exact"
        except Rejected:
            continue
    return False


@pytest.mark.parametrize("line", TRUE)
def test_a_true_claim_is_proved(line: str) -> None:
    assert accepted(line)


@pytest.mark.parametrize("line", FALSE)
def test_a_near_miss_is_not(line: str) -> None:
    assert not accepted(line)


def test_the_powers_of_the_difference_make_it_strict() -> None:
    assert accepted("x < y; x**3 + x < y**3 + y")
    assert not accepted("x < y; x**3 - x < y**3 - y")
