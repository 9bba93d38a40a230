"""Layer, group, batch and RMS normalisation: Jacobians, backward passes and invariances.

The vector x is what one normalisation is over: the features of one example (layer norm), those of one group (group
norm), or one feature over the examples of a batch (batch norm, where gamma and beta are single numbers). It is centred
and divided by the root of its variance plus eps, then scaled and shifted. RMS norm does not centre.

Claims
    the root is of a positive number, whatever x is;
    the Jacobian of xhat is (I - 1 1.T/n - xhat xhat.T/n) / sigma;
    the gradient of any loss L of the output by x is (delta - mean(delta) - mean(delta xhat) xhat) / sigma, delta the
    gradient by xhat; by gamma and beta it is L' xhat and L', for batch norm their sums over the batch;
    xhat has mean 0 and a mean square below 1; x + c has the same xhat, and a x too if eps becomes a^2 eps;
    the gradient adds up to 0, and along xhat only eps/sigma^2 of it is left;
    for RMS norm all this without the terms of the mean.

Assumptions
    eps > 0. The loss L is any differentiable function of the output.

Notation
    mu and sigma are the mean and the root of the variance plus eps; the variance is over n, not n - 1.

Errata
    A Jacobian that takes sigma for a constant; one that forgets the mean; a backward pass without its last term; eps
    added outside of the root; an exact invariance under scaling; a mean square of exactly 1.

Source: Ba, Kiros, Hinton, arXiv:1607.06450; Ioffe, Szegedy, ICML 2015; Zhang, Sennrich, NeurIPS 2019.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    Term,
    arbitrary_map,
    d,
    dimension,
    eq,
    hadamard,
    identity,
    norm,
    ones,
    outer,
    reals,
    sqrt,
    vector,
)

n = dimension("n")
x, gain, bias = vector("x", n), vector("gamma", n), vector("beta", n)
eps, a, c, g, b = reals("eps a c g b")
L = arbitrary_map("L", (n,))
one = ones(n)


def centred(v: Term) -> Term:
    """The vector less its mean."""
    return v - (one @ v / n) * one


def root(v: Term, e: Term) -> Term:
    """The root of the variance plus e."""
    return sqrt(norm(centred(v)) ** 2 / n + e)


def normalised(v: Term, e: Term) -> Term:
    """The vector with mean 0 and nearly the variance 1."""
    return centred(v) / root(v, e)


def rms(v: Term, e: Term) -> Term:
    """The vector divided by the root of its mean square plus e."""
    return v / sqrt(norm(v) ** 2 / n + e)


sigma, xhat = root(x, eps), normalised(x, eps)
layer = hadamard(gain, xhat) + bias
batch = g * xhat + b * one
delta = hadamard(gain, L.derivative(layer))
rho, q = sqrt(norm(x) ** 2 / n + eps), rms(x, eps)
scaled = hadamard(gain, q)
delta_rms = hadamard(gain, L.derivative(scaled))

DERIVATION = derivation(
    step("the root is of a positive number", norm(centred(x)) ** 2 / n + eps > 0),
    step("mean of the normalised", eq(one @ xhat, 0)),
    step("mean square of the normalised", norm(xhat) ** 2 / n < 1),
    step("shift invariance", eq(normalised(x + c * one, eps), xhat)),
    step("scale invariance", eq(normalised(a * x, a**2 * eps), xhat), given=[a > 0]),
    step("Jacobian", eq(d(xhat, x), (identity(n) - outer(one, one) / n - outer(xhat, xhat) / n) / sigma)),
    step(
        "backward pass",
        eq(d(L(layer), x), (delta - (one @ delta / n) * one - (xhat @ delta / n) * xhat) / sigma),
    ),
    step("gradient by the gain", eq(d(L(layer), gain), hadamard(L.derivative(layer), xhat))),
    step("gradient by the bias", eq(d(L(layer), bias), L.derivative(layer))),
    step("gradient of a batch by the gain", eq(d(L(batch), g), L.derivative(batch) @ xhat)),
    step("gradient of a batch by the bias", eq(d(L(batch), b), one @ L.derivative(batch))),
    step("the gradient adds up to nothing", eq(one @ d(L(layer), x), 0)),
    step(
        "the gradient along the normalised",
        eq(xhat @ d(L(layer), x), eps * (xhat @ delta) / sigma**3),
        note="with eps = 0 the gradient is orthogonal to x: it cannot change the scale of x",
    ),
    step("Jacobian of RMS norm", eq(d(q, x), (identity(n) - outer(q, q) / n) / rho)),
    step("backward pass of RMS norm", eq(d(L(scaled), x), (delta_rms - (q @ delta_rms / n) * q) / rho)),
    step("mean square of RMS norm", norm(q) ** 2 / n < 1),
    step("scale invariance of RMS norm", eq(rms(a * x, a**2 * eps), q), given=[a > 0]),
    erratum(
        "sigma taken for a constant",
        eq(d(xhat, x), (identity(n) - outer(one, one) / n) / sigma),
        note="the term of xhat is missing",
    ),
    erratum(
        "the mean taken for a constant",
        eq(d(xhat, x), (identity(n) - outer(xhat, xhat) / n) / sigma),
        note="the term of the ones is missing",
    ),
    erratum(
        "neither moves",
        eq(d(xhat @ bias, x), bias / sigma),
        note="the backward pass without its last two terms, for the loss beta @ xhat",
    ),
    erratum(
        "eps outside of the root",
        eq(xhat, centred(x) / (sqrt(norm(centred(x)) ** 2 / n) + eps)),
        given=[norm(centred(x)) > 0],
        note="the root of a sum is less than the sum of the roots",
    ),
    erratum(
        "scale invariance with one eps",
        eq(normalised(a * x, eps), xhat),
        given=[a > 0],
        note="eps becomes a^2 eps",
    ),
    erratum(
        "a mean square of exactly one",
        eq(norm(xhat) ** 2 / n, 1),
        given=[norm(centred(x)) > 0],
        note="it is the variance over the variance plus eps",
    ),
    erratum("RMS norm does not see a shift", eq(rms(x + c * one, eps), q), note="it does not centre"),
    assume=[eps > 0],
    where={"xhat": xhat, "sigma": sigma},
    source="Ba, Kiros, Hinton, arXiv:1607.06450; Ioffe, Szegedy, ICML 2015; Zhang, Sennrich, NeurIPS 2019",
)
