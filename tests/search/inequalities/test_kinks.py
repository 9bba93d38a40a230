"""Claims with kinks and excluded points: both sides apart, and what stands in a modulus by its sign or its bounds."""

from __future__ import annotations

import pytest

from tests.verdicts import verdict

TRUE_AND_FALSE = [
    ("sinh(x)/x > 1; x != 0", "sinh(x)/x > 1.01; x != 0"),
    ("tan(x)/x >= 1; x != 0; abs(x) < 1", "tan(x)/x >= 1.01; x != 0; abs(x) < 1"),
    ("(1 - cos(x))/x**2 <= 1/2; x != 0", "(1 - cos(x))/x**2 <= 0.4999; x != 0"),
    ("abs(exp(x) - 1) <= abs(exp(abs(x)) - 1)", "abs(exp(x) - 1) >= abs(exp(abs(x)) - 1)"),
    ("abs(atan(x) - x) <= abs(x)**3/3", "abs(atan(x) - x) <= abs(x)**3/4"),
    ("abs(log(1 + x) - x) <= x**2; abs(x) <= 1/2", "abs(log(1 + x) - x) <= x**2/2; abs(x) <= 1/2"),
    ("abs(sigmoid(x) - 1/2) <= abs(x)/4", "abs(sigmoid(x) - 1/2) <= abs(x)/5"),
    ("abs(cos(x) - 1 + x**2/2) <= x**4/24", "abs(cos(x) - 1 + x**2/2) <= x**4/25"),
    ("abs(tanh(1.0001*x) - tanh(x)) <= 0.001", "abs(tanh(1.0001*x) - tanh(x)) <= 0.00004"),
    ("0.001 >= abs(tanh(1.0001*x) - tanh(x))", "0.00004 >= abs(tanh(1.0001*x) - tanh(x))"),
    ("abs(x*exp(-x**2)) < 1/2", "abs(x*exp(-x**2)) < 2/5"),
    ("abs(erf(x) - tanh(x)) < 1/10", "abs(erf(x) - tanh(x)) < 1/20"),
    ("max(x, 1 - x) >= 1/2", "max(x, 1 - x) > 1/2"),
    ("abs(x - 1) + abs(x + 1) >= 2", "abs(x - 1) + abs(x + 1) > 2"),
]


@pytest.mark.parametrize(("true", "false"), TRUE_AND_FALSE, ids=lambda line: line)
def test_kinks(true: str, false: str) -> None:
    assert verdict(true) == "proved"
    assert verdict(false) == "refuted"


def test_nothing_is_proved_at_an_excluded_point() -> None:
    assert verdict("abs(x)/x <= 1") == "undecided"
    assert verdict("abs(1/x) > 0") == "undecided"
