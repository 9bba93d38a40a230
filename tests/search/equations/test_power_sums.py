"""Sums of polynomials in the index: Faulhaber's formula against plain addition, and claims that differ by a little."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.equations.power_sums import faulhaber
from tests.verdicts import verdict_on

TRUE = (
    "sum(i**3, i, 1, n) = sum(i, i, 1, n)**2; n in naturals",
    "sum(i**3, i, 0, n - 1) = sum(i, i, 1, n - 1)**2; n in dimensions",
    "sum(i**5, i, 1, n) + sum(i**7, i, 1, n) = 2*sum(i, i, 1, n)**4; n in naturals",
    "sum(i**2, i, m, n) = n*(n + 1)*(2*n + 1)/6 - m*(m - 1)*(2*m - 1)/6; n, m in integers; m <= n + 1",
    "sum((i - (n + 1)/2)**2, i, 1, n)/n = (n**2 - 1)/12; n in dimensions",
    "sum(a*i + b, i, 1, n) = a*sum(i, i, 1, n) + n*b; n in naturals",
    "sum(i, i, 1, 2*n) = sum(i, i, 1, n) + sum(i + n, i, 1, n); n in naturals",
    "sum(i**2, i, 1, n) >= n**3/3; n in naturals",
    "sum(i**2, i, 1, n) >= sum(i, i, 1, n)**2/n; n in dimensions",
    "exp(sum(i, i, 1, n)) = exp(n/2)*exp(n**2/2); n in naturals",
)
NOT_TRUE = (
    ("sum(i**3, i, 1, n) = sum(i, i, 1, n)**2 + n*(n - 1)*(n - 2); n in naturals", "refuted"),
    ("sum(i**3, i, 0, n) = sum(i, i, 1, n - 1)**2; n in dimensions", "refuted"),
    ("sum(i**2, i, m, n) = n*(n + 1)*(2*n + 1)/6 - m*(m + 1)*(2*m + 1)/6; n, m in integers; m <= n + 1", "refuted"),
    ("sum(i**2, i, m, n) = n*(n + 1)*(2*n + 1)/6 - m*(m - 1)*(2*m - 1)/6; n, m in integers", "undecided"),
    ("sum(i**2, i, m, n) = n*(n + 1)*(2*n + 1)/6 - m*(m - 1)*(2*m - 1)/6; n, m in integers; m <= n + 2", "undecided"),
    ("sum((i - n/2)**2, i, 1, n)/n = (n**2 - 1)/12; n in dimensions", "refuted"),
    ("sum(i**2, i, 1, n) > n**3/3; n in naturals", "refuted"),
    ("sum(i**2, i, 1, n) > sum(i, i, 1, n)**2/n; n in dimensions", "refuted"),
    ("exp(sum(i, i, 1, n)) = exp(n/2)*exp(n**2); n in naturals", "refuted"),
)


@pytest.mark.parametrize("written", TRUE)
def test_what_holds_is_proved(written: str) -> None:
    assert verdict_on(Goal(*read_claim(written))) == "proved"


@pytest.mark.parametrize(("written", "expected"), NOT_TRUE)
def test_what_fails_or_has_no_meaning_is_not_proved(written: str, expected: str) -> None:
    assert verdict_on(Goal(*read_claim(written))) == expected


@given(st.integers(0, 9), st.integers(-6, 6), st.integers(-1, 8))
@settings(max_examples=30, deadline=None)
def test_the_formula_is_the_sum(power: int, lo: int, more: int) -> None:
    """Oracle: addition; no term for hi = lo - 1."""
    values = Valuation(Goal(Relation("=", as_term(0), as_term(0))), Counterexample(()))
    found = values.number(faulhaber(power, as_term(lo), as_term(lo + more)))
    assert found == sum((Fraction(i) ** power for i in range(lo, lo + more + 1)), Fraction(0))


@given(st.lists(st.integers(-3, 3), min_size=2, max_size=4), st.integers(0, 2), st.sampled_from([0, 0, 1]))
@settings(max_examples=3, deadline=None, derandomize=True)
def test_sums_of_differences(coefficients: list[int], start: int, wrong: int) -> None:
    """Oracle: p(n + 1) - p(start) is the sum of p(i + 1) - p(i), whatever the polynomial p."""
    p = " + ".join(f"({c})*X**{k}" for k, c in enumerate(coefficients))
    left = f"sum({p.replace('X', '(i + 1)')} - ({p.replace('X', 'i')}), i, {start}, n)"
    right = f"{p.replace('X', '(n + 1)')} - ({p.replace('X', str(start))}) + {wrong}*n"
    goal = Goal(*read_claim(f"{left} = {right}; n in naturals; n >= {start}"))
    assert verdict_on(goal) == ("refuted" if wrong else "proved")
