"""The derivative of a leaky ReLU is a or 1, so n of them scale a gradient by something between a^n and 1.

Claims
    f(x) = x for x >= 0 and a x below, with any 0 < a < 1, has slope 1 on the right of 0 and slope a on the left, so
    a <= f' <= 1 away from 0, and both bounds are values; for a = 1/10 these are 0.1 and 1;
    through n units the product of the slopes lies between a^n and 1, whatever the pre-activations are;
    both ends are reached: 1 when every pre-activation is positive, a^n when every one is negative, and then the
    gradient vanishes with the depth;
    a chain of n units with weights and biases is differentiable at every input at which no pre-activation is 0; its
    derivative there is the product of the slopes and weights, in absolute value between a^n times and once the product
    of the absolute weights.

Assumptions
    0 < a < 1; x is not 0 where the derivative is meant, for the slopes on both sides of 0 differ; for the chain with
    weights, no pre-activation is 0 at the input x (weights and biases above unit n are free, so the assumption asks
    nothing of the first n units but for theirs).

Notation
    z(k) is the pre-activation of the k-th unit of a chain, any real number; g(n) is the product of the first n slopes,
    the factor by which the chain rule multiplies a gradient; h(n) is the same where every z(k) is one number c.
    At 0 the slope is taken to be a, as in most frameworks.  y(k; x) is the output of the k-th unit of a chain with
    weights w and biases b and the input x, s(k; x) the product of its slopes, v(k) that of its weights.

Source: seed sheet 004, section e.
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
    rational,
    reals,
    recurrence,
    relu,
    sequence,
    sup,
    where,
)

a, c, x = reals("a c x")
n, k = naturals("n k")
z, g, h = sequence("z"), sequence("g"), sequence("h")
w, b, v = sequence("w"), sequence("b"), sequence("v")
y, s = sequence("y", of=(x,)), sequence("s", of=(x,))
tenth = rational(1, 10)


def leaky(u: Term, below: Term = a) -> Term:
    """The leaky ReLU with this slope below 0."""
    return where(u >= 0, u, below * u)


def slope_of_leaky(u: Term) -> Term:
    """Its derivative at u, where there is one."""
    return where(u > 0, 1, a)


def by_relu(u: Term) -> Term:
    """The leaky ReLU made of ReLUs."""
    return relu(u) - a * relu(-u)


def preactivation(k: Term) -> Term:
    """What goes into unit k of the chain with weights and biases."""
    return w(k) * y(k - 1) + b(k)


slope = d(leaky(x), x)
ahead = w(n + 1) * y(n) + b(n + 1)
no_kink = ForAll((k,), ne(w(k + 1) * y(k) + b(k + 1), 0))

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
    step("made of ReLUs", eq(by_relu(x), leaky(x))),
    step(
        "a chain with weights and biases",
        eq(d(y(n), x), s(n) * v(n)),
        given=[no_kink],
        hints=[n, cases_on(ahead)],
        note="by induction: where y(n) has a derivative and no kink follows, y(n + 1) has one",
    ),
    step("its slopes, from below", a**n <= s(n)),
    step("its slopes, from above", s(n) <= 1),
    step(
        "its slopes and weights, from below",
        a**n * absolute(v(n)) <= absolute(s(n) * v(n)),
        using=["its slopes, from below"],
    ),
    step(
        "its slopes and weights, from above",
        absolute(s(n) * v(n)) <= absolute(v(n)),
        using=["its slopes, from below", "its slopes, from above"],
    ),
    step(
        "the derivative of the chain",
        chain(a**n * absolute(v(n)), "<=", absolute(d(y(n), x)), "<=", absolute(v(n))),
        given=[no_kink],
        using=[
            "a chain with weights and biases",
            "its slopes and weights, from below",
            "its slopes and weights, from above",
        ],
    ),
    assume=[a > 0, a < 1],
    define=[
        initial(g(0), 1),
        recurrence(g(k), slope_of_leaky(z(k)) * g(k - 1), start=1),
        initial(h(0), 1),
        recurrence(h(k), slope_of_leaky(c) * h(k - 1), start=1),
        initial(y(0), x),
        recurrence(y(k), by_relu(preactivation(k)), start=1),
        initial(s(0), 1),
        recurrence(s(k), slope_of_leaky(preactivation(k)) * s(k - 1), start=1),
        initial(v(0), 1),
        recurrence(v(k), w(k) * v(k - 1), start=1),
    ],
    source="seed sheet 004, section e",
)
