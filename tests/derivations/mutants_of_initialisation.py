"""Near misses of the derivation on variance propagation; ``mutants`` imports them at its end."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import E, Iff, Var, absolute, eq, hadamard, ne, ones, rational, relu, sqrt, tanh

NAME = "variance-propagation"
here = page(NAME)
i, j, m, d, q, g, mu, v, chi = here.i, here.j, here.m, here.d, here.q, here.g, here.mu, here.v, here.chi
units = (i <= m, j <= d)
mutant(NAME, "no biases", eq(Var(here.a[i]), here.sigma_w**2 * E(here.h[j] ** 2)), *units)
mutant(
    NAME, "the square of the mean", eq(Var(here.a[i]), here.sigma_w**2 * E(here.h[j]) ** 2 + here.sigma_b**2), *units
)
mutant(NAME, "one unit with itself", eq(E(here.a[i] ** 2), 0), i <= m)
mutant(NAME, "the gain without a root", Iff(eq(g**2 * (v + mu**2), q), eq(g, q / (v + mu**2))),
       g > 0, q > 0, v + mu**2 > 0)  # fmt: skip
mutant(NAME, "the gain of the variance", eq(Var(here.U @ here.h), ones(m)), eq(g, 1 / sqrt(v)), v > 0)
mutant(NAME, "the fan the wrong way round",
       eq(E(here.back[j] ** 2), d / m * here.sigma_w**2 * E(here.s[j] ** 2) * here.tau**2), j <= d)  # fmt: skip
mutant(NAME, "layers of different widths", eq(E(hadamard(here.s, here.U.T @ here.e)[j] ** 2), here.tau**2),
       j <= d, eq(g, 1 / sqrt(here.kappa + here.nu**2)), here.kappa + here.nu**2 > 0)  # fmt: skip
mutant(NAME, "the variance of a ReLU", eq(Var(relu(here.y)), q / 2), q > 0)
mutant(NAME, "critical at 1", Iff(eq(here.sigma_w**2 / 2, 1), eq(here.sigma_w**2, 1)))
mutant(NAME, "critical with biases", eq(here.V(q), q), eq(here.sigma_w**2, 2), ne(here.sigma_b, 0))
mutant(
    NAME,
    "as far as before",
    absolute(here.Q(here.l) - here.Q_oo) >= absolute(here.q_0 - here.Q_oo),
    chi > 0,
    chi < 1,
    here.l >= 1,
)
TANH = E(tanh(here.z) ** 2)
mutant(NAME, "the gain of tanh in the last digit", 1 / sqrt(TANH) > rational(1_592_538, 10**6))
mutant(NAME, "the gain of the gradient for the other", eq(1 / sqrt(TANH), 1 / sqrt(E((1 - tanh(here.z) ** 2) ** 2))))
mutant(NAME, "5/3 from below", rational(25, 9) * TANH < 1)
