"""Limits of powers whose exponent is a symbol: slower than every rational power perhaps, faster than logarithms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verdicts import verdict


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("limit(x**a, x, 0, right) = 0; a > 0", "proved"),
        ("limit(x**a, x, oo) = 0; a < 0", "proved"),
        ("limit(x**a*log(x)**3, x, 0, right) = 0; a > 0", "proved"),
        ("limit(log(x)/x**a, x, oo) = 0; a > 0", "proved"),
        ("limit(x**(a - b), x, oo) = 0; a < b", "proved"),
        ("limit(exp(-a*sqrt(log(x))), x, oo) = 0; a > 0", "proved"),
        ("limit((x**a + 1)**3, x, 0, right) = 1; a > 0", "proved"),
        ("limit(x**a, x, 0, right) = 0; a >= 0", "refuted"),
        ("limit(x**a, x, 0, right) = 0", "refuted"),
        ("limit(x**a, x, 0, right) = 1; a > 0", "refuted"),
        ("limit(x**a, x, oo) = 0; a > 0", "refuted"),
        ("limit(x**a/x, x, 0, right) = 0; a > 0", "refuted"),
        ("limit(x**(a - b), x, oo) = 0; a <= b", "refuted"),
        ("limit(x**a*log(x)**12, x, 0, right) = 0; a > 0", "undecided"),  # true, beyond the ninth power of log
    ],
)
def test_limits_of_symbolic_powers(written: str, expected: str) -> None:
    assert verdict(written) == expected


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.fractions(-2, 2, max_denominator=4), st.integers(0, 3), st.sampled_from(["a > 0", "a >= 0", "a > 1/4"]))
def test_no_power_is_proved_to_vanish_that_does_not(shift: Fraction, logs: int, assumed: str) -> None:
    """Oracle: x**c log(x)**k tends to 0 as x -> 0+ exactly for c > 0; here c = a + shift for every a allowed."""
    least = 0.25 if "1/4" in assumed else 0.0
    true = least + shift > 0 or (least + shift == 0 and ">=" not in assumed)
    found = verdict(f"limit(x**(a + ({shift}))*log(x)**{logs}, x, 0, right) = 0; {assumed}")
    assert found == "proved" if true else found != "proved"
