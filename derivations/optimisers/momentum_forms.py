"""Momentum as a difference of iterates and momentum as a velocity are the same method.

The heavy-ball form adds beta times the last displacement to a gradient step; the velocity form accumulates gradients
in v and moves along v.  Started at the same point at rest, both make the same iterates, at every step, although each
takes the gradient of the loss at its own iterate.

Claims
    without its velocity, the velocity form is the heavy-ball form with phi in the place of theta;
    whatever the loss is, theta(k) = phi(k) and theta(k + 1) - theta(k) = -alpha v(k) for every k;
    so too for the loss of a model that is linear in its parameters, sum over i of rho(X w - y)_i with any
    differentiable rho, whose gradient X.T rho'(X w - y) is written out;
    and if both are fed with one sequence of gradients, wherever these come from.

Assumptions
    The heavy ball starts with theta_0 = theta_1, the velocity form with v_0 = 0: at rest, both of them.
    g(m) and q(m) are the gradients of one loss L at theta(m) and at phi(m).  Of L only this is used: where the two
    iterates are one point, the gradients there are one vector.
    alpha and beta are any real numbers.

Notation
    theta(k) are the iterates of the heavy-ball form, phi(k) those of the velocity form, and v(k) its velocity; the
    dimension d is any.  SymPy eliminates the velocities v_0 and v_1 from the updates from p_0 over p_1 to p_2.

Errata
    The sheet's induction step mixes up its indices: the displacement has the wrong sign and direction, and the
    velocity is one step late.

Source: seed sheet 001, section 3.
"""

from sympy import Eq, lambdify, solve, symbols

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    Term,
    arbitrary_function,
    eq,
    gradient,
    initial,
    matrix,
    ones,
    recurrence,
    sequence,
    vector,
    zeros,
)

d, n = symbols("d n", integer=True, positive=True)
k, m = symbols("k m", integer=True, nonnegative=True)
alpha, beta = symbols("alpha beta", real=True)
start, w, y = vector("s", d), vector("w", d), vector("y", n)
X = matrix("X", n, d)
g, q, v = sequence("g", d), sequence("q", d), sequence("v", d)
theta, phi = sequence("theta", d), sequence("phi", d)
rho = arbitrary_function("rho", differentiable=1)


p_0, p_1, p_2, v_0, v_1, slope_1 = symbols("p_0 p_1 p_2 v_0 v_1 slope_1", real=True)
updates = [Eq(p_1, p_0 - alpha * v_0), Eq(v_1, slope_1 + beta * v_0), Eq(p_2, p_1 - alpha * v_1)]
eliminated = solve(updates, [v_0, v_1, p_2])
displacement = eliminated[p_2] - p_1
next_displacement = lambdify((p_0, p_1, slope_1, alpha, beta), displacement, "math")  # of vectors too


def loss(w: Term) -> Term:
    """The loss of a linear model with the parameters w."""
    return ones(n) @ rho(X @ w - y)


def slope(w: Term) -> Term:
    """Its gradient at w."""
    return X.T @ rho.derivative(X @ w - y)


same_point, same_gradient = eq(theta(m), phi(m)), eq(g(m), q(m))
one_loss = ForAll((m,), Implies(same_point, same_gradient))
linear_model = [ForAll((m,), eq(g(m), slope(theta(m)))), ForAll((m,), eq(q(m), slope(phi(m))))]
agree, moves = eq(theta(k), phi(k)), eq(theta(k + 1) - theta(k), -alpha * v(k))

DERIVATION = derivation(
    step(
        "heavy-ball form",
        eq(theta(k + 1), theta(k) - alpha * g(k) + beta * (theta(k) - theta(k - 1))),
        given=[k >= 1],
    ),
    step(
        "velocity form, velocity",
        eq(v(k), q(k) + beta * v(k - 1)),
        given=[k >= 1],
    ),
    step(
        "velocity form, iterate",
        eq(phi(k + 1), phi(k) - alpha * v(k)),
    ),
    step(
        "velocity form without velocity",
        eq(phi(k + 1), phi(k) + next_displacement(phi(k - 1), phi(k), q(k), alpha, beta)),
        given=[k >= 1],
    ),
    step(
        "both start alike",
        eq(theta(1), phi(1)),
    ),
    step("at one point, one gradient", same_gradient, given=[one_loss, same_point]),
    step("the next iterates agree", eq(theta(k + 1), phi(k + 1)), given=[agree, moves]),
    step(
        "the next displacement is velocity",
        eq(theta(k + 2) - theta(k + 1), -alpha * v(k + 1)),
        given=[one_loss, agree, moves],
        using=["the next iterates agree", "at one point, one gradient"],
        hints=[eq(m, k + 1)],
    ),
    step(
        "iterates and displacements",
        And((agree, moves)),
        given=[one_loss],
        using=["the next iterates agree", "the next displacement is velocity"],
        hints=[k],
        note="by induction: the heavy ball carries the velocity without naming it",
    ),
    step("displacement is velocity", moves, given=[one_loss], using=["iterates and displacements"]),
    step("the iterates agree", agree, given=[one_loss], using=["iterates and displacements"]),
    step("gradient of a linear model", eq(gradient(loss(w), w), slope(w))),
    step(
        "it depends on the point alone",
        ForAll((m,), Implies(same_point, same_gradient)),
        given=linear_model,
    ),
    step(
        "the iterates agree for a linear model",
        agree,
        given=linear_model,
        using=["the iterates agree", "it depends on the point alone"],
    ),
    step(
        "the iterates agree on any gradients",
        agree,
        given=[ForAll((m,), same_gradient)],
        using=["the iterates agree"],
        note="stochastic gradients, for instance, if both draw the same",
    ),
    erratum(
        "displacement with the indices as printed",
        eq(phi(k) - phi(k + 1), -alpha * v(k)),
        given=[k >= 1],
        note="phi(k + 1) - phi(k) is -alpha v(k)",
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
        eq(phi(k + 1), phi(k) - alpha * (q(k) + beta * v(k))),
        given=[k >= 1],
        note="the velocity that enters is that of the step before, v(k - 1)",
    ),
    define=[
        initial(theta(0), start),
        initial(theta(1), start),
        recurrence(theta(k), theta(k - 1) - alpha * g(k - 1) + beta * (theta(k - 1) - theta(k - 2)), start=2),
        initial(v(0), zeros(d)),
        recurrence(v(k), q(k) + beta * v(k - 1), start=1),
        initial(phi(0), start),
        recurrence(phi(k), phi(k - 1) - alpha * v(k - 1), start=1),
    ],
    source="seed sheet 001, section 3",
)
