"""Ridge regression has one minimiser, (X.T X + lam I)^-1 X.T y, for every positive lam.

The loss is the squared error of a linear model plus lam times the squared length of its weights.

Claims
    the gradient of the loss and the normal equation;
    for lam > 0 the matrix of the normal equation is positive definite, so the stationary point is given in closed form;
    the loss at any other point is larger by at least lam times its squared distance, so the minimiser is unique.

Notation
    X is n by d, one row an example; w and u are weights, y the targets.  The sheet writes the matrix lam I as the
    diagonal matrix of the number lam.

Source: seed sheet 002, section 2.3.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Iff,
    Invertible,
    PositiveDefinite,
    Term,
    dimensions,
    eq,
    gradient,
    hessian,
    identity,
    inverse,
    matrix,
    norm,
    real,
    vector,
    zeros,
)

n, d = dimensions("n d")
lam = real("lam")
X, y = matrix("X", n, d), vector("y", n)
w, u, v = vector("w", d), vector("u", d), vector("v", d)


def loss(w: Term) -> Term:
    """The squared error with its penalty."""
    return norm(y - X @ w) ** 2 + lam * norm(w) ** 2


A = X.T @ X + lam * identity(d)
stationary = eq(gradient(loss(w), w), zeros(d))

DERIVATION = derivation(
    step("gradient of the error", eq(gradient(norm(y - X @ w) ** 2, w), 2 * (X.T @ X @ w - X.T @ y))),
    step("gradient of the penalty", eq(gradient(lam * norm(w) ** 2, w), 2 * lam * w)),
    step(
        "gradient",
        eq(gradient(loss(w), w), 2 * (A @ w - X.T @ y)),
        using=["gradient of the error", "gradient of the penalty"],
    ),
    step("normal equation", Iff(stationary, eq(A @ w, X.T @ y)), using=["gradient"]),
    step("quadratic form of the matrix", eq(v @ A @ v, norm(X @ v) ** 2 + lam * norm(v) ** 2)),
    step(
        "the matrix is positive definite",
        PositiveDefinite(A),
        given=[lam > 0],
        using=["quadratic form of the matrix"],
    ),
    step("the matrix is invertible", Invertible(A), given=[lam > 0], using=["the matrix is positive definite"]),
    step(
        "minimiser",
        Iff(stationary, eq(w, inverse(A) @ X.T @ y)),
        given=[lam > 0],
        using=["normal equation", "the matrix is invertible"],
    ),
    step("Hessian", eq(hessian(loss(w), w), 2 * A)),
    step(
        "expansion around w",
        eq(
            loss(u),
            loss(w) + gradient(loss(w), w) @ (u - w) + norm(X @ (u - w)) ** 2 + lam * norm(u - w) ** 2,
        ),
    ),
    step(
        "any other point is worse",
        loss(u) >= loss(w) + lam * norm(u - w) ** 2,
        given=[stationary],
        using=["expansion around w"],
    ),
    step(
        "a point as good is not far",
        lam * norm(u - w) ** 2 <= 0,
        given=[stationary, loss(u) <= loss(w)],
        using=["any other point is worse"],
    ),
    step(
        "the minimiser is unique",
        eq(u, w),
        given=[lam > 0, stationary, loss(u) <= loss(w)],
        using=["a point as good is not far"],
    ),
    source="seed sheet 002, section 2.3",
)
