"""Bounds of norms put together by the engine, and near misses that it must not prove."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByCut, ByFact, ByHypothesis
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    ForAll,
    absolute,
    diag,
    dimensions,
    eq,
    identity,
    initial,
    largest_eigenvalue,
    matrix,
    naturals,
    norm,
    ones,
    operator_norm,
    outer,
    rational,
    reals,
    recurrence,
    sequence,
    sigmoid,
    smallest_singular_value,
    tanh,
    vector,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Proposition
from gradcheck.search.inequalities.norms import bounded, bounds_of, equal, matched, tidied
from gradcheck.search.tactics import new_search, search_proof
from tests.search.asking import found_by

n, m = dimensions("n m")
k, i = naturals("k i")
a, b, c = reals("a b c")
A, B = matrix("A", n, m), matrix("B", m, n)
V, W = matrix("V", n, n), matrix("W", n, n)
u, v, x = vector("u", n), vector("v", n), vector("x", n)
P, F, G, Q, s = (sequence(name, n, n) for name in "PFGQS")
w = sequence("w", n)
POWERS: tuple[Definition, ...] = (initial(P(0), identity(n)), recurrence(P(k), F(k) @ P(k - 1), start=1))
SLOPES: tuple[Definition, ...] = (
    initial(P(0), identity(n)), recurrence(P(k), diag(w(k)) @ F(k) @ P(k - 1), start=1),
    initial(Q(0), identity(n)), recurrence(Q(k), absolute(F(k)) @ Q(k - 1), start=1),
)  # fmt: skip
unit = ForAll((i,), And((0 * ones(n) <= w(i), w(i) <= ones(n))))

Case = tuple[Proposition, tuple[Proposition, ...], tuple[Definition, ...]]

HOLDS: list[Case] = [
    (operator_norm(A @ B) <= operator_norm(A) * operator_norm(B), (), ()),
    (operator_norm(A @ B) <= a * b, (operator_norm(A) <= a, operator_norm(B) <= b), ()),
    (operator_norm(V + W - identity(n)) <= operator_norm(V) + operator_norm(W) + 1, (), ()),
    (operator_norm(3 * V @ W.T) <= 3 * operator_norm(V) * operator_norm(W), (), ()),
    (operator_norm(outer(u, v) @ W) <= norm(u) * norm(v) * operator_norm(W), (), ()),
    (operator_norm(diag(tanh(u)) @ diag(sigmoid(v))) <= 1, (), ()),
    (operator_norm(diag(u) @ W) <= c * operator_norm(W), (absolute(u) <= c * ones(n),), ()),
    (eq(operator_norm(A.T), operator_norm(A)), (), ()),
    (eq(operator_norm(A) ** 2, largest_eigenvalue(A.T @ A)), (), ()),
    (eq(operator_norm(identity(n)), 1), (), ()),
    (eq(operator_norm(c * A), absolute(c) * operator_norm(A)), (), ()),
    (eq(operator_norm(outer(u, v)), norm(u) * norm(v)), (), ()),
    (operator_norm(A) <= 2, (largest_eigenvalue(A.T @ A) <= 4,), ()),
    (2 * operator_norm(W) + 1 >= operator_norm(W + W + identity(n)), (), ()),
    (norm(V @ W @ x) <= operator_norm(V) * operator_norm(W) * norm(x), (), ()),
    (smallest_singular_value(W) <= operator_norm(W), (), ()),
    (smallest_singular_value(identity(n) - W) >= 1 - operator_norm(W), (), ()),
    (smallest_singular_value(identity(n) - W) > 0, (operator_norm(W) < 1,), ()),
    (smallest_singular_value(V @ diag(u)) >= a * c,
     (smallest_singular_value(V) >= a, a >= 0, c >= 0, absolute(u) >= c * ones(n)), ()),
    (operator_norm(V - W) >= operator_norm(V) - operator_norm(W), (), ()),
    (operator_norm(P(k)) <= a**k, (ForAll((i,), operator_norm(F(i)) <= a), a >= 0), POWERS),
    (smallest_singular_value(P(k)) >= a**k, (ForAll((i,), smallest_singular_value(F(i)) >= a), a >= 0), POWERS),
    (operator_norm(P(k)) <= a**k, (ForAll((i,), operator_norm(F(i)) <= a), a >= 0, unit), SLOPES),
    (absolute(P(k)) <= Q(k), (unit,), SLOPES),
    (absolute(A @ B) <= absolute(A) @ absolute(B), (), ()),
    (absolute(A @ diag(tanh(x @ A)) @ B) <= absolute(A) @ absolute(B), (), ()),
    (absolute(V - W @ V) <= absolute(V) + absolute(W) @ absolute(V), (), ()),
]  # fmt: skip

FAILS: list[Case] = [
    (operator_norm(A @ B) <= a * b, (operator_norm(A) <= a,), ()),
    (operator_norm(A @ B) < operator_norm(A) * operator_norm(B), (), ()),
    (operator_norm(diag(u)) <= c, (u <= c * ones(n),), ()),
    (operator_norm(diag(2 * tanh(u))) <= 1, (), ()),
    (eq(smallest_singular_value(A.T), smallest_singular_value(A)), (), ()),
    (eq(operator_norm(W), largest_eigenvalue(W)), (), ()),
    (operator_norm(W) <= a, (largest_eigenvalue(W.T @ W) <= a,), ()),
    (smallest_singular_value(identity(n) - W) >= 1 + operator_norm(W), (), ()),
    (smallest_singular_value(identity(n) - W) > 0, (operator_norm(W) <= 1,), ()),
    (smallest_singular_value(A @ B) >= a * b, (smallest_singular_value(A) >= a, smallest_singular_value(B) >= b), ()),
    (operator_norm(P(k)) <= a**k, (ForAll((i,), operator_norm(F(i)) <= a + 1), a >= 0), POWERS),
    (operator_norm(P(k)) <= rational(1, 2) ** k, (operator_norm(F(1)) <= rational(1, 2),), POWERS),
    (operator_norm(P(k)) >= a**k, (ForAll((i,), operator_norm(F(i)) >= a), a >= 0), POWERS),
    (absolute(P(k)) <= Q(k), (), SLOPES),
    (P(k) <= Q(k), (), SLOPES),
    (absolute(A @ B) <= A @ B, (), ()),
    (norm(V @ x) <= operator_norm(V), (), ()),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "given", "define"), HOLDS, ids=range(len(HOLDS)))
def test_bounds_are_put_together(
    claim: Proposition, given: tuple[Proposition, ...], define: tuple[Definition, ...]
) -> None:
    goal = Goal(claim, given, define)
    evidence = search_proof(goal, new_search())
    assert evidence is not None
    assert genuine(prove(goal, evidence))


@pytest.mark.parametrize(("claim", "given", "define"), FAILS, ids=range(len(FAILS)))
def test_near_misses_are_not_proved(
    claim: Proposition, given: tuple[Proposition, ...], define: tuple[Definition, ...]
) -> None:
    search = new_search()
    search.depth = 3
    assert search_proof(Goal(claim, given, define), search) is None


def test_what_is_assumed_of_all_members_is_not_assumed_of_others() -> None:
    goal = Goal(operator_norm(G(2)) <= a, (ForAll((i,), operator_norm(F(i)) <= a),))
    assert search_proof(goal, new_search()) is None
    assert isinstance(search_proof(goal.suppose(operator_norm(G(2)) <= a), new_search()), ByHypothesis)


TWO_THREE = (operator_norm(A) <= 2, operator_norm(B) <= 3)


def test_a_bound_from_bounds_of_the_parts() -> None:
    assert isinstance(found_by(bounded, Goal(operator_norm(A @ B) <= 6, TWO_THREE)), ByFact)
    assert isinstance(found_by(bounded, Goal(operator_norm(A - 2 * B.T) <= 8, TWO_THREE)), ByFact | ByCut)
    assert found_by(bounded, Goal(operator_norm(A @ B) <= 5, TWO_THREE), depth=2) is None
    assert found_by(bounded, Goal(operator_norm(A @ B) < 6, TWO_THREE), depth=2) is None
    assert found_by(bounded, Goal(operator_norm(A @ B) <= 6, TWO_THREE[:1]), depth=2) is None


def test_what_is_sharper_than_the_rules_is_undecided() -> None:
    assert found_by(bounded, Goal(operator_norm(A - A) <= 0), depth=2) is None


def test_equal_norms() -> None:
    assert isinstance(found_by(equal, Goal(eq(operator_norm(A.T), operator_norm(A)))), ByFact)
    assert isinstance(found_by(equal, Goal(eq(1, operator_norm(identity(n))))), ByCut)
    assert found_by(equal, Goal(eq(operator_norm(A), operator_norm(B.T)))) is None
    assert found_by(equal, Goal(eq(operator_norm(c * A), c * operator_norm(A)))) is None


def test_every_bound_comes_with_its_evidence() -> None:
    goal = Goal(operator_norm(A @ B) <= 6, TWO_THREE)
    for bound, evidence in bounds_of(goal, operator_norm(A @ B), "<", 4):
        assert genuine(prove(Goal(operator_norm(A @ B) <= bound, TWO_THREE), evidence))


def test_a_pattern_and_what_it_matches() -> None:
    assert matched(a * norm(u), c * norm(u), (a,)) == {a: c}
    assert matched(a * norm(u), c * norm(v), (a,)) is None
    assert matched(a + a, b + c, (a,)) is None


def test_indices_are_tidied() -> None:
    assert tidied(F(k + 1 - 1)) is F(k)
    assert tidied(F(k + 1)) is F(k + 1)
