"""Limits worth trying: the right one comes first where SymPy finds it, and common numbers follow."""

from __future__ import annotations

import pytest

from gradcheck.language.author import exp, limit, log, oo, real, sin
from gradcheck.language.syntax.terms import Limit, Term, as_term
from gradcheck.search.calculus.proposed_limits import COMMON, limits_of

x = real("x")


def proposed(body: Term, point: object, side: str = "") -> list[Term]:
    term = limit(body, x, point, side)
    assert isinstance(term, Limit)
    return list(limits_of(term))


@pytest.mark.parametrize(
    ("body", "point", "side", "value"),
    [
        (sin(3 * x) / x, 0, "", as_term(3)),
        ((1 + 2 / x) ** x, oo, "", exp(2)),
        (x * log(x), 0, "+", as_term(0)),
        (x**x, 0, "+", as_term(1)),
    ],
)
def test_the_limit_comes_first(body: Term, point: object, side: str, value: Term) -> None:
    found = proposed(body, point, side)
    assert found[0] == value
    assert len(found) == len(set(found))
    assert set(COMMON) <= set(found)


def test_where_there_is_no_limit_the_common_ones_are_left() -> None:
    assert proposed(sin(x), oo) == list(COMMON)
