"""A recurrent unit that applies its activation before the weights is the usual one, seen from inside.

The unit h_t = W sigma(h_{t-1}) + U x_t + b carries pre-activations, the conventional unit
g_t = sigma(W g_{t-1} + U x_t + b) carries activations.  Started alike, g_t = sigma(h_t) at every time step.

Assumptions
    g_0 = sigma(h_0).  The activation sigma is any function of one real variable, applied entry by entry; it need not
    be invertible, differentiable or even continuous.

Notation
    h(t), g(t) are the states of the two units, vectors of length n; x(t) is the input at time t, of length d; W, U, b
    are the weights, the same at all times; start is h_0.

Source: seed sheet 002, section 5.1.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    arbitrary_function,
    dimensions,
    eq,
    initial,
    matrix,
    natural,
    recurrence,
    sequence,
    vector,
)

n, d = dimensions("n d")
t = natural("t")
sigma = arbitrary_function("sigma", differentiable=0)
W, U, b = matrix("W", n, n), matrix("U", n, d), vector("b", n)
x, h, g = sequence("x", d), sequence("h", n), sequence("g", n)
start = vector("s", n)

DERIVATION = derivation(
    step("both start alike", eq(g(0), sigma(h(0)))),
    step(
        "one time step",
        eq(sigma(h(t + 1)), sigma(W @ g(t) + U @ x(t + 1) + b)),
        given=[eq(g(t), sigma(h(t)))],
        note="no inverse of the activation is needed",
    ),
    step(
        "the conventional unit is the activation of the other",
        eq(g(t), sigma(h(t))),
        note="by induction over time",
    ),
    step(
        "the other unit is made from the conventional one",
        eq(h(t + 1), W @ g(t) + U @ x(t + 1) + b),
        using=["the conventional unit is the activation of the other"],
    ),
    define=[
        initial(h(0), start),
        recurrence(h(t), W @ sigma(h(t - 1)) + U @ x(t) + b, start=1),
        initial(g(0), sigma(start)),
        recurrence(g(t), sigma(W @ g(t - 1) + U @ x(t) + b), start=1),
    ],
    source="seed sheet 002, section 5.1",
)
