"""Sums cut in two and turned round, with near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import dimensions, eq, exp, integer, natural, ones, real, sequence, total, vector, where
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.equations.parts_of_sums import before, parts_of_sums
from tests.search.asking import found_by

n, m, j = dimensions("n m j")
p, t, c = integer("p"), natural("t"), real("c")
v, w = vector("v", n), vector("w", m)
b = sequence("b")
Claims = dict[str, tuple[Proposition, tuple[Proposition, ...]]]

TRUE: Claims = {
    "the first term": (eq(v[1] + total(v[p], p, 2, n), total(v[p], p, 1, n)), ()),
    "the first term, of a product": (eq(v[1] + total(v[p], p, 2, n), ones(n) @ v), ()),
    "inside of a function": (eq(exp(v[1] + total(v[p], p, 2, n)), exp(ones(n) @ v)), ()),
    "the last term": (eq(total(v[p], p, 1, n - 1) + v[n], ones(n) @ v), ()),
    "two ranges": (eq(total(b(p), p, 1, n) + total(b(p), p, n + 1, n + m), total(b(p), p, 1, n + m)), ()),
    "a part of a vector": (eq(total(w[p], p, 1, n) + total(w[p], p, n + 1, m), ones(m) @ w), (n <= m,)),
    "counting down": (eq(total(b(t - p), p, 0, t - 1), total(b(p), p, 1, t)), ()),
    "from the other end": (eq(total(v[n + 1 - p], p, 1, n), ones(n) @ v), ()),
    "a choice up to a place": (eq(total(where(p <= j, v[p], 0), p, 1, n), total(v[p], p, 1, j)), (j <= n,)),
    "a choice below a place": (eq(total(where(p < j, v[p], 0), p, 1, n), total(v[p], p, 1, j - 1)), (j <= n,)),
    "a choice beyond a place": (eq(total(where(p > j, v[p], 0), p, 1, n), total(v[p], p, j + 1, n)), (j <= n,)),
    "telescoping": (eq(total(v[p + 1] - v[p], p, 1, n - 1), v[n] - v[1]), ()),
    "telescoping squares": (eq(total(v[p + 1] ** 2 - v[p] ** 2, p, 1, n - 1), v[n] ** 2 - v[1] ** 2), ()),
    "telescoping from 0": (eq(total(b(p + 1) - b(p), p, 0, t), b(t + 1) - b(0)), ()),
    "telescoping, falling": (eq(total(v[p] - v[p + 1], p, 1, n - 1), v[1] - v[n]), ()),
    "telescoping with a factor": (eq(total(c * (v[p + 1] - v[p]), p, 1, n - 1), c * (v[n] - v[1])), ()),
    "a choice with two parts": (
        eq(total(where(p <= j, c, 0), p, 1, n), j * c),
        (j <= n,),
    ),
}
FALSE: Claims = {
    "the first term twice": (eq(v[1] + total(v[p], p, 1, n), total(v[p], p, 1, n)), ()),
    "the second term left out": (eq(v[1] + total(v[p], p, 3, n), total(v[p], p, 1, n)), ()),
    "ranges that overlap": (eq(total(b(p), p, 1, n) + total(b(p), p, n, n + m), total(b(p), p, 1, n + m)), ()),
    "a part that may be longer": (eq(total(w[p], p, 1, n) + total(w[p], p, n + 1, m), ones(m) @ w), ()),
    "telescoping one too far": (eq(total(v[p + 1] - v[p], p, 1, n - 2), v[n] - v[1]), (n >= 2,)),
    "telescoping by two": (eq(total(b(p + 2) - b(p), p, 0, t), b(t + 2) - b(0)), ()),
    "counting down too far": (eq(total(b(t - p), p, 0, t), total(b(p), p, 1, t)), ()),
    "a choice one place further": (eq(total(where(p <= j, v[p], 0), p, 1, n), total(v[p], p, 1, j - 1)), (j <= n,)),
    "a place that may be outside": (eq(total(where(p <= j, c, 0), p, 1, n), j * c), ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_parts_say_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert found_by(parts_of_sums, Goal(claim, given)) is not None


def test_no_near_miss_is_proved() -> None:
    for claim, given in FALSE.values():
        assert found_by(parts_of_sums, Goal(claim, given), depth=2) is None


def test_the_integer_before_a_place() -> None:
    assert [before(place) for place in (as_term(3), j + 1, j)] == [as_term(2), j, j - 1]


def test_other_claims_are_left_alone() -> None:
    for claim in (eq(v, v), c >= 0, eq(j, n)):
        assert found_by(parts_of_sums, Goal(claim)) is None
