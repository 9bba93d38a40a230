"""The Jacobian of a recurrent network with tanh units: n steps shrink gradients by the norm of the weights to the n.

The state follows x(t) = tanh(W x(t - 1)).  One step multiplies gradients by J = diag(sech(W x)^2) W, and as sech is
at most 1, J stretches no vector by more than W does.

Claims
    the Jacobian of one step, for every size of the state;
    sigma_max(J) <= sigma_max(W), whatever the state is;
    the Jacobian P(n) of n steps has sigma_max(P(n)) <= sigma_max(W)^n;
    with sigma_max(W) = 1/2 that is (1/2)^n, which tends to 0: the gradient vanishes.

Notation
    sigma_max is the operator norm, the largest singular value.  P(n) is the product of the Jacobians of n steps,
    the last one first, with P(0) the identity; the state at the start is s.

Erratum
    The sheet writes W * sech^2(W x), the factors in the wrong order.  For matrices the two differ.

Source: seed sheet 000, section 1.2.1.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    Term,
    chain,
    d,
    diag,
    dimension,
    eq,
    hadamard,
    identity,
    initial,
    limit,
    matrix,
    natural,
    oo,
    operator_norm,
    rational,
    recurrence,
    sech,
    sequence,
    tanh,
    vector,
)

n = dimension("n")
t = natural("t")
W = matrix("W", n, n)
z, s = vector("z", n), vector("s", n)
x, P = sequence("x", n), sequence("P", n, n)
half = rational(1, 2)


def slopes(z: Term) -> Term:
    """The derivatives of the units at the state z, sech(W z)^2."""
    return hadamard(sech(W @ z), sech(W @ z))


def J(z: Term) -> Term:
    """The Jacobian of one step from the state z."""
    return diag(slopes(z)) @ W


DERIVATION = derivation(
    step("Jacobian of one step", eq(d(tanh(W @ z), z), J(z))),
    step("no unit stretches", operator_norm(diag(slopes(z))) <= 1),
    step("one step", chain(0, "<=", operator_norm(J(z)), "<=", operator_norm(W))),
    step("Jacobian of n steps", eq(d(x(t), s), P(t))),
    step("n steps", operator_norm(P(t)) <= operator_norm(W) ** t),
    step(
        "n steps with weights of norm 1/2",
        chain(0, "<=", operator_norm(P(t)), "<=", half**t),
        given=[eq(operator_norm(W), half)],
    ),
    step(
        "from the first state to the n-th",
        operator_norm(d(x(t), s)) <= half**t,
        given=[eq(operator_norm(W), half)],
        using=["Jacobian of n steps", "n steps with weights of norm 1/2"],
    ),
    step(
        "the gradient vanishes",
        eq(limit(operator_norm(d(x(t), s)), t, oo), 0),
        given=[eq(operator_norm(W), half)],
        using=["from the first state to the n-th"],
    ),
    erratum(
        "the weights first",
        eq(d(tanh(W @ z), z), W @ diag(slopes(z))),
        note="the slopes of the units multiply the rows of W, not its columns",
    ),
    define=[
        initial(x(0), s),
        recurrence(x(t), tanh(W @ x(t - 1)), start=1),
        initial(P(0), identity(n)),
        recurrence(P(t), J(x(t - 1)) @ P(t - 1), start=1),
    ],
    where={"J": J(z)},
    source="seed sheet 000, section 1.2.1",
)
