"""Weight normalisation projects the gradient off the weights.

A unit with weights w = (gamma / norm(u)) u is trained through u and gamma.  Changing u along itself changes nothing,
so the derivative of w by u is a multiple of the projection W_perp onto the vectors orthogonal to u, and the gradient
of any loss by u is the projected gradient by w, times gamma / norm(u).

Claims
    dw/du = (gamma / norm(u)) W_perp with W_perp = I - u u.T / norm(u)^2;
    the gradient by u is (gamma / norm(u)) W_perp g, for every gradient g by w;
    W_perp u = 0; W_perp is symmetric and W_perp W_perp = W_perp, an orthogonal projection, of rank d - 1;
    the gradient by u is orthogonal to u, and no longer than that by w times abs(gamma) / norm(u).

Assumptions
    u is not the zero vector: there the norm has no derivative, and w none either.  The sheet leaves this out.

Notation
    g is the gradient of the loss by w at the current weights.  By the chain rule the gradient of the loss by u is
    that of g @ w with g held fixed, which states it for every differentiable loss at once.  A squared error on n
    examples with inputs X and targets y shows it without that step.

Source: seed sheet 002, section 4.2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Term,
    d,
    dimensions,
    eq,
    gradient,
    identity,
    matrix,
    ne,
    norm,
    ones,
    outer,
    reals,
    trace,
    vector,
    zeros,
)

n, k = dimensions("n k")
gamma, beta = reals("gamma beta")
u, v, g = vector("u", k), vector("v", k), vector("g", k)
X, y = matrix("X", n, k), vector("y", n)
s = gamma / norm(u)
w = s * u
W_perp = identity(k) - outer(u, u) / norm(u) ** 2
has_direction = [ne(norm(u), 0)]


def squared_error(w: Term) -> Term:
    """The squared error of a linear unit with weights w."""
    return norm(X @ w + beta * ones(n) - y) ** 2


def its_gradient(w: Term) -> Term:
    """The gradient of the squared error by the weights."""
    return 2 * X.T @ (X @ w + beta * ones(n) - y)


DERIVATION = derivation(
    step("derivative of the norm", eq(d(norm(u), u), u / norm(u)), given=has_direction),
    step("derivative of the weights", eq(d(w, u), s * W_perp), given=has_direction),
    step("gradient by u", eq(gradient(g @ w, u), s * (W_perp @ g)), given=has_direction),
    step("gradient by gamma", eq(gradient(g @ w, gamma), (g @ u) / norm(u)), given=has_direction),
    step("nothing is left along u", eq(W_perp @ u, zeros(k)), given=has_direction),
    step("symmetric", eq(W_perp.T, W_perp), given=has_direction),
    step("projection", eq(W_perp @ W_perp, W_perp), given=has_direction),
    step(
        "rank",
        eq(trace(W_perp), k - 1),
        given=has_direction,
        note="the trace of a projection is its rank: one direction is lost",
    ),
    step("orthogonal to u", eq(u @ gradient(g @ w, u), 0), given=has_direction),
    step(
        "length of the projected gradient",
        eq(norm(W_perp @ g) ** 2, norm(g) ** 2 - (u @ g) ** 2 / norm(u) ** 2),
        given=has_direction,
        note="so it is no longer than g, and as long as g only if g is orthogonal to u",
    ),
    step("gradient of a squared error", eq(gradient(squared_error(v), v), its_gradient(v))),
    step(
        "gradient of a squared error by u",
        eq(gradient(squared_error(w), u), s * (W_perp @ its_gradient(w))),
        given=has_direction,
    ),
    where={"W_perp": W_perp, "w": w},
    source="seed sheet 002, section 4.2",
)
