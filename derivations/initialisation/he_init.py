"""Weights of variance 2/d keep unit variance through a ReLU and a linear layer.

Claims
    with c = 0, mu = 0 and sigma^2 = 2/d the next pre-activations have mean 0 and variance 1;
    once c = 0 and mu = 0, no other variance of the weights does;
    only the second moment E h^2 = 1/2 of the activations h = relu(a) enters, neither their mean nor their variance.

Assumptions
    The d previous pre-activations a are uncorrelated and symmetric about 0 with variance 1; the weights are
    independent of each other and of a, with any law of these moments.  z is standard normal.

Notation
    W is m by d; the entries of V have any variance sigma^2, those of W the variance that SymPy finds by solving for
    unit variance, 2/d; the bias is 0.  SymPy integrates the moments of relu(z).

Errata
    The sheet puts Var h = 1/2 and E h = 0 on the way.  For a standard normal a the mean is 1/sqrt(2 pi) and the
    variance 1/2 - 1/(2 pi).  The conclusion survives, because the two wrong values have the right E h^2.

Source: seed sheet 002, section 3.2(b).
"""

from sympy import Eq, Rational, exp, integrate, oo, pi, solve, sqrt, symbols

from gradcheck.derivation import by_sympy, derivation, erratum, step
from gradcheck.language.author import (
    E,
    Independent,
    Normal,
    Uncorrelated,
    Var,
    eq,
    ones,
    random_variable,
    relu,
    zeros,
)

m, d = symbols("m d", integer=True, positive=True)
x, sigma = symbols("x sigma", real=True)
density = exp(-(x**2) / 2) / sqrt(2 * pi)
first = integrate(x * density, (x, 0, oo))  # of relu(z), as its second moment
second = integrate(x**2 * density, (x, 0, oo))
variance = d * second * sigma**2  # of one pre-activation
unit = Eq(variance, 1)
(kept,) = solve(unit, sigma**2)

a = random_variable("a", Uncorrelated(0, 1, symmetric=True), d)
V = random_variable("V", Independent(0, sigma**2), m, d)
W = random_variable("W", Independent(0, kept), m, d)
z = random_variable("z", Normal(0, 1))
h = relu(a)
b = zeros(m)
half = Rational(1, 2)

DERIVATION = derivation(
    step("second moment of one unit", eq(E(relu(z) ** 2), second)),
    step("second moment of the layer", eq(E(h @ h), d * second)),
    step("mean for any weights", eq(E(V @ h + b), zeros(m))),
    step("variance for any weights", eq(Var(V @ h + b), variance * ones(m))),
    step("the variance of the weights that gives 1", by_sympy(solve, unit, sigma**2)),
    step("mean", eq(E(W @ h + b), zeros(m))),
    step("variance", eq(Var(W @ h + b), ones(m))),
    step("mean of a normal unit", eq(E(relu(z)), first)),
    step("variance of a normal unit", eq(Var(relu(z)), second - first**2), using=["mean of a normal unit"]),
    erratum("Var h = 1/2", eq(Var(relu(z)), half), note="Var h = 1/2 - 1/(2 pi)"),
    erratum("E h = 0", eq(E(relu(z)), 0), note="E h = 1/sqrt(2 pi)"),
    source="seed sheet 002, section 3.2(b)",
)
