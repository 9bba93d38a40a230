"""Polynomials in powers of a generator: their signs are those of the polynomial in the power, on its range."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.algebra.signs import Interval
from gradcheck.kernel.evidence import BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.notation.reader import read_claim

numbers = st.one_of(st.none(), st.fractions(-3, 3, max_denominator=4))


def contains(interval: Interval, value: Fraction) -> bool:
    above = interval.lo is None or value > interval.lo or (value == interval.lo and not interval.lo_open)
    return above and (interval.hi is None or value < interval.hi or (value == interval.hi and not interval.hi_open))


@given(numbers, numbers, st.booleans(), st.booleans(), st.integers(1, 5), st.fractions(-4, 4, max_denominator=4))
def test_the_power_of_an_interval(
    lo: Fraction | None, hi: Fraction | None, lo_open: bool, hi_open: bool, exponent: int, value: Fraction
) -> None:
    if lo is not None and hi is not None and lo >= hi:
        return
    interval = Interval(lo, hi, lo is not None and lo_open, hi is not None and hi_open)
    power = interval.power(exponent)
    if contains(interval, value):
        assert contains(power, value**exponent)
    for end, is_open in ((power.lo, power.lo_open), (power.hi, power.hi_open)):
        reached = [x for x in (lo, hi, Fraction(0)) if x is not None and contains(interval, x) and x**exponent == end]
        assert end is None or is_open != bool(reached)


TRUE = [
    "x**5000 - 2*x**2500 + 1 >= 0",
    "x**5000 + x**2500 + 1 > 0",
    "x**5000 + y**5000 >= 2*x**2500*y**2500",
    "x**9000 - 3*x**6000 + 3*x**3000 >= 1; x >= 1",
    "x**3001 + 1 >= 0; x >= -1",
    "x**2500 <= 1; x >= -1; x < 1",
]
FALSE = [
    "x**5000 - 2*x**2500 + 1 > 0",
    "x**5000 - 2*x**2500 + 999/1000 >= 0",
    "x**5000 + x**2501 + 1/10**9 > 0",
    "x**5000 + y**5000 > 2*x**2500*y**2500",
    "x**9000 - 3*x**6000 + 3*x**3000 >= 1; x >= 999/1000",
    "x**3001 + 1 > 0; x >= -1",
    "x**2500 < 1; x >= -1; x < 1",
]


def goal_of(line: str) -> Goal:
    claim, given = read_claim(line)
    return Goal(claim, given)


@pytest.mark.parametrize("line", TRUE)
def test_a_true_claim_of_high_degree(line: str) -> None:
    assert prove(goal_of(line), BySign()).trust == "exact"


@pytest.mark.parametrize("line", FALSE)
def test_a_near_miss_of_high_degree(line: str) -> None:
    with pytest.raises(Rejected):
        prove(goal_of(line), BySign())
