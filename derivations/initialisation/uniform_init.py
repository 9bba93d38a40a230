"""Uniform weights on (-sqrt(3/d), sqrt(3/d)), and with 6 for 3 after a ReLU, keep zero mean and unit variance.

Claims
    a uniform variable on (lo, hi) has mean (lo + hi)/2 and variance (hi - lo)^2/12, so that the two intervals give
    weights of mean 0 and of variance 1/d and 2/d;
    the first keeps mean 0 and variance 1 through a linear layer, the second through a ReLU and a linear layer.

Assumptions
    Linear layer: the d activations h are uncorrelated with mean 0 and variance 1.  ReLU: the d previous
    pre-activations a are uncorrelated and symmetric about 0 with variance 1.  Weights are independent of each other
    and of h and a.

Notation
    U is m by d with the first interval, V with the second; the bias is 0.

Source: seed sheet 002, section 3.3.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Uncorrelated,
    Uniform,
    Var,
    dimensions,
    eq,
    ones,
    random_variable,
    reals,
    relu,
    sqrt,
    zeros,
)

m, d = dimensions("m d")
lo, hi = reals("lo hi")
x = random_variable("x", Uniform(lo, hi))
h = random_variable("h", Uncorrelated(0, 1), d)
a = random_variable("a", Uncorrelated(0, 1, symmetric=True), d)
U = random_variable("U", Uniform(-sqrt(3 / d), sqrt(3 / d)), m, d)
V = random_variable("V", Uniform(-sqrt(6 / d), sqrt(6 / d)), m, d)
b = zeros(m)

DERIVATION = derivation(
    step("mean of a uniform variable", eq(E(x), (lo + hi) / 2), given=[lo < hi]),
    step("variance of a uniform variable", eq(Var(x), (hi - lo) ** 2 / 12), given=[lo < hi]),
    step("weights of the linear layer", eq(Var(U), 1 / d * ones(m, d))),
    step("weights after a ReLU", eq(Var(V), 2 / d * ones(m, d))),
    step("mean, linear layer", eq(E(U @ h + b), zeros(m))),
    step("variance, linear layer", eq(Var(U @ h + b), ones(m))),
    step("mean, after a ReLU", eq(E(V @ relu(a) + b), zeros(m))),
    step("variance, after a ReLU", eq(Var(V @ relu(a) + b), ones(m))),
    source="seed sheet 002, section 3.3",
)
