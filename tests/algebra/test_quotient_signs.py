"""A quotient has the sign of the product of its two sides: what hypotheses say of one, they say of the other."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from gradcheck.kernel.evidence import ByNormalForm, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.terms import Symbol

X = Symbol("x")
TERMS = ("x/y", "x*y", "y/x", "(x - 1)/(x + y)", "(x - 1)*(x + y)", "x*y/(x + y)")
OPS = ("<", "<=", ">", ">=")
VALUES = [Fraction(n, 2) for n in range(-5, 6)]
MEANING = {"<": lambda v: v < 0, "<=": lambda v: v <= 0, ">": lambda v: v > 0, ">=": lambda v: v >= 0}


def goal_of(line: str) -> Goal:
    claim, given = read_claim(line)
    return Goal(claim, given)


def value(term: str, x: Fraction, y: Fraction) -> Fraction | None:
    top, bottom = {
        "x/y": (x, y), "x*y": (x * y, 1), "y/x": (y, x), "(x - 1)/(x + y)": (x - 1, x + y),
        "(x - 1)*(x + y)": ((x - 1) * (x + y), 1), "x*y/(x + y)": (x * y, x + y),
    }[term]  # fmt: skip
    return None if bottom == 0 else Fraction(top) / bottom


@pytest.mark.parametrize(("given", "claim"), list(product(TERMS, TERMS)))
def test_what_is_proved_of_a_sign_holds_at_every_point(given: str, claim: str) -> None:
    """On a grid: where the hypothesis holds, so does what was proved from it, and the claim is defined."""
    for known, wanted in product(OPS, OPS):
        try:
            prove(goal_of(f"{claim} {wanted} 0; {given} {known} 0"), BySign())
        except Rejected:
            assert given != claim or known != wanted or "/" in claim, "a hypothesis proves itself"
            continue
        for x, y in product(VALUES, VALUES):
            told, found = value(given, x, y), value(claim, x, y)
            if told is not None and MEANING[known](told):
                assert found is not None, (x, y)
                assert MEANING[wanted](found), (x, y)


@pytest.mark.parametrize(
    "line",
    [
        "logit(x) = logit(x); x/(1 - x) > 0; x != 1",
        "logit(x) = logit(x); x*(1 - x) > 0",
        "log(x/y) = log(x/y); x/y > 0",
    ],
)
def test_a_logarithm_of_a_quotient_is_defined_where_that_is_positive(line: str) -> None:
    assert prove(goal_of(line), ByNormalForm()).trust == "exact"


@pytest.mark.parametrize(
    "line",
    ["logit(x) = logit(x); x/(1 - x) >= 0", "logit(x) = logit(x); x*(1 - x) >= 0", "log(x/y) = log(x/y); x*y < 0"],
)
def test_and_nowhere_else(line: str) -> None:
    with pytest.raises(Rejected):
        prove(goal_of(line), ByNormalForm())
