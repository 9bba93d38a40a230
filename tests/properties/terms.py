"""Random terms for the property tests: scalars in x and y, and arrays over two dimensions."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gradcheck.language.author import (
    Bernoulli,
    E,
    d,
    diag,
    diagonal,
    dimensions,
    exp,
    hadamard,
    identity,
    matrix,
    norm,
    ones,
    outer,
    random_variable,
    rational,
    reals,
    sigmoid,
    tanh,
    trace,
    vector,
)
from gradcheck.language.syntax.terms import Symbol, Term

SLOW = settings(max_examples=25, deadline=None, derandomize=True, database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])  # fmt: skip

SMALL = settings(SLOW, max_examples=15)

x, y, p = reals("x y p")
n, m = dimensions("n m")
X, Y, A, B = matrix("X", n, m), matrix("Y", n, m), matrix("A", n, n), matrix("B", m, m)
u, v, w = vector("u", n), vector("v", m), vector("w", m)
R, r = random_variable("R", Bernoulli(p), n, m), random_variable("r", Bernoulli(p), m)

numbers = st.builds(rational, st.integers(-3, 3), st.integers(1, 3))


def _larger_scalars(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda a, b: a + b, parts, parts),
        st.builds(lambda a, b: a - b, parts, parts),
        st.builds(lambda a, b: a * b, parts, parts),
        st.builds(lambda a, b: a / (b**2 + 1), parts, parts),
        st.builds(lambda a, b: a / b, parts, parts),
        st.builds(lambda a, k: a**k, parts, st.sampled_from([2, 3, -1])),
    )


rationals = st.recursive(st.one_of(st.sampled_from([x, y]), numbers), _larger_scalars, max_leaves=6)
exponents = st.builds(lambda a, b, s: a * s + b, numbers, numbers, st.sampled_from([x, y, x + y, x * y]))
exponentials = st.recursive(
    st.one_of(st.sampled_from([x, y]), numbers, st.builds(exp, exponents),
              st.builds(sigmoid, st.sampled_from([x, y, -x])),
              st.builds(tanh, st.sampled_from([x, y, 2 * x]))),
    _larger_scalars, max_leaves=5,
)  # fmt: skip

SQUARES_N = [A, A.T, X @ X.T, X @ Y.T, identity(n), outer(u, u), diag(u), X @ B @ X.T]
SQUARES_M = [B, B.T, X.T @ X, Y.T @ X, identity(m), diag(v), outer(v, w), X.T @ A @ Y]
RECTANGLES = [X, Y, X @ B, A @ X, outer(u, v), hadamard(X, Y), X @ diag(v), ones(n, m)]
VECTORS = [v, w, X.T @ u, B @ v, diagonal(B), hadamard(v, w), ones(m), X.T @ (A @ u)]

squares = st.sampled_from(SQUARES_N)
rectangles = st.one_of(
    st.sampled_from(RECTANGLES),
    st.builds(lambda a, b: a + b, st.sampled_from(RECTANGLES), st.sampled_from(RECTANGLES)),
    st.builds(lambda a, b: hadamard(a, b), st.sampled_from(RECTANGLES), st.sampled_from(RECTANGLES)),
)
vectors = st.sampled_from(VECTORS)
contractions = st.one_of(
    st.builds(trace, squares),
    st.builds(lambda a: norm(a) ** 2, rectangles),
    st.builds(lambda a: norm(a) ** 2, vectors),
    st.builds(lambda a, b: a @ b, vectors, vectors),
    st.builds(lambda a, b: trace(a.T @ b), rectangles, rectangles),
)
means = st.one_of(
    st.builds(
        lambda a, b: E(norm(hadamard(R, a) @ b) ** 2), st.sampled_from([X, Y, ones(n, m)]), st.sampled_from(VECTORS[:2])
    ),
    st.builds(lambda a, b: E((hadamard(r, a) @ b) ** 2), st.sampled_from(VECTORS), st.sampled_from(VECTORS)),
    st.builds(lambda a: E(trace(a.T @ hadamard(R, X))), st.sampled_from(RECTANGLES)),
    st.builds(lambda a: E(norm(hadamard(R, X) - a) ** 2), st.sampled_from(RECTANGLES)),
)
scalars = st.one_of(contractions, means)


def gradients(variable: Term) -> st.SearchStrategy[Any]:
    """Gradients of contractions by an array or a scalar."""
    bodies = contractions if not isinstance(variable, Symbol) else st.one_of(rationals, exponentials)
    return st.builds(lambda body: d(body, variable), bodies)
