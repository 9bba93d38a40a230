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
    U is m by d with the first interval, V with the second; the bias is 0.  SymPy integrates the two moments, and
    solves for the interval (-r, r) on which the variance is 1/d, and 2/d.

Source: seed sheet 002, section 3.3.
"""

from sympy import Eq, Symbol, factor, integrate, solve, symbols

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language.author import (
    E,
    Uncorrelated,
    Uniform,
    Var,
    eq,
    ones,
    random_variable,
    relu,
    zeros,
)

m, d = symbols("m d", integer=True, positive=True)
t, lo, hi = symbols("t lo hi", real=True)
r = Symbol("r", positive=True)

density = 1 / (hi - lo)
mean = factor(integrate(t * density, (t, lo, hi)))
variance = factor(integrate((t - mean) ** 2 * density, (t, lo, hi)))
centred = variance.subs({lo: -r, hi: r})
(linear,) = solve(Eq(centred, 1 / d), r)
(rectified,) = solve(Eq(centred, 2 / d), r)

x = random_variable("x", Uniform(lo, hi))
h = random_variable("h", Uncorrelated(0, 1), d)
a = random_variable("a", Uncorrelated(0, 1, symmetric=True), d)
U = random_variable("U", Uniform(-linear, linear), m, d)
V = random_variable("V", Uniform(-rectified, rectified), m, d)
b = zeros(m)

DERIVATION = derivation(
    step("mean of a uniform variable", eq(E(x), mean), given=[lo < hi]),
    step("variance of a uniform variable", eq(Var(x), variance), given=[lo < hi]),
    step("interval of variance 1/d", by_sympy(solve, Eq(centred, 1 / d), r)),
    step("interval of variance 2/d", by_sympy(solve, Eq(centred, 2 / d), r)),
    step("weights of the linear layer", eq(Var(U), 1 / d * ones(m, d))),
    step("weights after a ReLU", eq(Var(V), 2 / d * ones(m, d))),
    step("mean, linear layer", eq(E(U @ h + b), zeros(m))),
    step("variance, linear layer", eq(Var(U @ h + b), ones(m))),
    step("mean, after a ReLU", eq(E(V @ relu(a) + b), zeros(m))),
    step("variance, after a ReLU", eq(Var(V @ relu(a) + b), ones(m))),
    source="seed sheet 002, section 3.3",
)
