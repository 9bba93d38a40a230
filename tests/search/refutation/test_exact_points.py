"""Points at which a claim fails that are not rational: proposed where the sides meet, and nowhere else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx

from gradcheck.balls.jets import enclose
from gradcheck.derivation import Step
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.negation import negated
from gradcheck.kernel.verdict import Refuted
from gradcheck.language.author import exp, log, pi, rational, real, sqrt
from gradcheck.language.syntax.terms import Term
from gradcheck.prover.prove import decide
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.driver import search_finding
from gradcheck.search.refutation.closed_points import closed_terms
from gradcheck.search.refutation.counterexample import search_counterexample
from gradcheck.search.refutation.exact_points import points_of_failure
from gradcheck.search.refutation.violation import search_nearby
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


def test_rational_points_are_values_and_several_variables_are_left_to_others() -> None:
    found = points_of_failure(goal_of("x**3 != -1000"))
    assert found == [Counterexample(((x, Fraction(-10)),))]
    assert points_of_failure(goal_of("x + 1/x > 2; x > 0")) == [Counterexample(((x, Fraction(1)),))]
    assert points_of_failure(goal_of("x*y != 2")) == []


def test_points_of_another_form_are_undecided() -> None:
    assert points_of_failure(goal_of("exp(x) + x != 0")) == []


@pytest.mark.parametrize(
    ("line", "near_by"),  # false at one point, or at points far away; and the true claim beside it
    [
        ("2*tanh(x)*(1 - tanh(x)**2) < 4/(3*sqrt(3))", "2*tanh(x)*(1 - tanh(x)**2) < 4/5"),
        ("tanh(x)*(1 - tanh(x)) < 1/4", "tanh(x)*(1 - tanh(x)) < 13/50"),
        ("sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x)) < 1/(6*sqrt(3))",
         "sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x)) < 1/10"),
        ("x**2 != 30", "x**2 != 30; x < 5; x > 0"),
        ("exp(x) != 300", "exp(x) != 300; x < 5"),
        ("log(x) != 7; x > 0", "log(x) != 7; x > 0; x < 1000"),
        ("sin(x) != 1/2; x >= 100; x <= 110", "sin(x) != 11/10; x >= 100; x <= 110"),
        ("sin(x) != 1/2; x >= 10", "sin(x) != -2; x >= 10"),
        ("x**2 != 2*x + 1; x > 0", "x**2 != 2*x + 1; x > 0; x < 2"),
        ("x**3 != 5000", "x**3 != 5000; x < 17"),
        ("abs(w)*sigmoid(a)*(1 - sigmoid(a)) < 1; abs(w) <= 4", "abs(w)*sigmoid(a)*(1 - sigmoid(a)) < 1; abs(w) < 4"),
        ("w**2 + b < 13; w**2 <= 9; b <= 4", "w**2 + b < 13; w**2 <= 9; b < 4"),
    ],
)  # fmt: skip
def test_what_fails_at_a_point_is_refuted_and_its_neighbour_is_not(line: str, near_by: str) -> None:
    goal = goal_of(line)
    found = search_finding(goal, Step("claim", goal.claim, goal.hypotheses))
    assert found.counterexample is not None
    assert isinstance(decide(goal, found), Refuted)
    other = goal_of(near_by)
    assert points_of_failure(other) == []
    assert search_nearby(other) is None
    assert search_counterexample(other, 40) is None


@pytest.mark.parametrize(
    "value",
    [sqrt(3) + 2, log(sqrt(3) + 2), rational(1, 2) * log(3), sqrt(sqrt(5) + 1), exp(sqrt(2)), -sqrt(2), pi / 6],
)
def test_algebraic_points_are_recognised(value: Term) -> None:
    with ctx.workprec(128):
        ball = enclose(value, {}, (), 128)
        terms = list(closed_terms(to_fraction(ball.mid())))
        assert terms
        assert all(abs(enclose(term, {}, (), 128) - ball) < arb(1e-8) for term in terms)
    assert list(closed_terms(Fraction(314159, 100000))) == []
