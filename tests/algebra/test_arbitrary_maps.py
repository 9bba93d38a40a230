"""Arbitrary functions of several numbers and arrays: the chain rule, its edges, and what nobody said of them."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    Normal,
    arbitrary_map,
    cos,
    d,
    dimensions,
    eq,
    exp,
    hessian,
    initial,
    integer,
    log,
    matrix,
    natural,
    norm,
    operator_norm,
    outer,
    random_variable,
    real,
    recurrence,
    sequence,
    sin,
    total,
    trace,
    vector,
)
from gradcheck.language.notation.reader import read_typed
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.uninterpreted import ArbitraryMap

n, m, h, c = dimensions("n m h c")
w, x, v = vector("w", n), vector("x", n), vector("v", n)
A, b = matrix("A", m, n), vector("b", m)
t, s = real("t"), real("s")
k, T = integer("k"), natural("T")
L = arbitrary_map("L", (m,), differentiable=2)
loss = arbitrary_map("loss", (n,), differentiable=2)
on_matrices = arbitrary_map("on_matrices", (n, n), differentiable=1)
cell = arbitrary_map("cell", (h,), (c,), sides=(h,), differentiable=2)
p = arbitrary_map("p", (), (), differentiable=2)
state, entering = vector("state", h), vector("entering", c)
W, U = matrix("W", h, h), matrix("U", c, h)
B = matrix("B", n, n)

TRUE: dict[str, Proposition] = {
    "a gradient": eq(d(loss(w), w), loss.derivative(w)),
    "by an entry": eq(d(loss(w), w[1]), loss.derivative(w)[1]),
    "an affine map": eq(d(L(A @ x + b), x), A.T @ L.derivative(A @ x + b)),
    "by the matrix": eq(d(L(A @ x + b), A), outer(L.derivative(A @ x + b), x)),
    "a Hessian": eq(hessian(L(A @ x), x), A.T @ L.derivative(A @ x, by=(1, 1)) @ A),
    "symmetry": eq(loss.derivative(w, by=(1, 1)).T, loss.derivative(w, by=(1, 1))),
    "a form": eq(v @ loss.derivative(w, by=(1, 1)) @ x, x @ loss.derivative(w, by=(1, 1)) @ v),
    "along a line": eq(d(loss(x + t * v), t), loss.derivative(x + t * v) @ v),
    "twice along a line": eq(d(d(loss(x + t * v), t), t), v @ loss.derivative(x + t * v, by=(1, 1)) @ v),
    "a Jacobian": eq(d(cell(state, entering), entering), cell.derivative(state, entering, by=(2,))),
    "two paths": eq(
        d(cell(W @ state, U @ state), state),
        cell.derivative(W @ state, U @ state) @ W + cell.derivative(W @ state, U @ state, by=(2,)) @ U,
    ),
    "two numbers": eq(
        d(p(t**2, sin(t)), t), 2 * t * p.derivative(t**2, sin(t)) + cos(t) * p.derivative(t**2, sin(t), by=(2,))
    ),
    "mixed derivatives": eq(d(d(p(t, s), t), s), d(d(p(t, s), s), t)),
    "a function around it": eq(d(exp(loss(w)), w), exp(loss(w)) * loss.derivative(w)),
    "the length of values": eq(
        d(norm(cell(state, entering)) ** 2, state), 2 * cell.derivative(state, entering).T @ cell(state, entering)
    ),
    "of matrices": eq(d(on_matrices(t * B), t), trace(on_matrices.derivative(t * B).T @ B)),
    "equal arguments": eq(loss(w + v), loss(v + w)),
    "under a sum": eq(d(total(loss(k * w), k, 1, T), w), total(k * loss.derivative(k * w), k, 1, T)),
    "the terms of a sum": eq(total(loss(k * w), k, 1, 2), loss(w) + loss(2 * w)),
    "what does not move": eq(d(loss(w) * t, t), loss(w)),
    "an inner sum": eq(loss(B @ w), loss(B.T.T @ w)),
}  # fmt: skip

NOT_TRUE: dict[str, Proposition] = {
    "the gradient elsewhere": eq(d(loss(B @ x), x), B.T @ loss.derivative(x)),
    "not transposed": eq(d(loss(B @ x), x), B @ loss.derivative(B @ x)),
    "one path": eq(d(cell(W @ state, U @ state), state), cell.derivative(W @ state, U @ state) @ W),
    "a missing factor": eq(d(p(t**2, t), t), p.derivative(t**2, t) + p.derivative(t**2, t, by=(2,))),
    "the other argument": eq(d(p(t, s), t), p.derivative(t, s, by=(2,))),
    "arguments exchanged": eq(p(t, s), p(s, t)),
    "other values": eq(loss(w), loss(v)),
    "an entry for another": eq(cell(state, entering)[1], cell(state, entering)[2]),
    "a symmetric Jacobian": eq(cell.derivative(state, entering).T, cell.derivative(state, entering)),
    "a linear function": eq(loss(2 * w), 2 * loss(w)),
    "a captured index": eq(total(loss(k * w), k, 1, T), T * loss(T * w)),
    "a third derivative": eq(d(loss.derivative(w, by=(1, 1)), w), d(loss.derivative(w, by=(1, 1)), w)),
    "no value": eq(loss(w / t), loss(w / t)),
}  # fmt: skip


def is_proved(claim: Proposition, *given: Proposition) -> bool:
    try:
        return genuine(prove(Goal(claim, given), ByNormalForm()))
    except Rejected:
        return False


@pytest.mark.parametrize("name", TRUE)
def test_the_chain_rule_holds(name: str) -> None:
    assert is_proved(TRUE[name])


@pytest.mark.parametrize("name", NOT_TRUE)
def test_nothing_else_is_known(name: str) -> None:
    assert not is_proved(NOT_TRUE[name])


def test_what_is_not_differentiable_has_no_derivative() -> None:
    rough = arbitrary_map("rough", (n,), differentiable=0)
    assert is_proved(eq(rough(w), rough(w)))
    assert not is_proved(eq(d(rough(w), w), d(rough(w), w)))
    assert is_proved(eq(d(rough(w) * t, t), rough(w)))
    with pytest.raises(ValueError, match="0 times differentiable"):
        rough.derivative(w)


def test_the_inner_function_must_be_differentiable_too() -> None:
    assert not is_proved(eq(d(p(norm(w), t), w), d(p(norm(w), t), w)))
    assert is_proved(eq(d(log(loss(w)), w), loss.derivative(w) / loss(w)), loss(w) > 0)
    assert not is_proved(eq(d(log(loss(w)), w), loss.derivative(w) / loss(w)))


def test_nothing_is_known_at_a_random_argument() -> None:
    X = random_variable("X", Normal(0, 1), n)
    assert not is_proved(eq(loss(X), loss(X)))


def test_a_recurrence_through_a_cell_has_the_jacobian_of_the_cell() -> None:
    y, e = sequence("y", h), sequence("e", c)
    define = (initial(y(0), state), recurrence(y(T), cell(y(T - 1), e(T - 1)), start=1))
    claim = eq(d(y(1), state), cell.derivative(state, e(0)))
    assert genuine(prove(Goal(claim, (), define), ByNormalForm()))


def test_norms_of_matrices_are_equal_where_the_matrices_are() -> None:
    """They hold their matrix in the same way as a function holds its argument."""
    assert is_proved(eq(operator_norm(A.T @ A), operator_norm((A.T @ A).T)))
    assert is_proved(eq(total(operator_norm(k * A), k, 1, 2), operator_norm(A) + operator_norm(2 * A)))
    assert not is_proved(eq(operator_norm(A.T @ A), operator_norm(A @ A.T)))


def test_arguments_fit() -> None:
    with pytest.raises(ShapeError):
        loss(b)
    with pytest.raises(ShapeError):
        loss(w, t)
    with pytest.raises(ValueError, match="arguments 1, 2"):
        ArbitraryMap("f", (), 1, (w,), (2,))
    assert ArbitraryMap("f", (n,), 2, (w, t, B), (3, 1)).shape == (n, n, n, n)


@pytest.mark.parametrize(
    "line",
    [
        "d(L(A x), x) = A.T L'(A x) where A in R^(m x n), x in R^n, L: R^m -> R differentiable",
        "partial(f(h, x), 1) = d(f(h, x), h) where h in R^k, x in R^d, f: R^k x R^d -> R^k differentiable",
        "partial(p(x, y), 1, 2) = d(d(p(x, y), x), y) where p: R x R -> R twice differentiable",
        "q(X, x) = q(X, x) where q: R^(n x d) x R -> R^n, X in R^(n x d)",
    ],
)
def test_they_are_read_and_printed(line: str) -> None:
    typed = read_typed(line)
    assert is_proved(typed.claim, *typed.given)
    declared = line.split(" where ")[1]
    assert read_typed(f"{render_text(typed.claim)} where {declared}").claim is typed.claim
