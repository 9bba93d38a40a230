"""What one sees at once, with and without linear combinations; near misses are not seen."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByConjunction, ByHypothesis, ByNormalForm, BySign, Evidence
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import eq, integer, natural, real
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.trivial import is_whole, seen
from tests.search.asking import goal_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("x*y < 7; x*y < 7", ByHypothesis),
        ("x**2 - 2*x*y + y**2 >= 0", BySign),
        ("(x + y)**2 - (x - y)**2 = 4*x*y", ByNormalForm),
        ("x >= 0 and x + 1 >= 0; x >= 0", ByConjunction),
    ],
)
def test_what_is_seen(line: str, kind: type[Evidence]) -> None:
    goal = goal_of(line)
    found = seen(goal, combine=False)
    assert isinstance(found, kind)
    assert genuine(prove(goal, found))


@pytest.mark.parametrize("line", ["x = 2; x - 2 = 0", "x*y <= 2*x; x >= 0; y <= z; z <= 2; x*z <= 2*x; x*y <= x*z"])
def test_a_linear_combination_is_seen_where_it_is_looked_for(line: str) -> None:
    goal = goal_of(line)
    found = seen(goal)
    assert found is not None
    assert genuine(prove(goal, found))


@pytest.mark.parametrize(
    "line",
    [
        "x*y < 7; x*y <= 7",
        "x**2 - 2*x*y + y**2 > 0",
        "(x + y)**2 - (x - y)**2 = 3*x*y",
        "x >= 0 and x - 1 >= 0; x >= 0",
        "x + y < 5; x <= 2; y <= 3",
        "x = 2; x**2 = 4",
    ],
)
def test_near_misses(line: str) -> None:
    assert seen(goal_of(line)) is None


def test_a_case_distinction_is_not_seen() -> None:
    assert seen(goal_of("max(x, y) <= abs(x) + abs(y)")) is None


def test_equations_between_integers() -> None:
    k, m, x = natural("k"), integer("m"), real("x")
    assert is_whole(eq(k, 2 * m))
    assert not is_whole(eq(k, x))
    assert not is_whole(eq(as_term(1), 2)), "of numbers alone"
