"""Assumptions that exclude each other are told; possible ones never are, and a verdict stays what it is."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByContradiction, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import eq, real
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import prove_claim
from gradcheck.report.page import plain
from gradcheck.report.text import step_lines
from gradcheck.runtime.limits import Limits
from gradcheck.search.logic.consistency import ABSURD, are_inconsistent, search_inconsistency

x = real("x")

EXCLUDED = """
x = 5 ; x > 1; x < 0
x = x ; x > 1; x < 0
x = 5 ; x**2 < 0
x = 5 ; x != x
x = 5 ; x < y; y < x
y = 2 ; exp(x) < 0
x < 1 ; x > 3; y > 2; x*y < 5
x = 1 ; 1 < 0
""".strip().splitlines()

POSSIBLE = """
x = x ; x > 1
x >= 1 ; x >= 1; x <= 1
x = 1 ; x >= 1; x <= 1
x*y < 0 ; x < 0; y > 0
x = x ; x**2 <= 0
x = 1 ; x != x + 1; exp(x) > 0
x = 5 ; x > 1; y < 0
""".strip().splitlines()


@pytest.mark.parametrize("line", EXCLUDED)
def test_the_excluded_assumption_is_named(line: str) -> None:
    claim, given = read_claim(line)
    outcome = prove_claim(claim, given, Limits())
    assert outcome.verdict == "proved"
    assert outcome.contradictory is not None
    assert outcome.contradictory.text in [item.text for item in outcome.assumptions]
    assert "the assumptions are contradictory, and anything follows from them: " in plain(step_lines(outcome))


@pytest.mark.parametrize("line", POSSIBLE)
def test_possible_assumptions_are_not_accused(line: str) -> None:
    claim, given = read_claim(line)
    assert search_inconsistency(Goal(claim, given)) is None
    assert prove_claim(claim, given, Limits()).contradictory is None


def test_the_kernel_refuses_a_false_accusation() -> None:
    goal = Goal(eq(x, 5), (x > 1, x < 3))
    for hypothesis in goal.hypotheses:
        assert not are_inconsistent(goal, ByContradiction(hypothesis, BySign()))
    assert not are_inconsistent(Goal(eq(x, 5), (x > 1,)), ByContradiction(ABSURD, BySign()))
    assert not are_inconsistent(goal, None)
