"""Counterexamples at roots of equations: intervals around them, confirmed by the kernel; none for true claims."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.verdict import genuine, refute
from gradcheck.language.author import real
from gradcheck.search.refutation.roots import isolated, search_at_roots, search_models_at_roots
from tests.search.asking import goal_of

x = real("x")


@pytest.mark.parametrize(
    ("line", "root"),
    [
        ("x > 3/2; x**2 = 2; x > 0", 1.41421356),
        ("x**3 > 1/2; x**3 + x = 1", 0.68232780),
        ("x < 7/10; x*exp(x) = 3/2", 0.72586),
        ("x**2 != 3; x > 0", 1.7320508),
    ],
)
def test_a_root_refutes(line: str, root: float) -> None:
    goal = goal_of(line)
    found = search_at_roots(goal)
    assert found is not None
    ((symbol, low, high),) = found.roots
    assert symbol.name == "x"
    assert low < root < high
    assert genuine(refute(goal, found))


@pytest.mark.parametrize("line", ["x > 7/5; x**2 = 2; x > 0", "x > 1; exp(x) + x**2 = 0"])
def test_true_claims(line: str) -> None:
    assert search_at_roots(goal_of(line)) is None


def test_models_at_roots() -> None:
    (model,) = search_models_at_roots(goal_of("x**3 > 3/10; x**3 + x = 1"))
    ((_, low, high),) = model.roots
    assert low < Fraction(68232780, 10**8) + Fraction(1, 10**8)
    assert 0 < high - low < Fraction(1, 10**10)
    assert search_models_at_roots(goal_of("x > 1; exp(x) + x**2 = 0")) == []
    assert search_models_at_roots(goal_of("x > 1; x**2 = -1")) == []


def test_roots_are_isolated() -> None:
    goal = goal_of("x > 0")
    found = list(isolated(goal, x**3 - 2 * x, x, {}))
    assert [round(float(low), 6) + 0.0 for low, _ in found] == [-1.414214, 0.0, 1.414214]
    for low, high in found:
        assert 0 <= high - low < Fraction(1, 10**30)
    assert list(isolated(goal, x**2 + 1, x, {})) == []
    y = real("y")
    ((low, high),) = isolated(goal, x**3 - y, x, {y: Fraction(2)})
    assert low**3 <= 2 <= high**3
