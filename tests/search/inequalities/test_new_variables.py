"""Inequalities in a new variable: 1/x, sqrt(x), a quotient, a difference; near misses are not proved."""

from __future__ import annotations

from gradcheck.search.inequalities.new_variables import in_new_variables
from tests.search.asking import found_by

PAIRS = (
    (
        "exp(1/x) - 2*exp(1/(x + 1)) + exp(1/(x + 2)) > 0; x >= 1",
        "exp(1/x) - 2*exp(1/(x + 1)) + exp(1/(x + 2)) > 0.001; x >= 1",
    ),
    ("-x*log(x) <= 3/4*sqrt(x); 0 < x; x < 1", "-x*log(x) <= 0.73*sqrt(x); 0 < x; x < 1"),
    ("1 + cos(pi*x/y) > 0; 0 <= x; x < y", "1 + cos(pi*x/y) > 0.01; 0 <= x; x < y"),
    ("1 + cos(pi*x/y) > 0; 0 <= x; x < y", "1 + cos(pi*x/y) > 0; 0 <= x; x <= y; y > 0"),
    ("log(x) - log(y) <= (x - y)/sqrt(x*y); x > y; y > 0", "log(x) - log(y) <= 0.99*(x - y)/sqrt(x*y); x > y; y > 0"),
    ("x*exp(-x/y) <= y*exp(-1); y > 0", "x*exp(-x/y) <= 0.99*y*exp(-1); y > 0"),
)  # fmt: skip


def test_in_a_new_variable() -> None:
    for true, false in PAIRS:
        assert found_by(in_new_variables, true) is not None, true
        assert found_by(in_new_variables, false) is None, false


def test_two_variables_that_stay_two() -> None:
    assert found_by(in_new_variables, "x*exp(-x/y) <= y**2*exp(-1); y > 1") is None
