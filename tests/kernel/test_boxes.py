"""ByBoxes: forged cuts and false claims are refused; random claims are held against values by mpmath."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByBoxes
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import absolute, cos, exp, log, sigmoid, sin, sqrt, tanh
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.search.covers.boxes import boxes
from gradcheck.search.tactics import new_search
from tests.properties.terms import SLOW
from tests.search.mpmath_values import value_of

X, Y, N = Symbol("x"), Symbol("y"), Symbol("n", "natural")
HALF = Fraction(1, 2)
QUARTERS = ((0, HALF), (1, HALF), None, None, (1, HALF), None, None)
UNIT = "; 0 <= x; x <= 1; 0 <= y; y <= 1"


def proves(line: str, cuts: Any, variables: Any = (X, Y), precision: Any = 64) -> bool:
    claim, hypotheses = read_claim(line)
    try:
        check(Goal(claim, hypotheses), ByBoxes(variables, cuts, precision), Trail())
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(
    ("line", "cuts"),
    [
        ("exp(x*y) <= 3" + UNIT, (None,)),
        ("x*exp(-y) <= 1" + UNIT, (None,)),  # reached at a corner
        ("sin(x)*cos(y) + x*y < 2" + UNIT, QUARTERS),
        ("x - y <= 1" + UNIT, (None,)),
        ("log(2 + x*y) > 0" + UNIT, QUARTERS),
    ],
)
def test_boxes_prove(line: str, cuts: Any) -> None:
    assert proves(line, cuts)


@pytest.mark.parametrize(
    ("line", "cuts", "variables"),
    [
        ("exp(x*y) <= 2.718281" + UNIT, (None,), (X, Y)),  # false at a corner
        ("exp(x*y) <= 2.718281" + UNIT, QUARTERS, (X, Y)),
        ("x*exp(-y) < 1" + UNIT, (None,), (X, Y)),  # equality at a corner
        ("x/y <= 10" + UNIT, QUARTERS, (X, Y)),  # not defined on the face
        ("1/(x - y) != 0" + UNIT, QUARTERS, (X, Y)),
        ("abs(x - y) > 0" + UNIT, QUARTERS, (X, Y)),
        ("exp(x*y) <= 3; 0 <= x; x <= 1; 0 <= y", (None,), (X, Y)),  # no upper bound
        ("exp(x*y) <= 3" + UNIT, (), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, ((0, HALF), None), (X, Y)),  # a half is left over
        ("exp(x*y) <= 3" + UNIT, (None, None), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, ((0, Fraction(1)), None, None), (X, Y)),  # the cut is at an end
        ("exp(x*y) <= 3" + UNIT, ((0, Fraction(2)), None, None), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, ((2, HALF), None, None), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, ((0, 0.5), None, None), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, ((True, HALF), None, None), (X, Y)),
        ("exp(x*y) <= 3" + UNIT, (None,), (X,)),  # y has no interval
        ("exp(x*y) <= 3" + UNIT, (None,), (X, X)),
        ("exp(x*y) <= 3" + UNIT, (None,), (X, Y, N)),
        ("x*y = 0" + UNIT, (None,), (X, Y)),
    ],
)
def test_forgeries_are_refused(line: str, cuts: Any, variables: Any) -> None:
    assert not proves(line, cuts, variables)


@pytest.mark.parametrize("precision", [0, 29, 64.0, 10**6])
def test_precisions_are_refused(precision: Any) -> None:
    assert not proves("exp(x*y) <= 3" + UNIT, (None,), precision=precision)


numbers = st.fractions(-3, 3, max_denominator=4)
functions = st.sampled_from([exp, sin, cos, tanh, sigmoid, absolute, lambda t: sqrt(1 + t**2), lambda t: log(2 + t**2)])
terms = st.recursive(
    st.one_of(st.sampled_from([X, Y]), numbers.map(Num)),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda f, a: f(a), functions, inner),
    ),
    max_leaves=5,
)
ends = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])


@SLOW
@given(terms, numbers, ends, ends, st.sampled_from(["<=", "<", ">=", ">"]))
def test_what_boxes_prove_holds_at_samples(
    term: Term, bound: Fraction, across: tuple[Fraction, Fraction], along: tuple[Fraction, Fraction], op: str
) -> None:
    claim = Relation(op, term, Num(bound))
    box = [
        Relation(o, s, Num(v))
        for s, ends_ in ((X, across), (Y, along))
        for o, v in zip((">=", "<="), ends_, strict=True)
    ]
    goal = Goal(claim, tuple(box))
    for found in boxes(goal, new_search()):
        if found is None:
            continue
        check(goal, found, Trail())
        with mpmath.workdps(60):
            for i in range(9):
                for j in range(9):
                    a, b = (lo + (hi - lo) * Fraction(k, 8) for (lo, hi), k in ((across, i), (along, j)))
                    place = {X: mpmath.mpf(a.numerator) / a.denominator, Y: mpmath.mpf(b.numerator) / b.denominator}
                    gap = value_of(term, place) - mpmath.mpf(bound.numerator) / bound.denominator
                    slack = mpmath.mpf(10) ** -50
                    assert gap <= slack if op in ("<=", "<") else gap >= -slack
