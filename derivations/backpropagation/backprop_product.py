"""Backpropagation through L layers is an ordered product of L matrices.

A network of layers y_k = sigma(A_k y_{k-1} + b_k), each of a width of its own, computes y_L from its input y_0.  The
derivative of y_L by the bias of layer i is a product with one factor for each layer above i, the last layer on the
left; the derivative by the weights of layer i is that by the bias, times the input of the layer.

Claims
    d y_L/d b_i = J_L J_{L-1} ... J_{i+1} diag(sigma'(a_i)) with J_k = diag(sigma'(a_k)) A_k, for every L >= i >= 1, by
    induction on the layers above i;
    (d y_L/d A_i)_{pqr} = (d y_L/d b_i)_{pq} (y_{i-1})_r;
    the gradient of the squared error by A_i is diag(sigma'(a_i)) V_{i+1} ... V_L delta y_{i-1}^T, with
    V_k = A_k^T diag(sigma'(a_k)) and delta = 2 (y_L - t): the same factors, transposed, in the other order.

Assumptions
    The activation is any differentiable function of one real variable, applied entry by entry.  Layer k has n(k) units,
    n any function of k with positive values; the depth and the layer are symbolic, L = i + m with m layers above i.

Notation
    A(k), b(k) are the weights and biases of layer k, arbitrary and unrelated, A(k) of n(k) rows and n(k - 1) columns;
    y(k) is its output, a(k) what goes into its activation; x is the input and t the target.  A Jacobian has one row an
    output.  z(k) is a network all of whose layers have w units, with weights B(k) and biases c(k).

Errata
    The sheet's product sign runs from k = i + 1 to L - 1 and is to be read with the largest k on the left; read in the
    order of the index it is false for layers of one width, and no product of matrices for others.  The bias formula has
    sigma'(y_i) where sigma'(a_i) belongs.

Source: seed sheet 001, section 2; seed sheet 004, part d.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    Implies,
    Term,
    arbitrary_function,
    d,
    diag,
    dimension,
    eq,
    gradient,
    initial,
    naturals,
    norm,
    ordered_product,
    outer,
    recurrence,
    sequence,
    vector,
    widths,
    zeros,
)

n, w = widths("n"), dimension("w")
i, k, m = naturals("i k m")
sigma = arbitrary_function("sigma")
x, t = vector("x", n(0)), vector("t", n(i + m))
A, b, y = sequence("A", lambda k: (n(k), n(k - 1))), sequence("b", n), sequence("y", n)
B, c, z, start = sequence("B", w, w), sequence("c", w), sequence("z", w), vector("x_w", w)


def a(k: Term) -> Term:
    """What goes into the activation of layer k."""
    return A(k) @ y(k - 1) + b(k)


def slope(k: Term) -> Term:
    """The Jacobian of the activation of layer k."""
    return diag(sigma.derivative(a(k)))


def step_of(k: Term) -> Term:
    """The Jacobian of layer k by the one below it, where all layers have one width."""
    return diag(sigma.derivative(B(k) @ z(k - 1) + c(k))) @ B(k)


layers = ordered_product(slope(k) @ A(k), k, i + 1, i + m)
backwards = ordered_product(A(k).T @ slope(k), k, i + 1, i + m, rising=True)
last = i + m
loss = norm(y(last) - t) ** 2
delta = 2 * (y(last) - t)

DERIVATION = derivation(
    step(
        "one layer, by the bias below it",
        eq(
            d(y(k + 1), b(i)),
            diag(sigma.derivative(A(k + 1) @ y(k) + b(k + 1))) @ A(k + 1) @ d(y(k), b(i)),
        ),
        given=[k >= i],
    ),
    step(
        "a layer does not depend on a bias above it",
        Implies(k < i, eq(d(y(k), b(i)), zeros(n(k), n(i)))),
    ),
    step(
        "a layer by its own bias",
        eq(d(y(i), b(i)), slope(i)),
        given=[i >= 1],
        using=["a layer does not depend on a bias above it"],
        hints=[i, eq(k, i), eq(i, i + 1)],
    ),
    step(
        "the last layer by a bias",
        eq(d(y(last), b(i)), layers @ slope(i)),
        given=[i >= 1],
        using=["a layer by its own bias"],
        hints=[m],
        note="by induction on the number m of layers above layer i",
    ),
    step(
        "a layer does not depend on weights above it",
        Implies(k < i, eq(d(y(k), A(i)), zeros(n(k), n(i), n(i - 1)))),
    ),
    step(
        "a layer by its own weights",
        eq(d(y(i), A(i)), outer(slope(i), y(i - 1))),
        given=[i >= 1],
        using=["a layer does not depend on weights above it"],
        hints=[i, eq(k, i), eq(i, i + 1)],
    ),
    step(
        "the last layer by weights",
        eq(d(y(last), A(i)), outer(layers @ slope(i), y(i - 1))),
        given=[i >= 1],
        using=["a layer by its own weights"],
        hints=[m],
    ),
    step(
        "the product backwards",
        eq((layers @ slope(i)).T, slope(i) @ backwards),
        given=[i >= 1],
    ),
    step(
        "gradient of the loss by a bias",
        eq(gradient(loss, b(i)), slope(i) @ backwards @ delta),
        given=[i >= 1],
        using=["the last layer by a bias"],
    ),
    step(
        "gradient of the loss by weights",
        eq(gradient(loss, A(i)), outer(slope(i) @ backwards @ delta, y(i - 1))),
        given=[i >= 1],
        using=["the last layer by weights"],
    ),
    step(
        "with a last layer that is linear",
        eq(d(A(last + 1) @ y(last) + b(last + 1), b(i)), A(last + 1) @ layers @ slope(i)),
        given=[i >= 1],
        using=["the last layer by a bias"],
        note="the sheet's network: no activation after the last weights",
    ),
    erratum(
        "the product read in the order of its index",
        eq(d(z(m), start), ordered_product(step_of(k), k, 1, m, rising=True)),
        note="matrices do not commute, and their shapes chain in one order only: the last layer stands on the left",
    ),
    erratum(
        "the slope at the output of the layer",
        eq(d(y(i), b(i)), diag(sigma.derivative(y(i)))),
        given=[i >= 1],
        note="the activation is differentiated at what goes into it, a(i)",
    ),
    define=[
        initial(y(0), x),
        recurrence(y(k), sigma(a(k)), start=1),
        initial(z(0), start),
        recurrence(z(k), sigma(B(k) @ z(k - 1) + c(k)), start=1),
    ],
    source="seed sheet 001, section 2; seed sheet 004, part d",
)
