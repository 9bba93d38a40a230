"""Certificates of nonnegativity: the kernel accepts those of true claims and none of false ones."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByPositivity
from gradcheck.language.author import reals, sin
from gradcheck.search.inequalities.certificates import certificate_terms, nonnegative_pieces
from gradcheck.search.inequalities.one_variable import comparison
from gradcheck.search.tactics import new_search
from tests.search.asking import goal_of

x, y = reals("x y")


def is_certified(line: str) -> bool:
    goal = goal_of(line)
    claim = comparison(goal)
    assert claim is not None
    return any(new_search().accepts(goal, ByPositivity(term)) for term in certificate_terms(goal, claim))


@pytest.mark.parametrize(
    "line",
    [
        "x*y <= 1; 0 <= x; x <= 1; 0 <= y; y <= 1",
        "x**2 + 2*x*y + 2*y**2 + 1 > 0",
        "x**2*y >= x*y; x >= 1; y >= 0",
        "x*(1 - x) <= 1/4",
        "n*m >= 2; n >= 2; m > 0; n, m in integers",
    ],
)
def test_a_certificate(line: str) -> None:
    assert is_certified(line)


@pytest.mark.parametrize(
    "line",
    [
        "x*y <= 1/2; 0 <= x; x <= 1; 0 <= y; y <= 1",
        "x**2 + 2*x*y + y**2 > 0",
        "x**2 + 3*x*y + 2*y**2 >= 0",
        "x**2*y >= x*y; x >= 1",
        "x*(1 - x) < 1/4",
        "n*m >= 2; n >= 2; m > 0",
    ],
)
def test_no_certificate(line: str) -> None:
    assert not is_certified(line)


def test_higher_degrees_of_several_variables_are_undecided() -> None:
    assert not is_certified("x**4*y**2 + x**2*y**4 + 1 >= 3*x**2*y**2")


def test_pieces_come_from_hypotheses_and_ranges() -> None:
    goal = goal_of("sin(x) <= y; x >= 2; y = 3")
    claim = comparison(goal)
    assert claim is not None
    terms = goal.in_ring(
        lambda ring, low: [term for _, term in nonnegative_pieces(goal, ring, low, low.scalar(claim.left))]
    )
    assert {x - 2, 1 - sin(x)} <= set(terms)
    assert y - 3 not in terms
