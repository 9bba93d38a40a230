"""Log-sum-exp: a smooth maximum, its gradient and its convexity.

lse(v) = log(Z), Z the sum of exp(v[k]) over k = 1..n.  Nothing is assumed: Z is positive for every n.

Claims
    the gradient is softmax(v), the Hessian diag(s) - s s.T;
    the Hessian is positive semidefinite, so lse is convex; it is not definite, since it vanishes on ones;
    max(v) <= lse(v) <= max(v) + log(n): lse is at least every entry, and at most c + log(n) for every bound c of them;
    it is at least the mean plus log(n);
    adding a number to all inputs adds it to lse, and lse changes by at most as much as the entries do;
    with a temperature t > 0, t lse(v/t) is at most c + t log(n), and its derivative by t.

Errata
    lse is at most the largest entry (log n is missing); the Hessian without its second part.

Notation
    n inputs v; s is softmax(v); w is any direction.

Source: Boyd, Vandenberghe, Convex Optimization, sections 3.1.5 and 3.2.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    Term,
    absolute,
    d,
    diag,
    dimensions,
    eq,
    exp,
    gradient,
    hadamard,
    hessian,
    log,
    norm,
    ones,
    outer,
    reals,
    vector,
)

n, i = dimensions("n i")
c, t = reals("c t")
v, w, u = vector("v", n), vector("w", n), vector("u", n)
bounded = v <= c * ones(n)


def lse(v: Term) -> Term:
    """The logarithm of the sum of the exponentials."""
    return log(ones(n) @ exp(v))


s = exp(v) / (ones(n) @ exp(v))
s_t = exp(v / t) / (ones(n) @ exp(v / t))

DERIVATION = derivation(
    step("gradient", eq(gradient(lse(v), v), s)),
    step("Hessian", eq(hessian(lse(v), v), diag(s) - outer(s, s))),
    erratum(
        "Hessian without its second part",
        eq(hessian(lse(v), v), diag(s)),
        note="the gradient is divided by the sum, which depends on v too.",
    ),
    step("quadratic form", eq(w @ hessian(lse(v), v) @ w, s @ hadamard(w, w) - (s @ w) ** 2)),
    step("positive semidefinite", w @ hessian(lse(v), v) @ w >= 0),
    erratum(
        "positive definite",
        w @ hessian(lse(v), v) @ w > 0,
        given=[norm(w) > 0],
        note="it is 0 along the vector of ones.",
    ),
    step("at least every entry", lse(v) >= v[i], given=[i <= n]),
    step("at most a bound of the entries and log n", lse(v) <= c + log(n), given=[bounded]),
    erratum("at most a bound of the entries", lse(v) <= c, given=[bounded], note="log(n) is missing."),
    step("at least the mean and log n", lse(v) >= ones(n) @ v / n + log(n)),
    step("a number added to all inputs", eq(lse(v + c * ones(n)), lse(v) + c)),
    step(
        "no more change than of the entries",
        absolute(lse(v) - lse(u)) <= c,
        given=[v <= u + c * ones(n), u <= v + c * ones(n)],
    ),
    step("temperature", t * lse(v / t) <= c + t * log(n), given=[bounded, t > 0]),
    step("derivative by the temperature", eq(d(lse(v / t), t), -(v @ s_t) / t**2), given=[t > 0]),
    where={"s": s, "s_t": s_t},
    source="Boyd, Vandenberghe, Convex Optimization, sections 3.1.5 and 3.2",
)
