"""Momentum and a running average of the gradients are the same optimiser for alpha = beta, eps = delta (1 - beta).

Momentum moves by -v(t), where v(t) = alpha v(t - 1) + eps g(t) accumulates gradients.  The other rule moves by
-delta u(t), where u(t) = beta u(t - 1) + (1 - beta) g(t) is their exponential running average.  In both, an update is
a multiple of the last update minus a multiple of the gradient, so it is enough to compare the two multiples.

Claims
    the two rules, written for the update alone;
    with alpha = beta and eps = delta (1 - beta), equal updates at every step, for all gradients, by induction;
    and only then: rules that agree for all updates and gradients have these parameters, and so have two runs that make
    the same first two updates, as soon as one entry of the first gradient is not 0.

Notation
    g(t) is the gradient at step t, an arbitrary sequence of vectors in dimension d; v(0) = u(0) = 0.
    Delta and gamma are one coordinate of an update and of a gradient.  SymPy compares the coefficients of Delta and
    gamma in the two rules, and solves for alpha and eps.

Source: seed sheet 002, section 1.1.
"""

from sympy import Eq, Poly, collect, solve, symbols

from gradcheck.derivation import derivation, step
from gradcheck.language.author import And, ForAll, eq, initial, ne, recurrence, sequence, zeros

d, i = symbols("d i", integer=True, positive=True)
t = symbols("t", integer=True, nonnegative=True)
alpha, beta, delta, eps = symbols("alpha beta delta eps", real=True)
Delta, gamma = symbols("Delta gamma", real=True)
g, v, u = sequence("g", d), sequence("v", d), sequence("u", d)

momentum = alpha * Delta - eps * gamma
average = beta * Delta - delta * (1 - beta) * gamma
coefficients = Poly(momentum - average, Delta, gamma).coeffs()
parameters = solve(coefficients, [alpha, eps])

same_rule = Eq(momentum, average)
same_parameters = And(tuple(Eq(name, collect(value, delta)) for name, value in parameters.items()))

DERIVATION = derivation(
    step(
        "momentum, by its last update",
        eq(-v(t), alpha * (-v(t - 1)) - eps * g(t)),
        given=[t >= 1],
    ),
    step(
        "running average, by its last update",
        eq(-delta * u(t), beta * (-delta * u(t - 1)) - delta * (1 - beta) * g(t)),
        given=[t >= 1],
    ),
    step(
        "the rules agree",
        same_rule,
        given=[same_parameters],
    ),
    step(
        "all updates agree",
        eq(-v(t), -delta * u(t)),
        given=[same_parameters],
        using=["momentum, by its last update", "running average, by its last update"],
    ),
    step(
        "only then, from the rules",
        same_parameters,
        given=[ForAll((Delta, gamma), same_rule)],
        note="Delta = 1, gamma = 0 gives alpha = beta; Delta = 0, gamma = 1 gives the other equation",
    ),
    step(
        "only then, from the first update",
        eq(eps, delta * (1 - beta)),
        given=[i <= d, ne(g(1)[i], 0), eq(-v(1)[i], -delta * u(1)[i])],
    ),
    step(
        "the second update, less what the first one says",
        eq(eps * g(1)[i] * (alpha - beta), 0),
        given=[i <= d, ne(g(1)[i], 0), eq(-v(1)[i], -delta * u(1)[i]), eq(-v(2)[i], -delta * u(2)[i])],
        using=["only then, from the first update"],
    ),
    step(
        "only then, from two updates",
        same_parameters,
        given=[eps > 0, i <= d, ne(g(1)[i], 0), eq(-v(1)[i], -delta * u(1)[i]), eq(-v(2)[i], -delta * u(2)[i])],
        using=["only then, from the first update", "the second update, less what the first one says"],
    ),
    define=[
        initial(v(0), zeros(d)),
        recurrence(v(t), alpha * v(t - 1) + eps * g(t), start=1),
        initial(u(0), zeros(d)),
        recurrence(u(t), beta * u(t - 1) + (1 - beta) * g(t), start=1),
    ],
    source="seed sheet 002, section 1.1",
)
