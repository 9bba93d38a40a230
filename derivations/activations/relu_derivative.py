"""Away from 0 the derivative of the ReLU is 0 or 1.

Claims
    relu(x) = x for x >= 0, and 0 below;
    its derivative is 1 for x > 0 and 0 for x < 0, so 0 <= relu' <= 1 away from 0, and both bounds are values;
    at 0 there is no derivative: the difference quotients from the two sides have different limits;
    a product of n such derivatives is 0 or 1 again: nothing explodes, and a gradient that gets through a chain of units
    gets through unchanged.

Assumptions
    x is not 0 where the derivative is meant.

Notation
    z(k) is the pre-activation of the k-th unit of a chain, any real number; g(n) is the product of the first n slopes,
    the factor by which the chain rule multiplies a gradient.  At 0 the slope is taken to be 0, as in most frameworks.

Source: seed sheet 004, section h.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
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
from gradcheck.language.terms import Term

x = real("x")
n, k = naturals("n k")
z, g = sequence("z"), sequence("g")
slope = d(relu(x), x)


def step_function(u: Term) -> Term:
    """The derivative of the ReLU at u, where there is one."""
    return where(u > 0, 1, 0)


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
    define=[initial(g(0), 1), recurrence(g(k), step_function(z(k)) * g(k - 1), start=1)],
    source="seed sheet 004, section h",
)
