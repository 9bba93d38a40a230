"""The gradients of a bidirectional recurrent network are sums over time of outer products.

Both directions run the same cell h_t = sigma(W x_t + U h_{t-1}), sigma logistic, one from the start and one from the
end of the sequence; the output is y_t = V h_t + (the other direction's part), the loss the sum of |z_t - y_t|^2.

Claims
    the gradient of one term of the loss by a state is -2 V^T (z_t - y_t), in both directions;
    the Jacobian of one time step is diag(h_{t+1} (1 - h_{t+1})) U, one row an output;
    the gradient by W is the sum over t of diag(h_t (1 - h_t)) G_t x_t^T, and the gradient by U the sum over t of
    diag(h_t (1 - h_t)) G_t h_{t-1}^T, where G_t is the total gradient of the loss by h_t, for every length T.

Assumptions
    phi is any differentiable function; where diag(h (1 - h)) stands, one with phi' = phi (1 - phi), as the
    logistic function is.  The dimensions and the length T are symbolic.

Notation
    x(t) is the input, s(t) the state that the cell computes at time t, in the order in which the direction reads the
    sequence: for the backward direction t counts from the end, so that its previous state s(t - 1) is the sheet's
    h_{t+1}.  h(t) = s(t) + e(t) is what is passed on, with an added e(t): the total gradient by h_t, through all
    later states, is the gradient by e(t), and the sheet's case is e = 0.  r(t) is what the other direction adds to
    the output; it does not depend on the weights of this one.  L(T) is the loss up to time T.

Source: seed sheet 002, section 6.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    ForAll,
    Implies,
    Term,
    arbitrary_function,
    d,
    diag,
    dimensions,
    eq,
    gradient,
    hadamard,
    initial,
    matrix,
    naturals,
    norm,
    ones,
    outer,
    real,
    recurrence,
    sequence,
    sigmoid,
    total,
    vector,
    zeros,
)

n, p, q = dimensions("n p q")  # the lengths of states, inputs and outputs
k, i, t, T = naturals("k i t T")
W, U, V = matrix("W", n, p), matrix("U", n, n), matrix("V", q, n)
x, z, r, e = sequence("x", p), sequence("z", q), sequence("r", q), sequence("e", n)
h, L = sequence("h", n), sequence("L")
phi = arbitrary_function("phi")
a = real("a")
start = vector("c", n)

Vf, Vb = matrix("V_f", q, n), matrix("V_b", q, n)
hf, hb, target = vector("h_f", n), vector("h_b", n), vector("y", q)
now, before = vector("f", p), vector("g", n)
output = Vf @ hf + Vb @ hb
term = norm(target - output) ** 2


def pre(t: Term) -> Term:
    """What goes into the activation at time t."""
    return W @ x(t) + U @ h(t - 1)


def s(t: Term) -> Term:
    """The state that the cell computes at time t."""
    return phi(pre(t))


def slope(state: Term) -> Term:
    """diag(h (1 - h))."""
    return diag(hadamard(state, ones(n) - state))


def G(t: Term) -> Term:
    """The total gradient of the loss by the state at time t."""
    return gradient(L(T), e(t))


no_state, no_scalar = zeros(n, n), zeros(n)

logistic = ForAll((a,), eq(phi.derivative(a), phi(a) * (1 - phi(a))))

DERIVATION = derivation(
    step(
        "the logistic function is such a function",
        eq(d(sigmoid(a), a), sigmoid(a) * (1 - sigmoid(a))),
    ),
    step(
        "one term of the loss by a forward state",
        eq(gradient(term, hf), -2 * (Vf.T @ (target - output))),
    ),
    step(
        "one term of the loss by a backward state",
        eq(gradient(term, hb), -2 * (Vb.T @ (target - output))),
    ),
    step(
        "one time step",
        eq(d(sigmoid(W @ now + U @ before), before), slope(sigmoid(W @ now + U @ before)) @ U),
        note="the same for the backward direction, where the previous state is that of time t + 1",
    ),
    step(
        "the state does not depend on later ones",
        Implies(k < i, eq(d(h(k), e(i)), no_state)),
    ),
    step(
        "the loss does not depend on later states",
        Implies(k < i, eq(gradient(L(k), e(i)), no_scalar)),
        using=["the state does not depend on later ones"],
        hints=[k],
    ),
    step(
        "the state by the weights of the input",
        eq(d(h(T), W), total(outer(d(h(T), e(t)) @ diag(phi.derivative(pre(t))), x(t)), t, 1, T)),
        using=["the state does not depend on later ones"],
        hints=[T, eq(k, T), eq(i, T + 1)],
    ),
    step(
        "gradient by the weights of the input, any activation",
        eq(gradient(L(T), W), total(outer(diag(phi.derivative(pre(t))) @ G(t), x(t)), t, 1, T)),
        using=[
            "the state does not depend on later ones",
            "the loss does not depend on later states",
            "the state by the weights of the input",
        ],
        hints=[T, eq(k, T), eq(i, T + 1)],
    ),
    step(
        "gradient by the weights of the input",
        eq(gradient(L(T), W), total(outer(slope(s(t)) @ G(t), x(t)), t, 1, T)),
        given=[logistic],
        using=["gradient by the weights of the input, any activation"],
    ),
    step(
        "the state by the recurrent weights",
        eq(d(h(T), U), total(outer(d(h(T), e(t)) @ diag(phi.derivative(pre(t))), h(t - 1)), t, 1, T)),
        using=["the state does not depend on later ones"],
        hints=[T, eq(k, T), eq(i, T + 1)],
    ),
    step(
        "gradient by the recurrent weights, any activation",
        eq(gradient(L(T), U), total(outer(diag(phi.derivative(pre(t))) @ G(t), h(t - 1)), t, 1, T)),
        using=[
            "the state does not depend on later ones",
            "the loss does not depend on later states",
            "the state by the recurrent weights",
        ],
        hints=[T, eq(k, T), eq(i, T + 1)],
    ),
    step(
        "gradient by the recurrent weights",
        eq(gradient(L(T), U), total(outer(slope(s(t)) @ G(t), h(t - 1)), t, 1, T)),
        given=[logistic],
        using=["gradient by the recurrent weights, any activation"],
    ),
    define=[
        initial(h(0), start),
        recurrence(h(t), s(t) + e(t), start=1),
        initial(L(0), 0),
        recurrence(L(t), L(t - 1) + norm(z(t) - V @ h(t) - r(t)) ** 2, start=1),
    ],
    source="seed sheet 002, section 6",
)
