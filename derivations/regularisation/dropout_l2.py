"""Dropout on the input of a linear regression is weighted L2 regularisation, on average.

Every entry of the input X is kept with probability p and set to 0 otherwise, by a mask R of independent
Bernoulli(p) entries.  Averaged over the mask, the squared error of the weights w is the squared error of p w on the
full input plus p (1 - p) times a penalty on w, in which each weight counts as much as its column of X is long.

Claims
    the expected loss, its gradient and its normal equation;
    the minimiser in closed form, with the reason why its matrix is invertible;
    the Hessian is positive semidefinite, so that a stationary point is a minimum;
    the strength lam(p) = (1 - p)/p falls strictly in p, from infinity at 0 to 0 at 1.

Assumptions
    p is a probability.  The closed form needs 0 < p < 1 and that no column of X is zero.

Notation
    X is n by d, one row an example; w and y are the weights and the targets; Gamma is the diagonal matrix of the
    lengths of the columns of X, so that Gamma @ Gamma is the diagonal of X.T @ X.

Source: seed sheet 002, sections 2.1 and 2.2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Bernoulli,
    E,
    Iff,
    Invertible,
    PositiveDefinite,
    Term,
    Var,
    diag,
    diagonal,
    dimensions,
    eq,
    gradient,
    hadamard,
    hessian,
    inverse,
    limit,
    matrix,
    norm,
    ones,
    oo,
    random_variable,
    reals,
    sqrt,
    vector,
    zeros,
)

n, d = dimensions("n d")
p, q = reals("p q")
X, y = matrix("X", n, d), vector("y", n)
w, u, v = vector("w", d), vector("u", d), vector("v", d)
R = random_variable("R", Bernoulli(p), n, d)
Gamma = diag(sqrt(diagonal(X.T @ X)))
no_zero_column = diagonal(X.T @ X) > zeros(d)


def residual(w: Term) -> Term:
    """What the weights leave unexplained when the input is masked."""
    return y - hadamard(X, R) @ w


def loss(w: Term) -> Term:
    """The squared error on the masked input."""
    return norm(residual(w)) ** 2


def lam(p: Term) -> Term:
    """The strength of the penalty that dropout amounts to."""
    return (1 - p) / p


A = X.T @ X + lam(p) * (Gamma @ Gamma)
stationary = eq(gradient(E(loss(w)), w), zeros(d))

DERIVATION = derivation(
    step(
        "mean of the residual",
        eq(E(residual(w)), y - p * (X @ w)),
    ),
    step(
        "variance of the residual",
        eq(Var(residual(w)), p * (1 - p) * (hadamard(X, X) @ hadamard(w, w))),
        note="the entries of the mask are independent, so the variances of the summands add up",
    ),
    step(
        "mean square is squared mean plus variance",
        eq(E(loss(w)), norm(E(residual(w))) ** 2 + ones(n) @ Var(residual(w))),
    ),
    step(
        "Gamma squared",
        eq(Gamma @ Gamma, diag(diagonal(X.T @ X))),
    ),
    step(
        "penalty",
        eq(norm(Gamma @ w) ** 2, ones(n) @ hadamard(X, X) @ hadamard(w, w)),
    ),
    step(
        "expected loss",
        eq(E(loss(w)), norm(y - p * (X @ w)) ** 2 + p * (1 - p) * norm(Gamma @ w) ** 2),
    ),
    step(
        "gradient",
        eq(
            gradient(E(loss(w)), w),
            2 * p * (-(X.T @ y) + p * (X.T @ X @ w) + (1 - p) * (Gamma @ Gamma @ w)),
        ),
    ),
    step(
        "gradient by the strength",
        eq(gradient(E(loss(w)), w), 2 * p * (A @ (p * w) - X.T @ y)),
        given=[p > 0],
    ),
    step(
        "normal equation",
        Iff(stationary, eq(A @ (p * w), X.T @ y)),
        given=[p > 0],
        using=["gradient by the strength"],
    ),
    step(
        "quadratic form of the matrix",
        eq(v @ A @ v, norm(X @ v) ** 2 + lam(p) * norm(Gamma @ v) ** 2),
        given=[p > 0],
    ),
    step(
        "the matrix is positive definite",
        PositiveDefinite(A),
        given=[p > 0, p < 1, no_zero_column],
        using=["quadratic form of the matrix"],
    ),
    step(
        "the matrix is invertible",
        Invertible(A),
        given=[p > 0, p < 1, no_zero_column],
        using=["the matrix is positive definite"],
    ),
    step(
        "minimiser",
        Iff(stationary, eq(p * w, inverse(A) @ X.T @ y)),
        given=[p > 0, p < 1, no_zero_column],
        using=["normal equation", "the matrix is invertible"],
        note="without dropout, p = 1, the same holds whenever X.T @ X is invertible",
    ),
    step(
        "curvature",
        eq(v @ hessian(E(loss(w)), w) @ v, 2 * p**2 * norm(X @ v) ** 2 + 2 * p * (1 - p) * norm(Gamma @ v) ** 2),
    ),
    step(
        "convexity",
        v @ hessian(E(loss(w)), w) @ v >= 0,
        using=["curvature"],
    ),
    step(
        "expansion around w",
        eq(
            E(loss(u)),
            E(loss(w))
            + gradient(E(loss(w)), w) @ (u - w)
            + p**2 * norm(X @ (u - w)) ** 2
            + p * (1 - p) * norm(Gamma @ (u - w)) ** 2,
        ),
    ),
    step(
        "a stationary point is a minimum",
        E(loss(w)) <= E(loss(u)),
        given=[stationary],
        using=["expansion around w"],
    ),
    step(
        "the strength falls",
        gradient(lam(p), p) < 0,
        given=[p > 0],
    ),
    step(
        "a larger probability is positive too",
        q > 0,
        given=[p > 0, p < q],
    ),
    step(
        "more dropout is a stronger penalty",
        lam(q) < lam(p),
        given=[p > 0, p < q, q <= 1],
        using=["a larger probability is positive too"],
    ),
    step(
        "no dropout, no penalty",
        eq(lam(p), 0),
        given=[eq(p, 1)],
    ),
    step(
        "the strength is unbounded",
        eq(limit(lam(q), q, 0, "+"), oo),
    ),
    assume=[p >= 0, p <= 1],
    where={"A": A, "Gamma": Gamma, "lam": lam(p)},
    source="seed sheet 002, sections 2.1 and 2.2",
)
