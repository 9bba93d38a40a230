"""Dropout and ridge regression differ by Gamma^2 for I in their normal equations.

Both solve a linear system with X.T X plus a penalty.  Ridge adds the same amount to every weight, dropout adds to each
weight in proportion to the squared length of its column of X.  Where all columns have one length, the two agree.

Claims
    the two normal equations, for p w under dropout with strength (1 - p)/p and for u under ridge;
    with one strength for both, their matrices differ by the strength times Gamma^2 - I;
    if Gamma^2 = c I they are the same system when the ridge strength is c times the dropout strength.

Assumptions
    p is a probability and not 0; mu is the ridge strength.

Notation
    X is n by d; R is the mask of independent Bernoulli(p) entries; Gamma is the diagonal matrix of the lengths of the
    columns of X; lam = (1 - p)/p.

Source: seed sheet 002, section 2.4.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Bernoulli,
    E,
    Iff,
    diag,
    diagonal,
    dimension,
    dimensions,
    eq,
    gradient,
    hadamard,
    identity,
    matrix,
    norm,
    random_variable,
    reals,
    sqrt,
    total,
    vector,
    zeros,
)

n, d = dimensions("n d")
j = dimension("j")
p, c, mu = reals("p c mu")
X, y = matrix("X", n, d), vector("y", n)
w, u = vector("w", d), vector("u", d)
R = random_variable("R", Bernoulli(p), n, d)
Gamma = diag(sqrt(diagonal(X.T @ X)))
lam = (1 - p) / p

dropout_loss = E(norm(y - hadamard(X, R) @ w) ** 2)
ridge_loss = norm(y - X @ u) ** 2 + mu * norm(u) ** 2
dropout_stationary = eq(gradient(dropout_loss, w), zeros(d))
ridge_stationary = eq(gradient(ridge_loss, u), zeros(d))

dropout_matrix = X.T @ X + lam * (Gamma @ Gamma)
ridge_matrix = X.T @ X + mu * identity(d)

DERIVATION = derivation(
    step("normal equation of dropout", Iff(dropout_stationary, eq(dropout_matrix @ (p * w), X.T @ y))),
    step("normal equation of ridge", Iff(ridge_stationary, eq(ridge_matrix @ u, X.T @ y))),
    step(
        "the only difference",
        eq(dropout_matrix - ridge_matrix, lam * (Gamma @ Gamma - identity(d))),
        given=[eq(mu, lam)],
    ),
    step("penalty of ridge, weight by weight", eq(mu * norm(w) ** 2, total(mu * w[j] ** 2, j, 1, d))),
    step(
        "penalty of dropout, weight by weight",
        eq(lam * norm(Gamma @ w) ** 2, total(lam * (X.T @ X)[j, j] * w[j] ** 2, j, 1, d)),
    ),
    step(
        "columns of one length: the matrices agree",
        eq(dropout_matrix, ridge_matrix),
        given=[eq(Gamma @ Gamma, c * identity(d)), eq(mu, c * lam)],
    ),
    step(
        "columns of one length: the solutions agree",
        Iff(dropout_stationary, ridge_stationary),
        given=[eq(Gamma @ Gamma, c * identity(d)), eq(mu, c * lam), eq(u, p * w)],
        using=[
            "normal equation of dropout",
            "normal equation of ridge",
            "columns of one length: the matrices agree",
        ],
    ),
    assume=[p > 0, p <= 1],
    where={"Gamma": Gamma, "lam": lam},
    source="seed sheet 002, section 2.4",
)
