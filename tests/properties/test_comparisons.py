"""Signs by products, powers and squares against values at 60 digits; what is false by a little has no visible sign."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.inequalities import INEQUALITIES, Inequality
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import sign_of
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import absolute, eq, exp, log, sqrt
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term
from tests.properties.terms import SLOW, x, y
from tests.search.mpmath_values import value_of

POINTS = [Fraction(k, 8) for k in (1, 2, 3, 5, 7, 8, 9, 12, 16, 21, 30, 57)]
small = st.fractions(-3, 3, max_denominator=3).map(Num)
positive = st.sampled_from(
    [x, y, x + y, x * y, 1 + x, 1 + x**2, exp(x), exp(x) + exp(y), 1 + exp(-x), as_term(2), x / y]
)
logs = st.lists(st.tuples(small, positive), min_size=1, max_size=3).map(
    lambda parts: sum((c * log(q) for c, q in parts), as_term(0))
)
linear = st.builds(lambda a, b, c: a * x + b * y + c, small, small, small)
sums_of_logs = st.builds(lambda a, b: a + b, logs, st.one_of(linear, small))
roots = st.builds(
    lambda a, f, q, b, r: a * f(q) + b * r,
    small, st.sampled_from([sqrt, lambda q: absolute(q - 1), lambda q: sqrt(q) * sqrt(1 + q)]), positive, small,
    st.one_of(positive, positive.map(sqrt), linear),
)  # fmt: skip
powers = st.builds(lambda a, u, b, q: a * exp(u) + b * q, small, linear, small, positive)
HYPOTHESES = st.lists(
    st.sampled_from([x < y, x > y, x < 1, x > 1, y > 2, x + y < 3, x > exp(as_term(1)), x < exp(as_term(-1))]),
    max_size=2,
)


@SLOW
@given(st.one_of(sums_of_logs, roots, powers), HYPOTHESES)
def test_a_sign_by_comparison_is_taken_everywhere(term: Term, more: list[Relation]) -> None:
    hypotheses = (x > 0, y > 0, *more)
    goal = Goal(eq(term, 0), hypotheses)
    try:
        mask = goal.in_ring(lambda ring, lowering: sign_of(ring, lowering.scalar(term)))
    except (Unsupported, TooLarge, DivisionByZero):
        return
    if mask == 7:
        return
    with mpmath.workdps(60):
        for a in POINTS:
            for b in POINTS:
                place = {x: mpmath.mpf(a.numerator) / a.denominator, y: mpmath.mpf(b.numerator) / b.denominator}
                if all(_holds(h, place) for h in hypotheses):
                    value = value_of(term, place)
                    tiny = abs(value) < mpmath.mpf(10) ** -50
                    assert (2 if tiny else 4 if value > 0 else 1) & mask, (a, b)


def _holds(h: Relation, place: dict[Symbol, object]) -> bool:
    gap = value_of(h.left, place) - value_of(h.right, place)
    return bool(gap < 0 if h.op == "<" else gap > 0)


@pytest.mark.parametrize("one", [i for i in INEQUALITIES if not i.true], ids=lambda i: i.claim)
def test_what_is_false_by_a_little_has_no_visible_sign(one: Inequality) -> None:
    claim, hypotheses = read_claim(one.line())
    with pytest.raises(Rejected):
        check(Goal(claim, hypotheses), BySign(), Trail())


@pytest.mark.parametrize(
    ("line", "visible"),
    [
        ("log((x + y)/2) >= (log(x) + log(y))/2; x > 0; y > 0", True),
        ("log((x + y)/2) >= (log(x) + log(y))/2 + 1e-9; x > 0; y > 0", False),
        ("log(x) >= 1; x > exp(1)", True),
        ("log(x) >= 1.000001; x > exp(1)", False),
        ("log(x) <= 2*log(y); x <= y**2; y > 0; x > 0", True),
        ("sqrt(x + y) <= sqrt(x) + sqrt(y); x >= 0; y >= 0", True),
        ("sqrt(x + y) <= sqrt(x) + sqrt(y) - 1e-9; x >= 0; y >= 0", False),
        ("sqrt(x + y) < sqrt(x) + sqrt(y); x >= 0; y > 0", False),
        ("sqrt(1 + x**2) <= 1 + abs(x)", True),
        ("sqrt(1 + x**2) < 1 + abs(x)", False),
        ("exp(p*log(1 + x)) <= 1 + x; x > 0; 0 < p; p < 1", True),
        ("exp(p*log(1 + x)) <= 1 + x; x > 0; 0 < p; p < 2", False),
        ("exp(x) > 1 + y; x > log(1 + y); y > 0", True),
        ("exp(x) > 1.001 + y; x > log(1 + y); y > 0", False),
    ],
)
def test_comparisons(line: str, visible: bool) -> None:
    claim, hypotheses = read_claim(line)
    try:
        check(Goal(claim, hypotheses), BySign(), Trail())
        found = True
    except Rejected:
        found = False
    assert found is visible
