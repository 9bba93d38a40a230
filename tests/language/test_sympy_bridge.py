"""To and from SymPy: the same values on both sides, nothing lost on the way in, a reason for every refusal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradcheck.language import author as a
from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.computing import scalar_to_sympy
from gradcheck.language.sympy.reading import from_sympy
from gradcheck.language.sympy.writing import to_sympy
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.terms import Apply, Div, Neg, Num, Symbol, Term, as_term

x, y = sp.symbols("x y", real=True)
plain = sp.Symbol("x")
k = sp.Symbol("k", integer=True)
n, d = sp.symbols("n d", integer=True, positive=True)
X, W = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("W", d, d)
w, t, r = sp.MatrixSymbol("w", d, 1), sp.MatrixSymbol("t", n, 1), sp.MatrixSymbol("r", 1, d)

f, v, yy = sp.Function("f"), sp.Function("v"), sp.Function("yy")

IN: list[tuple[Any, str]] = [
    (x / y, "x/y"),
    (-x / 4, "-x/4"),
    (x - 1, "x - 1"),
    (1 - x, "1 - x"),
    (x**-2, "1/x**2"),
    (3 * x / (2 * y**2), "3*x/(2*y**2)"),
    (sp.Rational(3, 4), "3/4"),
    (sp.sqrt(x) / 3, "sqrt(x)/3"),
    (1 / sp.sqrt(x), "1/sqrt(x)"),
    (x ** sp.Rational(1, 3), "x**(1/3)"),
    (x**y, "x**y"),
    (sp.exp(-(x**2)), "exp(-x**2)"),
    (sp.E, "exp(1)"),
    (sp.pi * x, "pi*x"),
    (sp.Abs(x) + sp.sign(x), "abs(x) + sign(x)"),
    (sp.Max(x, y, 0), "max(max(0, x), y)"),
    (sp.Piecewise((x, x > 0), (-x, x < -1), (0, True)), "where(x > 0, x, where(x < -1, -x, 0))"),
    (sp.Sum(k * x**k, (k, 0, n - 1)), "sum(k*x**k, k, 0, n - 1)"),
    (sp.Sum(x * sp.Symbol("j"), (sp.Symbol("j"), 1, 3)), "sum(j*x, j, 1, 3)"),
    (sp.Derivative(sp.sin(x), x, x), "d(sin(x), x, 2)"),
    (sp.Integral(x * y, (x, 0, y), (y, -sp.oo, 1)), "integral(integral(x*y, x, 0, y), y, -oo, 1)"),
    (sp.Limit(1 / x, x, sp.oo), "limit(1/x, x, oo)"),
    (sp.Limit(1 / x, x, 0), "limit(1/x, x, 0, right)"),
    (sp.Limit(1 / x, x, 0, "+-"), "limit(1/x, x, 0)"),
    (sp.Mul(x, 1 / x, evaluate=False), "x/x"),
    (sp.Add(x, -x, evaluate=False), "-x + x"),
    ((X * w - t).T * (X * w - t), "(-t + w @ X.T) @ (-t + X @ w)"),
    (sp.Trace(w.T * w), "w @ w"),
    (sp.Trace(X.T * X), "trace(X.T @ X)"),
    ((X.T * X + 2 * sp.Identity(d)).I * X.T * t, "inverse(2*identity(d) + X.T @ X) @ X.T @ t"),
    (w * w.T, "outer(w, w)"),
    (w.T * W * w, "w @ W @ w"),
    (r * W, "r @ W"),
    (-X, "-X"),
    (W**2, "W @ W"),
    (W**-1, "inverse(W)"),
    (sp.HadamardProduct(X, X), "hadamard(X, X)"),
    (sp.Determinant(W), "det(W)"),
    (sp.DiagMatrix(w), "diag(w)"),
    (sp.DiagonalOf(W), "diagonal(W)"),
    (sp.ZeroMatrix(n, d) + sp.OneMatrix(n, d), "ones(n, d)"),
    (X[0, k], "X[1, k + 1]"),
    (w[k, 0] + r[0, 0], "r[1] + w[k + 1]"),
    (sp.Sum(w[k, 0] ** 2, (k, 0, d - 1)), "sum(w[k]**2, k, 1, d)"),
    (X[2, d - 1], "X[3, d]"),
    (f(x), "f(x)"),
    (f(x**2).diff(x), "2*x*f'(x**2)"),
    (f(x, evaluate=False).diff(x, 2), "d(f(x), x, 2)"),
    (v(k) - v(k - 1), "v[k] - v[k - 1]"),
    (yy(k, x), "yy[k](x)"),
    (sp.IndexedBase("g")[k - 1], "g[k - 1]"),
    (sp.IndexedBase("A", shape=(n, d))[0, k], "A[1, k + 1]"),
    (sp.IndexedBase("A", shape=(n, d))[2, d - 1], "A[3, d]"),
    (sp.Sum(1 / k**2, (k, 1, sp.oo)), "limit(sum(1/k**2, k, 1, N), N, oo)"),
    (sp.factorial(n), "<factorial>[n]"),
    (sp.binomial(n, k), "<binomial>[n](k)"),
    (sp.Heaviside(x), "where(x > 0, 1, where(x < 0, 0, 1/2))"),
    (sp.Heaviside(x, 0), "where(x > 0, 1, where(x < 0, 0, 0))"),
    (sp.sinc(x), "where(x = 0, 1, sin(x)/x)"),
    (sp.sec(x) + sp.cot(x), "cos(x)/sin(x) + 1/cos(x)"),
    (sp.asin(x), "asin(x)"),
    (sp.Piecewise((x, (x > 0) & (y > 0)), (0, True)), "where(x > 0, where(y > 0, x, 0), 0)"),
    (sp.Piecewise((x, (x > 0) | (y > 0)), (0, True)), "where(x > 0, x, where(y > 0, x, 0))"),
    (sp.sqrt(sp.Trace(X.T * X)), "norm(X)"),
    (sp.HadamardPower(X, 2), "hadamard(X, X)"),
    (W.applyfunc(sp.exp), "exp(W)"),
    (w.applyfunc(sp.Lambda(x, 2 * x**2 - 1)), "2*hadamard(w, w) - ones(d)"),
    (W.applyfunc(f), "f(W)"),
    (sp.Trace(sp.BlockMatrix([[W, X.T], [X, sp.Identity(n)]])), "trace(W) + trace(identity(n))"),
    (sp.Derivative(sp.Trace(W.T * W), W), "d(trace(W.T @ W), W)"),
    (W**0, "identity(d)"),
]


@pytest.mark.parametrize(("expr", "text"), IN, ids=[text for _, text in IN])
def test_what_sympy_kept_is_kept(expr: Any, text: str) -> None:
    assert render_text(from_sympy(expr)) == text


OUT: dict[str, tuple[Callable[[], Any], str]] = {
    "a float": (lambda: sp.Float("0.1") * x, "rational"),
    "a complex number": (lambda: sp.I * x, "complex"),
    "infinity": (lambda: sp.oo, "bound"),
    "complex infinity": (lambda: sp.zoo, "no counterpart"),
    "nan": (lambda: sp.nan, "not a real number"),
    "a positive symbol": (lambda: sp.Symbol("p", positive=True), "positive would be lost"),
    "an imaginary symbol": (lambda: sp.Symbol("p", imaginary=True), "would be lost"),
    "an even symbol": (lambda: sp.Symbol("p", even=True), "would be lost"),
    "a dummy": (lambda: sp.Dummy("q"), "Dummy"),
    "a function of two": (lambda: sp.Function("f")(x, y), "several real variables"),
    "a function of the language": (lambda: sp.Function("relu")(x), "rename"),
    "an unknown function": (lambda: sp.gamma(x), "gamma"),
    "a constant": (lambda: sp.EulerGamma, "no counterpart"),
    "a sum over all integers": (lambda: sp.Sum(1 / k**2, (k, -sp.oo, 0)), "integers"),
    "a sum to a real": (lambda: sp.Sum(k, (k, 1, x)), "integers"),
    "a product to a real": (lambda: sp.Product(k, (k, 1, x)), "integers"),
    "a factorial of a real": (lambda: sp.factorial(x), "integers"),
    "an indefinite integral": (lambda: sp.Integral(x, x), "bounds"),
    "no otherwise": (lambda: sp.Piecewise((x, x > 0)), "last case"),
    "a case that is no relation": (lambda: sp.Piecewise((x, sp.Contains(x, sp.S.Rationals)), (0, True)), "relations"),
    "a truth value": (lambda: sp.true, "no counterpart"),
    "a relation": (lambda: sp.Lt(x, y), "no counterpart"),
    "an explicit matrix": (lambda: sp.Matrix([[x, 1]]), "one array is needed"),
    "a real side": (lambda: sp.MatrixSymbol("A", plain, 2), "positive integer"),
    "one by one": (lambda: sp.MatrixSymbol("A", 1, 1), "scalar"),
    "a matrix to a symbol": (lambda: W**n, "small whole exponent"),
    "a second place of a column": (lambda: sp.MatrixSymbol("w", n, 1)[0, k], "other place is 0"),
    "a derivative of a function of 2 x, entry by entry": (
        lambda: W.applyfunc(sp.Lambda(x, sp.Derivative(sp.Function("f")(2 * x), x))),
        "no counterpart",
    ),
    "the identity, entry by entry": (lambda: W.applyfunc(sp.Lambda(x, x)), "matrix itself"),
    "as many derivatives as a symbol says": (
        lambda: sp.Derivative(sp.Function("f")(x), (x, n)),
        "symbolic number of times",
    ),
    "a derivative by another variable, at a point": (
        lambda: sp.Subs(sp.Derivative(sp.Function("f")(x), y, evaluate=False), (x, y), (1, 2)),
        "value of a derivative",
    ),
    "one variable twice": (lambda: sp.Subs(sp.Subs(x**2 + y, x, 0), x, y), "order in which"),
    "a variable at another one": (lambda: sp.Subs(x**2 + y, (x, y), (y, x)), "order in which"),
    "a slice": (lambda: W[0:2, 0:2], "no counterpart"),
}


@pytest.mark.parametrize(("make", "words"), OUT.values(), ids=OUT.keys())
def test_what_has_no_counterpart_is_refused(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        from_sympy(make())


@pytest.mark.parametrize("sort", ["real", "integer", "natural", "dimension"])
def test_sorts_survive(sort: str) -> None:
    symbol = Symbol("s", sort)
    assert from_sympy(to_sympy(symbol)) is symbol


def test_a_bare_symbol_is_real_and_bound_ones_take_their_sort() -> None:
    assert from_sympy(plain) is a.real("x")
    j = sp.Symbol("j")
    assert from_sympy(sp.Sum(j, (j, 1, 2)) + j) is not None
    inner = a.integer("j")
    assert a.total(inner, inner, 1, 2) in list(from_sympy(sp.Sum(j, (j, 1, 2)) + j).children())


def test_sympy_stands_wherever_a_term_does() -> None:
    term = a.real("z") + sp.exp(x)
    assert term is a.real("z") + a.exp(a.real("x"))
    assert as_term(sp.Integer(3)) is as_term(3)
    assert a.eq(x, 1).left is a.real("x")
    with pytest.raises(TypeError, match="rational"):
        a.real("z") + sp.Float(0.5)


values = st.fractions(-3, 3, max_denominator=8)
u = a.real("u")


def _real_terms(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(lambda p, q: p + q, inner, inner),
        st.builds(lambda p, q: p - q, inner, inner),
        st.builds(lambda p, q: p * q, inner, inner),
        st.builds(lambda p: Div(p, 2 + a.cosh(u)), inner),
        st.builds(Neg, inner),
        st.builds(lambda p, e: p**e, inner, st.integers(0, 3)),
        st.builds(lambda name, p: Apply(name, (p,)), st.sampled_from(["tanh", "sigmoid", "relu", "sin", "abs"]), inner),
        st.builds(lambda p, q, c: a.where(u <= c, q, p + 1), inner, inner, values),
    )


smooth = st.recursive(st.one_of(values.map(Num), st.just(u)), _real_terms, max_leaves=8)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(smooth, values)
def test_values_survive_the_way_there_and_back(term: Term, at: Fraction) -> None:
    there = to_sympy(term)
    back = to_sympy(from_sympy(there))
    point = {to_sympy(u): sp.Rational(at.numerator, at.denominator)}
    difference = sp.N(there.subs(point), 30) - sp.N(back.subs(point), 30)
    assert abs(difference) < sp.Float("1e-20") * (1 + abs(sp.N(there.subs(point), 30)))


@pytest.mark.parametrize("name", sorted(name for name, arity in ARITIES.items() if arity == 1))
def test_every_function_has_a_counterpart(name: str) -> None:
    """Where SymPy has no function of that name, its definition stands for it."""
    at = a.rational(3, 2) if name == "acosh" else a.rational(2, 3)
    assert sp.N(to_sympy(Apply(name, (at,))), 15).is_real


def test_values_of_activations() -> None:
    at = a.rational(-3, 2)
    expected = {
        "relu": 0,
        "leaky_relu": sp.Rational(-3, 200),
        "sigmoid": 1 / (1 + sp.exp(sp.Rational(3, 2))),
        "softplus": sp.log(1 + sp.exp(sp.Rational(-3, 2))),
        "elu": sp.exp(sp.Rational(-3, 2)) - 1,
        "silu": sp.Rational(-3, 2) / (1 + sp.exp(sp.Rational(3, 2))),
        "softsign": sp.Rational(-3, 5),
        "gelu": sp.Rational(-3, 4) * (1 + sp.erf(sp.Rational(-3, 2) / sp.sqrt(2))),
        "mish": sp.Rational(-3, 2) * sp.tanh(sp.log(1 + sp.exp(sp.Rational(-3, 2)))),
        "logsigmoid": -sp.log(1 + sp.exp(sp.Rational(3, 2))),
    }
    for name, value in expected.items():
        assert abs(sp.N(to_sympy(Apply(name, (at,))) - value, 25)) < 1e-20, name


@pytest.mark.parametrize(
    "term",
    [
        a.vector("w", 3),
        a.sequence("v")(1),
        a.norm(a.vector("w", 3)),
        a.sup(a.real("x"), a.real("x")),
        a.E(a.real("x")),
        a.vector("w", 3) + a.vector("w", 3),
    ],
)
def test_arrays_sequences_and_suprema_stay_here(term: Term) -> None:
    with pytest.raises(TypeError, match="no counterpart in SymPy"):
        scalar_to_sympy(term)
