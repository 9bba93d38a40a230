"""Inequalities that touch at the end of an interval or at infinity, by descent; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.inequalities.descent import descend, from_infinity
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("tanh(x) <= x*(15 + x**2)/(15 + 6*x**2); x >= 0", "tanh(x) <= x*(15 + x**2)/(15.001 + 6*x**2); x >= 0"),
        ("exp(x) >= 1 + x + x**2/2 + x**3/6", "exp(x) >= 1 + x + x**2/2 + 0.16667*x**3"),
    ],
)
def test_descent(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (descend,))
        assert (found is not None) is proved, text


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("x*log(1 + 1/x) <= 1; x > 0", "x*log(1 + 1/x) <= 0.999999; x > 0"),
        ("x*log(1 + 1/x) < 1; x > 0", "x*log(1 - 1/x) <= -1.000001; x > 1"),
        ("(x + 1)*log(1 + 1/x) >= 1; x > 0", "(x + 1/3)*log(1 + 1/x) >= 1; x > 0"),
        ("sqrt(x**2 + 1) - x > 0; x > 0", "1/(1 + x**2) - 1/x > 0; x > 0"),
        ("x/(1 - x) >= -1; x < 0", "x/(1 - x) >= -0.999; x < 0"),
    ],
)
def test_from_infinity(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (from_infinity,))
        assert (found is not None) is proved, text
