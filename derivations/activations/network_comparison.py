"""What two hidden units and an output unit can do to a gradient: three activations, with a sigmoid or a linear output.

Claims
    a chain of three units multiplies a gradient by the product of its three slopes, so the product of their largest
    slopes bounds it;
    with a sigmoid output the bounds are r^2/4 for z tanh z (r = 1.19967... the positive root of r tanh r = 1), 1/4 for
    the leaky ReLU with any slope 0 < a < 1, and (beta u)^2/4 = 0.7686... for the exponential unit with beta = 1.05 and
    u = 1.67;
    with a linear output they are r^2 = 1.4392..., 1 and (beta u)^2 = 3.0747...;
    for any number of hidden units of any kind, replacing the sigmoid output by a linear one multiplies the bound by
    exactly 4, since sup sigmoid' = 1/4 and a linear unit has slope 1 everywhere;
    sharper: whatever the hidden part h is, the gradient itself becomes at least 4 times as large at each input where it
    is not 0, and exactly 4 times only where h(x) = 0.

How "multiplies the bound by exactly 4" was read
    The bound is the product of the largest slopes of the units, each at a pre-activation of its own.  Of the largest
    gradient of the network as a function of its input it is not true: with one hidden unit z tanh z it is r with a
    linear output, at x = r, where the output's pre-activation is 1; with a sigmoid output it is below 1.1/4.

Assumptions
    Pre-activations are any real numbers, other than 0 for the units with a kink there; weights are left out, as in the
    sheet, and multiply in.

Notation
    x, y, z are the pre-activations of the two hidden units and the output unit.  Of L hidden units, S(i) is the slope
    and M(i) the largest slope of unit i, D(L) and B(L) are the products of these.  h is the hidden part of a network as
    a function of its input x, p the slope of its output.

What remains opinion
    Which network is "more prone" to exploding or vanishing gradients is read off these bounds by the sheet.  They bound
    from above only: the leaky ReLU alone is also bounded from below, by a^2 times the slope of the output.

Source: seed sheet 004, sections g and h.
"""

from collections.abc import Callable

from gradcheck.derivation import Instance, along, at, derivation, step
from gradcheck.language.author import (
    ForAll,
    Iff,
    Term,
    absolute,
    arbitrary_function,
    chain,
    d,
    eq,
    exp,
    initial,
    limit,
    naturals,
    ne,
    rational,
    reals,
    recurrence,
    sequence,
    sigmoid,
    sup,
    tanh,
    where,
)

x, y, z, r, a, p, q, s, m = reals("x y z r a p q s m")
L, i = naturals("L i")
h = arbitrary_function("h")
slope, largest, D, B = (sequence(name) for name in ("S", "M", "D", "B"))
with_sigmoid = d(sigmoid(h(x)), x)
quarter = rational(1, 4)
beta, u = rational("1.05"), rational("1.67")
top = beta * u
leak = [a > 0, a < 1]
root = [r > 0, eq(r * tanh(r), 1)]


def stanh_slope(t: Term) -> Term:
    """The slope of t tanh t."""
    return tanh(t) + t * (1 - tanh(t) ** 2)


def leaky_slope(t: Term) -> Term:
    """The slope of the leaky ReLU at t != 0."""
    return where(t > 0, 1, a)


def exponential_slope(t: Term) -> Term:
    """The slope of the exponential unit at t != 0."""
    return where(t > 0, beta, top * exp(t))


def hints(largest: str, product: str, slope: Callable[[Term], Term], bound: object) -> list[Instance]:
    """The instances for a chain of two equal units and an output."""
    three = {s: out} if "three" in product else {}
    return [at(largest, {x: x}), at(largest, {x: y}), at(product, {p: slope(x), q: slope(y), m: bound, **three})]


out = sigmoid(z) * (1 - sigmoid(z))

DERIVATION = derivation(
    step("slope of the output", eq(d(sigmoid(z), z), out)),
    step("size of the output's slope", chain(0, "<", out, "<=", quarter)),
    step("largest slope of a sigmoid", eq(sup(d(sigmoid(z), z), z), quarter)),
    step("largest slope of a linear unit", eq(sup(d(z, z), z), 1)),
    step("z tanh z rises", x * tanh(x) < s * tanh(s), given=[x > 0, s > x, s > 0], hints=[along(s, x)]),
    step(
        "below the root",
        x * tanh(x) < 1,
        given=[*root, x > 0, x < r],
        using=["z tanh z rises"],
        hints=[at("z tanh z rises", {s: r})],
    ),
    step(
        "above the root",
        x * tanh(x) > 1,
        given=[*root, x > r],
        using=["z tanh z rises"],
        hints=[at("z tanh z rises", {x: r, s: x})],
    ),
    step("slope at the root", eq(stanh_slope(r), r), given=root),
    step(
        "rising up to the root",
        stanh_slope(x) < stanh_slope(r),
        given=[*root, x > 0, x < r],
        hints=[along(x, r)],
        using=["below the root"],
    ),
    step(
        "falling beyond the root",
        stanh_slope(x) < stanh_slope(r),
        given=[*root, x > r],
        hints=[along(x, r)],
        using=["above the root"],
    ),
    step(
        "slopes on the right",
        chain(0, "<", stanh_slope(x), "<=", r),
        given=[*root, x > 0],
        using=["rising up to the root", "falling beyond the root", "slope at the root"],
        hints=[x - r],
    ),
    step("odd", eq(stanh_slope(-x), -stanh_slope(x))),
    step(
        "slopes on the left",
        chain(-r, "<=", stanh_slope(x), "<", 0),
        given=[*root, x < 0],
        using=["slopes on the right", "odd"],
        hints=[at("slopes on the right", {x: -x})],
    ),
    step(
        "largest slope of z tanh z",
        absolute(stanh_slope(x)) <= r,
        given=root,
        using=["slopes on the right", "slopes on the left"],
        hints=[x],
    ),
    step("slopes of the leaky unit", chain(a, "<=", leaky_slope(x), "<=", 1), given=leak),
    step(
        "largest slope of the leaky unit", absolute(leaky_slope(x)) <= 1, given=leak, using=["slopes of the leaky unit"]
    ),
    step("slopes of the exponential unit", chain(0, "<", exponential_slope(x), "<=", top), hints=[x]),
    step(
        "largest slope of the exponential unit",
        absolute(exponential_slope(x)) <= top,
        using=["slopes of the exponential unit"],
    ),
    step(
        "a product of three",
        absolute(p * q * s) <= m**2 / 4,
        given=[absolute(p) <= m, absolute(q) <= m, s > 0, s <= quarter, m > 0],
    ),
    step("a product of two", absolute(p * q) <= m**2, given=[absolute(p) <= m, absolute(q) <= m, m > 0]),
    step(
        "z tanh z, sigmoid",
        absolute(stanh_slope(x) * stanh_slope(y) * out) <= r**2 / 4,
        given=root,
        using=["largest slope of z tanh z", "size of the output's slope", "a product of three"],
        hints=hints("largest slope of z tanh z", "a product of three", stanh_slope, r),
    ),
    step(
        "z tanh z, linear",
        absolute(stanh_slope(x) * stanh_slope(y)) <= r**2,
        given=root,
        using=["largest slope of z tanh z", "a product of two"],
        hints=hints("largest slope of z tanh z", "a product of two", stanh_slope, r),
    ),
    step(
        "leaky, sigmoid",
        absolute(leaky_slope(x) * leaky_slope(y) * out) <= quarter,
        given=leak,
        using=["largest slope of the leaky unit", "size of the output's slope", "a product of three"],
        hints=hints("largest slope of the leaky unit", "a product of three", leaky_slope, 1),
    ),
    step(
        "leaky, linear",
        absolute(leaky_slope(x) * leaky_slope(y)) <= 1,
        given=leak,
        using=["largest slope of the leaky unit", "a product of two"],
        hints=hints("largest slope of the leaky unit", "a product of two", leaky_slope, 1),
    ),
    step("leaky, linear, from below", leaky_slope(x) * leaky_slope(y) >= a**2, given=leak),
    step(
        "exponential, sigmoid",
        absolute(exponential_slope(x) * exponential_slope(y) * out) <= top**2 / 4,
        using=["largest slope of the exponential unit", "size of the output's slope", "a product of three"],
        hints=hints("largest slope of the exponential unit", "a product of three", exponential_slope, top),
    ),
    step(
        "exponential, linear",
        absolute(exponential_slope(x) * exponential_slope(y)) <= top**2,
        using=["largest slope of the exponential unit", "a product of two"],
        hints=hints("largest slope of the exponential unit", "a product of two", exponential_slope, top),
    ),
    step(
        "z tanh z attains it",
        eq(stanh_slope(x) * stanh_slope(y) * out, r**2 / 4),
        given=[*root, eq(x, r), eq(y, r), eq(z, 0)],
    ),
    step(
        "the leaky unit attains it", eq(leaky_slope(x) * leaky_slope(y) * out, quarter), given=[x > 0, y > 0, eq(z, 0)]
    ),
    step("the exponential unit approaches it", eq(limit(top * exp(x), x, 0, "-"), top)),
    step(
        "any number of hidden units",
        absolute(D(L)) <= B(L),
        given=[ForAll((i,), absolute(slope(i)) <= largest(i))],
    ),
    step(
        "any number of hidden units, sigmoid",
        absolute(D(L) * out) <= B(L) / 4,
        given=[absolute(D(L)) <= B(L)],
        using=["size of the output's slope"],
    ),
    step(
        "a linear output instead of a sigmoid",
        eq(B(L) * sup(d(z, z), z), 4 * (B(L) * sup(d(sigmoid(z), z), z))),
        using=["largest slope of a sigmoid", "largest slope of a linear unit"],
    ),
    step(
        "gradient with a sigmoid output",
        eq(with_sigmoid, sigmoid(h(x)) * (1 - sigmoid(h(x))) * h.derivative(x)),
    ),
    step("a quarter of it at most", 4 * absolute(p * q) <= absolute(q), given=[p > 0, p <= quarter]),
    step(
        "the gradient is at least 4 times as large",
        4 * absolute(with_sigmoid) <= absolute(d(h(x), x)),
        using=["size of the output's slope", "a quarter of it at most"],
        hints=[
            at("size of the output's slope", {z: h(x)}),
            at("a quarter of it at most", {p: sigmoid(h(x)) * (1 - sigmoid(h(x))), q: h.derivative(x)}),
        ],
    ),
    step("where the output's slope is largest", Iff(eq(out, quarter), eq(z, 0))),
    step(
        "exactly 4 times where h is 0, and only there",
        Iff(eq(4 * with_sigmoid, d(h(x), x)), eq(h(x), 0)),
        given=[ne(h.derivative(x), 0)],
        using=["where the output's slope is largest"],
        hints=[at("where the output's slope is largest", {z: h(x)})],
    ),
    step(
        "z tanh z as the hidden part",
        4 * absolute(d(sigmoid(x * tanh(x)), x)) <= rational("1.1"),
        note="more than 4 times smaller than r, which the linear output reaches",
    ),
    step(
        "square of the largest slope of z tanh z",
        chain(rational("1.4392"), "<", r**2, "<", rational("1.4393")),
        given=[r > rational("1.199678"), r < rational("1.199679")],
    ),
    step("square of beta u", eq(top**2, rational("3.07476225"))),
    define=[
        initial(D(0), 1),
        recurrence(D(i), slope(i) * D(i - 1), start=1),
        initial(B(0), 1),
        recurrence(B(i), largest(i) * B(i - 1), start=1),
    ],
    source="seed sheet 004, sections g and h",
)
