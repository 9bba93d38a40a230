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
    lengths of the columns of X, so that Gamma Gamma is the diagonal of X.T X.  SymPy differentiates the two parts of
    the expected loss, once and twice, and the strength; it solves for the p without a penalty, and finds the limit.

Source: seed sheet 002, sections 2.1 and 2.2.
"""

from sympy import (
    Derivative,
    DiagMatrix,
    DiagonalOf,
    Eq,
    HadamardPower,
    HadamardProduct,
    MatrixSymbol,
    Rational,
    diff,
    limit,
    solve,
    symbols,
)

from gradcheck.derivation import by_sympy, derivation, held, step
from gradcheck.language.author import (
    Bernoulli,
    E,
    Iff,
    Invertible,
    PositiveDefinite,
    Term,
    Var,
    diagonal,
    eq,
    gradient,
    hadamard,
    hessian,
    norm,
    ones,
    random_variable,
    zeros,
)

n, d = symbols("n d", integer=True, positive=True)
p, q = symbols("p q", real=True)
X, y = MatrixSymbol("X", n, d), MatrixSymbol("y", n, 1)
w, u, v = (MatrixSymbol(name, d, 1) for name in "wuv")
C = MatrixSymbol("C", d, d)
R = random_variable("R", Bernoulli(p), n, d)
Gamma = DiagMatrix(HadamardPower(DiagonalOf(X.T * X), Rational(1, 2)))
no_zero_column = diagonal(X.T * X) > zeros(d)

lam = (1 - p) / p  # the strength of the penalty that dropout amounts to
fit = (y - p * X * w).T * (y - p * X * w)
penalty = (C * w).T * (C * w)  # for any matrix C
fit_slope = diff(fit, w)
penalty_slope = diff(penalty, w)


def residual(w: object) -> Term:
    """What the weights leave unexplained when the input is masked."""
    left: Term = y - hadamard(X, R) @ w
    return left


def loss(w: object) -> Term:
    """The squared error on the masked input."""
    return norm(residual(w)) ** 2


with held():
    unexplained = y - p * X * w  # on average

A = X.T * X + lam * Gamma * Gamma
stationary = eq(gradient(E(loss(w)), w), zeros(d))

DERIVATION = derivation(
    step(
        "mean of the residual",
        eq(E(residual(w)), unexplained),
    ),
    step(
        "variance of the residual",
        eq(Var(residual(w)), p * (1 - p) * HadamardProduct(X, X) * HadamardProduct(w, w)),
        note="the entries of the mask are independent, so the variances of the summands add up",
    ),
    step(
        "mean square is squared mean plus variance",
        eq(E(loss(w)), norm(E(residual(w))) ** 2 + ones(n) @ Var(residual(w))),
    ),
    step("Gamma squared", Eq(Gamma * Gamma, DiagMatrix(DiagonalOf(X.T * X)))),
    step("penalty", eq(norm(Gamma * w) ** 2, ones(n) @ (HadamardProduct(X, X) * HadamardProduct(w, w)))),
    step(
        "expected loss",
        eq(E(loss(w)), norm(unexplained) ** 2 + p * (1 - p) * norm(Gamma * w) ** 2),
    ),
    step("gradient of the fit", by_sympy(diff, fit, w)),
    step("gradient of a penalty", by_sympy(diff, penalty, w)),
    step("gradient", eq(gradient(E(loss(w)), w), fit_slope + p * (1 - p) * penalty_slope.subs(C, Gamma))),
    step(
        "gradient by the strength",
        eq(gradient(E(loss(w)), w), 2 * p * (A * (p * w) - X.T * y)),
        given=[p > 0],
    ),
    step(
        "normal equation",
        Iff(stationary, Eq(A * (p * w), X.T * y)),
        given=[p > 0],
        using=["gradient by the strength"],
    ),
    step(
        "quadratic form of the matrix",
        eq(v.T * A * v, norm(X * v) ** 2 + lam * norm(Gamma * v) ** 2),
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
        Iff(stationary, Eq(p * w, A.I * X.T * y)),
        given=[p > 0, p < 1, no_zero_column],
        using=["normal equation", "the matrix is invertible"],
        note="without dropout, p = 1, the same holds whenever X.T @ X is invertible",
    ),
    step("Hessian of the fit", by_sympy(diff, fit_slope, w)),
    step("Hessian of a penalty", by_sympy(diff, penalty_slope, w)),
    step(
        "curvature",
        eq(v @ hessian(E(loss(w)), w) @ v, 2 * p**2 * norm(X * v) ** 2 + 2 * p * (1 - p) * norm(Gamma * v) ** 2),
    ),
    step("convexity", v @ hessian(E(loss(w)), w) @ v >= 0, using=["curvature"]),
    step(
        "expansion around w",
        eq(
            E(loss(u)),
            E(loss(w))
            + gradient(E(loss(w)), w) @ (u - w)
            + p**2 * norm(X * (u - w)) ** 2
            + p * (1 - p) * norm(Gamma * (u - w)) ** 2,
        ),
    ),
    step(
        "a stationary point is a minimum",
        E(loss(w)) <= E(loss(u)),
        given=[stationary],
        using=["expansion around w"],
    ),
    step("slope of the strength", by_sympy(diff, lam, p), given=[p > 0]),
    step("the strength falls", Derivative(lam, p) < 0, given=[p > 0], using=["slope of the strength"]),
    step("a larger probability is positive too", q > 0, given=[p > 0, p < q]),
    step(
        "more dropout is a stronger penalty",
        lam.subs(p, q) < lam,
        given=[p > 0, p < q, q <= 1],
        using=["a larger probability is positive too"],
    ),
    step("no dropout, no penalty", by_sympy(solve, lam, p), given=[p > 0]),
    step("the strength is unbounded", by_sympy(limit, lam.subs(p, q), q, 0, "+")),
    assume=[p >= 0, p <= 1],
    where={"A": A, "Gamma": Gamma, "lam": lam},
    source="seed sheet 002, sections 2.1 and 2.2",
)
