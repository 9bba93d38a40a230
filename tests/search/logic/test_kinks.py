"""Conditions that keep derivatives away from kinks: the claim is proved under them, and they are told."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.text import render_text
from gradcheck.prover.prove import prove_claim
from gradcheck.runtime.limits import Limits
from gradcheck.search.logic.kinks import away_from_kinks


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("d(abs(x), x) = 1", ["x != 0"]),
        ("d(relu(2*x - y), x) = 1", ["2*x - y != 0"]),
        ("d(max(x, y), x) = 1", ["x - y != 0"]),
        ("d(where(x < a, x, 0), x) = 1", ["x != a"]),
        ("d(sqrt(x), x) = 1", ["x > 0"]),
        ("d(abs(y)*x, x) = abs(y)", []),  # not a kink in x
        ("abs(x) = x", []),
        ("sum(d(abs(x - k), x), k, 1, 3) = 1", []),  # at each k: no condition says it
        ("d(sigmoid(x), x) = 1", []),
    ],
)
def test_the_kinks_of_a_claim(line: str, conditions: list[str]) -> None:
    claim, given = read_claim(line)
    assert [render_text(condition) for condition in away_from_kinks(Goal(claim, given))] == conditions


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("d(abs(x), x) = sign(x)", ["x != 0"]),
        ("d(relu(x), x) = where(x > 0, 1, 0)", ["x != 0"]),
        ("d(max(x, y), x) = where(x > y, 1, 0)", ["x != y"]),
        ("d(where(x > 0, x, a*x), x) = where(x > 0, 1, a)", ["x != 0"]),
        ("d(where(x > 0, x, a*x), x) = where(x > 0, a, 1)", []),  # false
        ("d(abs(x), x) = 2*sign(x)", []),  # false
    ],
)
def test_a_derivative_at_a_kink(line: str, missing: list[str]) -> None:
    outcome = prove_claim(*read_claim(line), Limits())
    assert outcome.verdict != "proved"
    assert [condition.text for condition in outcome.missing] == missing


def test_beside_the_kink_nothing_is_missing() -> None:
    assert prove_claim(*read_claim("d(abs(x), x) = sign(x) ; x != 0"), Limits()).verdict == "proved"
