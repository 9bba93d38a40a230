"""Momentum as a difference of iterates and momentum as a velocity are the same method.

The heavy-ball form adds beta times the last displacement to a gradient step; the velocity form accumulates gradients
in v and moves along v.  Fed with the same gradients and started at the same point at rest, both make the same
iterates, at every step and whatever the gradients are.

Assumptions
    The heavy ball starts with theta_0 = theta_1, the velocity form with v_0 = 0: at rest, both of them.
    alpha and beta are any real numbers.

Notation
    g(k) is the gradient used at step k, an arbitrary sequence of vectors in dimension d; theta(k) are the iterates
    of the heavy-ball form, phi(k) those of the velocity form, and v(k) its velocity.

Errata
    The sheet's induction step mixes up its indices: the displacement has the wrong sign and direction, and the
    velocity is one step late.

Source: seed sheet 001, section 3.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import dimension, eq, initial, natural, reals, recurrence, sequence, vector, zeros

d = dimension("d")
k = natural("k")
alpha, beta = reals("alpha beta")
start = vector("s", d)
g, v = sequence("g", d), sequence("v", d)
theta, phi = sequence("theta", d), sequence("phi", d)

DERIVATION = derivation(
    step(
        "heavy-ball form",
        eq(theta(k + 1), theta(k) - alpha * g(k) + beta * (theta(k) - theta(k - 1))),
        given=[k >= 1],
    ),
    step(
        "velocity form, velocity",
        eq(v(k), g(k) + beta * v(k - 1)),
        given=[k >= 1],
    ),
    step(
        "velocity form, iterate",
        eq(phi(k + 1), phi(k) - alpha * v(k)),
    ),
    step(
        "both start alike",
        eq(theta(1), phi(1)),
    ),
    step(
        "displacement is velocity",
        eq(theta(k + 1) - theta(k), -alpha * v(k)),
        note="by induction: the heavy ball carries the velocity without naming it",
    ),
    step(
        "the iterates agree",
        eq(theta(k), phi(k)),
        using=["displacement is velocity"],
    ),
    erratum(
        "displacement with the indices as printed",
        eq(theta(k) - theta(k + 1), -alpha * v(k)),
        given=[k >= 1],
        note="theta(k + 1) - theta(k) is -alpha v(k)",
    ),
    erratum(
        "heavy-ball form with the indices as printed",
        eq(theta(k + 1), theta(k + 1) - alpha * g(k + 1) + beta * (theta(k + 1) - theta(k + 2))),
        given=[k >= 1],
        note="an iterate cannot be made from itself and its successor",
    ),
    erratum(
        "last displacement as printed",
        eq(theta(k + 1), theta(k) - alpha * g(k) + beta * (theta(k) - theta(k + 1))),
        given=[k >= 1],
        note="the last displacement is theta(k) - theta(k - 1)",
    ),
    erratum(
        "velocity form with the indices as printed",
        eq(phi(k + 1), phi(k) - alpha * (g(k) + beta * v(k))),
        given=[k >= 1],
        note="the velocity that enters is that of the step before, v(k - 1)",
    ),
    define=[
        initial(theta(0), start),
        initial(theta(1), start),
        recurrence(theta(k), theta(k - 1) - alpha * g(k - 1) + beta * (theta(k - 1) - theta(k - 2)), start=2),
        initial(v(0), zeros(d)),
        recurrence(v(k), g(k) + beta * v(k - 1), start=1),
        initial(phi(0), start),
        recurrence(phi(k), phi(k - 1) - alpha * v(k - 1), start=1),
    ],
    source="seed sheet 001, section 3",
)
