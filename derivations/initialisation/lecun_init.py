"""Weights of variance 1/d keep zero mean and unit variance through a linear layer.

Claims
    with c = 0, mu = 0 and sigma^2 = 1/d every pre-activation has mean 0 and variance 1;
    once c = 0 and mu = 0, no other variance of the weights does;
    the pre-activations are uncorrelated again, as the activations were.

Assumptions
    The d activations h are uncorrelated with mean 0 and variance 1; the weights are independent of each other and
    of h, of any law with these moments (normal weights are one example).

Notation
    W is m by d; the entries of V have any variance sigma^2, those of W the variance that SymPy finds by solving for
    unit variance, 1/d; the bias is 0.

Source: seed sheet 002, section 3.1(c).
"""

from sympy import Eq, solve, symbols

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language.author import (
    E,
    Independent,
    Uncorrelated,
    Var,
    eq,
    identity,
    ones,
    outer,
    random_variable,
    zeros,
)

m, d = symbols("m d", integer=True, positive=True)
sigma = symbols("sigma", real=True)
variance = d * sigma**2  # of one pre-activation
unit = Eq(variance, 1)
(kept,) = solve(unit, sigma**2)

h = random_variable("h", Uncorrelated(0, 1), d)
V = random_variable("V", Independent(0, sigma**2), m, d)
W = random_variable("W", Independent(0, kept), m, d)
b = zeros(m)
a = W @ h + b

DERIVATION = derivation(
    step("variance for any weights", eq(Var(V @ h + b), variance * ones(m))),
    step("the variance of the weights that gives 1", by_sympy(solve, unit, sigma**2)),
    step("mean", eq(E(a), zeros(m))),
    step("variance", eq(Var(a), ones(m))),
    step("uncorrelated again", eq(E(outer(a, a)), identity(m))),
    source="seed sheet 002, section 3.1(c)",
)
