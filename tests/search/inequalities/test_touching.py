"""Inequalities whose sides touch at one point: proved where true, never a little further."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved, Refuted
from gradcheck.language.author import eq, exp, inf, log, oo, rational, reals, sqrt, sup
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Apply, Neg, Num, Term
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.inequalities.touching import recognise

x, p = reals("x p")
entropy = -p * log(p) - (1 - p) * log(1 - p)
TINY = rational(1, 10**6)


def verdict(claim: Proposition, *assumed: Proposition) -> str:
    goal = Goal(claim, assumed)
    found = decide(goal, search_finding(goal, Step("claim", claim, assumed), refute_first=False))
    return {Proved: "proved", Refuted: "refuted"}.get(type(found), "undecided")


@pytest.mark.parametrize(
    ("claim", "assumed", "expected"),
    [
        (x * exp(-x) <= exp(-1), (), "proved"),
        (x * exp(-x) <= exp(-1) - TINY, (), "refuted"),
        (x * exp(-x) < exp(-1), (), "refuted"),
        (x * log(x) >= -exp(-1), (x > 0,), "proved"),
        (x * log(x) >= -exp(-1) + TINY, (x > 0,), "refuted"),
        (entropy <= log(2), (p > 0, p < 1), "proved"),
        (entropy <= log(2) - TINY, (p > 0, p < 1), "refuted"),
        (sqrt(x) * exp(-x) <= sqrt(rational(1, 2)) * exp(rational(-1, 2)), (x > 0,), "proved"),
        (eq(sup(x * exp(-x), x, 0, oo), exp(-1)), (), "proved"),
        (eq(sup(x * exp(-x), x, 0, oo), rational("0.3678")), (), "refuted"),
        (eq(inf(x * log(x), x, 0, oo), -exp(-1)), (), "proved"),
    ],
)
def test_sides_that_touch(claim: Proposition, assumed: tuple[Proposition, ...], expected: str) -> None:
    assert verdict(claim, *assumed) == expected


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.fractions(Fraction(1, 4), 4, max_denominator=4), st.sampled_from([-1, 0, 1]))
def test_tangents_of_the_logarithm(c: Fraction, shift: int) -> None:
    """log x <= log c + (x - c)/c for every x > 0, with equality at c only."""
    claim = log(x) <= log(Num(c)) + (x - Num(c)) / Num(c) + shift * TINY
    assert (verdict(claim, x > 0) == "refuted") == (shift < 0)
    assert shift != 0 or verdict(claim, x > 0) == "proved"


@pytest.mark.parametrize("inner", [Fraction(-1), Fraction(2, 3), Fraction(5)])
def test_numbers_are_recognised(inner: Fraction) -> None:
    import math

    def close(value: float) -> Fraction:
        return Fraction(value).limit_denominator(10**14)

    found: dict[str, Term | None] = {"exp": recognise(close(math.exp(inner))), "minus": recognise(-inner / 7)}
    assert found["exp"] is Apply("exp", (Num(inner),))
    assert found["minus"] is Num(-inner / 7)
    assert recognise(close(-math.sqrt(2))) is Neg(Apply("sqrt", (Num(Fraction(2)),)))
    assert recognise(close(0.123456789101112)) is None
