"""Inside of held() SymPy writes down what is written, matrices too, and refuses to compute; outside it is as before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp
from sympy import stats

from gradcheck.derivation import held
from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy import chance  # noqa: F401  (it reads random variables)
from gradcheck.language.sympy.holding import is_held
from gradcheck.language.sympy.refusals import ComputedWhileHeld
from gradcheck.language.sympy.statements import statement_from_sympy

b, h, t, x = sp.symbols("b h t x")
n = sp.Symbol("n", integer=True, positive=True)
A, B = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("B", n, n)
v = sp.MatrixSymbol("v", n, 1)
X = stats.Normal("X", 0, 1)

WRITTEN: list[tuple[Callable[[], Any], str]] = [
    (lambda: sp.Eq((1 - b) * h * (1 - b**t) / (1 - b), h * (1 - b**t)), "(1 - b)*h*(1 - b**t)/(1 - b) = h*(1 - b**t)"),
    (lambda: sp.Eq(x / x, 1), "x/x = 1"),
    (lambda: sp.Eq(x, x), "x = x"),
    (lambda: x <= x, "x <= x"),
    (lambda: sp.Ne(x, x), "x != x"),
    (lambda: sp.Eq(x - x, 0), "x - x = 0"),
    (lambda: sp.Eq(x + 0, x * 1), "x + 0 = x*1"),
    (lambda: sp.Eq(0 * x, x**0), "0*x = x**0"),
    (lambda: sp.Eq(sp.sqrt(x**2), sp.Abs(x)), "sqrt(x**2) = abs(x)"),
    (lambda: sp.Eq(sp.exp(0), sp.log(sp.exp(x))), "exp(0) = log(exp(x))"),
    (lambda: sp.Eq(sp.tanh(-x), -sp.tanh(x)), "tanh(-x) = -tanh(x)"),
    (lambda: sp.Eq(sp.Max(x, 0), sp.Abs(-3)), "max(0, x) = abs(-3)"),
    (lambda: sp.Eq(3 * x / 2, x * sp.Rational(3, 2)), "3*x/2 = x*3/2"),
    (lambda: sp.Eq(sp.Derivative(x**2, x), 2 * x), "d(x**2, x) = 2*x"),
    (lambda: sp.Eq(sp.Derivative(x**2, x, x), 2), "d(x**2, x, 2) = 2"),
    (lambda: sp.Eq(sp.Integral(1, (x, 0, 1)), 1), "integral(1, x, 0, 1) = 1"),
    (lambda: sp.Eq(sp.Limit(x / x, x, 0), 1), "limit(x/x, x, 0, right) = 1"),
    (lambda: sp.Eq(sp.Piecewise((x, x > 0), (0, True)), 0), "where(x > 0, x, 0) = 0"),
    (lambda: sp.Eq(A * A.I, sp.Identity(n)), "A @ inverse(A) = identity(n)"),
    (lambda: sp.Eq(A.T.T, A), "A.T.T = A"),
    (lambda: sp.Eq(A - A, A + A), "A - A = A + A"),
    (lambda: sp.Eq(2 * A * 3, A / 2), "3*(2*A) = A/2"),
    (lambda: sp.Eq(A**2, A @ B), "A @ A = A @ B"),
    (lambda: sp.Eq((A * B).T, B.T * A.T), "(A @ B).T = B.T @ A.T"),
    (lambda: sp.Eq(sp.Trace(A + A.T), 2 * sp.Trace(A)), "trace(A + A.T) = 2*trace(A)"),
    (lambda: sp.Eq((v.T * v)[0, 0], v[0, 0]), "v @ v = v[1]"),
    (lambda: sp.Eq((A * v)[0, 0], 0), "(A @ v)[1] = 0"),
    (lambda: sp.Eq(stats.Variance(X + X), 4), "Var(X + X) = 4"),
    (lambda: sp.And(x <= x, x > x), "x <= x > x"),
    (lambda: sp.Or(x > 0, x <= 0), "x > 0 or x <= 0"),
    (lambda: (x > 0) & (x > 0), "x > 0 and x > 0"),
    (lambda: sp.Equivalent(sp.Eq(x, x), x > 0), "x = x <=> x > 0"),
    (lambda: sp.Equivalent(sp.Eq(A * v, v), sp.Eq(v, A * v)), "A @ v = v <=> v = A @ v"),
    (lambda: sp.Implies(x > 0, x > 0), "x > 0 => x > 0"),
    (lambda: sp.Not(x > x), "x <= x"),
    (lambda: sp.Eq(stats.Expectation(X - X), 0), "E(X - X) = 0"),
]


def loose(text: str) -> str:
    return text.replace("-x + x", "x - x")


@pytest.mark.parametrize(("make", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_what_is_written_is_kept(make: Callable[[], Any], text: str) -> None:
    with held():
        statement = statement_from_sympy(make())
    assert loose(render_text(statement)) == text


COMPUTATIONS: dict[str, Callable[[], Any]] = {
    "diff": lambda: sp.diff(x**2, x),
    "the method diff": lambda: (x**2).diff(x),
    "simplify": lambda: sp.simplify(x),
    "expand": lambda: sp.expand(x * (x + 1)),
    "a cached method": lambda: (x * (x + 1)).expand(),
    "solve": lambda: sp.solve(x, x),
    "limit": lambda: sp.limit(x, x, 0),
    "integrate": lambda: sp.integrate(x, x),
    "summation": lambda: sp.summation(x, (x, 1, 2)),
    "doit": lambda: sp.Integral(x, (x, 0, 1)).doit(),
    "doit of a product of matrices": lambda: (A * A).doit(),
    "E": lambda: stats.E(X),
    "variance": lambda: stats.variance(X),
    "evalf": lambda: sp.pi.evalf(),
    "hessian": lambda: sp.hessian(x**2 * b, [x, b]),
    "jacobian": lambda: sp.Matrix([x**2]).jacobian([x]),
    "coeff": lambda: (x**2 + 2 * x).coeff(x, 1),
    "a derivative that is evaluated": lambda: sp.Derivative(x**2 * sp.sin(x), x, evaluate=True),
    "the function trace": lambda: sp.trace(A + A),
    "numerator": lambda: sp.numer(x / b),
    "N": lambda: sp.N(sp.pi),
    "rsolve": lambda: sp.rsolve(sp.Function("u")(n) - sp.Function("u")(n - 1), sp.Function("u")(n)),
}


@pytest.mark.parametrize("compute", COMPUTATIONS.values(), ids=COMPUTATIONS.keys())
def test_computing_is_refused(compute: Callable[[], Any]) -> None:
    with pytest.raises(ComputedWhileHeld, match="computes") as caught, held():
        compute()
    assert caught.value.code == "GC443"
    assert not is_held()
    compute()


def test_a_refusal_that_is_caught_in_the_block_is_not_forgotten() -> None:
    def compute() -> None:
        with contextlib.suppress(TypeError):
            sp.diff(x**2, x)

    with pytest.raises(ComputedWhileHeld, match="caught there"), held():
        compute()
    assert not is_held()


def test_afterwards_sympy_is_as_before() -> None:
    with pytest.raises(ZeroDivisionError), held(), held():
        raise ZeroDivisionError
    assert sp.Identity(n) == A * A.I
    assert sp.Eq(x, x) is sp.true
    assert A.T.T == A
    assert (x - x, sp.exp(0), 2 * A - A) == (0, 1, A)


def test_blocks_may_be_nested() -> None:
    with held():
        with held():
            inner = A * A.I
        outer = A * A.I
        assert is_held()
    assert isinstance(inner, sp.MatMul)
    assert inner == outer
