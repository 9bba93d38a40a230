"""Near misses of the derivations on recurrences, optimisers and depth; ``mutants`` imports them at its end."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import ForAll, Implies, eq, gradient, limit, oo

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
