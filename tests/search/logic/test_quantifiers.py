"""Quantifiers, most of them over integers: what each tactic decides, and near misses that it must not prove."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import (
    ByCases,
    ByContradiction,
    ByExistsElimination,
    ByFiniteCases,
    ByForallElimination,
    ByForallIntroduction,
    ByWitness,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    And,
    Exists,
    ForAll,
    Implies,
    absolute,
    cases_on,
    eq,
    initial,
    integer,
    maximum,
    naturals,
    reals,
    recurrence,
    sequence,
    try_value,
)
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from gradcheck.search.logic.quantifiers import (
    bounded_witnesses,
    generalise,
    generalise_last,
    infeasible,
    integer_witnesses,
    obtain,
    same_names,
    split,
    values,
)
from tests.search.asking import found_by

x, y = reals("x y")
k, m, n = integer("k"), integer("m"), integer("n")
a, i, p = naturals("a i p")
s = sequence("s")
ODD = (initial(s(0), 1), recurrence(s(p), s(p - 1) + 2, start=1))
FROM_TWO = ForAll((p,), Implies(p >= 2, s(p) <= 2))


def within(lo: int, variable: Symbol, hi: int, *more: Proposition) -> And:
    """lo <= variable <= hi, and more."""
    return And((Relation("<=", as_term(lo), variable), variable <= hi, *more))


def test_a_universal_claim_through_its_body() -> None:
    assert isinstance(found_by(generalise, Goal(ForAll((x, y), x**2 + y**2 >= 2 * x * y))), ByForallIntroduction)
    assert found_by(generalise, Goal(ForAll((x, y), x**2 + y**2 > 2 * x * y)), depth=2) is None


def test_what_is_assumed_of_another_x_is_forgotten() -> None:
    assert found_by(generalise, Goal(ForAll((x,), x >= 0), (x >= 0,))) is None


def test_an_induction_inside_comes_at_last() -> None:
    assert isinstance(found_by(generalise_last, Goal(ForAll((p,), eq(s(p), 2 * p + 1)), (), ODD)), ByForallIntroduction)
    assert found_by(generalise_last, Goal(ForAll((p,), eq(s(p), 2 * p + 2)), (), ODD)) is None
    assert found_by(generalise, Goal(ForAll((p,), eq(s(p), 2 * p + 1)), (), ODD)) is None


def test_what_exists_gets_a_name() -> None:
    square = Exists(y, eq(x, y**2))
    assert isinstance(found_by(obtain, Goal(x >= 0, (square,))), ByExistsElimination)
    assert isinstance(found_by(obtain, Goal(Exists(m, m >= k), (Exists(n, eq(k, n)),))), ByExistsElimination)
    assert found_by(obtain, Goal(x > 0, (square,)), depth=2) is None
    assert found_by(obtain, Goal(x >= 0, (ForAll((y,), x + y**2 >= 0),))) is None


def test_cases_are_those_that_the_author_hints_at() -> None:
    larger = Goal(eq(maximum(x, y), (x + y + absolute(x - y)) / 2))
    assert isinstance(found_by(split, larger, hints=(cases_on(x - y),)), ByCases)
    assert found_by(split, larger) is None
    assert found_by(split, Goal(absolute(x) > x), hints=(cases_on(x),)) is None


def test_a_hypothesis_at_the_variable_of_the_same_name() -> None:
    assert isinstance(found_by(same_names, Goal(s(p) + 1 <= 3, (FROM_TWO, p >= 5))), ByForallElimination)
    assert found_by(same_names, Goal(s(p) + 1 <= 3, (FROM_TWO, p >= 1))) is None
    assert found_by(same_names, Goal(s(i) + 1 <= 3, (FROM_TWO, i >= 5))) is None, "another place is undecided"


@pytest.mark.parametrize(
    "claim",
    [
        Exists(n, within(0, n, 30, eq(n**2, 289))),
        Exists(n, within(0, n, 20, Exists(m, within(0, m, 20, eq(3 * n + 5 * m, 49))))),
        Exists(a, And((a <= 20, eq(a**2, 144)))),
    ],
)
def test_a_bounded_witness(claim: Proposition) -> None:
    assert isinstance(found_by(bounded_witnesses, Goal(claim)), ByWitness)


@pytest.mark.parametrize(
    "claim",
    [
        Exists(n, within(0, n, 30, eq(n**2, 290))),
        Exists(n, within(0, n, 16, eq(n**2, 289))),
        Exists(n, within(0, n, 20, Exists(m, within(0, m, 20, eq(6 * n + 9 * m, 49))))),
        Exists(n, eq(n**2, 289)),  # true, and without bounds
        Exists(n, within(0, n, 5000, eq(n**2, 289))),  # true, and too many places
    ],
)
def test_no_bounded_witness(claim: Proposition) -> None:
    assert found_by(bounded_witnesses, Goal(claim)) is None


@pytest.mark.parametrize(
    ("claim", "value"), [(Exists(n, eq(k, n + 2)), k - 2), (Exists(n, n**3 + n >= 68), as_term(4))]
)
def test_a_hinted_witness(claim: Proposition, value: Term) -> None:
    assert isinstance(found_by(integer_witnesses, Goal(claim), hints=(try_value(value),)), ByWitness)
    assert found_by(integer_witnesses, Goal(claim)) is None


def test_a_hint_at_no_witness() -> None:
    assert found_by(integer_witnesses, Goal(Exists(n, eq(k, 2 * n))), hints=(try_value(k),)) is None
    assert found_by(integer_witnesses, Goal(Exists(n, n**3 + n >= 69)), hints=(try_value(4),)) is None


def test_each_value_apart() -> None:
    bounds = (k >= 0, k <= 2)
    between = Exists(n, within(0, n, 2, eq(n, k)))
    assert isinstance(found_by(values, Goal(between, bounds), depth=1), ByFiniteCases)
    assert found_by(values, Goal(Exists(n, within(1, n, 3, eq(n, k))), bounds), depth=1) is None
    assert found_by(values, Goal(between, bounds[:1]), depth=1) is None


def test_integers_that_there_are_not() -> None:
    assert isinstance(found_by(infeasible, Goal(x > 5, (n >= 1, n + m <= 0, m >= 0))), ByContradiction)
    assert isinstance(found_by(infeasible, Goal(x > 5, (k < n, n < k + 1))), ByContradiction)
    assert found_by(infeasible, Goal(x > 5, (n >= 1, n + m <= 1, m >= 0))) is None
    assert found_by(infeasible, Goal(x > 5, (x < y, y < x + 1))) is None
    assert found_by(infeasible, Goal(x > 5, (eq(2 * n, 2 * m + 1),))) is None, "parity is undecided"
