"""Inequalities about an integer through the reals, and from a point far out: proved where true, never beyond."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByCases, ByCut
from gradcheck.search.integers.relaxation import for_real_numbers
from tests.search.asking import found_by
from tests.verdicts import verdict

TRUE = (
    "2**n >= n**3; n in naturals; n >= 10",
    "n**2 <= 2**n; n in naturals; n >= 4",
    "3**n >= n**2*2**n; n in naturals; n >= 13",
    "2**n > n; n in integers",
    "2**n + 1 >= n**2; n in naturals",  # equal at 3, false for reals behind it
    "3**n >= n**3; n in naturals",
    "4**n >= n**4; n in naturals; n != 3",
    "2**n != n**2 + 2; n in naturals",  # equal for a real between 4 and 5
    "n**2*(1/2)**n <= 9/8; n in naturals",  # the largest value for reals is 1.125...
    "log(n)/n <= 2/5; n in dimensions",
    "2**x + 2 >= x**2; x >= 0",
    "2**x >= x**3 - 1000",
)
FALSE = (
    "2**n >= n**3; n in naturals; n >= 9",
    "n**2 <= 2**n; n in naturals",
    "3**n >= n**2*2**n; n in naturals; n >= 12",
    "2**n + 1 > n**2; n in naturals",
    "4**n >= n**4; n in naturals; n != 2",
    "2**n != n**2 + 7; n in naturals",
    "n**2*(1/2)**n < 9/8; n in naturals",
    "log(n)/n <= 18/50; n in dimensions",
    "2**n + 1 >= n**2; n in reals; n >= 0",
    "2**x + 1 >= x**2; x >= 0",
    "2**x >= x**3 - 217",
)


@pytest.mark.parametrize("written", TRUE)
def test_what_holds_is_proved(written: str) -> None:
    assert verdict(written) == "proved"


@pytest.mark.parametrize("written", FALSE)
def test_what_fails_is_refuted(written: str) -> None:
    assert verdict(written) == "refuted"


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.sampled_from(["2", "3", "3/2"]), st.integers(1, 3), st.integers(-4, 8), st.integers(0, 6))
def test_the_verdict_is_that_of_all_integers_nearby(base: str, power: int, constant: int, start: int) -> None:
    """Oracle: b**n >= n**k + c from n = 40 on for these, so the integers up to 40 decide, in exact arithmetic."""
    from fractions import Fraction

    true = all(Fraction(base) ** n >= n**power + constant for n in range(start, 41))
    sign = "+" if constant >= 0 else "-"
    found = verdict(f"({base})**n >= n**{power} {sign} {abs(constant)}; n in naturals; n >= {start}")
    assert found == ("proved" if true else "refuted")


@pytest.mark.parametrize("line", ["2**n + 3 >= n**2; n in naturals", "log(n) <= n - 1; n in dimensions"])
def test_for_real_numbers(line: str) -> None:
    assert isinstance(found_by(for_real_numbers, line), ByCut)


def test_the_integers_around_which_it_fails_for_real_numbers() -> None:
    assert isinstance(found_by(for_real_numbers, "3**n >= 2*n + 1; n in naturals"), ByCases)


@pytest.mark.parametrize(
    "line", ["3**n > 2*n + 1; n in naturals", "2**n >= n**2; n in naturals", "log(n) < n - 1; n in dimensions"]
)
def test_an_integer_at_which_it_fails(line: str) -> None:
    assert found_by(for_real_numbers, line) is None


@pytest.mark.parametrize(
    "line",
    [
        "(-1)**n <= 1; n in naturals",
        "2**(n + m) >= n; n, m in naturals",
    ],
)
def test_true_claims_that_are_undecided(line: str) -> None:
    assert found_by(for_real_numbers, line, depth=2) is None
