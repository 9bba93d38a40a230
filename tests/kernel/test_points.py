"""Counterexamples at numbers that are not rational: by a term, or by an interval with a root."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByConjunction, ByNormalForm, BySign, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, refute, refute_by_proof
from gradcheck.language.author import (
    Bernoulli,
    E,
    Normal,
    dimension,
    eq,
    exp,
    integer,
    log,
    random_variable,
    reals,
    sqrt,
    vector,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Const, Num, Symbol, Term, as_term
from gradcheck.search.tactics import new_search, search_proof
from tests.verdicts import verdict

x, y = reals("x y")
k = integer("k")
Z, N, B = (random_variable("Z", Normal(0, 1)), random_variable("N", Normal(x, y**2)),
           random_variable("B", Bernoulli(y)))  # fmt: skip
e = exp(as_term(1))
GROWTH = Goal(log(x) / x < exp(as_term(-1)), (x > 0,))


def at(*points: tuple[Symbol, Term], **more: object) -> Counterexample:
    return Counterexample((), points=points, **more)  # type: ignore[arg-type]


def evidence_at(goal: Goal, witness: Counterexample) -> Evidence | None:
    return search_proof(negated(goal, witness), new_search())


def test_a_claim_is_refuted_at_the_one_point_where_it_fails() -> None:
    evidence = evidence_at(GROWTH, at((x, e)))
    assert evidence is not None
    refuted = refute_by_proof(GROWTH, evidence, at((x, e)))
    assert genuine(refuted)
    assert refuted.trust == "exact"


@pytest.mark.parametrize("point", [exp(as_term(2)), exp(Num(Fraction(999, 1000))), e - 1])
def test_it_is_not_refuted_elsewhere(point: Term) -> None:
    assert evidence_at(GROWTH, at((x, point))) is None


def test_an_assumption_that_fails_there_saves_the_claim() -> None:
    goal = Goal(GROWTH.claim, (x > 3,))
    assert evidence_at(goal, at((x, e))) is None
    shapes: tuple[Evidence, ...] = (ByNormalForm(), BySign(), BySign())
    with pytest.raises(Rejected):
        refute_by_proof(goal, ByConjunction(shapes), at((x, e)))


@pytest.mark.parametrize(
    ("goal", "witness"),
    [
        (GROWTH, at((x, y))),  # no number
        (GROWTH, at((x, Const("oo")))),
        (GROWTH, at((x, e), (x, e))),
        (GROWTH, Counterexample(((x, Fraction(1)),), points=((x, e),))),
        (GROWTH, at((y, e))),
        (Goal(k < 3), at((k, e))),
        (Goal(Relation("<", x, y)), at((x, e))),  # y has no value
        (GROWTH, at((x, e), roots=((y, Fraction(0), Fraction(1)),))),
        (Goal(vector("v", dimension("n"))[1] < x), at((x, e))),
        (Goal(eq(E(x * Z), y)), at((x, e))),  # y has no value
    ],
)
def test_what_is_no_point_is_refused(goal: Goal, witness: Counterexample) -> None:
    with pytest.raises(Rejected):
        negated(goal, witness)


@pytest.mark.parametrize("point", [log(as_term(-1)), log(as_term(0)), sqrt(as_term(-1)), 1 / (e - e)])
def test_a_point_that_is_no_number_proves_nothing(point: Term) -> None:
    goal = Goal(Relation("!=", x, x))
    assert evidence_at(goal, at((x, e))) is not None
    assert evidence_at(goal, at((x, point))) is None


def test_a_statement_about_a_mean_is_refuted_at_numbers_that_meet_its_laws() -> None:
    wrong = Goal(eq(E(exp(N)), exp(x)), (y > 0,))
    values = at((x, as_term(2)), (y, Num(Fraction(1, 2))))
    evidence = evidence_at(wrong, values)
    assert evidence is not None
    assert genuine(refute_by_proof(wrong, evidence, values))
    assert evidence_at(wrong, at((x, as_term(2)), (y, as_term(-1)))) is None  # the assumption fails
    flips = Goal(eq(E(B), y + 1))
    assert evidence_at(flips, at((y, Num(Fraction(1, 2))))) is not None
    assert evidence_at(flips, at((y, as_term(2)))) is None  # no probability: there is no such law
    right = Goal(eq(E(B), y))
    assert evidence_at(right, at((y, Num(Fraction(1, 2))))) is None


def test_values_alone_do_not_refute_at_points() -> None:
    with pytest.raises(Rejected):
        refute(GROWTH, at((x, e)))


def between(lo: Fraction | int, hi: Fraction | int) -> Counterexample:
    return Counterexample((), roots=((x, Fraction(lo), Fraction(hi)),))


def test_what_differs_but_at_a_root_is_refuted_there() -> None:
    assert genuine(refute(Goal(Relation("!=", x**3 + x, as_term(1))), between(0, 1)))


@pytest.mark.parametrize(
    ("goal", "witness"),
    [
        (Goal(Relation("!=", x**2, as_term(-1))), between(-1, 1)),  # no root
        (Goal(Relation("!=", x**3 + x, as_term(1))), between(1, 2)),  # the root is elsewhere
        (Goal(Relation("!=", x**3 + x, as_term(1)), (x > 1,)), between(0, 1)),
        (Goal(Relation("!=", x**3 + x, as_term(1)), (x > Num(Fraction(1, 2)),)), between(0, 1)),  # perhaps not there
        (Goal(Relation("!=", 1 / x, as_term(0))), between(-1, 1)),  # a pole is no root
        (Goal(Relation("<", x**3 + x, as_term(1))), between(0, 1)),
        (Goal(Relation("!=", x, x)), between(0, 1)),
    ],
)
def test_what_is_no_root_is_refused(goal: Goal, witness: Counterexample) -> None:
    with pytest.raises(Rejected):
        refute(goal, witness)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("log(x)/x < exp(-1); x > 0", "refuted"),
        ("log(x)/x <= exp(-1); x > 0", "proved"),
        ("log(x)/x < exp(-1); x > 3", "proved"),
        ("sin(x) < 1", "refuted"),
        ("sin(x) <= 1", "proved"),
        ("x**x > exp(-exp(-1)); x > 0", "refuted"),
        ("x**3 + x != 1", "refuted"),
        ("x**3 + x != 1; x > 1", "proved"),
        ("exp(x) != 3", "refuted"),
    ],
)
def test_claims_that_fail_at_one_point_only(written: str, expected: str) -> None:
    assert verdict(written) == expected


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.fractions(-3, 3, max_denominator=9), st.sampled_from(["x**2", "x**3", "exp(x)", "log(x)"]))
def test_equations_with_a_positive_solution(value: Fraction, left: str) -> None:
    """Oracle: x**2 and x**3 take the positive values for x > 0, exp those above 1, log all of them."""
    solved = {"x**2": value > 0, "x**3": value > 0, "exp(x)": value > 1, "log(x)": True}[left]
    found = verdict(f"{left} != {value.numerator}/{value.denominator}; x > 0")
    assert found != ("proved" if solved else "refuted")
    assert found == "refuted" or not solved or abs(value) > 2
