"""Inequalities that touch along curves or at irrational ends; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.inequalities.curves import along_curves, from_irrational_ends
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        (
            "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2*(p - q)**2; 0 < p; p < 1; 0 < q; q < 1",
            "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2.001*(p - q)**2; 0 < p; p < 1; 0 < q; q < 1",
        ),
        ("(1 + x)**p <= 1 + p*x; x > -1; 0 < p; p < 1", "(1 + x)**p <= 1 + p*x; x > -1; 0 < p; p < 2"),
        ("exp(x + y) >= 1 + x + y", "exp(x + y) > 1 + x + y"),
    ],
)
def test_along_curves(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (along_curves,))
        assert (found is not None) is proved, text


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("sin(x) >= 2*x/pi; x >= 0; x <= pi/2", "sin(x) >= 2*x/pi; x >= 0; x <= pi/2 + 0.001"),
    ],
)
def test_from_irrational_ends(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (from_irrational_ends,))
        assert (found is not None) is proved, text
