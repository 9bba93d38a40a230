"""Equations by normal forms, with hypotheses put in or multiplied, and by cases; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByCases, ByConjunction, ByCut, ByNormalForm, ByRewriting
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    d,
    diag,
    dimension,
    dimensions,
    eq,
    exp,
    identity,
    initial,
    integer,
    log,
    matrix,
    natural,
    ne,
    norm,
    ones,
    outer,
    reals,
    recurrence,
    sequence,
    total,
    vector,
    where,
    zeros,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.search.equations.identities import (
    both_ways,
    cases,
    derivatives,
    equations,
    in_order,
    is_atomic,
    known_sums,
    multiples,
    normal_form,
    prove_consequence,
    rewriting,
    solutions,
    split_terms,
)
from gradcheck.search.tactic import Tactic
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by, goal_of

c, x, y, z = reals("c x y z")
k = natural("k")
s = sequence("s", of=(x,))
n, i, j, l = dimensions("n i j l")  # noqa: E741
v, w, a, b = vector("v", n), vector("w", n), matrix("a", n, n), vector("b", n)
DEFINED = (initial(s(0), 1), recurrence(s(k), x * s(k - 1), start=1))


@pytest.mark.parametrize(
    ("tactic", "line", "kind"),
    [
        (normal_form, "(x + y)**3 - (x - y)**3 = 6*x**2*y + 2*y**3", ByNormalForm),
        (normal_form, "exp(x)*sinh(x) = (exp(2*x) - 1)/2", ByNormalForm),
        (normal_form, "sqrt(x**2) = x; x >= 0", ByNormalForm),
        (rewriting, "x**2 - 4*y**2 = 4*y + 1; x - 2*y = 1", ByCut),
        (rewriting, "exp(x) = exp(y)**2; x - 2*y = 0", ByCut),
        (rewriting, "log(x) = 2*y; x = exp(2*y)", ByRewriting),
        (multiples, "x**2*y = x; x*y = 1", ByNormalForm),
        (multiples, "x**3 - x*y**2 = 0; x + y = 0", ByNormalForm),
        (cases, "max(x, y) + min(x, y) = x + y", ByCases),
        (cases, "abs(x)*x = relu(x)**2 - relu(-x)**2", ByCases),
        (both_ways, "x = 2*y; x <= 2*y; x >= 2*y", ByConjunction),
        (both_ways, "x*y = 1; x*y <= 1; 2*x*y >= 2", ByConjunction),
    ],
)
def test_what_holds(tactic: Tactic, line: str, kind: type) -> None:
    assert isinstance(found_by(tactic, line), kind)


@pytest.mark.parametrize(
    ("tactic", "line"),
    [
        (normal_form, "(x + y)**3 - (x - y)**3 = 6*x**2*y + 3*y**3"),
        (normal_form, "sqrt(x**2) = x"),
        (rewriting, "x**2 - 4*y**2 = 4*y + 2; x - 2*y = 1"),
        (multiples, "x**2*y = x + 1; x*y = 1"),
        (multiples, "x = y; x**2 = y**2"),
        (cases, "abs(x)*x = relu(x)**2 + relu(-x)**2"),
        (both_ways, "x = 2*y; x <= 2*y; x >= 2*y - 1"),
        (both_ways, "x = 2*y; x <= 2*y"),
    ],
)
def test_near_misses(tactic: Tactic, line: str) -> None:
    assert found_by(tactic, line) is None


def test_more_than_a_linear_consequence_is_undecided() -> None:
    assert found_by(rewriting, "x = 1; x**2 = 1; x**3 = 1") is None
    assert found_by(multiples, "x = z**4; x = y**2; y = z**2") is None


def test_the_derivative_of_a_member_is_put_in() -> None:
    known = (eq(d(s(k), x), c),)
    assert isinstance(found_by(derivatives, Goal(eq(d(s(k + 1), x), s(k) + x * c), known, DEFINED)), ByRewriting)
    assert found_by(derivatives, Goal(eq(d(s(k + 1), x), s(k) + c), known, DEFINED)) is None
    assert found_by(derivatives, Goal(eq(d(s(k + 1), x), s(k) + x * c), (), DEFINED)) is None


def test_equations_are_solved_for_atoms() -> None:
    goal = goal_of("x >= 0; x - 2*y = 1; x < 5")
    (equation,) = equations(goal)
    solved = list(solutions(goal, equation))
    assert {found.left for found in solved} == {x, y}
    for found in solved:
        assert prove_consequence(goal, new_search(), found) is not None
    assert prove_consequence(goal, new_search(), eq(x, 2 * y)) is None


def test_what_is_put_in_is_rewritten_after() -> None:
    first, second, third = eq(x, y + 1), eq(y, z + 1), eq(y, x - 1)
    assert isinstance(first, Relation)
    assert in_order((second, first)) == (first, second)
    assert in_order((first, third)) == (first, third), "round in a circle, as they were"


def test_atoms_and_terms_to_split_by() -> None:
    n = dimension("n")
    assert all(is_atomic(term) for term in (x, s(k), d(s(k), x), norm(vector("v", n))))
    assert not any(is_atomic(term) for term in (x + y, vector("v", n), d(x * s(k), x)))
    assert set(split_terms(goal_of("abs(x*y) = max(x, z)"))) == {x * y, x - z}
    assert split_terms(goal_of("x + y = y + x")) == []


def test_a_delta_is_decided_in_both_cases() -> None:
    share, inside = exp(v) / (ones(n) @ exp(v)), (i <= n, j <= n)
    for claim in (
        eq(diag(v).T, diag(v)),
        eq((diag(share) - outer(share, share)).T, diag(share) - outer(share, share)),
        eq(identity(n)[i, j] * v[i], identity(n)[j, i] * v[j]),
        eq(identity(n)[i, j] / (1 + identity(n)[i, j]), identity(n)[i, j] / 2),
        eq(where(eq(i, j), v[i] * w[j], 0), where(eq(i, j), v[j] * w[i], 0)),
    ):
        assert found_by(normal_form, Goal(claim, inside)) is not None
    for claim in (
        eq(diag(v).T, diag(w)),
        eq(identity(n)[i, j] * v[i], v[j]),
        eq(identity(n)[i, j] * v[i], identity(n)[i, l] * v[l]),
        eq(where(eq(i, j), v[i], c), where(eq(i, j), v[j], c + 1)),
        eq(1 / identity(n)[i, j], identity(n)[i, j]),
    ):
        assert found_by(normal_form, Goal(claim, (*inside, l <= n))) is None


def test_a_delta_at_a_number_or_beside_an_index() -> None:
    p, q = integer("p"), integer("q")
    for claim, given in (
        (eq(total(where(eq(p, 1), v[p], 0), p, 1, n), v[1]), ()),
        (eq(total(where(ne(p, 1), v[p], 0), p, 1, n), ones(n) @ v - v[1]), ()),
        (eq(total(where(eq(p, n), v[p], 0), p, 1, n), v[n]), ()),
        (eq(total(where(eq(p, 0), v[p], 0), p, 1, n), 0), ()),
        (eq(total(where(eq(p, j + 1), v[p], 0), p, 1, n), v[j + 1]), (j + 1 <= n,)),
        (eq(total(total(where(eq(p, q + 1), a[p, q], 0), p, 1, n), q, 1, n - 1), total(a[q + 1, q], q, 1, n - 1)), ()),
        (eq(d(v @ w, v[1]), w[1]), ()),
        (eq(d(v[j + 1] * v[j], v[j]), v[j + 1]), (j + 1 <= n,)),
    ):
        assert found_by(normal_form, Goal(claim, given)) is not None
    for claim, given in (
        (eq(total(where(eq(p, 2), v[p], 0), p, 1, n), v[2]), ()),
        (eq(total(where(eq(p, 0), v[p], 0), p, 1, n), v[1]), ()),
        (eq(total(where(eq(p, j + 1), v[p], 0), p, 1, n), v[j + 1]), (j <= n,)),
        (eq(total(total(where(eq(p, q + 1), a[p, q], 0), p, 1, n), q, 1, n), total(a[q, q], q, 1, n)), ()),
        (eq(d(v @ w, v[2]), w[2]), ()),
        (eq(d(v @ w, v[n]), w[1]), ()),
    ):
        assert found_by(normal_form, Goal(claim, given)) is None


def test_the_value_of_a_sum_is_put_in_wherever_the_sum_stands() -> None:
    one = eq(ones(n) @ v, 1)
    for claim, given in (
        (eq(log(ones(n) @ v), 0), one),
        (eq(log(total(v[k], k, 1, n)), 0), one),
        (eq((ones(n) @ v) * w, w), eq(total(v[l], l, 1, n), 1)),
        (eq(total((ones(n) @ v) * w[k] - w[k], k, 1, n), 0), eq(1, ones(n) @ v)),
        (eq(outer((ones(n) @ v) * exp(w) - w, b), outer(exp(w) - w, b)), one),
        (exp(ones(n) @ v) > 2, one),
    ):
        assert found_by(known_sums, Goal(claim, (given,))) is not None
    for claim in (eq(log(ones(n) @ v), 1), eq((ones(n) @ w) * v, v), eq(d((ones(n) @ v) * c, v), zeros(n))):
        assert found_by(known_sums, Goal(claim, (one,))) is None


def test_a_derivative_by_an_entry_is_one_of_the_gradient() -> None:
    share, inside = exp(v) / (ones(n) @ exp(v)), (i <= n, j <= n, l <= n)
    assert d(v @ w, v[i]) is d(v @ w, v)[i]
    for claim in (
        eq(d(v @ w, v[i]), w[i]),
        eq(d(v[i] ** 2, v[j]), 2 * v[i] * identity(n)[i, j]),
        eq(d(share[i], v[j]), share[i] * (identity(n)[i, j] - share[j])),
        eq(d(v @ a @ w, a[i, j]), v[i] * w[j]),
        eq(d(d(log(ones(n) @ exp(v)), v[i]), v[i]), share[i] * (1 - share[i])),
        eq(d(total(v[k] ** 2, k, 1, n), v[i]), 2 * v[i]),
    ):
        assert found_by(normal_form, Goal(claim, inside)) is not None
    for claim in (
        eq(d(v @ w, v[i]), w[j]),
        eq(d(share[i], v[j]), share[i] * (1 - share[j])),
        eq(d(v @ a @ w, a[i, j]), v[j] * w[i]),
        eq(d(v[i] ** 2, v[j]), 2 * v[i]),
    ):
        assert found_by(normal_form, Goal(claim, inside)) is None
    assert found_by(normal_form, Goal(eq(d(v @ w, v[i]), w[i]))) is None, "there may be no such entry"
