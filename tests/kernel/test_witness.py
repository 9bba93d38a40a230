"""Counterexamples count only where assumptions and laws hold, both sides are defined, and the claim fails exactly."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.matrices import determinant
from gradcheck.kernel.verdict import Refuted, genuine
from gradcheck.kernel.verdict import refute as refute_goal
from gradcheck.language.author import (
    Bernoulli,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    PositiveDefinite,
    Var,
    dimensions,
    eq,
    exp,
    family,
    gradient,
    initial,
    integer,
    inverse,
    matrix,
    natural,
    ne,
    norm,
    ones,
    random_variable,
    reals,
    recurrence,
    sequence,
    sqrt,
    vector,
    where,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Or, Proposition
from gradcheck.language.syntax.terms import Symbol
from gradcheck.search.refutation.counterexample import search_counterexample

x, y, p, c = reals("x y p c")
k = natural("k")
n, d, j = dimensions("n d j")
w, M = vector("w", d), matrix("M", d, d)


def values(**numbers: object) -> tuple[tuple[Symbol, Fraction], ...]:
    named = {s.name: s for s in (x, y, p, c, k, n, d, j)}
    return tuple((named[name], Fraction(str(value))) for name, value in numbers.items())


def refute(
    claim: Proposition, witness: Counterexample, *given: Proposition, define: tuple[Definition, ...] = ()
) -> Refuted:
    return refute_goal(Goal(claim, given, define), witness)


def refused(
    claim: Proposition, witness: Counterexample, *given: Proposition, define: tuple[Definition, ...] = ()
) -> None:
    with pytest.raises(Rejected):
        refute(claim, witness, *given, define=define)


def at(**numbers: object) -> Counterexample:
    return Counterexample(values(**numbers))


def test_exact_values_and_values_in_balls() -> None:
    refute(eq(x**2, x), at(x=2))
    refute(exp(x) <= 2, at(x=1))
    refused(eq(x**2, x), at(x=1))
    refused(exp(x) >= 2, at(x=1))


def test_parts_are_asked_from_left_to_right() -> None:
    refute(Or((eq(x, 0), eq(x / x, 2))), at(x=1))
    refused(Or((eq(x, 0), eq(x / x, 2))), at(x=0))
    refused(Or((eq(x / x, 2), x >= 1)), at(x=0))
    refute(Or((x >= 2, x >= 1)), at(x=0), Or((eq(x, 0), 1 / x > 0)))
    refused(Or((x >= 2, x >= 1)), at(x=0), Or((1 / x > 0, eq(x, 0))))
    refute(And((ne(x, 0), eq(x / x, 1))), at(x=0))
    refused(And((eq(x / x, 1), ne(x, 0))), at(x=0))
    refused(Implies(ne(x, 0), eq(x / x, 2)), at(x=0))
    refute(Or((x >= 2, x >= 1)), at(x=0))


def test_a_quantifier_that_is_not_decided_may_have_no_value() -> None:
    unknown = Exists(y, eq(y, x))
    for claim in (Or((unknown, x > 5)), And((unknown, x > 5)), Implies(unknown, x > 5)):
        refused(claim, at(x=1))
    refused(x > 5, at(x=1), Or((unknown, x > 0)))


def test_an_altered_counterexample_is_not_genuine() -> None:
    verdict = refute(eq(x, 0), at(x=1))
    object.__setattr__(verdict, "counterexample", None)
    assert not genuine(verdict)


def test_every_symbol_needs_a_value_that_its_sort_has() -> None:
    refused(eq(x, y), at(x=1))
    refused(k >= 1, at(k="1/2"))
    refused(k >= 1, at(k=-1))
    refused(d >= 2, at(d=0))
    refute(d >= 2, at(d=1))


def test_assumptions_hold_at_the_values() -> None:
    refute(x >= 1, at(x="1/2"), x >= 0)
    refused(x >= 1, at(x=-1), x >= 0)
    refused(x >= 1, at(x=-1), Implies(x <= 0, x >= 0))


def test_assumptions_for_all_values_hold_identically() -> None:
    for_all = ForAll((x,), eq(p * x, c * x**1))
    refute(eq(p, 2 * c), at(p=1, c=1), for_all)
    refused(eq(p, 2 * c), at(p=1, c=2), for_all)
    refused(eq(p, 2 * c), at(p=1, c=1), ForAll((x,), p * x <= 2 * c * x))
    refused(eq(p, 2 * c), at(p=1, c=1), ForAll((x,), eq(p * x / x, c)))
    refused(eq(p, 2 * c), at(p=1, c=1), ForAll((x,), eq(p * x, c * y)))


def test_laws_hold_at_the_values() -> None:
    kept = random_variable("R", Bernoulli(p))
    refute(eq(Var(kept), p), at(p="1/2"))
    refused(eq(Var(kept), p), at(p=2))
    refused(Var(kept) >= 0, at(p=-1))


def test_both_sides_are_defined_at_the_values() -> None:
    refused(eq(x / x, 1), at(x=0))
    refused(sqrt(x) ** 2 >= x + 1, at(x=-1))
    refused(eq(w[j], 1), Counterexample(values(d=1, j=2), (("w", (1,), Fraction(0)), ("w", (2,), Fraction(0)))))
    refute(eq(w[j], 1), Counterexample(values(d=1, j=1), (("w", (1,), Fraction(0)),)))


def test_derivatives_are_taken_before_values_are_put_in() -> None:
    refute(eq(gradient(x**2, x), 0), at(x=1))
    refused(eq(gradient(x**2, x), 2 * x), at(x=3))


def test_members_below_the_start_do_not_exist() -> None:
    v = sequence("v")
    define = (initial(v(0), 1), recurrence(v(k), 2 * v(k - 1), start=1))
    refute(eq(v(k), k + 1), at(k=2), define=define)
    refused(eq(v(k - 1), 7), at(k=0), define=define)
    below = Counterexample(values(k=0), (), (("v", -1, (), Fraction(0)),))
    refused(eq(v(k - 1), 7), below, define=define)
    forged = Counterexample(values(k=2), (), (("v", 2, (), Fraction(0)),))
    refused(eq(v(k), 4), forged, define=define)


def test_constants_of_definitions_need_values() -> None:
    v = sequence("v")
    define = (initial(v(0), c), recurrence(v(k), v(k - 1), start=1))
    refused(eq(v(k), 1), at(k=1), define=define)
    refute(eq(v(k), 1), at(k=1, c=0), define=define)


def test_equivalences() -> None:
    refute(Iff(x > 0, x >= 0), at(x=0))
    refused(Iff(x > 0, x >= 0), at(x=1))


def entries(*rows: tuple[int, ...]) -> Counterexample:
    cells = tuple(("M", (i, j), Fraction(v)) for i, row in enumerate(rows, 1) for j, v in enumerate(row, 1))
    return Counterexample(values(d=len(rows)), cells)


def test_invertible_and_definite_matrices() -> None:
    refute(Invertible(M), entries((1, 2), (2, 4)))
    refused(Invertible(M), entries((1, 2), (2, 5)))
    refute(PositiveDefinite(M), entries((1, 2), (2, 1)))
    refused(PositiveDefinite(M), entries((2, 1), (1, 2)))
    refused(PositiveDefinite(M), entries((1, 5), (-5, 1)))  # v M v = |v|^2, though M is not symmetric
    refute(PositiveDefinite(M), entries((0,)))
    refute(eq(inverse(M), M), entries((2,)), Invertible(M))
    refute(eq(inverse(M), 2 * M), entries((0, 1), (1, 0)))
    refused(eq(inverse(M), M), entries((0, 1), (1, 0)), Invertible(M))
    refused(eq(inverse(M), 2 * M), entries((1, 2), (2, 4)))  # it has no inverse there


def test_determinants() -> None:
    rows = [[Fraction(v) for v in row] for row in ((0, 2, 1), (1, 0, 3), (2, 1, 0))]
    assert determinant(rows) == 13
    assert determinant([[Fraction(0)]]) == 0


def test_what_the_search_finds_is_small_and_confirmed() -> None:
    goal = Goal(eq(norm(w) ** 2, ones(d) @ w))
    found = search_counterexample(goal)
    assert found is not None
    assert genuine(refute_goal(goal, found))
    assert dict(found.scalars)[d] == 1


def test_candidates_solve_the_equations_among_the_assumptions() -> None:
    goal = Goal(eq(x, y), (eq(x, 3 * y + c), eq(c, 2)))
    found = search_counterexample(goal)
    assert found is not None
    numbers = dict(found.scalars)
    assert numbers[x] == 3 * numbers[y] + 2


def test_candidates_solve_equations_for_what_definitions_hide() -> None:
    v = sequence("v")
    define = (initial(v(0), 0), recurrence(v(k), p * v(k - 1) + c, start=1))
    goal = Goal(eq(p, 2), (eq(v(2), 5), eq(v(1), 2)), define)
    found = search_counterexample(goal)
    assert found is not None
    assert dict(found.scalars)[c] == 2
    assert dict(found.scalars)[p] == Fraction(3, 2)


def test_candidates_have_integers_that_meet_the_assumptions() -> None:
    m, i = dimensions("m i")
    goal = Goal(eq(m, 3), (j >= 2, i > j, m > i))
    found = search_counterexample(goal)
    assert found is not None
    assert dict(found.scalars)[m] == 4


def test_a_free_symbol_may_have_the_name_of_a_parameter_of_a_definition() -> None:
    """C(k, i) is defined for every i; the i of the claim is one number."""
    i, C = integer("i"), family("C")
    pascal = (initial(C(0, i), where(i**2 <= 0, 1, 0)), recurrence(C(k, i), C(k - 1, i - 1) + C(k - 1, i), start=1))
    for row, place in ((0, 0), (1, 0), (3, 1), (4, 2), (4, 5), (2, -1)):
        at = Counterexample(((k, Fraction(row)), (i, Fraction(place))))
        number = comb(row, place) if place >= 0 else 0
        assert genuine(refute(ne(C(k, i), number), at, define=pascal))
        with pytest.raises(Rejected):
            refute(eq(C(k, i), number), at, define=pascal)
