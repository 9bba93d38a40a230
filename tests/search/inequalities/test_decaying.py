"""Sides that come together at infinity, and bounds of Mills' ratio; near misses are not proved."""

from __future__ import annotations

from gradcheck.search.inequalities.decaying import decaying, isolated
from tests.search.asking import found_by

MILLS = "sqrt(pi)/2*exp(x**2)*erfc(x)"


def test_sides_that_come_together() -> None:
    assert found_by(decaying, "atan(x) <= pi/2*tanh(2*x); x >= 0") is not None
    assert found_by(decaying, "atan(x) <= pi/2*tanh(0.6*x); x >= 0") is None
    assert found_by(decaying, "atan(x) >= pi/2*tanh(2*x); x <= 0") is not None
    assert found_by(decaying, "atan(x) <= 0.99*pi/2*tanh(2*x); x >= 0") is None
    assert found_by(decaying, "erf(x)**2 <= 1 - exp(-4*x**2/pi); x >= 0") is not None
    assert found_by(decaying, "erf(x)**2 <= 1 - exp(-3.96*x**2/pi); x >= 0") is None


def test_bounds_of_mills_ratio() -> None:
    assert found_by(isolated, f"1/(x + sqrt(x**2 + 2)) < {MILLS}; x >= 0") is not None
    assert found_by(isolated, f"1.01/(x + sqrt(x**2 + 2)) < {MILLS}; x >= 0") is None
    assert found_by(isolated, f"x*{MILLS} < (x**2 + 1)/(2*x**2 + 3); x > 0") is not None
    assert found_by(isolated, f"x*{MILLS} < 0.99*(x**2 + 1)/(2*x**2 + 3); x > 0") is None


def test_equal_at_both_ends() -> None:
    assert found_by(isolated, f"{MILLS} <= 1/(x + sqrt(x**2 + 4/pi)); x >= 0") is not None


def test_sides_that_change_their_order_for_ever() -> None:
    assert found_by(decaying, "sin(x)*exp(-x) >= 0; x >= 0") is None
