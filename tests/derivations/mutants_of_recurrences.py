"""Near misses of the derivations on recurrences, optimisers and depth; ``mutants`` imports them at its end."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import ForAll, Implies, absolute, d, eq, gradient, limit, norm, oo, sigmoid, tanh, theta

here = page("rnn-vanishing")
delta, T = here.delta, here.T
mutant("rnn-vanishing", "the powers do not vanish", eq(limit(delta**T, T, oo), delta), delta > 0, delta < 1)
mutant("rnn-vanishing", "powers of 1", eq(limit(here.mu**T, T, oo), 0), eq(here.mu, 1))
mutant("rnn-vanishing", "powers of a larger base are smaller", delta**T <= here.mu**T, delta >= here.mu, here.mu >= 0)

here = page("momentum-forms")
mutant("momentum-forms", "each form with gradients of its own", here.agree)
mutant(
    "momentum-forms", "the other point, the same gradient", here.same_gradient, here.theta(here.m) >= here.phi(here.m)
)
mutant(
    "momentum-forms", "a gradient depends on the point", ForAll((here.m,), Implies(here.same_point, here.same_gradient))
)
mutant("momentum-forms", "the gradient without X.T", eq(gradient(here.loss(here.w), here.w), here.slope(here.w) / 2))

here = page("network-comparison")
x, gradient_of_h = here.x, d(here.h(here.x), here.x)
mutant("network-comparison", "at least 5 times", 5 * absolute(here.with_sigmoid) <= absolute(gradient_of_h))
mutant("network-comparison", "exactly 4 times everywhere", eq(4 * here.with_sigmoid, gradient_of_h))
mutant("network-comparison", "no bounds of the slopes", absolute(here.D(here.L)) <= here.B(here.L))
mutant("network-comparison", "a fifth", absolute(here.D(here.L) * here.out) <= here.B(here.L) / 5, absolute(here.D(here.L)) <= here.B(here.L))  # fmt: skip  # noqa: E501
mutant("network-comparison", "z tanh z, exactly 4 times", 4 * absolute(d(sigmoid(x * tanh(x)), x)) <= 1)

here = page("rnn-exploding")
gone = eq(here.f @ here.e, 0)
mutant("rnn-exploding", "the gradient is lost after one step", eq(norm(here.N) ** 2, 0), gone)
mutant("rnn-exploding", "any e and f", eq(norm(here.N @ here.N) ** 2, 0))
mutant("rnn-exploding", "the Jacobian of one step for two", eq(d(here.u(here.t + 2), here.s), here.N @ d(here.u(here.t), here.s)))  # fmt: skip  # noqa: E501
mutant("rnn-exploding", "beyond the condition of the sheet", here.largest_eigenvalue(here.W.T @ here.W) > 1,
       eq(here.largest_eigenvalue(here.W.T @ here.W), 1))  # fmt: skip

here = page("residual-singular-values")
product = (here.identity(here.n) + here.branch(here.e)) @ (here.identity(here.n) + here.branch(here.f))
mutant("residual-singular-values", "blocks add up", eq(product, here.diag(here.e + here.f)))
mutant("residual-singular-values", "a block without its skip connection",
       eq(d(here.A @ here.sigma(here.B @ here.z + here.c), here.z), here.identity(here.n)))  # fmt: skip

here = page("residual-normalization")
L, r, y, f = here.L, here.r, here.y, here.f
mutant("residual-normalization", "another factor", eq(here.s, 2), eq(r**2 * here.s, 1), eq(r, 1))
mutant("residual-normalization", "any factor normalises", eq(r**2 * here.Var(y(L) + f(L + 1)), 1), r > 0)

here = page("mdrnn-parallelism")
mutant("mdrnn-parallelism", "two edges a unit", eq(here.rnn_uses, 2 * here.order))
mutant("mdrnn-parallelism", "an order without the width", theta(9 * here.order, here.d * here.H * here.k**2, here.d, here.W, here.H, here.k))  # fmt: skip  # noqa: E501
mutant("mdrnn-parallelism", "the mask saves nothing", eq(limit((5 * here.d - 1) / (3 * here.d), here.d, oo), 3))
