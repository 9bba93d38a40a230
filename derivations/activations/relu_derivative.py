"""Away from 0 the derivative of the ReLU is 0 or 1.

Claims
    relu(x) = x for x >= 0, and 0 below;
    its derivative is 1 for x > 0 and 0 for x < 0, so 0 <= relu' <= 1 away from 0, and both bounds are values;
    at 0 there is no derivative: the difference quotients from the two sides have different limits;
    a product of n such derivatives is 0 or 1 again: nothing explodes, and a gradient that gets through a chain of units
    gets through unchanged;
    a chain of n units with weights and biases is differentiable at every input at which no pre-activation is 0; its
    derivative there is the product of the slopes and weights, and at most the product of the absolute weights.

Assumptions
    x is not 0 where the derivative is meant; for the chain, no pre-activation is 0 at the input x (weights and biases
    above unit n are free, so the assumption asks nothing of the first n units but for theirs).

Notation
    z(k) is the pre-activation of the k-th unit of a chain, any real number; g(n) is the product of the first n slopes,
    the factor by which the chain rule multiplies a gradient.  At 0 the slope is taken to be 0, as in most frameworks.
    y(k; x) is the output of the k-th unit of a chain with weights w and biases b and the input x, s(k; x) the product
    of its slopes and weights, p(k) that of its absolute weights.

Source: seed sheet 004, section h.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    ForAll,
    Term,
    absolute,
    cases_on,
    chain,
    d,
    eq,
    inf,
    initial,
    limit,
    naturals,
    ne,
    oo,
    real,
    recurrence,
    relu,
    sequence,
    sup,
    where,
)

x = real("x")
n, k = naturals("n k")
z, g = sequence("z"), sequence("g")
w, b, p = sequence("w"), sequence("b"), sequence("p")
y, s = sequence("y", of=(x,)), sequence("s", of=(x,))
slope = d(relu(x), x)


def step_function(u: Term) -> Term:
    """The derivative of the ReLU at u, where there is one."""
    return where(u > 0, 1, 0)


def preactivation(k: Term) -> Term:
    """What goes into unit k of the chain with weights and biases."""
    return w(k) * y(k - 1) + b(k)


ahead = w(n + 1) * y(n) + b(n + 1)
no_kink = ForAll((k,), ne(w(k + 1) * y(k) + b(k + 1), 0))

DERIVATION = derivation(
    step("the two pieces", eq(relu(x), where(x >= 0, x, 0))),
    step("slope on the right", eq(slope, 1), given=[x > 0]),
    step("slope on the left", eq(slope, 0), given=[x < 0]),
    step("derivative", eq(slope, step_function(x)), given=[ne(x, 0)]),
    step("difference quotients from the right", eq(limit(relu(x) / x, x, 0, "+"), 1)),
    step("difference quotients from the left", eq(limit(relu(x) / x, x, 0, "-"), 0)),
    step(
        "bounds",
        chain(0, "<=", slope, "<=", 1),
        given=[ne(x, 0)],
        using=["slope on the right", "slope on the left"],
        hints=[x],
    ),
    step("largest on the right", eq(sup(slope, x, 0, oo), 1)),
    step("least on the left", eq(inf(slope, x, -oo, 0), 0)),
    step("slope of one unit", chain(0, "<=", step_function(x), "<=", 1)),
    step("through n units", chain(0, "<=", g(n), "<=", 1)),
    step("nothing or everything gets through", eq(g(n) * (1 - g(n)), 0)),
    step(
        "a chain with weights and biases",
        eq(d(y(n), x), s(n)),
        given=[no_kink],
        hints=[n, cases_on(ahead)],
        note="by induction: where y(n) has a derivative and no kink follows, y(n + 1) has one",
    ),
    step("its slopes and weights", absolute(s(n)) <= p(n), hints=[n, cases_on(ahead)]),
    step(
        "nothing but the weights makes it large",
        absolute(d(y(n), x)) <= p(n),
        given=[no_kink],
        using=["a chain with weights and biases", "its slopes and weights"],
    ),
    define=[
        initial(g(0), 1),
        recurrence(g(k), step_function(z(k)) * g(k - 1), start=1),
        initial(y(0), x),
        recurrence(y(k), relu(preactivation(k)), start=1),
        initial(s(0), 1),
        recurrence(s(k), step_function(preactivation(k)) * w(k) * s(k - 1), start=1),
        initial(p(0), 1),
        recurrence(p(k), absolute(w(k)) * p(k - 1), start=1),
    ],
    source="seed sheet 004, section h",
)
