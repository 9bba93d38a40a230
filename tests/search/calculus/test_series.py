"""Infinite sums with closed forms, held against partial sums; near misses, and series without a closed form."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import ByCut
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import eq, integer, limit, natural, oo, real, total
from gradcheck.language.syntax.terms import Num, Term, as_term
from gradcheck.search.calculus.series import by_closed_form
from tests.search.asking import found_by

k, N, p = integer("k"), natural("N"), real("p")
HALF = Fraction(1, 2)


def series(body: Term, first: int) -> Term:
    return limit(total(body, k, first, N), N, oo)


@pytest.mark.parametrize(
    ("body", "first", "value"),
    [
        (lambda q, i: q**i, 0, lambda q: 1 / (1 - q)),
        (lambda q, i: q**i, 2, lambda q: q**2 / (1 - q)),
        (lambda q, i: i * q**i, 0, lambda q: q / (1 - q) ** 2),
    ],
)
def test_a_power_series_and_its_near_misses(body, first, value) -> None:  # type: ignore[no-untyped-def]
    partial = sum(body(HALF, i) for i in range(first, first + 60))
    assert abs(partial - value(HALF)) < Fraction(1, 10**12)
    inside = (p > 0, p < 1)
    found = found_by(by_closed_form, Goal(eq(series(body(p, k), first), value(p)), inside), depth=2)
    assert isinstance(found, ByCut)
    for claim, given in (
        (eq(series(body(p, k), first), value(p) + p), inside),
        (eq(series(body(p, k), first + 1), value(p)), inside),
        (eq(series(body(p, k), first), value(p)), (p > 0, p <= 1)),
        (eq(series(body(p, k), first), value(p)), (p > 1,)),
    ):
        with pytest.raises(Rejected):
            prove(Goal(claim, given), found)


def test_a_telescoping_series() -> None:
    found = found_by(by_closed_form, Goal(eq(series(1 / as_term(k * (k + 1)), 1), 1)), depth=2)
    assert isinstance(found, ByCut)
    with pytest.raises(Rejected):
        prove(Goal(eq(series(1 / as_term(k * (k + 2)), 1), 1)), found)


def test_others_are_left_alone() -> None:
    assert found_by(by_closed_form, Goal(eq(limit(1 / (N + 1), N, oo), 0))) is None
    assert found_by(by_closed_form, Goal(series(Num(HALF) ** k, 0) <= 2)) is None
