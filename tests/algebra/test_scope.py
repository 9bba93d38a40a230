"""What is remembered of a term under sums is not taken for another term."""

from __future__ import annotations

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Setting, with_ring
from gradcheck.language.syntax.terms import Sum, Symbol, as_term


def test_indices_of_one_name_and_two_sorts_are_two_indices() -> None:
    i, j, one, two = Symbol("k", "natural"), Symbol("k", "integer"), as_term(1), as_term(2)
    body = i - 2 * j
    first = Sum(Sum(body, j, one, two), i, one, one)  # -1 - 3
    second = Sum(Sum(body, i, one, two), j, one, one)  # -1 + 0
    for claim, wanted in ((first, -4), (second, -1), (first - second, -3), (second - first, 3)):
        assert with_ring(Setting(), lambda ring, term=claim: prepare(ring).scalar(term)).constant() == wanted  # type: ignore[misc]
