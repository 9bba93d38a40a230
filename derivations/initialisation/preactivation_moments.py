"""Mean and variance of the pre-activations of a random linear layer.

A layer maps the activations h of d units to the pre-activations a = W h + b of m units.

Claims
    E a_i = c + mu times the sum of the means of h;
    Var a_i is the sum over j of sigma^2 Var h_j + sigma^2 (E h_j)^2 + mu^2 Var h_j, because each product W_ij h_j has
    that variance and distinct products are uncorrelated;
    two pre-activations have covariance mu^2 times the sum of the variances of h, so with mu = 0 they are uncorrelated.

Assumptions
    The entries of W are independent with mean mu and variance sigma^2, of any law; W is independent of h; the entries
    of h are uncorrelated, with any means nu_j and variances tau_j^2; every entry of the bias is c.

Source: seed sheet 002, section 3.1(b).
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Independent,
    Uncorrelated,
    Var,
    dimensions,
    eq,
    hadamard,
    ne,
    ones,
    random_variable,
    reals,
    total,
    vector,
)

m, d = dimensions("m d")
i, j, k, r = dimensions("i j k r")
c, mu, sigma = reals("c mu sigma")
nu, tau = vector("nu", d), vector("tau", d)
W = random_variable("W", Independent(mu, sigma**2), m, d)
h = random_variable("h", Uncorrelated(nu, hadamard(tau, tau)), d)
a = W @ h + c * ones(m)

DERIVATION = derivation(
    step(
        "one product",
        eq(Var(W[i, j] * h[j]), sigma**2 * Var(h[j]) + sigma**2 * E(h[j]) ** 2 + mu**2 * Var(h[j])),
        given=[i <= m, j <= d],
    ),
    step(
        "distinct products are uncorrelated",
        eq(E((W[i, j] * h[j]) * (W[i, k] * h[k])), E(W[i, j] * h[j]) * E(W[i, k] * h[k])),
        given=[i <= m, j <= d, k <= d, ne(j, k)],
    ),
    step(
        "mean",
        eq(E(a[i]), c + mu * total(E(h[j]), j, 1, d)),
        given=[i <= m],
    ),
    step(
        "variance",
        eq(Var(a[i]), total(sigma**2 * Var(h[j]) + sigma**2 * E(h[j]) ** 2 + mu**2 * Var(h[j]), j, 1, d)),
        given=[i <= m],
    ),
    step(
        "covariance of two units",
        eq(E(a[i] * a[r]) - E(a[i]) * E(a[r]), mu**2 * total(Var(h[j]), j, 1, d)),
        given=[i <= m, r <= m, ne(i, r)],
    ),
    source="seed sheet 002, section 3.1(b)",
)
