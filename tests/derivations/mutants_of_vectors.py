"""Near misses of normalisations, of cells and of rates of descent; ``mutants`` imports them at its end.

Nothing is put in the place of an arbitrary function of vectors: near misses of those stand in ``test_arbitrary_maps``.
"""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import d, diag, eq, hadamard, identity, norm, ones, outer, sqrt, total

here = page("normalisation-backward")
x, n, one, xhat, sigma, eps, q = here.x, here.n, here.one, here.xhat, here.sigma, here.eps, here.q
name = "normalisation-backward"
mutant(name, "a term of the Jacobian twice", eq(d(xhat, x), (identity(n) - 2 * outer(one, one) / n - outer(xhat, xhat) / n) / sigma))  # fmt: skip  # noqa: E501
mutant(name, "the wrong sign", eq(d(xhat, x), (identity(n) - outer(one, one) / n + outer(xhat, xhat) / n) / sigma))
mutant(name, "not divided by n", eq(d(xhat, x), (identity(n) - outer(one, one) / n - outer(xhat, xhat)) / sigma))
mutant(name, "divided by the variance", eq(d(xhat, x), (identity(n) - outer(one, one) / n - outer(xhat, xhat) / n) / sigma**2))  # fmt: skip  # noqa: E501
mutant(name, "a scale of any sign", eq(here.normalised(here.a * x, here.a**2 * eps), xhat), here.a < 0)
mutant(name, "eps not squared", eq(here.normalised(here.a * x, here.a * eps), xhat), here.a > 0)
mutant(name, "a mean square above one", norm(xhat) ** 2 / n > 1)
mutant(name, "the mean of RMS norm", eq(one @ q, 0))
mutant(name, "RMS norm with the Jacobian of layer norm", eq(d(q, x), (identity(n) - outer(one, one) / n - outer(q, q) / n) / here.rho))  # fmt: skip  # noqa: E501
mutant(name, "an eps that may be 0", sqrt(norm(here.centred(x)) ** 2 / n + eps - eps) > 0)

here = page("arbitrary-cell")
name = "arbitrary-cell"
mutant(name, "a tangent without its slope", eq(d(ones(here.m) @ here.z, here.W), outer(ones(here.m), here.h)))
mutant(name, "a slope at the argument", eq(d(ones(here.m) @ here.z, here.b), ones(here.m) - hadamard(here.pre, here.pre)))  # fmt: skip  # noqa: E501
mutant(name, "the square of the state", eq(d(norm(here.z) ** 2, here.h), 2 * diag(here.z) @ here.z))

here = page("gradient-descent-rates")
name, F, h, low = "gradient-descent-rates", here.F, here.h, here.low
mutant(name, "a smaller loss after no step", F(here.T) < F(0), here.T >= 0)
mutant(name, "a rate without the start", F(1) - low <= 0, F(1) <= F(0), F(0) >= low)
mutant(name, "twice the descent", F(1) <= F(0) - h * here.G2(0), F(1) <= F(0) - h / 2 * here.G2(0), h > 0, here.G2(0) >= 0)  # fmt: skip  # noqa: E501
mutant(name, "a step too many in the sum", total(here.G2(here.k), here.k, 0, here.T) <= F(0) - F(here.T), here.T >= 0)
