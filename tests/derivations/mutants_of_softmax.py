"""Near misses of softmax, log-sum-exp and cross-entropy; ``mutants`` imports them at its end."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import d, diag, eq, gradient, hessian, identity, log, ones, outer, total, zeros

here = page("softmax-jacobian")
s, n, v, i, j = here.s, here.n, here.v, here.i, here.j
mutant("softmax-jacobian", "shares add up to n", eq(ones(n) @ s, n))
mutant("softmax-jacobian", "a share at most a half", s[i] <= 1 / (1 + ones(n) @ ones(n) / n), i <= n)
mutant("softmax-jacobian", "a factor changes nothing", eq(here.softmax(here.c * v), s))
mutant(
    "softmax-jacobian", "delta for its opposite", eq(d(s, v)[i, j], s[i] * (s[j] - identity(n)[i, j])), i <= n, j <= n
)
mutant("softmax-jacobian", "beside the diagonal, the wrong sign", eq(d(s, v)[i, j], s[i] * s[j]), i <= n, j <= n, i < j)
mutant("softmax-jacobian", "odds as a quotient", eq(log(s[i] / s[j]), v[i] / v[j]), i <= n, j <= n, v[j] > 0)
mutant("softmax-jacobian", "multiplied by the temperature", eq(d(here.s_t, v), here.t * (diag(here.s_t) - outer(here.s_t, here.s_t))), here.t > 0)  # fmt: skip  # noqa: E501
mutant("softmax-jacobian", "a temperature that may be 0", eq(ones(n) @ here.s_t, 1), here.t >= 0, expected="undecided")

here = page("log-sum-exp")
v, w, n, s, lse = here.v, here.w, here.n, here.s, here.lse
mutant("log-sum-exp", "gradient not divided by the sum", eq(gradient(lse(v), v), here.exp(v)))
mutant("log-sum-exp", "Hessian with the wrong sign", eq(hessian(lse(v), v), outer(s, s) - diag(s)))
mutant("log-sum-exp", "concave", w @ hessian(lse(v), v) @ w <= 0)
mutant("log-sum-exp", "below an entry", lse(v) <= v[here.i], here.i <= n)
mutant("log-sum-exp", "n for log n", lse(v) >= here.c + n, here.bounded)
mutant("log-sum-exp", "a factor goes through", eq(lse(here.c * v), here.c * lse(v)))
mutant("log-sum-exp", "log n forgotten under the mean", lse(v) <= ones(n) @ v / n + log(n))

here = page("cross-entropy")
v, p, q, s, n, k, i, j = here.v, here.p, here.q, here.s, here.n, here.k, here.i, here.j
mutant("cross-entropy", "gradient of a class, the wrong sign", eq(gradient(-log(s[j]), v)[i], identity(n)[i, j] - s[i]), i <= n, j <= n)  # fmt: skip  # noqa: E501
mutant("cross-entropy", "gradient of a class without the class", eq(gradient(-log(s[j]), v)[i], s[i]), i <= n, j <= n)
mutant("cross-entropy", "Hessian of other targets", eq(hessian(here.loss, v), diag(s) - outer(p, p)), here.adds_up)
mutant("cross-entropy", "gradient by weights transposed in sign", eq(gradient(-(p @ log(here.s_W)), here.W), outer(p - here.s_W, here.x)), here.adds_up)  # fmt: skip  # noqa: E501
mutant("cross-entropy", "Gibbs for sums of any size", total(p[k] * log(p[k] / q[k]), k, 1, n) >= 0, p > zeros(n), q > zeros(n))  # fmt: skip  # noqa: E501
mutant("cross-entropy", "no entropy above 0", -(p @ log(p)) <= 0, *here.distribution)
mutant("cross-entropy", "targets that may be 0", -(p @ log(p)) <= log(n), p >= zeros(n), here.adds_up, expected="undecided")  # fmt: skip  # noqa: E501
