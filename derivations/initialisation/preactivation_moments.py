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

Notation
    SymPy multiplies out the variance of one product, E W^2 E h^2 - (E W E h)^2, and the covariance of two products
    with one h, E W E W' E h^2 - E W E h E W' E h.

Source: seed sheet 002, section 3.1(b).
"""

from sympy import expand, lambdify, symbols

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Independent,
    Uncorrelated,
    Var,
    eq,
    hadamard,
    ne,
    ones,
    random_variable,
    total,
    vector,
)

m, d = symbols("m d", integer=True, positive=True)
i, j, k, r = symbols("i j k r", integer=True, positive=True)
c, mu, sigma = symbols("c mu sigma", real=True)
nu, tau = vector("nu", d), vector("tau", d)
W = random_variable("W", Independent(mu, sigma**2), m, d)
h = random_variable("h", Uncorrelated(nu, hadamard(tau, tau)), d)
a = W @ h + c * ones(m)

mean, variance = symbols("mean variance", real=True)  # of one activation
given = (mu, sigma, mean, variance)
one_product = lambdify(given, expand((sigma**2 + mu**2) * (variance + mean**2) - (mu * mean) ** 2), "math")
one_activation = lambdify(given, expand(mu**2 * (variance + mean**2) - (mu * mean) ** 2), "math")


def of(j: object) -> tuple[object, ...]:
    """The moments of the weights and of the activation j."""
    return mu, sigma, E(h[j]), Var(h[j])


DERIVATION = derivation(
    step("one product", eq(Var(W[i, j] * h[j]), one_product(*of(j))), given=[i <= m, j <= d]),
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
    step("variance", eq(Var(a[i]), total(one_product(*of(j)), j, 1, d)), given=[i <= m]),
    step(
        "covariance of two units",
        eq(E(a[i] * a[r]) - E(a[i]) * E(a[r]), total(one_activation(*of(j)), j, 1, d)),
        given=[i <= m, r <= m, ne(i, r)],
    ),
    source="seed sheet 002, section 3.1(b)",
)
