"""Suprema, limits, mean values and integrals through the kernel's rules; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByCut,
    ByEvaluation,
    ByExpansion,
    ByExtremum,
    ByImproperIntegral,
    ByMeanValue,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import check_extremum
from gradcheck.language.author import (
    cos,
    eq,
    exp,
    inf,
    integral,
    limit,
    ne,
    oo,
    pi,
    rational,
    reals,
    sin,
    sup,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.calculus import analysis
from gradcheck.search.calculus.analysis import extremum, mean_value, strict_extremum, subgoals
from tests.search.asking import found_by

c, x, y = reals("c x y")
QUARTER = rational(1, 4)
PARABOLA, PEAK = sup(x - x**2, x), sup(x * exp(-x), x, 0, oo)
RATIO = limit((3 * x**2 + 1) / (x**2 + x), x, oo)
SECOND = limit((exp(x) - 1 - x) / x**2, x, 0)


@pytest.mark.parametrize(
    "claim",
    [
        eq(PARABOLA, QUARTER),
        eq(inf(x**2 + 2 * x, x), -1),
        eq(sup(x / (1 + x), x, 0, oo), 1),
        sup(sin(x) * cos(x), x) <= rational(1, 2),
    ],
)
def test_an_extremum(claim: Proposition) -> None:
    assert isinstance(found_by(extremum, Goal(claim)), ByExtremum)


@pytest.mark.parametrize(
    "claim",
    [
        eq(PARABOLA, rational(1, 3)),
        eq(sup(x - x**2, x, 1, 2), QUARTER),
        eq(sup(x / (1 + x), x, 0, oo), 2),
        rational(1, 5) >= PARABOLA,
        eq(sup(c * x, x, 0, 1), c),
    ],
)
def test_no_extremum(claim: Proposition) -> None:
    assert found_by(extremum, Goal(claim), depth=2) is None


def test_bounds_of_an_extremum() -> None:
    assert isinstance(found_by(strict_extremum, Goal(rational(2, 5) > PEAK)), ByCut)
    assert isinstance(found_by(strict_extremum, Goal(rational(7, 10) < 2 * PEAK)), ByCut)
    assert found_by(strict_extremum, Goal(rational(9, 25) > PEAK), depth=2) is None
    assert found_by(strict_extremum, Goal(rational(37, 50) < 2 * PEAK), depth=2) is None
    assert found_by(strict_extremum, Goal(PARABOLA < QUARTER), depth=2) is None


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (eq(RATIO, 3), ByExpansion),
        (eq(SECOND, rational(1, 2)), ByExpansion),
        (ne(limit(sin(x) / x, x, 0), 2), ByExpansion),
    ],
)
def test_a_limit(claim: Proposition, kind: type) -> None:
    assert isinstance(found_by(analysis.limit, Goal(claim)), kind)


@pytest.mark.parametrize("claim", [eq(RATIO, 1), eq(SECOND, 1), ne(limit(sin(x) / x, x, 0), 1)])
def test_no_limit(claim: Proposition) -> None:
    assert found_by(analysis.limit, Goal(claim), depth=2) is None


def test_a_limit_that_does_not_exist() -> None:
    assert found_by(analysis.limit, Goal(eq(limit(sin(x), x, oo), 0))) is None


@pytest.mark.parametrize(
    "line", ["abs(sigmoid(x) - sigmoid(y)) <= 1/4*abs(x - y)", "abs(sin(2*x) - sin(y)) <= 3*abs(2*x - y)"]
)
def test_a_mean_value(line: str) -> None:
    assert isinstance(found_by(mean_value, line), ByMeanValue)


@pytest.mark.parametrize(
    "line",
    [
        "abs(sigmoid(x) - sigmoid(y)) <= 6/25*abs(x - y)",
        "abs(sigmoid(x) - sigmoid(y)) < 1/4*abs(x - y)",
        "abs(exp(x) - exp(y)) <= 9*abs(x - y)",
    ],
)
def test_no_mean_value(line: str) -> None:
    assert found_by(mean_value, line, depth=2) is None


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (eq(integral(3 * x**2 + 2 * x, x, 0, 2), 12), ByAntiderivative),
        (eq(integral(cos(x), x, 0, pi / 2), 1), ByAntiderivative),
        (eq(integral(exp(x**3), x, c, c), 0), ByAntiderivative),
        (eq(integral(exp(-3 * x), x, 0, oo), rational(1, 3)), ByImproperIntegral),
    ],
)
def test_an_integral(claim: Proposition, kind: type) -> None:
    assert isinstance(found_by(analysis.integral, Goal(claim)), kind)


@pytest.mark.parametrize(
    "claim",
    [
        eq(integral(3 * x**2 + 2 * x, x, 0, 2), 13),
        eq(integral(exp(3 * x), x, 0, oo), -rational(1, 3)),
        eq(integral(1 / x**2, x, -1, 1), -2),
        eq(integral(exp(x**3), x, c, c), 1),
    ],
)
def test_no_integral(claim: Proposition) -> None:
    assert found_by(analysis.integral, Goal(claim), depth=2) is None


def test_the_goals_of_a_rule() -> None:
    shape = ByExtremum(bound=ByEvaluation(), approach=ByEvaluation(), end="+")
    assert len(subgoals(check_extremum, Goal(eq(PARABOLA, QUARTER)), shape)) == 2
    assert subgoals(check_extremum, Goal(eq(c, QUARTER)), shape) == []
