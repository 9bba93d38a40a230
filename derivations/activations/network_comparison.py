"""What two hidden units and an output unit can do to a gradient: three activations, with a sigmoid or a linear output.

Claims
    a chain of three units multiplies a gradient by the product of its three slopes, so the product of their largest
    slopes bounds it;
    with a sigmoid output the bounds are r^2/4 for z tanh z (r = 1.19967... the positive root of r tanh r = 1), 1/4 for
    the leaky ReLU with any slope 0 < a < 1, and (beta u)^2/4 = 0.7686... for the exponential unit with beta = 1.05 and
    u = 1.67;
    with a linear output they are r^2 = 1.4392..., 1 and (beta u)^2 = 3.0747...;
    for any hidden units at all, replacing the sigmoid output by a linear one multiplies the bound by exactly 4, since
    sup sigmoid' = 1/4 and a linear unit has slope 1 everywhere.

Assumptions
    Pre-activations are any real numbers, other than 0 for the units with a kink there; weights are left out, as in the
    sheet, and multiply in.

Notation
    x, y, z are the pre-activations of the two hidden units and the output unit; p and q stand for the largest slopes
    of any two hidden units.

What remains opinion
    Which network is "more prone" to exploding or vanishing gradients is read off these bounds by the sheet.  They bound
    from above only: the leaky ReLU alone is also bounded from below, by a^2 times the slope of the output.

Source: seed sheet 004, sections g and h.
"""

from collections.abc import Callable

from gradcheck.derivation import Instance, along, at, derivation, step
from gradcheck.language.author import absolute, chain, d, eq, exp, limit, rational, reals, sigmoid, sup, tanh, where
from gradcheck.language.terms import Term

x, y, z, r, a, p, q, s, m = reals("x y z r a p q s m")
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
        "a linear output instead of a sigmoid",
        eq(p * q * sup(d(z, z), z), 4 * (p * q * sup(d(sigmoid(z), z), z))),
        using=["largest slope of a sigmoid", "largest slope of a linear unit"],
    ),
    step(
        "square of the largest slope of z tanh z",
        chain(rational("1.4392"), "<", r**2, "<", rational("1.4393")),
        given=[r > rational("1.199678"), r < rational("1.199679")],
    ),
    step("square of beta u", eq(top**2, rational("3.07476225"))),
    source="seed sheet 004, sections g and h",
)
