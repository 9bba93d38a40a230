"""Claims of the form p or q, and such assumptions; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByConjunction, ByDisjunct, ByDisjunction
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import Invertible, Or, dimension, eq, matrix, norm, real, vector
from gradcheck.search.logic.disjunctions import cases_of_assumptions, disjunctions
from tests.search.asking import found_by
from tests.verdicts import verdict

n, x = dimension("n"), real("x")
A = matrix("A", n, n)
u, v = vector("u", n), vector("v", n)


@pytest.mark.parametrize("line", ["x > 3 or x**2 <= 3*x or x < 0", "x*y <= 0 or x != 0", "x**2 >= 0 or y > 1"])
def test_the_rest_follows_where_the_first_part_fails(line: str) -> None:
    assert isinstance(found_by(disjunctions, line), ByConjunction)


@pytest.mark.parametrize("line", ["x > 3 or x < 3", "x**2 > 9 or x < 3", "x >= 3 or x**2 < 9"])
def test_a_gap_between_the_parts(line: str) -> None:
    assert found_by(disjunctions, line, depth=2) is None


def test_a_part_that_holds_by_itself() -> None:
    assert isinstance(found_by(disjunctions, Goal(Or((Invertible(A), x**2 >= 0)))), ByDisjunct)
    assert found_by(disjunctions, Goal(Or((Invertible(A), x**2 > 0)))) is None


def test_parts_without_a_negation_that_hold_together_are_undecided() -> None:
    assert found_by(disjunctions, Goal(Or((eq(u, v), norm(u - v) > 0))), depth=1) is None


@pytest.mark.parametrize("line", ["x**2 = 25; x = 5 or x = -5", "x*y >= 0; x = 0 or y = x"])
def test_an_assumed_disjunction(line: str) -> None:
    assert isinstance(found_by(cases_of_assumptions, line), ByDisjunction)


@pytest.mark.parametrize("line", ["x**2 = 25; x = 5 or x = -4", "x**2 = 25; x**2 <= 25", "x**2 > 25; x >= 5 or x < -5"])
def test_an_assumption_that_says_too_little(line: str) -> None:
    assert found_by(cases_of_assumptions, line) is None


def test_two_disjunctions_need_depth() -> None:
    line = "x*y >= 6; x = 2 or x = 3; y = 3 or y = 4"
    assert isinstance(found_by(cases_of_assumptions, line), ByDisjunction)
    assert found_by(cases_of_assumptions, line, depth=1) is None


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("sinh(x)/x > 1; x != 0", "proved"),
        ("sin(x)/x < 1; x != 0", "proved"),
        ("log(x)/(x - 1) > 0; x > 0; x != 1", "proved"),
        ("(exp(x) - 1)/x > 0; x != 0", "proved"),
        ("sinh(x)/x > 2; x != 0", "refuted"),
        ("1/x > 0; x != 0", "refuted"),
    ],
)
def test_an_excluded_value_has_two_sides(claim: str, expected: str) -> None:
    assert verdict(claim) == expected
