"""Softmax, its Jacobian and what leaves it unchanged.

softmax(v)[i] = exp(v[i]) / Z with Z the sum of exp(v[k]) over k = 1..n, for every n, of which nothing is assumed: that
Z is positive is proved where it is needed.

Claims
    the entries are positive, at most 1, and add up to 1: a softmax is a distribution;
    adding a number to all inputs changes nothing, which is why implementations subtract the largest;
    ds/dv = diag(s) - s s.T, entry by entry s[i]*(delta(i, j) - s[j]), and its products with a vector from both sides;
    the Jacobian vanishes on the vector of ones, and is symmetric;
    with a temperature t the Jacobian is divided by t;
    a larger input has the larger share; the logarithm of a ratio of shares is the difference of the inputs;
    the gradient of the entropy.

Errata
    the Jacobian without its second part, as if each share depended on its own input alone; with the wrong sign of it;
    the temperature forgotten in the Jacobian.

Notation
    n inputs v; s is softmax(v), and s_t softmax(v/t).  Jacobians have one row an output.

Source: Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    Term,
    d,
    diag,
    dimensions,
    eq,
    exp,
    gradient,
    hadamard,
    identity,
    log,
    ne,
    ones,
    outer,
    reals,
    vector,
    zeros,
)

n, i, j = dimensions("n i j")
c, t = reals("c t")
v, w = vector("v", n), vector("w", n)
i_inside, j_inside = i <= n, j <= n


def softmax(v: Term) -> Term:
    """The shares of the exponentials in their sum."""
    return exp(v) / (ones(n) @ exp(v))


s, s_t = softmax(v), softmax(v / t)
jacobian = diag(s) - outer(s, s)

DERIVATION = derivation(
    step("sum of the exponentials", ones(n) @ exp(v) > 0),
    step("shares are positive", s > zeros(n)),
    step("shares add up to 1", eq(ones(n) @ s, 1)),
    step("a share is at most 1", s[i] <= 1, given=[i_inside]),
    step("a number added to all inputs", eq(softmax(v + c * ones(n)), s)),
    step("logarithm", eq(log(s), v - log(ones(n) @ exp(v)) * ones(n))),
    step("odds", eq(log(s[i] / s[j]), v[i] - v[j]), given=[i_inside, j_inside]),
    step("a larger input", s[i] >= s[j], given=[i_inside, j_inside, v[i] >= v[j]]),
    step("Jacobian", eq(d(s, v), jacobian)),
    step("its entries", eq(d(s, v)[i, j], s[i] * (identity(n)[i, j] - s[j])), given=[i_inside, j_inside]),
    step("on the diagonal", eq(d(s, v)[i, i], s[i] * (1 - s[i])), given=[i_inside]),
    step("beside the diagonal", eq(d(s, v)[i, j], -s[i] * s[j]), given=[i_inside, j_inside, ne(i, j)]),
    step("symmetric", eq(jacobian.T, jacobian)),
    step("it vanishes on ones", eq(d(s, v) @ ones(n), zeros(n))),
    step("Jacobian times vector", eq(d(s, v) @ w, hadamard(s, w) - (s @ w) * s)),
    step("vector times Jacobian", eq(gradient(w @ s, v), hadamard(s, w - (w @ s) * ones(n)))),
    erratum(
        "each share by its own input alone",
        eq(d(s, v), diag(s)),
        note="all shares depend on all inputs through the sum: - s s.T is missing.",
    ),
    erratum(
        "the second part added",
        eq(d(s, v), diag(s) + outer(s, s)),
        note="the derivative of 1/Z is negative.",
    ),
    step("temperature", eq(d(s_t, v), (diag(s_t) - outer(s_t, s_t)) / t), given=[t > 0]),
    erratum(
        "temperature forgotten",
        eq(d(s_t, v), diag(s_t) - outer(s_t, s_t)),
        given=[t > 0],
        note="the chain rule divides by t.",
    ),
    step(
        "gradient of the entropy",
        eq(gradient(-(s @ log(s)), v), -hadamard(s, log(s) - (s @ log(s)) * ones(n))),
    ),
    step("two inputs", eq(exp(c) / (exp(c) + exp(t)), 1 / (1 + exp(t - c)))),
    where={"s": s, "s_t": s_t},
    source="Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2",
)
