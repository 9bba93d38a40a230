"""When the gradient through a recurrent network must vanish: bounded slopes and small weights.

The state follows h(t) = W sigma(h(t - 1)) + U x(t) + b, with any differentiable activation sigma whose slope is at
most gamma in absolute value.

Claims
    dh(t + 1)/dh(t) = W diag(sigma'(h(t))), so that dh(T)/dh(0) is the product of these matrices;
    if the largest eigenvalue of W.T W is at most delta^2 / gamma^2 with 0 <= delta < 1, the operator norm of
    dh(T)/dh(0) is at most delta^T, and tends to 0.

Assumptions
    abs(sigma'(z)) <= gamma for every z, with gamma > 0.

Notation
    sigma_max is the operator norm, lambda_max the largest eigenvalue.  P(T) is the product of the Jacobians of T
    steps, the last one first.

Source: seed sheet 002, section 5.2.
"""

from gradcheck.derivation import at, derivation, step
from gradcheck.language.author import (
    ForAll,
    Term,
    absolute,
    arbitrary_function,
    d,
    diag,
    dimensions,
    eq,
    identity,
    initial,
    largest_eigenvalue,
    limit,
    matrix,
    naturals,
    oo,
    operator_norm,
    reals,
    recurrence,
    sequence,
    vector,
)

n, m = dimensions("n m")
t, T = naturals("t T")
z, gamma, delta, mu = reals("z gamma delta mu")
sigma = arbitrary_function("sigma", differentiable=1)
W, U = matrix("W", n, n), matrix("U", n, m)
s, b = vector("s", n), vector("b", n)
x, h, P = sequence("x", m), sequence("h", n), sequence("P", n, n)
eigenvalue = largest_eigenvalue(W.T @ W)
middle = (1 + delta) / 2
below_one = [delta >= 0, delta < 1]
small = [delta >= 0, eigenvalue <= delta**2 / gamma**2]


def J(h: Term) -> Term:
    """The Jacobian of one step from the state h."""
    return W @ diag(sigma.derivative(h))


DERIVATION = derivation(
    step("Jacobian of one step", eq(d(h(t + 1), s), J(h(t)) @ d(h(t), s))),
    step("Jacobian of T steps", eq(d(h(T), s), P(T))),
    step("norm and eigenvalue", eq(eigenvalue, operator_norm(W) ** 2)),
    step("norm of the weights", operator_norm(W) <= delta / gamma, given=small),
    step("one step", operator_norm(J(h(t))) <= gamma * operator_norm(W)),
    step("one step shrinks by delta", operator_norm(J(h(t))) <= delta, given=small, using=["norm of the weights"]),
    step(
        "the product of T steps",
        operator_norm(P(T)) <= delta**T,
        given=small,
        using=["norm of the weights"],
    ),
    step(
        "T steps shrink by delta^T",
        operator_norm(d(h(T), s)) <= delta**T,
        given=small,
        using=["Jacobian of T steps", "the product of T steps"],
    ),
    step(
        "a larger base has larger powers",
        absolute(delta**T) <= mu**T,
        given=[delta >= 0, delta <= mu],
    ),
    step("positive powers vanish", eq(limit(mu**T, T, oo), 0), given=[mu > 0, mu < 1]),
    step(
        "the powers vanish",
        eq(limit(delta**T, T, oo), 0),
        given=below_one,
        using=["a larger base has larger powers", "positive powers vanish"],
        hints=[at("a larger base has larger powers", {mu: middle}), at("positive powers vanish", {mu: middle})],
        note="through a base between delta and 1, which is positive also where delta is 0",
    ),
    step(
        "the gradient vanishes",
        eq(limit(operator_norm(d(h(T), s)), T, oo), 0),
        given=[*small, delta < 1],
        using=["T steps shrink by delta^T", "the powers vanish"],
    ),
    assume=[gamma > 0, ForAll((z,), absolute(sigma.derivative(z)) <= gamma)],
    define=[
        initial(h(0), s),
        recurrence(h(t), W @ sigma(h(t - 1)) + U @ x(t) + b, start=1),
        initial(P(0), identity(n)),
        recurrence(P(t), J(h(t - 1)) @ P(t - 1), start=1),
    ],
    source="seed sheet 002, section 5.2",
)
