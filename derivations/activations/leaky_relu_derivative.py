"""The derivative of a leaky ReLU is a or 1, so n of them scale a gradient by something between a^n and 1.

Claims
    f(x) = x for x >= 0 and a x below, with any 0 < a < 1, has slope 1 on the right of 0 and slope a on the left, so
    a <= f' <= 1 away from 0, and both bounds are values; for a = 1/10 these are 0.1 and 1;
    through n units the product of the slopes lies between a^n and 1, whatever the pre-activations are;
    both ends are reached: 1 when every pre-activation is positive, a^n when every one is negative, and then the
    gradient vanishes with the depth.

Assumptions
    0 < a < 1; x is not 0 where the derivative is meant, for the slopes on both sides of 0 differ.

Notation
    z(k) is the pre-activation of the k-th unit of a chain, any real number; g(n) is the product of the first n slopes,
    the factor by which the chain rule multiplies a gradient; h(n) is the same where every z(k) is one number c.
    At 0 the slope is taken to be a, as in most frameworks.

Source: seed sheet 004, section e.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    absolute,
    chain,
    d,
    eq,
    inf,
    initial,
    limit,
    naturals,
    ne,
    oo,
    rational,
    reals,
    recurrence,
    sequence,
    sup,
    where,
)
from gradcheck.language.terms import Term

a, c, x = reals("a c x")
n, k = naturals("n k")
z, g, h = sequence("z"), sequence("g"), sequence("h")
tenth = rational(1, 10)


def leaky(u: Term, below: Term = a) -> Term:
    """The leaky ReLU with this slope below 0."""
    return where(u >= 0, u, below * u)


def slope_of_leaky(u: Term) -> Term:
    """Its derivative at u, where there is one."""
    return where(u > 0, 1, a)


slope = d(leaky(x), x)

DERIVATION = derivation(
    step("slope on the right", eq(slope, 1), given=[x > 0]),
    step("slope on the left", eq(slope, a), given=[x < 0]),
    step("derivative", eq(slope, slope_of_leaky(x)), given=[ne(x, 0)]),
    step("difference quotients from the right", eq(limit(leaky(x) / x, x, 0, "+"), 1)),
    step("difference quotients from the left", eq(limit(leaky(x) / x, x, 0, "-"), a)),
    step(
        "bounds",
        chain(a, "<=", slope, "<=", 1),
        given=[ne(x, 0)],
        using=["slope on the right", "slope on the left"],
        hints=[x],
    ),
    step("largest slope", eq(sup(slope, x, 0, oo), 1)),
    step("least slope", eq(inf(slope, x, -oo, 0), a)),
    step(
        "a tenth on the left",
        eq(d(leaky(x, tenth), x), tenth),
        given=[x < 0],
    ),
    step(
        "bounds for a tenth",
        chain(tenth, "<=", absolute(d(leaky(x, tenth), x)), "<=", 1),
        given=[ne(x, 0)],
        hints=[x],
    ),
    step("slope of one unit", chain(a, "<=", slope_of_leaky(x), "<=", 1)),
    step("through n units, from below", a**n <= g(n)),
    step("through n units, from above", g(n) <= 1),
    step(
        "through n units",
        chain(a**n, "<=", absolute(g(n)), "<=", 1),
        using=["through n units, from below", "through n units, from above"],
    ),
    step("every pre-activation positive", eq(h(n), 1), given=[c > 0]),
    step("every pre-activation negative", eq(h(n), a**n), given=[c < 0]),
    step("a bound that vanishes", absolute(h(n)) <= a**n, given=[c < 0], using=["every pre-activation negative"]),
    step(
        "then the gradient vanishes with depth",
        eq(limit(h(n), n, oo), 0),
        given=[c < 0],
        using=["a bound that vanishes"],
    ),
    assume=[a > 0, a < 1],
    define=[
        initial(g(0), 1),
        recurrence(g(k), slope_of_leaky(z(k)) * g(k - 1), start=1),
        initial(h(0), 1),
        recurrence(h(k), slope_of_leaky(c) * h(k - 1), start=1),
    ],
    source="seed sheet 004, section e",
)
