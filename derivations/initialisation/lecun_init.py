"""Weights of variance 1/d keep zero mean and unit variance through a linear layer.

Claims
    with c = 0, mu = 0 and sigma^2 = 1/d every pre-activation has mean 0 and variance 1;
    once c = 0 and mu = 0, no other variance of the weights does;
    the pre-activations are uncorrelated again, as the activations were.

Assumptions
    The d activations h are uncorrelated with mean 0 and variance 1; the weights are independent of each other and
    of h, of any law with these moments (normal weights are one example).

Notation
    W is m by d; the entries of V have any variance sigma^2, those of W the variance 1/d; the bias is 0.

Source: seed sheet 002, section 3.1(c).
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Iff,
    Independent,
    Uncorrelated,
    Var,
    dimensions,
    eq,
    identity,
    ones,
    outer,
    random_variable,
    real,
    zeros,
)

m, d = dimensions("m d")
sigma = real("sigma")
h = random_variable("h", Uncorrelated(0, 1), d)
V = random_variable("V", Independent(0, sigma**2), m, d)
W = random_variable("W", Independent(0, 1 / d), m, d)
b = zeros(m)
a = W @ h + b

DERIVATION = derivation(
    step("variance for any weights", eq(Var(V @ h + b), d * sigma**2 * ones(m))),
    step("the variance of the weights that gives 1", Iff(eq(d * sigma**2, 1), eq(sigma**2, 1 / d))),
    step("mean", eq(E(a), zeros(m))),
    step("variance", eq(Var(a), ones(m))),
    step("uncorrelated again", eq(E(outer(a, a)), identity(m))),
    source="seed sheet 002, section 3.1(c)",
)
