"""Inequalities in an equivalent form without a quotient or a power; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.inequalities.equivalents import equivalents
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("sinh(x)/x <= cosh(x); x > 0", "sinh(x)/x <= 0.999999*cosh(x); x > 0"),
        ("x**(1/x) <= exp(exp(-1)); x > 0", "x**(1/x) < exp(exp(-1)); x > 0"),
    ],
)
def test_equivalent_forms(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (equivalents,))
        assert (found is not None) is proved, text
