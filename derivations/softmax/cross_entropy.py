"""Cross-entropy of a softmax: its gradient, its Hessian, and its least value.

The loss of inputs v for a target distribution p is -sum of p[k] log(s[k]), s = softmax(v); for a class j it is
-log(s[j]).  Targets are any distribution: one-hot, smoothed labels, a teacher's.

Claims
    -log(s[j]) = lse(v) - v[j], and -p.log(s) = lse(v) - p.v when p adds up to 1;
    the gradient is s - p, for one-hot targets s - e_j; for targets of any sum it is (sum of p) s - p;
    the Hessian diag(s) - s s.T does not depend on the targets and is positive semidefinite: the loss is convex;
    for a linear layer v = W x the gradient by W is the outer product of s - p and x;
    the loss is at least the entropy of p (Gibbs), so the divergence of p from s is not negative;
    the entropy of p is at most log(n);
    the focal loss -(1 - s[j])^2 log(s[j]) and its gradient.

Errata
    the gradient with the opposite sign; without the sum of the targets; the focal loss with the factor held fixed.

Notation
    n classes; e_j is row j of the identity; L(v) is the loss.  u is any direction, q another distribution.

Source: Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2; Lin et al. 2017.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    diag,
    dimensions,
    eq,
    exp,
    gradient,
    hessian,
    identity,
    log,
    matrix,
    ones,
    outer,
    total,
    vector,
    zeros,
)

n, m, i, j, k = dimensions("n m i j k")
v, p, q, u = vector("v", n), vector("p", n), vector("q", n), vector("u", n)
W, x = matrix("W", n, m), vector("x", m)
s = exp(v) / (ones(n) @ exp(v))
s_W = exp(W @ x) / (ones(n) @ exp(W @ x))
loss = -(p @ log(s))
focal = -((1 - s[j]) ** 2) * log(s[j])
adds_up = eq(ones(n) @ p, 1)
distribution = [p > zeros(n), adds_up]
inside = [i <= n, j <= n]

DERIVATION = derivation(
    step("loss of a class", eq(-log(s[j]), log(ones(n) @ exp(v)) - v[j]), given=[j <= n]),
    step("loss", eq(loss, log(ones(n) @ exp(v)) - p @ v), given=[adds_up]),
    step("gradient", eq(gradient(loss, v), s - p), given=[adds_up]),
    erratum(
        "gradient with the opposite sign",
        eq(gradient(loss, v), p - s),
        given=[adds_up],
        note="the gradient points from the targets to the prediction; descent subtracts it.",
    ),
    step("gradient for targets of any sum", eq(gradient(loss, v), (ones(n) @ p) * s - p)),
    erratum("any targets", eq(gradient(loss, v), s - p), note="true only if the targets add up to 1."),
    step("gradient for a class", eq(gradient(-log(s[j]), v)[i], s[i] - identity(n)[i, j]), given=inside),
    step("Hessian", eq(hessian(loss, v), diag(s) - outer(s, s)), given=[adds_up]),
    step("convex", u @ (diag(s) - outer(s, s)) @ u >= 0),
    step("gradient by weights", eq(gradient(-(p @ log(s_W)), W), outer(s_W - p, x)), given=[adds_up]),
    step(
        "Gibbs", total(p[k] * log(p[k] / q[k]), k, 1, n) >= 0, given=[*distribution, q > zeros(n), eq(ones(n) @ q, 1)]
    ),
    step("divergence from a softmax", p @ (log(p) - log(s)) >= 0, given=distribution),
    step("at least the entropy", loss >= -(p @ log(p)), given=distribution),
    step("largest entropy", -(p @ log(p)) <= log(n), given=distribution),
    step("gradient of the divergence", eq(gradient(p @ (log(p) - log(s)), v), s - p), given=distribution),
    step(
        "gradient of the focal loss",
        eq(
            gradient(focal, v)[i],
            (2 * s[j] * (1 - s[j]) * log(s[j]) - (1 - s[j]) ** 2) * (identity(n)[i, j] - s[i]),
        ),
        given=inside,
    ),
    erratum(
        "the factor of the focal loss held fixed",
        eq(gradient(focal, v)[i], -((1 - s[j]) ** 2) * (identity(n)[i, j] - s[i])),
        given=inside,
        note="the factor (1 - s[j])^2 depends on v too: the part with the logarithm is missing.",
    ),
    where={"s": s, "s_W": s_W},
    source="Goodfellow, Bengio, Courville, Deep Learning, section 6.2.2; Lin et al. 2017",
)
