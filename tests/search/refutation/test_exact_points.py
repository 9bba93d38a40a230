"""Points at which a claim fails that are not rational: proposed where the sides meet, and nowhere else."""

from __future__ import annotations

import pytest

from gradcheck.kernel.negation import negated
from gradcheck.language.author import exp, log, pi, rational, real, sqrt
from gradcheck.language.syntax.terms import Term
from gradcheck.search.refutation.exact_points import points_of_failure
from gradcheck.search.tactics import new_search, search_proof
from tests.search.asking import goal_of

x = real("x")


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("x*exp(-x**2) < exp(-1/2)/sqrt(2)", sqrt(rational(1, 2))),
        ("log(x)/x**2 < 1/(2*e); x > 0", exp(rational(1, 2))),
        ("exp(x) != 5", log(5)),
        ("x**2 != 3; x > 0", sqrt(3)),
        ("cos(x) != 0; x > 0; x < 3", rational(1, 2) * pi),
    ],
)
def test_the_point_is_recognised(line: str, point: Term) -> None:
    goal = goal_of(line)
    found = [one for one in points_of_failure(goal) if one.points == ((x, point),)]
    assert found, points_of_failure(goal)
    opposite = negated(goal, found[0])
    proof = search_proof(opposite, new_search())
    assert proof is not None


@pytest.mark.parametrize("line", ["exp(x) > x", "x**2 != -1", "x*exp(-x**2) < 1/2", "log(x)/x**2 < 1/5; x > 0"])
def test_a_true_claim_has_none(line: str) -> None:
    assert points_of_failure(goal_of(line)) == []


def test_rational_points_and_several_variables_are_left_to_others() -> None:
    for line in ("x**2 != 4", "x*y != 2", "x + 1/x > 2; x > 0"):
        assert points_of_failure(goal_of(line)) == []


def test_points_of_another_form_are_undecided() -> None:
    assert points_of_failure(goal_of("exp(x) + x != 0")) == []
