"""Orders between combinations of sums, shown term by term, with near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    ForAll,
    Implies,
    absolute,
    dimensions,
    eq,
    exp,
    integer,
    log,
    natural,
    ne,
    norm,
    ones,
    real,
    sequence,
    total,
    vector,
    where,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Sum, as_term
from gradcheck.search.inequalities.gathered_sums import (
    as_one_sum,
    at_entries,
    by_bounds,
    closing,
    entry_of,
    free_index,
    gap,
    gathered,
    minus,
    parts_of,
    plus,
    times,
)
from tests.search.asking import found_by

n, l = dimensions("n l")  # noqa: E741
k, q, t = integer("k"), integer("q"), natural("t")
v, w, x = vector("v", n), vector("w", n), vector("x", n)
c, s = real("c"), real("s")
a, r = sequence("a"), sequence("r")
small = ForAll((l,), Implies(l <= n, absolute(v[l]) <= c))
falling = ForAll((l,), r(l) <= a(l) - a(l + 1))
Claims = dict[str, tuple[Proposition, tuple[Proposition, ...]]]

TRUE: Claims = {
    "a mean is at most the largest": (ones(n) @ v / n <= c, (v <= c * ones(n),)),
    "a mean is at least the least": (ones(n) @ v / n >= c, (v >= c * ones(n),)),
    "a sum of exponentials": (total(exp(v[k]), k, 1, n) <= n * exp(c), (v <= c * ones(n),)),
    "as a product": (ones(n) @ exp(v) <= n * exp(c), (v <= c * ones(n),)),
    "two sums on one side": (ones(n) @ v - ones(n) @ w >= 0, (v >= w,)),
    "a multiple": (s * (ones(n) @ v) <= s * (ones(n) @ w), (v <= w, s >= 0)),
    "with a largest factor": (total(absolute(v[k] * w[k]), k, 1, n) <= c * total(absolute(w[k]), k, 1, n), (small,)),
    "a square": (norm(v) ** 2 <= norm(w) ** 2 + n, (ForAll((l,), Implies(l <= n, v[l] ** 2 <= w[l] ** 2 + 1)),)),
    "a strict order": (ones(n) @ v < n * c, (c * ones(n) > v,)),
    "a modulus": (ones(n) @ v >= -total(absolute(v[k]), k, 1, n), ()),
    "a choice in each case": (eq(total(where(k <= q, v[k], v[k]), k, 1, n), ones(n) @ v), ()),
    "a choice between bounds": (
        total(where(k <= q, v[k], w[k]), k, 1, n) <= n * c,
        (v <= c * ones(n), w <= c * ones(n)),
    ),
}
FALSE: Claims = {
    "a mean": (ones(n) @ v / n <= c, ()),
    "another mean": (ones(n) @ v / n < c, (v <= c * ones(n),)),
    "the number of terms forgotten": (total(exp(v[k]), k, 1, n) <= exp(c), (v <= c * ones(n),)),
    "a multiple of any sign": (s * (ones(n) @ v) <= s * (ones(n) @ w), (v <= w,)),
    "another range": (total(v[k], k, 1, n) <= total(w[k], k, 2, n), (v <= w,)),
    "a strict order of what may be equal": (ones(n) @ v < n * c, (c * ones(n) >= v,)),
    "choices that leave one out": (
        eq(total(where(k < q, v[k], 0), k, 1, n) + total(where(k > q, v[k], 0), k, 1, n), ones(n) @ v),
        (),
    ),
    "a choice that may be taken": (eq(total(where(eq(k, l), v[k], 0), k, 1, n), 0), (l >= n,)),
}
TELESCOPES: Claims = {
    "to t": (a(1) - a(t + 1) >= total(r(l), l, 1, t), (falling,)),
    "to n": (total(r(l), l, 1, n) <= a(1) - a(n + 1), (falling,)),
    "from 0": (a(0) - a(t) >= total(r(q), q, 0, t - 1), (ForAll((q,), r(q) <= a(q) - a(q + 1)),)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_term_by_term_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert found_by(as_one_sum, Goal(claim, given)) is not None


def test_no_near_miss_is_proved() -> None:
    assert [name for name, (claim, given) in FALSE.items() if found_by(as_one_sum, Goal(claim, given))] == []


@pytest.mark.parametrize("name", TELESCOPES)
def test_a_universal_bound_is_put_into_a_sum(name: str) -> None:
    claim, given = TELESCOPES[name]
    assert found_by(by_bounds, Goal(claim, given)) is not None


def test_what_telescopes_to_another_end_is_not_proved() -> None:
    for claim in (a(1) - a(t) >= total(r(l), l, 1, t), a(1) - a(t + 1) <= total(r(l), l, 1, t)):
        assert found_by(by_bounds, Goal(claim, (falling,))) is None


def test_the_order_of_one_sum() -> None:
    claim = total(v[k], k, 1, n) / n <= c
    assert isinstance(claim, Relation)
    order = gathered(Goal(claim), claim)
    assert order is not None
    assert isinstance(order.left, Sum)
    assert render_text(order) == "sum(1/n*v[j], j, 1, n) <= sum(c/n, j, 1, n)"
    assert closing(order, claim) is not None
    for other in (ones(n) @ v <= norm(w), (ones(n) @ v) <= total(w[k], k, 2, n), c <= s):
        assert gathered(Goal(other), other) is None


def test_the_parts_of_a_term() -> None:
    assert [render_text(part.factor) for part in parts_of(c * (ones(n) @ v) / s - 2)] == ["c/s", "-2"]
    assert render_text(entry_of(c * exp(v) - w / s + ones(n), k)) == "c*exp(v[k]) - w[k]/s + 1"
    assert render_text(at_entries(log(exp(v)[k]) / 2, k)) == "log(exp(v[k]))/2"
    assert (times(as_term(1)), plus([]), minus(minus(c))) == (as_term(1), as_term(0), c)
    claim = c >= s
    assert isinstance(claim, Relation)
    assert render_text(gap(claim)) == "c - s"
    assert free_index(Goal(eq(k, q))).name not in ("k", "q")


def test_other_claims_are_left_alone() -> None:
    for claim in (ne(ones(n) @ v, c), v <= w, c <= s, eq(ones(n) @ v, c)):
        assert found_by(as_one_sum, Goal(claim)) is None
        assert found_by(by_bounds, Goal(claim)) is None
