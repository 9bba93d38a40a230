"""Backpropagation through an arbitrary recurrent cell, and the directional derivatives of an arbitrary loss.

A network h(t) = f(h(t - 1), x(t)) with any cell f, and a loss L of its last state: nothing is known of f and L but that
they are differentiable. The gradient by an input or a weight goes through the Jacobians of the cell, by one rule.

Claims
    the gradient of L(f(h, x)) by the state is J.T L', J the Jacobian of the cell by its first argument; by the input,
    the same with the second;
    through two steps it is J1.T J2.T L', by the last cell first;
    if the state enters in both arguments, both paths are added;
    with weights before the cell, the gradient by them is an outer product, and that by their input goes back through
    the transposed weights;
    a residual cell h + f(h, x) adds the gradient itself;
    along a line, the derivatives of L are L' @ v and v @ L'' @ v, and L'' is symmetric.

Assumptions
    f and L are differentiable, for the second derivatives L twice, in all of their arguments together.

Notation
    f'1 and f'2 are the Jacobians by the first and by the second argument, one row an output.

Errata
    A Jacobian that is not transposed; the Jacobians in the order of the forward pass; one of two paths; the
    transposed weights forgotten.

Source: Werbos, Backpropagation through time, Proceedings of the IEEE 78 (1990).
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    arbitrary_map,
    d,
    dimensions,
    eq,
    hadamard,
    matrix,
    norm,
    ones,
    outer,
    real,
    tanh,
    vector,
)

m, k, p = dimensions("m k p")
h, x, later, v = vector("h", m), vector("x", k), vector("x'", k), vector("v", m)
W, U, b, u = matrix("W", m, m), matrix("U", k, m), vector("b", m), vector("u", m)
t = real("t")
f = arbitrary_map("f", (m,), (k,), sides=(m,), differentiable=1)
L = arbitrary_map("L", (m,), differentiable=2)

state = f(h, x)
by_state, by_input = f.derivative(h, x, by=(1,)), f.derivative(h, x, by=(2,))
second = f(state, later)
delta = L.derivative(second)
pre = W @ h + b
z = tanh(pre)
back = hadamard(L.derivative(z), ones(m) - hadamard(z, z))

DERIVATION = derivation(
    step("gradient by the state", eq(d(L(state), h), by_state.T @ L.derivative(state))),
    step("gradient by the input", eq(d(L(state), x), by_input.T @ L.derivative(state))),
    step(
        "gradient through two steps",
        eq(d(L(second), h), by_state.T @ (f.derivative(state, later, by=(1,)).T @ delta)),
        note="the last cell comes first",
    ),
    step(
        "gradient by the input of the first of two steps",
        eq(d(L(second), x), by_input.T @ (f.derivative(state, later, by=(1,)).T @ delta)),
    ),
    step(
        "two paths",
        eq(
            d(L(f(W @ h, U @ h)), h),
            W.T @ (f.derivative(W @ h, U @ h, by=(1,)).T @ L.derivative(f(W @ h, U @ h)))
            + U.T @ (f.derivative(W @ h, U @ h, by=(2,)).T @ L.derivative(f(W @ h, U @ h))),
        ),
    ),
    step("residual cell", eq(d(L(h + state), h), L.derivative(h + state) + by_state.T @ L.derivative(h + state))),
    step("gradient by weights", eq(d(L(pre), W), outer(L.derivative(pre), h))),
    step("gradient by what the weights take", eq(d(L(pre), h), W.T @ L.derivative(pre))),
    step("a layer of the hyperbolic tangent", eq(d(L(z), W), outer(back, h))),
    step("along a line", eq(d(L(u + t * v), t), L.derivative(u + t * v) @ v)),
    step("twice along a line", eq(d(d(L(u + t * v), t), t), v @ L.derivative(u + t * v, by=(1, 1)) @ v)),
    step("symmetric second derivatives", eq(L.derivative(u, by=(1, 1)).T, L.derivative(u, by=(1, 1)))),
    erratum(
        "weights not transposed",
        eq(d(norm(W @ h - u) ** 2 / 2, h), W @ (W @ h - u)),
        note="the loss is half the squared distance from u, with L'(y) = y - u",
    ),
    erratum(
        "the outer product the other way round",
        eq(d(norm(W @ h - u) ** 2 / 2, W), outer(h, W @ h - u)),
        note="one row an output: what comes from behind stands first",
    ),
    erratum(
        "one of two paths",
        eq(d((W @ h) @ (W @ h + h), h), W.T @ (W @ h + h)),
        note="h enters twice",
    ),
    source="Werbos, Backpropagation through time, Proceedings of the IEEE 78 (1990)",
)
