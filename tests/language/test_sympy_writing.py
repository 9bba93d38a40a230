"""Terms and propositions as SymPy objects: nothing is evaluated away, values survive, refusals name the node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp
from sympy import stats
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language import author as a
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy import chance  # noqa: F401  (which reads random variables)
from gradcheck.language.sympy.computing import scalar_to_sympy
from gradcheck.language.sympy.formulas import formula_to_sympy
from gradcheck.language.sympy.functions import settle
from gradcheck.language.sympy.reading import from_sympy
from gradcheck.language.sympy.refusals import Refusal
from gradcheck.language.sympy.statements import statement_from_sympy
from gradcheck.language.sympy.symbols import AUTHOR
from gradcheck.language.sympy.unsayable import Unsayable
from gradcheck.language.sympy.writing import to_sympy
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.growth import big_o
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Proposition
from gradcheck.language.syntax.terms import Apply, Derivative, Div, Limit, Mul, Neg, Symbol, as_term
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.outcome.run import Declared, Formula
from gradcheck.reference import instances, truth
from tests.language.statements import statements

x, y = a.reals("x y")
n, m = a.dimensions("n m")
k = a.natural("k")
j = a.integer("j")
v, w = a.vector("v", n), a.vector("w", n)
A, X = a.matrix("A", n, n), a.matrix("X", n, m)
f = a.arbitrary_function("f", 2)
s, g = a.sequence("s"), a.sequence("g", of=(x,))
Z = a.random_variable("Z", a.Normal(x, y))

X_, Y_ = sp.symbols("x y", real=True)
N_, M_ = sp.symbols("n m", integer=True, positive=True)
K_ = sp.Symbol("k", integer=True, nonnegative=True)
J_, I_ = sp.Symbol("j", integer=True), sp.Symbol("k", integer=True)  # an index from j on need not be natural
XI = sp.Symbol("xi", real=True)
ALWAYS = sp.Lt(0, 1, evaluate=False)
V_, W_ = sp.MatrixSymbol("v", N_, 1), sp.MatrixSymbol("w", N_, 1)
A_, XX = sp.MatrixSymbol("A", N_, N_), sp.MatrixSymbol("X", N_, M_)
F_ = sp.Function("f")


def _matmul(*factors: Any) -> Any:
    return sp.MatMul(*factors, evaluate=False)


def _mul(*factors: Any) -> Any:
    return sp.Mul(*factors, evaluate=False)


KEPT: dict[str, tuple[Node, Any]] = {
    "a quotient": (x / x, _mul(X_, 1 / X_)),
    "a difference": (x - x, sp.Add(X_, -X_, evaluate=False)),
    "the order of a sum": (y + x, sp.Add(Y_, X_, evaluate=False)),
    "numbers": (Mul((as_term(2), as_term(3))), _mul(2, 3)),
    "a coefficient": (Neg(Div(2 * x, as_term(3))), _mul(sp.Rational(-2, 3), X_)),
    "what could be reduced": (Div(2 * x, as_term(4)), _mul(2, X_, sp.Pow(4, -1, evaluate=False))),
    "a power below the bar": (x / y**2, _mul(X_, Y_**-2)),
    "a root": (a.sqrt(x**2), sp.Pow(X_**2, sp.Rational(1, 2), evaluate=False)),
    "a function": (a.exp(0), sp.exp(0, evaluate=False)),
    "a case": (a.where(as_term(0) < 1, x, y), sp.Piecewise((X_, ALWAYS), (Y_, True), evaluate=False)),
    "an equation": (a.eq(x, x), sp.Eq(X_, X_, evaluate=False)),
    "a sum over entries": (a.total(v[k], k, 1, n), sp.Sum(V_[K_, 0], (K_, 0, sp.Add(N_, -1, evaluate=False)))),
    "a sum from below": (a.total(k, k, j, n), sp.Sum(I_, (I_, J_, N_))),
    "a limit": (a.limit(x / x, x, -a.oo), sp.Limit(_mul(X_, 1 / X_), X_, -sp.oo)),
    "derivatives": (a.d(a.d(a.d(x * y, x), x), y), sp.Derivative(X_ * Y_, (X_, 2), Y_)),
    "an integral": (a.integral(x, x, 0, a.oo), sp.Integral(X_, (X_, 0, sp.oo))),
    "a member": (g(k + 1), sp.Function("g")(sp.Add(K_, 1, evaluate=False), X_)),
    "a function's derivative": (f.derivative(x, 2), sp.Derivative(F_(X_), (X_, 2))),
    "it elsewhere": (f.derivative(2 * x), sp.Subs(sp.Derivative(F_(XI), XI), XI, 2 * X_)),
    "a matrix and its inverse": (A @ a.inverse(A), _matmul(A_, sp.Inverse(A_))),
    "products to the left": (v @ A @ w, MatrixElement(_matmul(sp.Transpose(V_), A_, W_), 0, 0)),
    "a vector from the left": (v @ A, sp.Transpose(_matmul(sp.Transpose(V_), A_))),
    "a norm": (a.norm(v), sp.sqrt(sp.Trace(_matmul(sp.Transpose(V_), V_)))),
    "an outer product": (a.outer(v, w), _matmul(V_, sp.Transpose(W_))),
    "an entry": (X[1, k], XX[0, K_ - 1]),
    "zeros": (a.zeros(n, m), sp.ZeroMatrix(N_, M_)),
    "a multiple": (-2 * A / x, _matmul(_mul(-2, 1 / X_), A_)),
    "entry by entry": (a.exp(v), V_.applyfunc(sp.Lambda(X_, sp.exp(X_)))),
    "a gradient": (a.d(a.trace(A), A), sp.Derivative(sp.Trace(A_), A_)),
    "a random variable": (a.E(Z), stats.Expectation(stats.Normal("Z", X_, sp.sqrt(Y_)))),
    "an inverse that exists": (a.Invertible(A), sp.Q.invertible(A_)),
}  # fmt: skip


@pytest.mark.parametrize(("node", "expected"), KEPT.values(), ids=KEPT.keys())
def test_nothing_is_evaluated_away(node: Node, expected: Any) -> None:
    assert to_sympy(node, evaluate=False) == expected


def test_what_sympy_would_decide_keeps_both_parts() -> None:
    found = to_sympy(a.And((x > 1, x <= 1)), evaluate=False)
    assert found.args == (X_ > 1, X_ <= 1)
    assert to_sympy(a.And((x > 1, x <= 1))) == sp.false
    assert to_sympy(a.maximum(x, x), evaluate=False).args == (X_, X_)
    assert to_sympy(a.E(x), evaluate=False).func is stats.Expectation


@pytest.mark.parametrize(
    ("node", "value"),
    [(x / x, 1), (x - x, 0), (a.eq(x, x), True), (a.exp(0), 1), (a.where(as_term(0) < 1, x, y), X_),
     (A @ a.inverse(A), sp.Identity(N_)), (a.sigmoid(0), sp.Rational(1, 2)),
     (a.inverse(a.zeros(n, n)), sp.Inverse(sp.ZeroMatrix(N_, N_))),
     (a.eq(a.d(x * v, x), v), sp.Eq(sp.Derivative(X_ * V_, X_), V_, evaluate=False))],
)  # fmt: skip
def test_sympy_evaluates_where_it_is_asked_to(node: Node, value: Any) -> None:
    assert to_sympy(node) == value


@pytest.mark.parametrize("term", [x / x, a.relu(x), x * 0 + a.exp(y) / 2, a.total(k, k, 1, n), a.limit(x, x, 0)])
def test_a_scalar_is_evaluated_as_tactics_have_it(term: Any) -> None:
    assert to_sympy(term) == scalar_to_sympy(term)


UNSAYABLE: dict[str, tuple[Callable[[], Node], str]] = {
    "a supremum": (lambda: a.sup(x, x, 0, 1), "Extremum has no counterpart in SymPy; state f"),
    "for all": (lambda: a.ForAll(x, x > 0), "ForAll .* leave its variables free"),
    "growth": (lambda: big_o(n, n, n), "Exists"),
    "a width": (lambda: a.widths("n")(k) + 1, "Width .* one dimension"),
    "an ordered product": (lambda: a.ordered_product(A, k, 1, n), "OrderedProduct of arrays"),
    "an operator norm": (lambda: a.operator_norm(A), "Spectral"),
    "positive definite": (lambda: a.PositiveDefinite(A), "symmetric"),
    "a random vector": (lambda: a.random_variable("R", a.Normal(0, 1), n), "RandomVariable of arrays"),
    "an unknown law": (lambda: a.random_variable("R", a.Independent(0, 1)), "moments alone"),
    "an impossible law": (lambda: a.random_variable("R", a.Bernoulli(2)), r"range \[0, 1\]"),
    "a sequence of vectors": (lambda: a.sequence("q", n)(k), "Sequence of arrays"),
    "a Jacobian": (lambda: a.d(v, v), "another way"),
    "a side of 1": (lambda: a.vector("u", 1), "side 1"),
    "three indices": (lambda: a.d(a.d(a.trace(A), A), x) if not A.shape else a.d(A, v), "indices|another way"),
    "a sum of arrays in another": (lambda: a.total(A, k, 1, n) + A, "compare it alone"),
    "itself": (lambda: a.Iff(x > 0, x > 0), "Implies"),
    "a derivative by a product": (lambda: Derivative(x * y, x * y), "by a symbol"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "words"), UNSAYABLE.values(), ids=UNSAYABLE.keys())
def test_what_sympy_has_no_form_for_is_named(make: Callable[[], Node], words: str) -> None:
    for evaluate in (True, False):
        with pytest.raises(Unsayable, match=words):
            to_sympy(make(), evaluate)


def back(claim: Proposition) -> Proposition:
    """There and back, with each arbitrary function derived as often as the claim needs."""
    read = statement_from_sympy(to_sympy(claim, evaluate=False))
    settled: Proposition = settle((read,), frozenset(), frozenset(AUTHOR.functions), {})(read)
    return settled


def is_ambiguous(claim: Proposition) -> bool:
    """Whether a function stands at an integer, where SymPy has the member of a sequence; or a limit of an integer."""
    at_integer = (node for node in walk(claim) if isinstance(node, Uninterpreted) and is_integer(node.argument))
    return any(True for _ in at_integer) or any(
        isinstance(node, Limit) and node.variable.least is not None for node in walk(claim)
    )


@pytest.mark.parametrize("seed", range(4))
def test_statements_of_every_kind_survive_the_way_there_and_back(seed: int) -> None:
    """What is read is true where the claim was; after SymPy's forms are reached, it is the same object."""
    said = same = 0
    for claim in statements(seed, 250):
        if is_ambiguous(claim):
            continue
        try:
            found = back(claim)
        except Unsayable:
            continue
        assert not isinstance(found, Refusal)
        said += 1
        same += found is claim
        again = back(back(found))
        assert back(again) is again, render_text(claim)
        for instance in instances(And((claim, found)), count=2):
            kinds = {truth(one, instance, steps=2_000).kind for one in (claim, found)}
            assert len(kinds - {"unknown"}) < 2, (render_text(claim), render_text(found), instance)
    assert said > 60
    assert same > said / 2


NAMES = (Declared("k", "natural"), Declared("v", "array", ("n",)), Declared("x", "real"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x**2 + k", X_**2 + K_), ("x <= 1", X_ <= 1), ("1.5", sp.Rational(3, 2))],
)
def test_a_formula_of_a_report_is_read_and_written(text: str, expected: Any) -> None:
    assert formula_to_sympy(Formula(text, "", ""), NAMES) == expected


def test_text_is_never_run() -> None:
    for text in ("__import__('os').getcwd()", "x.__class__", "lambda: 1"):
        with pytest.raises(ReadError):
            formula_to_sympy(text)


def test_names_of_the_language_and_public_names() -> None:
    from gradcheck.language import sympy as room

    assert room.to_sympy is to_sympy
    assert from_sympy(room.to_sympy(Apply("tanh", (Symbol("x"),)))) is Apply("tanh", (x,))
