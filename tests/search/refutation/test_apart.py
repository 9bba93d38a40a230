"""Counterexamples where some assumptions speak of other things; none where there is none."""

from __future__ import annotations

import pytest

from gradcheck.kernel.verdict import Refuted, genuine, refute
from gradcheck.search.refutation.apart import search_apart, search_apart_at_once
from tests.search.asking import goal_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("x**2 > x; y**2 = 4", {"x", "y"}),
        ("x <= 2; y > 3; x < 3", {"x", "y"}),
        ("x**2 > x; exp(y) = 2", {"x"}),
        ("x*y >= 0; x > -5; z > y + 1; w > 6", {"x", "y", "z", "w"}),
    ],
)
def test_a_counterexample_has_a_value_of_everything(line: str, names: set[str]) -> None:
    goal = goal_of(line)
    found = search_apart(goal)
    assert found is not None
    assert {symbol.name for symbol, _ in found.scalars} == names
    verdict = refute(goal, found)
    assert isinstance(verdict, Refuted)
    assert genuine(verdict)


@pytest.mark.parametrize("line", ["x**2 >= x - 1; y > 3", "x**2 > x; x > 1; y > 3", "x**2 > x; y > 3; y < 2"])
def test_a_true_claim_has_none(line: str) -> None:
    assert search_apart(goal_of(line)) is None
    assert search_apart_at_once(goal_of(line)) is None


@pytest.mark.parametrize("line", ["x**2 > x", "x**2 > x; x > y; y > -1"])
def test_without_other_things_it_is_left_to_others(line: str) -> None:
    assert search_apart(goal_of(line)) is None


def test_at_once() -> None:
    for line in ("x**2 >= x; y > 3", "n**2 > n; n in integers; y > 3"):
        goal = goal_of(line)
        found = search_apart_at_once(goal)
        assert found is not None
        assert genuine(refute(goal, found))
