"""On white inputs, batch normalisation of a linear unit is weight normalisation.

The input x has mean 0 and the identity as its covariance, so u @ x has mean 0 and the length of u as its standard
deviation.  Normalising it, scaling by gamma and shifting by beta gives the unit w @ x + beta, whose weights w point
along u and have length abs(gamma): the weight normalisation of u.

Claims
    the mean of u @ x is 0, its standard deviation the length of u;
    gamma (u @ x - mu) / sigma + beta = w @ x + beta with w = (gamma / norm(u)) u;
    the length of w is abs(gamma), whatever u is.

Assumptions
    u is not the zero vector, which has no direction to normalise; the sheet leaves it out.  Of x only the means and
    the covariances of its entries are used.

Notation
    mu and sigma are the mean and the standard deviation of u @ x over the inputs, which a batch estimates.

Source: seed sheet 002, section 4.1.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Uncorrelated,
    Var,
    absolute,
    dimension,
    eq,
    ne,
    norm,
    random_variable,
    reals,
    sqrt,
    vector,
)

d = dimension("d")
gamma, beta = reals("gamma beta")
u = vector("u", d)
x = random_variable("x", Uncorrelated(0, 1), d)
mu, sigma = E(u @ x), sqrt(Var(u @ x))
w = (gamma / norm(u)) * u
batch_normalised = gamma * ((u @ x - mu) / sigma) + beta
has_direction = ne(norm(u), 0)

DERIVATION = derivation(
    step("mean", eq(mu, 0)),
    step("variance", eq(Var(u @ x), norm(u) ** 2)),
    step("standard deviation", eq(sigma, norm(u))),
    step(
        "batch normalisation is weight normalisation",
        eq(batch_normalised, w @ x + beta),
        given=[has_direction],
    ),
    step(
        "length of the weights",
        eq(norm(w), absolute(gamma)),
        given=[has_direction],
        note="the direction of w is that of u, its length is learnt on its own",
    ),
    where={"w": w},
    source="seed sheet 002, section 4.1",
)
