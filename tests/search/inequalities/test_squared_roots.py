"""Inequalities with a root, by squares; near misses are not proved."""

from __future__ import annotations

from gradcheck.search.inequalities.squared_roots import by_squares
from tests.search.asking import found_by

PAIRS = (
    ("sqrt(1 - exp(-x**2)) <= x; x >= 0", "sqrt(1 - exp(-x**2)) <= 0.99*x; x >= 0"),
    ("erf(x) <= sqrt(1 - exp(-4*x**2/pi)); x >= 0", "erf(x) <= sqrt(1 - exp(-3.96*x**2/pi)); x >= 0"),
    ("tanh(x) <= sqrt(1 - exp(-x**2)); x >= 0; x <= 1", "tanh(x) <= sqrt(1 - exp(-0.9*x**2)); x >= 0; x <= 1"),
)


def test_squares() -> None:
    for true, false in PAIRS:
        assert found_by(by_squares, true) is not None, true
        assert found_by(by_squares, false) is None, false


def test_a_side_of_both_signs_is_not_squared() -> None:
    assert found_by(by_squares, "x - 1 <= sqrt(x**2 - 1); x >= -3; x <= -1") is None
