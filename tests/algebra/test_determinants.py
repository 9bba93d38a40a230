"""Determinants and inverses of matrices with literal sides, against flint and the sum over all permutations."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import permutations

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import ByFact, ByHypothesis, ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import (
    Invertible,
    PositiveDefinite,
    chain,
    d,
    det,
    dimensions,
    eq,
    identity,
    inverse,
    log,
    matrix,
    ne,
    ones,
    outer,
    reals,
    trace,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term, as_term
from tests.verdicts import verdict_on

(n,) = dimensions("n")
x, y = reals("x y")
A, D, B, C = matrix("A", 2, 2), matrix("D", 2, 2), matrix("B", 3, 3), matrix("C", n, n)
FOUR, SIX = matrix("F", 4, 4), matrix("G", 6, 6)
unit = identity(2)


def by_permutations(M: Term, side: int) -> Term:
    """The sum over all permutations of the places, each with its sign."""
    whole = as_term(0)
    for places in permutations(range(side)):
        inversions = sum(places[i] > places[j] for i in range(side) for j in range(i + 1, side))
        whole = whole + (-1) ** inversions * reduce(lambda a, b: a * b, (M[i + 1, j + 1] for i, j in enumerate(places)))
    return whole


@pytest.mark.parametrize(("M", "side"), [(A, 2), (B, 3), (FOUR, 4)])
def test_a_determinant_is_the_sum_over_all_permutations(M: Term, side: int) -> None:
    prove(Goal(eq(det(M), by_permutations(M, side))), ByNormalForm())
    with pytest.raises(Rejected):
        prove(Goal(eq(det(M), by_permutations(M, side) + M[1, 1])), ByNormalForm())


entry = st.integers(-4, 4)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4).flatmap(lambda side: st.lists(st.lists(entry, min_size=side, max_size=side),
                                                       min_size=side, max_size=side)))  # fmt: skip
def test_values_at_given_entries_are_those_of_flint(rows: list[list[int]]) -> None:
    side = len(rows)
    places = tuple(((i + 1, j + 1), Fraction(v)) for i, row in enumerate(rows) for j, v in enumerate(row))
    witness = Counterexample(((n, Fraction(side)),), tuple(("C", place, value) for place, value in places))
    values, known = Valuation(Goal(eq(det(C), 0)), witness), fmpq_mat([[fmpq(v) for v in row] for row in rows])
    assert values.number(det(C)) == _fraction(known.det())
    if not known.det():
        with pytest.raises(Rejected):
            values.number(inverse(C), (1, 1))
        return
    for place, _ in places:
        assert values.number(inverse(C), place) == _fraction(known.inv()[place[0] - 1, place[1] - 1])


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


regular = ne(det(A), 0)
Case = tuple[Proposition, tuple[Proposition, ...]]
TRUE: dict[str, Case] = {
    "an entry of the inverse": (eq(inverse(A)[1, 1], A[2, 2] / det(A)), (regular,)),
    "of an invertible matrix": (eq(inverse(A)[1, 2], -A[1, 2] / det(A)), (Invertible(A),)),
    "all entries": (eq(inverse(A) @ A, unit), (ne(A[1, 1] * A[2, 2], A[1, 2] * A[2, 1]),)),
    "a trace": (eq(trace(A @ inverse(A)), 2), (Invertible(A),)),
    "a product": (eq(det(A @ D), det(A) * det(D)), ()),
    "a multiple": (eq(det(3 * A), 9 * det(A)), ()),
    "Cayley and Hamilton": (eq(A @ A, trace(A) * A - det(A) * unit), ()),
    "Jacobi": (eq(d(det(A), A), det(A) * inverse(A).T), (regular,)),
    "of a logarithm": (eq(d(log(det(A)), A), inverse(A).T), (det(A) > 0,)),
    "invertible by its entries": (Invertible(A), (A[1, 1] > 0, A[2, 2] > 0, A[1, 2] < 0, A[2, 1] > 0)),
    "a sum with the unit": (eq(det(unit + x * ones(2, 2)), 1 + 2 * x), ()),
    "symbolic sides": (eq(C @ inverse(C), identity(n)), (ne(det(C), 0),)),
    "one row": (eq(det(matrix("s", 1, 1)), matrix("s", 1, 1)[1, 1]), ()),
}
FALSE: dict[str, Case] = {
    "a wrong sign": (eq(det(A), A[1, 1] * A[2, 2] + A[1, 2] * A[2, 1]), ()),
    "an entry of the inverse": (eq(inverse(A)[1, 2], A[1, 2] / det(A)), (regular,)),
    "a multiple": (eq(det(3 * A), 3 * det(A)), ()),
    "a sum": (eq(det(A + D), det(A) + det(D)), ()),
    "twice the unit": (eq(C @ inverse(C), 2 * identity(n)), (Invertible(C),)),
    "without an assumption": (eq(C @ inverse(C), 2 * identity(n)), ()),
    "the transpose": (eq(inverse(C), C.T), (Invertible(C),)),
    "Cayley and Hamilton": (eq(A @ A, trace(A) * A + det(A) * unit), ()),
    "Jacobi": (eq(d(det(A), A), det(A) * inverse(A)), (regular,)),
    "symbolic sides": (eq(det(-C), -det(C)), ()),
    "always invertible": (Invertible(A), ()),
    "a negative determinant": (det(A) < 0, (PositiveDefinite(A),)),
}
OPEN: dict[str, Case] = {
    "an inverse that is not there": (eq(inverse(A)[1, 1], A[2, 2] / det(A)), ()),
    "many rows": (eq(det(SIX), SIX[1, 1] * SIX[2, 2]), (eq(SIX[1, 1], 0),)),
    "of a singular matrix": (eq(trace(inverse(ones(2, 2))), 0), ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_from_the_entries_is_proved(name: str) -> None:
    assert verdict_on(Goal(*TRUE[name])) == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_a_near_miss_is_refuted(name: str) -> None:
    assert verdict_on(Goal(*FALSE[name])) == "refuted"


@pytest.mark.parametrize("name", OPEN)
def test_what_has_no_value_or_many_rows_is_undecided(name: str) -> None:
    assert verdict_on(Goal(*OPEN[name]), depth=2) == "undecided"


def test_conditions_of_an_array_are_asked_at_every_place() -> None:
    for side in (n - n, as_term(2), as_term(3)):  # an array without entries asks for what it is made of, too
        with pytest.raises(Rejected):
            prove(Goal(eq((x / x) * ones(side), ones(side))), ByNormalForm())
    with pytest.raises(Rejected):
        prove(Goal(Invertible(A), (ne(det(D), 0),)), ByFact("determinant", (ByHypothesis(),), (A,)))
    prove(Goal(Invertible(A), (regular,)), ByFact("determinant", (ByHypothesis(),), (A,)))
    assert verdict_on(Goal(eq(outer(ones(2), ones(2)), ones(2, 2)), (chain(0, "<", x, "<", y),))) == "proved"
