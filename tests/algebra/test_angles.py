"""Arctangents at the angles that have a name, arcsines on their closed interval, and integrals with a parameter."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.balls.jets import enclose
from gradcheck.derivation import Step
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Proved, Refuted, genuine, prove
from gradcheck.language.author import atan, eq, exp, function, integral, oo, pi, rational, reals, sqrt
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding

x, a = reals("x a")
acos, asin = function("acos"), function("asin")
ROOT_3 = sqrt(3)


def proved(claim: Proposition, *assumed: Proposition) -> bool:
    try:
        return genuine(prove(Goal(claim, assumed), ByNormalForm()))
    except Rejected:
        return False


@pytest.mark.parametrize(
    ("term", "angle"),
    [(atan(1), pi / 4), (atan(-1), -pi / 4), (atan(ROOT_3), pi / 3), (atan(1 / ROOT_3), pi / 6), (acos(-1), pi),
     (acos(1), 0 * x), (asin(1), pi / 2), (asin(-1), -pi / 2), (acos(0), pi / 2), (asin(ROOT_3 / 2), pi / 3),
     (atan(-ROOT_3 / 3), -pi / 6), (atan(2 * ROOT_3 / 2), pi / 3)],
)  # fmt: skip
def test_angles_with_a_name(term: Term, angle: Term) -> None:
    assert proved(eq(term, angle))
    assert not proved(eq(term, -angle)) or angle is (0 * x)
    for other in (pi / 5, pi / 12, 2 * pi, pi / 3 + pi):
        assert not proved(eq(term, other))


@settings(max_examples=30, deadline=None)
@given(square=st.fractions(0, 6, max_denominator=9), sign=st.sampled_from([1, -1]))
def test_an_arctangent_is_a_part_of_pi_for_few_arguments(square: Fraction, sign: int) -> None:
    argument = sign * sqrt(rational(square.numerator, square.denominator))
    for part in (4, 3, 6):
        with mpmath.workdps(30):
            number = enclose(atan(argument) - sign * pi / part, {}, (), 100)
        assert proved(eq(atan(argument), sign * pi / part)) == bool(number.contains(0) and number.rad() < 1e-20)


def test_arcsines_are_defined_on_their_closed_interval_only() -> None:
    inside = (x >= -1, x <= 1)
    assert proved(eq(asin(x) + acos(x), pi / 2), *inside)
    assert not proved(eq(asin(x) + acos(x), pi / 2))
    assert not proved(eq(acos(2) - acos(2), 0))
    assert proved(eq(acos(-x), pi - acos(x)), *inside)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [(eq(integral(exp(-a * x), x, 0, oo), 1 / a), "proved"), (eq(integral(exp(-a * x), x, 0, oo), 2 / a), "refuted"),
     (eq(integral(x * exp(-a * x), x, 0, oo), 1 / a**2), "proved"),
     (eq(integral(exp(a * x), x, 0, oo), -1 / a), "refuted")],
)  # fmt: skip
def test_integrals_with_a_rate(claim: Proposition, expected: str) -> None:
    goal = Goal(claim, (a > 0,))
    found = decide(goal, search_finding(goal, Step("claim", claim, (a > 0,), expected=expected)))
    assert {Proved: "proved", Refuted: "refuted"}.get(type(found), "undecided") == expected
