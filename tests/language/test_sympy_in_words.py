"""What is written in SymPy stands in the place of terms, claims and bound variables in the words of the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language import author as a
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition

x, y = sp.symbols("x y", real=True)
p = sp.Symbol("p", positive=True)
n, m = sp.symbols("n m", integer=True, nonnegative=True)
d = sp.Symbol("d", integer=True, positive=True)
v = sp.Function("v")
A = sp.MatrixSymbol("A", d, d)

CLAIMS: list[tuple[Callable[[], Proposition], str]] = [
    (lambda: a.And((sp.Lt(x, 1), a.real("y") > 0)), "x < 1 and y > 0"),
    (lambda: a.Or((sp.Lt(x, 1), sp.Gt(x, 0))), "x < 1 or x > 0"),
    (lambda: a.Implies(sp.Eq(x, 1), sp.Lt(x, y)), "x = 1 => x < y"),
    (lambda: a.Iff(sp.Eq(x, 1), sp.Eq(y, 2)), "x = 1 <=> y = 2"),
    (lambda: a.Exists(x, sp.Eq(x**2, y)), "exists x: x**2 = y"),
    (lambda: a.ForAll((n,), sp.Eq(v(n), x)), "for all n in naturals: v[n] = x"),
    (lambda: a.eq(a.sup(x * p, x, 0, 1), p), "sup(x*p, x, 0, 1) = p"),
    (lambda: a.eq(a.where(sp.Gt(x, 0), x, 0), x), "where(x > 0, x, 0) = x"),
    (lambda: a.eq(a.total(x**m, m, 0, n), x), "sum(x**m, m, 0, n) = x"),
    (lambda: a.eq(a.limit(x**n, n, a.oo), 0), "limit(x**n, n, oo) = 0"),
    (lambda: a.eq(a.limit(x**n, n, sp.oo), sp.oo), "limit(x**n, n, oo) = oo"),
    (lambda: a.eq(a.sup(x, x, -sp.oo, 0), 0), "sup(x, x, -oo, 0) = 0"),
    (lambda: a.PositiveDefinite(A.T * A), "positive_definite(A.T @ A)"),
    (lambda: a.Invertible(A), "invertible(A)"),
    (lambda: a.eq(A @ a.vector("u", d), a.vector("u", d) @ A), "A @ u = u @ A"),
    (lambda: a.eq(a.sigmoid(v(n)), v(n + 1)), "sigmoid(v[n]) = v[n + 1]"),
    (lambda: a.eq(v(n, x), a.relu(v(n - 1, x))), "v[n](x) = relu(v[n - 1](x))"),
    (lambda: a.eq(a.limit(1 / p, p, 0, "+"), a.oo), "limit(1/p, p, 0, right) = oo"),
]


@pytest.mark.parametrize(("make", "text"), CLAIMS, ids=[text for _, text in CLAIMS])
def test_sympy_stands_in_claims_of_the_language(make: Callable[[], Proposition], text: str) -> None:
    assert render_text(make()) == text


LOST: dict[str, Callable[[], Any]] = {
    "a quantifier": lambda: a.Exists(p, sp.Eq(p, x)),
    "a supremum over more": lambda: a.sup(p, p),
    "an integral from below 0": lambda: a.integral(p, p, -1, 1),
    "an end that SymPy has nothing for": lambda: a.sup(p, p, a.norm(a.vector("u", 3)), a.oo),
    "a limit from both sides": lambda: a.limit(p, p, 0),
    "a sum that begins at 0": lambda: a.total(d, d, 0, n),
    "a sum of SymPy that begins at 0": lambda: a.eq(sp.Sum(d, (d, 0, n)), 0),
}


@pytest.mark.parametrize("make", LOST.values(), ids=LOST.keys())
def test_an_assumption_on_a_bound_variable_is_not_lost(make: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match="declared as"):
        make()


def test_an_integral_over_positive_numbers_binds_a_positive_symbol() -> None:
    assert render_text(a.integral(sp.sqrt(p**2), p, 0, a.oo)) == "integral(p, p, 0, oo)"


def test_what_sympy_decided_is_no_part_of_a_claim() -> None:
    with pytest.raises(TypeError, match="SymPy decided this"):
        a.And((sp.Eq(x, x), sp.Lt(x, 1)))


def test_a_gradient_that_sympy_calls_0_is_a_matrix_of_zeros() -> None:
    found = by_sympy(sp.diff, sp.Trace(A.T * A) - 3, A)
    assert render_text(step("found", found).claim) == "d(trace(A.T @ A) - 3, A) = 0*ones(d, d)"


def test_a_member_that_sympy_writes_is_defined_by_a_word_of_the_language() -> None:
    work = derivation(
        step("start", sp.Eq(v(0), 0)),
        step("hint", a.eq(v(n + 1), a.relu(v(n))), hints=[v(n)]),
        define=[a.initial(v(0), 0), a.recurrence(v(n), a.relu(v(n - 1)), start=1)],
    )
    member = a.sequence("v")
    k = a.natural("n")
    assert work.definitions == (a.initial(member(0), 0), a.recurrence(member(k), a.relu(member(k - 1)), start=1))
    assert work.steps[1].hints == (member(k),)
