"""Values at which the assumptions hold, those at which a limit may fail among them."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import eq, limit, natural, oo, rational, real
from gradcheck.search.refutation.candidates import is_model
from gradcheck.search.refutation.models import models_for
from tests.search.asking import goal_of

POWERS = "limit(x**k, k, oo) = 0; x >= 0; x <= 1; k in naturals"


@pytest.mark.parametrize("line", ["x > y; x > 1; y < 1", "x**2 > 5; x + y = 3; y > 1", POWERS])
def test_the_assumptions_hold(line: str) -> None:
    goal = goal_of(line)
    found = models_for(goal)
    assert found
    assert all(is_model(goal, one) for one in found)


def test_a_limit_is_asked_for_at_other_values_too() -> None:
    goal = goal_of(POWERS)
    values = {value for one in models_for(goal) for symbol, value in one.scalars if symbol.name == "x"}
    assert 1 in values
    assert len(values) > 2


def test_what_the_claim_alone_speaks_of_gets_a_value() -> None:
    x, y, k = real("x"), real("y"), natural("k")
    goal = Goal(eq(limit(y * x**k, k, oo), y), (eq(x, rational(1, 3)),))
    assert any({s.name for s, _ in one.scalars} >= {"x", "y"} for one in models_for(goal))


@pytest.mark.parametrize("line", ["x > y; x > 1; x < 0", "x > 0; x**2 = 2", "x*y > 0; x**2 + y**2 < 0"])
def test_there_is_no_rational_model(line: str) -> None:
    assert models_for(goal_of(line)) == []
