"""Near misses of the shipped claims: false statements that gradcheck must refute.

Each mutant is a shipped claim with one thing wrong, stated with the symbols, assumptions and definitions of the
derivation it belongs to.  To add one, add an entry; whoever runs them reads ``MUTANTS``.  One that is true wherever
both sides are defined has no counterexample: it must stay undecided, with the condition that was left out.
"""

from __future__ import annotations

import runpy
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from gradcheck.language.author import (
    E,
    Exists,
    Invertible,
    PositiveDefinite,
    Var,
    absolute,
    d,
    eq,
    exp,
    gradient,
    ne,
    norm,
    ones,
    operator_norm,
    rational,
    relu,
    sigmoid,
    smallest_singular_value,
    sqrt,
    sup,
    tanh,
    total,
)
from gradcheck.language.sympy.authoring import read_proposition
from gradcheck.language.sympy.symbols import AUTHOR
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.shorthand import is_sympy
from gradcheck.project import discovery


class Mutant(NamedTuple):
    derivation: str
    description: str
    claim: Proposition
    given: tuple[Proposition, ...]
    definitions: tuple[Definition, ...]
    expected: str


def page(name: str) -> Any:
    """Everything that the module of a derivation defines, by name."""
    AUTHOR.forget()
    return _run(name)


@cache
def _run(name: str) -> Any:
    path = discovery.shipped_folder().glob(f"*/{name.replace('-', '_')}.py")
    return SimpleNamespace(**runpy.run_path(str(next(path))))


MUTANTS: list[Mutant] = []


def mutant(name: str, description: str, claim: Any, *premises: Any, expected: str = "refuted") -> None:
    """Add a mutant that is claimed under the premises and what its derivation assumes; SymPy's relations are read."""
    shipped = page(name).DERIVATION
    claim, *given = (read_proposition(one) if is_sympy(one) else one for one in (claim, *premises))
    AUTHOR.forget()
    MUTANTS.append(Mutant(name, description, claim, (*shipped.assumptions, *given), shipped.definitions, expected))


here = page("sigmoid-derivative")
mutant("sigmoid-derivative", "1 + sigmoid", eq(here.slope, sigmoid(here.x) * (1 + sigmoid(here.x))))
mutant("sigmoid-derivative", "a little too small", here.slope <= rational("0.24999"))
mutant("sigmoid-derivative", "tails too thin", here.slope <= exp(-2 * absolute(here.x)))
mutant("sigmoid-derivative", "the infimum is attained", Exists(here.x, eq(here.slope, 0)))

here = page("sigmoid-depth")
mutant("sigmoid-depth", "a power too many", absolute(here.slope) <= here.quarter ** (here.n + 1))
mutant("sigmoid-depth", "sharper at n = 1", sup(absolute(here.slope), here.x) < here.quarter**here.n, here.n >= 1)
mutant("sigmoid-depth", "0.0589 for two layers", d(here.y(2, here.x), here.x) <= rational("0.0589"))
mutant("sigmoid-depth", "the rate is 1/4", eq(d(sigmoid(here.r), here.r), here.quarter), here.fixed)

here = page("tanh-derivative")
mutant("tanh-derivative", "tanh without its square", eq(here.slope, 1 - tanh(here.x)))
mutant("tanh-derivative", "strictly below 1", here.slope < 1)

here = page("tanh-depth")
mutant("tanh-depth", "strictly below 1 at 0 too", absolute(here.slope) < 1, here.n >= 1)
mutant("tanh-depth", "as for the sigmoid", absolute(here.slope) <= rational(1, 4) ** here.n)

here = page("dropout-l2")
p, w, u, X, y, Gamma = here.p, here.w, here.u, here.X, here.y, here.Gamma
mutant(
    "dropout-l2",
    "p (1 + p) for p (1 - p)",
    eq(E(here.loss(w)), norm(y - p * (X @ w)) ** 2 + p * (1 + p) * norm(Gamma @ w) ** 2),
)
mutant(
    "dropout-l2",
    "the penalty without Gamma",
    eq(E(here.loss(w)), norm(y - p * (X @ w)) ** 2 + p * (1 - p) * norm(w) ** 2),
)
mutant(
    "dropout-l2",
    "the input not scaled by p",
    eq(E(here.loss(w)), norm(y - X @ w) ** 2 + p * (1 - p) * norm(Gamma @ w) ** 2),
)
mutant(
    "dropout-l2",
    "the gradient with Gamma for its square",
    eq(gradient(E(here.loss(w)), w), 2 * p * (-(X.T @ y) + p * (X.T @ X @ w) + (1 - p) * (Gamma @ w))),
)
mutant("dropout-l2", "a zero column allowed", PositiveDefinite(here.A), p > 0, p < 1)
mutant("dropout-l2", "p = 1 allowed", Invertible(here.A), p > 0, here.no_zero_column)
mutant("dropout-l2", "the strength rises", gradient(here.lam, p) > 0, p > 0)

here = page("ridge-minimizer")
w, u, lam = here.w, here.u, here.lam
mutant("ridge-minimizer", "lam w for 2 lam w", eq(gradient(lam * norm(w) ** 2, w), lam * w))
mutant("ridge-minimizer", "lam = 0 allowed", PositiveDefinite(here.A), lam >= 0)
mutant("ridge-minimizer", "twice the distance", eq(here.loss(u) - here.loss(w), 2 * lam * norm(u - w) ** 2))

here = page("dropout-versus-ridge")
scaled = eq(here.Gamma @ here.Gamma, here.c * here.identity(here.d))
mutant("dropout-versus-ridge", "any columns", eq(here.dropout_matrix, here.ridge_matrix), eq(here.mu, here.lam))
mutant(
    "dropout-versus-ridge",
    "divided by c",
    eq(here.dropout_matrix, here.ridge_matrix),
    scaled,
    here.c > 0,
    eq(here.mu, here.lam / here.c),
)

here = page("momentum-forms")
mutant("momentum-forms", "the velocity one step late", eq(here.theta(here.k + 1), here.phi(here.k)))
mutant(
    "momentum-forms",
    "displacement without alpha",
    eq(here.theta(here.k + 1) - here.theta(here.k), -here.v(here.k)),
)

here = page("momentum-ema")
wrong = (eq(here.alpha, here.beta), eq(here.eps, here.delta * (1 + here.beta)))
mutant("momentum-ema", "eps = delta (1 + beta), the rules", here.same_rule, *wrong)
mutant("momentum-ema", "eps = delta (1 + beta), the updates", eq(-here.v(here.t), -here.delta * here.u(here.t)), *wrong)

here = page("ema-unrolled")
t, i, j, beta = here.t, here.i, here.j, here.beta
mutant(
    "ema-unrolled",
    "one power too many",
    eq(here.v(t)[j], (1 - beta) * total(beta ** (t - i + 1) * here.g(i)[j], i, 1, t)),
    j <= here.d,
)
mutant(
    "ema-unrolled",
    "beta = 1 forgotten",
    eq(total(beta ** (t - i), i, 1, t), (1 - beta**t) / (1 - beta)),
    ne(beta, 0),
    expected="undecided",
)

here = page("ema-bias")
t, v, g, m, s, beta = here.t, here.v, here.g, here.m, here.s, here.beta
mutant("ema-bias", "unbiased", eq(E(v(t)), E(g(t))))
mutant("ema-bias", "the variance with beta^t", eq(Var(v(t)), s**2 * (1 - beta) * (1 - beta**t) / (1 + beta)))
mutant("ema-bias", "divided by 1 - beta", eq(E(v(t) / (1 - beta)), E(g(t))), t >= 1)

here = page("product-variance")
X, Y = here.X, here.Y
mutant("product-variance", "only the product of the variances", eq(Var(X * Y), Var(X) * Var(Y)))
mutant("product-variance", "means swapped", eq(Var(X * Y), Var(X) * (Var(Y) + E(X) ** 2) + Var(Y) * E(Y) ** 2))

here = page("preactivation-moments")
h, i, j, d_in = here.h, here.i, here.j, here.d
mutant(
    "preactivation-moments",
    "without the mean of the weights",
    eq(Var(here.a[i]), total(here.sigma**2 * Var(h[j]) + here.sigma**2 * E(h[j]) ** 2, j, 1, d_in)),
    i <= here.m,
)
mutant(
    "preactivation-moments",
    "units uncorrelated for any mu",
    eq(E(here.a[i] * here.a[here.r]), E(here.a[i]) * E(here.a[here.r])),
    i <= here.m,
    here.r <= here.m,
    ne(i, here.r),
)

here = page("lecun-init")
mutant("lecun-init", "not scaled by d", eq(Var(here.V @ here.h + here.b), here.sigma**2 * ones(here.m)))

here = page("relu-second-moment")
mutant("relu-second-moment", "nothing lost", eq(E(relu(here.a) ** 2), 1))
mutant("relu-second-moment", "half the mean of abs(z)", eq(E(relu(here.z)), 1 / sqrt(here.pi)))

here = page("he-init")
mutant("he-init", "LeCun's variance", eq(Var(here.V @ here.h + here.b), ones(here.m)), eq(here.sigma**2, 1 / here.d))
mutant("he-init", "a mean is left", ne(E(here.W @ here.h + here.b)[1], 0))

here = page("uniform-init")
mutant("uniform-init", "the first interval after a ReLU", eq(Var(here.U @ relu(here.a) + here.b), ones(here.m)))
mutant("uniform-init", "the second without a ReLU", eq(Var(here.V @ here.h + here.b), ones(here.m)))
mutant("uniform-init", "a twelfth forgotten", eq(Var(here.x), (here.hi - here.lo) ** 2), here.lo < here.hi)
mutant("uniform-init", "a mean of 1", eq(E(here.U @ here.h + here.b), ones(here.m)))

here = page("wrong-answers")
mutant(
    "wrong-answers",
    "half of the gradient",
    eq(d(here.by_traces, here.w), here.X.T * (here.X * here.w - here.y) + here.lam * here.w),
)
mutant("wrong-answers", "the largest value of x exp(-x) is less", here.bump <= rational("0.36"), here.x >= 0)

here = page("batchnorm-weightnorm")
mutant("batchnorm-weightnorm", "the length for its square", eq(Var(here.u @ here.x), norm(here.u)))
mutant(
    "batchnorm-weightnorm",
    "not divided by the length",
    eq(here.batch_normalised, here.gamma * (here.u @ here.x) + here.beta),
    here.has_direction,
)
mutant("batchnorm-weightnorm", "length gamma", eq(norm(here.w), here.gamma), here.has_direction)
mutant(
    "batchnorm-weightnorm",
    "u = 0 allowed",
    eq(here.batch_normalised, here.w @ here.x + here.beta),
    expected="undecided",
)

here = page("weightnorm-gradient")
mutant(
    "weightnorm-gradient", "not projected", eq(d(here.w, here.u), here.s * here.identity(here.k)), *here.has_direction
)
mutant(
    "weightnorm-gradient",
    "a projection onto u",
    eq(gradient(here.g @ here.w, here.u), here.s * ((here.u @ here.g) * here.u)),
    *here.has_direction,
)
mutant(
    "weightnorm-gradient",
    "not divided by the square",
    eq(here.identity(here.k) - here.outer(here.u, here.u) / norm(here.u), here.W_perp),
    *here.has_direction,
)
mutant("weightnorm-gradient", "u = 0 allowed", eq(d(here.w, here.u), here.s * here.W_perp), expected="undecided")

here = page("residual-normalization")
z, c = here.z, here.c
mutant("residual-normalization", "normalisation scales", eq(here.BN(c * z), c * here.BN(z)), *here.varies, c > 0)
mutant("residual-normalization", "any sign", eq(here.BN(c * z), here.BN(z)), *here.varies, ne(c, 0))
mutant(
    "residual-normalization",
    "the Jacobian does not see the scale",
    eq(here.jacobian(c * z), here.jacobian(z)),
    *here.varies,
    c > 0,
)
mutant("residual-normalization", "the variance grows without a start", eq(Var(here.x(here.L)), here.L))
mutant(
    "residual-normalization",
    "a constant batch allowed",
    eq(here.variance(here.BN(z)), 1),
    expected="undecided",
)

here = page("backprop-product")
i, m, layers = here.i, here.m, here.layers
mutant(
    "backprop-product",
    "no slope of the layer itself",
    eq(d(here.y(here.last), here.b(i)), layers),
    i >= 1,
)
mutant(
    "backprop-product",
    "the slope of the layer itself twice",
    eq(d(here.y(here.last), here.b(i)), layers @ here.slope(i) @ here.slope(i)),
    i >= 1,
)
mutant(
    "backprop-product",
    "slopes and weights exchanged",
    eq(
        d(here.z(m), here.start),
        here.ordered_product(here.B(here.k) @ here.diag(here.sigma.derivative(here.z(here.k))), here.k, 1, m),
    ),
)
mutant(
    "backprop-product",
    "the output of the layer for its input",
    eq(
        d(here.z(i), here.B(i)),
        here.outer(here.diag(here.sigma.derivative(here.B(i) @ here.z(i - 1) + here.c(i))), here.z(i)),
    ),
    i >= 1,
)
mutant(
    "backprop-product",
    "a layer does not depend on its own bias",
    here.Implies(here.k <= i, eq(d(here.y(here.k), here.b(i)), here.zeros(here.n(here.k), here.n(i)))),
)

mutant(
    "backprop-product",
    "the backward product in the order of the forward one",
    eq(
        here.ordered_product(here.step_of(here.k), here.k, 1, m).T,
        here.ordered_product(here.step_of(here.k).T, here.k, 1, m),
    ),
)

here = page("rnn-activation-order")
mutant("rnn-activation-order", "the two units are the same", eq(here.g(here.t), here.h(here.t)))
mutant(
    "rnn-activation-order",
    "the weights meet what goes into the activation",
    eq(here.g(here.t + 1), here.sigma(here.W @ here.h(here.t) + here.U @ here.x(here.t + 1) + here.b)),
)
mutant("rnn-activation-order", "one step late", eq(here.g(here.t + 1), here.sigma(here.h(here.t))))
mutant(
    "rnn-activation-order",
    "the activation is applied twice",
    eq(here.g(here.t), here.sigma(here.sigma(here.h(here.t)))),
)

here = page("birnn-gradients")
cell = sigmoid(here.W @ here.now + here.U @ here.before)
mutant("birnn-gradients", "diag(h)", eq(d(cell, here.before), here.diag(cell) @ here.U))
mutant(
    "birnn-gradients",
    "the sign of the residual",
    eq(gradient(here.term, here.hf), 2 * (here.Vf.T @ (here.target - here.output))),
)
mutant(
    "birnn-gradients",
    "the weights of the other direction",
    eq(gradient(here.term, here.hb), -2 * (here.Vf.T @ (here.target - here.output))),
)
mutant(
    "birnn-gradients",
    "the state does not depend on itself",
    here.Implies(here.k <= here.i, eq(d(here.h(here.k), here.e(here.i)), here.no_state)),
)

here = page("residual-singular-values")
J, F, n = here.J, here.F, here.n
mutant("residual-singular-values", "1 + for 1 -", smallest_singular_value(J) >= 1 + operator_norm(F))
mutant("residual-singular-values", "the branch adds to the identity", operator_norm(J) >= operator_norm(F) + 1)
mutant("residual-singular-values", "no growth at all", operator_norm(J) <= operator_norm(F))
mutant(
    "residual-singular-values",
    "the smallest of the branch",
    smallest_singular_value(J) >= 1 - smallest_singular_value(F),
)

here = page("recurrent-jacobian")
W, x = here.W, here.z
mutant("recurrent-jacobian", "the weights transposed", eq(d(tanh(W @ x), x), here.diag(here.slopes(x)) @ W.T))
mutant("recurrent-jacobian", "as large as the weights", operator_norm(here.J(x)) >= operator_norm(W))
mutant("recurrent-jacobian", "half of the weights", operator_norm(here.P(1)) <= here.half * operator_norm(W))
mutant("recurrent-jacobian", "the smallest singular value", operator_norm(here.J(x)) <= smallest_singular_value(W))

here = page("rnn-vanishing")
mutant("rnn-vanishing", "the eigenvalue for its root", here.eigenvalue <= operator_norm(here.W))
mutant("rnn-vanishing", "of W itself", eq(operator_norm(here.W), here.largest_eigenvalue(here.W)))
mutant("rnn-vanishing", "a negative delta", operator_norm(here.W) <= here.delta, here.eigenvalue <= here.delta**2)

here = page("rnn-exploding")
W, large = here.W, here.largest_eigenvalue(here.W.T @ here.W) > 1
mutant("rnn-exploding", "sufficient for necessary", operator_norm(W @ W) >= 1, large)
mutant("rnn-exploding", "two steps as large as one", operator_norm(W @ W) >= operator_norm(W), large)
mutant("rnn-exploding", "the condition of the sheet is as strong", here.largest_eigenvalue(W.T @ W) > 1,
       here.largest_eigenvalue(W.T @ W) > here.delta**2, here.delta > 0, here.delta < 1)  # fmt: skip

here = page("backprop-elementwise-bound")
C, A, v = here.last, here.first, here.v
mutant("backprop-elementwise-bound", "slopes above 1", absolute(C @ here.diag(v) @ A) <= absolute(C) @ absolute(A),
       v >= 0 * v, v <= 2 * here.ones(here.units))  # fmt: skip
mutant("backprop-elementwise-bound", "norms add up", operator_norm(C @ A) <= operator_norm(C) + operator_norm(A))
h, i, m, r, p, gradient_of_output = (
    here.h,
    here.i,
    here.m,
    here.r,
    here.p,
    d(here.output(here.i + here.m), here.b(here.i)),
)
mutant("backprop-elementwise-bound", "one slope less", operator_norm(gradient_of_output) <= here.gamma**m * p(m + 1, i),
       *here.bounded_slopes, i >= 1)  # fmt: skip
mutant("backprop-elementwise-bound", "one layer less",
       operator_norm(gradient_of_output) <= here.gamma ** (m + 1) * p(m, i), *here.bounded_slopes, i >= 1)  # fmt: skip
mutant("backprop-elementwise-bound", "the output layer without absolute values",
       absolute(gradient_of_output) <= here.A(i + m + 1) @ here.sizes, here.unit_slopes, i >= 1)  # fmt: skip
mutant("backprop-elementwise-bound", "a layer counted twice",
       eq(p(h + r + 1, i), p(r + 1, i + h) * operator_norm(here.A(i + h + 1)) * p(h, i)))  # fmt: skip
mutant("backprop-elementwise-bound", "a multiple without absolute value",
       eq(operator_norm(here.c * here.A(i + h + 1)), here.c * operator_norm(here.A(i + h + 1))))  # fmt: skip
mutant("backprop-elementwise-bound", "no signs", absolute(C @ A) - absolute(C) @ absolute(A) >= C @ A)
import mutants_of_counting  # noqa: E402, F401
import mutants_of_initialisation  # noqa: E402, F401
import mutants_of_recurrences  # noqa: E402, F401
import mutants_of_softmax  # noqa: E402, F401
import mutants_of_vectors  # noqa: E402, F401
