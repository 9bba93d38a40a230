"""Counterexamples with members of free sequences: all alike, at parameters, and as equations of a negation."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest

from gradcheck.derivation import Step
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import refute, refute_by_proof
from gradcheck.language.author import (
    ForAll,
    Implies,
    chain,
    d,
    dimension,
    eq,
    family,
    initial,
    limit,
    natural,
    ne,
    oo,
    reals,
    recurrence,
    sequence,
    sigmoid,
    sup,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.driver import search_finding

x, y, a, b = reals("x y a b")
k, m, T = natural("k"), natural("m"), natural("T")
n = dimension("n")
g, q, theta, phi = (sequence(name, n) for name in ("g", "q", "theta", "phi"))
M, B, u = sequence("M"), sequence("B"), sequence("u")
C = family("C")
STEPS = (
    initial(theta(0), x * g(0)),
    recurrence(theta(k), theta(k - 1) - a * g(k - 1), start=1),
    initial(phi(0), x * g(0)),
    recurrence(phi(k), phi(k - 1) - a * q(k - 1), start=1),
)
ONE_LOSS = ForAll((m,), Implies(eq(theta(m), phi(m)), eq(g(m), q(m))))
PRODUCT = (initial(B(0), 1), recurrence(B(k), M(k) * B(k - 1), start=1))


def refuted(claim: Proposition, *given: Proposition, definitions: tuple[Definition, ...] = ()) -> bool:
    """Whether the search refutes the claim, and the kernel agrees."""
    goal = Goal(claim, given, definitions)
    found = search_finding(goal, Step("claim", claim, expected="refuted"))
    if found.negation is not None:
        refute_by_proof(goal, found.negation, found.counterexample)
    elif found.counterexample is not None:
        refute(goal, found.counterexample)
    return found.evidence is None and (found.negation is not None or found.counterexample is not None)


def test_an_assumption_about_every_member_is_met_by_members_that_are_all_alike() -> None:
    assert refuted(eq(theta(k + 1), -phi(k + 1)), ONE_LOSS, definitions=STEPS)
    assert refuted(eq(u(k), 2), ForAll((m,), u(m) >= 1))
    assert not refuted(eq(theta(1), phi(1)), ONE_LOSS, eq(theta(0), phi(0)), definitions=STEPS)
    assert not refuted(u(k) >= 0, ForAll((m,), u(m) >= 1))


def all_alike(name: str, value: int, **numbers: int) -> Counterexample:
    scalars = tuple((symbol, Q(numbers[symbol.name])) for symbol in (k, n, x, a) if symbol.name in numbers)
    return Counterexample(scalars, members=((name, None, (), Q(value)),))


def test_what_is_defined_cannot_be_all_alike() -> None:
    doubled = (initial(u(0), 1), recurrence(u(k), 2 * u(k - 1), start=1))
    bounded = ForAll((m,), u(m) <= 1)
    with pytest.raises(Rejected):  # u(3) is 8, whatever the counterexample says of every member
        refute(Goal(eq(k, 1), (bounded,), doubled), all_alike("u", 1, k=0))
    refute(Goal(eq(k, 1), (bounded,)), all_alike("u", 1, k=0))


def test_an_assumption_about_every_member_that_fails_is_not_met() -> None:
    for given in (ForAll((m,), u(m) >= 2), ForAll((m,), Implies(u(m) >= 1, u(m) >= 2))):
        with pytest.raises(Rejected):
            refute(Goal(eq(k, 1), (given,)), all_alike("u", 1, k=0))
    with pytest.raises(Rejected):  # the entries of an array of unknown length
        refute(Goal(eq(k, 1), (ForAll((m,), eq(g(m), q(m))),)), all_alike("g", 1, k=0))


def test_one_member_may_not_stand_for_all() -> None:
    single = Counterexample(((k, Q(0)),), members=tuple(("u", index, (), Q(1)) for index in range(5)))
    with pytest.raises(Rejected):
        refute(Goal(eq(k, 1), (ForAll((m,), u(m) >= 1),)), single)


def test_families_have_values_at_parameters() -> None:
    assert refuted(eq(C(m, x + y), C(m, x - y)))
    assert refuted(eq(C(m, x), C(m + 1, x)))
    assert not refuted(eq(C(m, x + y), C(m, y + x)))
    assert not refuted(eq(C(m, a), C(m, b)), eq(a, b))


def test_a_family_has_one_value_at_equal_parameters() -> None:
    one = Counterexample(((m, Q(0)), (x, Q(1)), (y, Q(1))), members=(("C", 0, (1,), Q(1)), ("C", 0, (1,), Q(2))))
    with pytest.raises(Rejected):
        refute(Goal(eq(C(m, x), C(m, y))), one)
    other = Counterexample(((m, Q(0)), (x, Q(1)), (y, Q(2))), members=(("C", 0, (1,), Q(1)), ("C", 0, (2,), Q(2))))
    refute(Goal(eq(C(m, x), C(m, y))), other)
    with pytest.raises(Rejected):  # no value at 2
        refute(Goal(eq(C(m, x), C(m, y))), Counterexample(other.scalars, members=other.members[:1]))


def test_members_are_equations_of_a_negation() -> None:
    line, slope = sup(d(x, x), x), sup(d(sigmoid(x), x), x)
    assert refuted(eq(B(k + 1) * line, 4 * (B(k) * slope)), definitions=PRODUCT)
    assert not refuted(eq(B(k) * line, 4 * (B(k) * slope)), definitions=PRODUCT)


def test_a_negation_has_no_equation_for_what_is_defined() -> None:
    goal = Goal(eq(B(k) * sup(d(x, x), x), B(k)), (), PRODUCT)
    pins = negated(goal, Counterexample(((k, Q(1)),), members=(("M", 1, (), Q(2)),))).hypotheses
    assert pins == (eq(k, 1), eq(M(1), 2))
    with pytest.raises(Rejected):
        negated(goal, Counterexample(((k, Q(1)),), members=(("B", 1, (), Q(5)), ("M", 1, (), Q(2)))))


def test_members_are_not_all_alike_and_different() -> None:
    goal = Goal(ne(u(1), 0), (ForAll((m,), u(m) >= 1),))  # true; with u(1) = 0 besides anything would follow
    with pytest.raises(Rejected):
        negated(goal, Counterexample((), members=(("u", None, (), Q(1)), ("u", 1, (), Q(0)))))


def test_wrong_limits_of_powers() -> None:
    below_one = chain(0, "<=", a, "<", 1)
    assert refuted(eq(limit(a**T, T, oo), 1), below_one)
    assert refuted(eq(limit(a**T, T, oo), -1), below_one)
    assert refuted(eq(limit(b**T, T, oo), 0), below_one)
    assert not refuted(eq(limit(a**T, T, oo), 0), below_one)
    assert not refuted(ne(limit(a**T, T, oo), 1), below_one)
