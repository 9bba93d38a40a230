"""The inputs at which a weighted sigmoid unit does not shrink the gradient form a short interval.

Claims
    for |w| >= 4 the inputs a with |w sigmoid'(w a + b)| >= 1 are those of one closed interval around -b/w;
    with x = exp(-w a - b) the condition is (1 + x)^2 <= |w| x, so x lies between ((|w| - 2) -+ sqrt(w^2 - 4 |w|))/2,
    two positive numbers with product 1;
    the interval has width (2/|w|) ln(|w| (1 + sqrt(1 - 4/|w|))/2 - 1);
    with |w| = 4 cosh(z)^2, z >= 0, the width is z/cosh(z)^2; it is largest at the one positive r with 2 r tanh(r) = 1,
    where |w| = 16 r^2/(4 r^2 - 1) = 6.8941510322729280... and the width is r - 1/(4 r) = 0.4477432046943028....

Notation
    a is the input of the unit, w != 0 its weight, b its bias; v stands for |w| where the sign of w does not matter.

Errata
    The sheet drops the square in sigmoid'(z) = exp(-z)/(1 + exp(-z))^2, and then writes w x/(1 - x) >= 1 for the
    condition.  What it solves afterwards is the right condition.

Source: seed sheet 003, section 1.3.
"""

from gradcheck.derivation import along, at, derivation, erratum, step
from gradcheck.language.author import (
    And,
    Exists,
    Iff,
    Implies,
    Term,
    absolute,
    chain,
    cosh,
    d,
    eq,
    exp,
    log,
    ne,
    rational,
    reals,
    sigmoid,
    sqrt,
    tanh,
)

a, b, w, v, x, p, q, s, u, z, r = reals("a b w v x p q s u z r")


def lower(t: Term) -> Term:
    """The least x for |w| = t."""
    return ((t - 2) - sqrt(t**2 - 4 * t)) / 2


def upper(t: Term) -> Term:
    """The largest x for |w| = t."""
    return ((t - 2) + sqrt(t**2 - 4 * t)) / 2


def width(t: Term) -> Term:
    """The width of the interval for |w| = t, as the sheet has it."""
    return 2 / t * log(t * (1 + sqrt(1 - 4 / t)) / 2 - 1)


def hump(t: Term) -> Term:
    """The same for |w| = 4 cosh(t)^2."""
    return t * (1 - tanh(t) ** 2)


unit = sigmoid(w * a + b)
factor = absolute(w * (unit * (1 - unit)))
x_of = exp(-(w * a + b))
half_width = log(upper(absolute(w))) / absolute(w)
wide = absolute(w) >= 4
root = [r > 0, eq(2 * r * tanh(r), 1)]
low, high = rational("0.771702319209104223"), rational("0.771702319209104224")
best_weight, best_width = 16 * r**2 / (4 * r**2 - 1), r - 1 / (4 * r)

DERIVATION = derivation(
    step("derivative of the sigmoid", eq(d(sigmoid(z), z), exp(-z) / (1 + exp(-z)) ** 2)),
    erratum(
        "the derivative without the square",
        eq(d(sigmoid(z), z), exp(-z) / (1 + exp(-z))),
        note="the denominator is squared",
    ),
    step("the factor in x", eq(factor, absolute(w) * x_of / (1 + x_of) ** 2)),
    step("cleared of the denominator", Iff(v * x / (1 + x) ** 2 >= 1, (1 + x) ** 2 <= v * x), given=[x > 0]),
    erratum(
        "the condition of the sheet",
        Iff(v * x / (1 - x) >= 1, (1 + x) ** 2 <= v * x),
        given=[x > 0, ne(x, 1), v >= 4],
        note="the denominator is (1 + x)^2",
    ),
    step(
        "condition on x",
        Iff(factor >= 1, (1 + x_of) ** 2 <= absolute(w) * x_of),
        using=["the factor in x", "cleared of the denominator"],
        hints=[at("cleared of the denominator", {v: absolute(w), x: x_of})],
    ),
    step("product of the ends", eq(lower(v) * upper(v), 1), given=[v >= 4]),
    step("factors", eq(v * x - (1 + x) ** 2, (x - lower(v)) * (upper(v) - x)), given=[v >= 4]),
    step("between two roots", Iff((x - p) * (q - x) >= 0, And((p <= x, x <= q))), given=[p <= q], hints=[x - p, q - x]),
    step("the ends are in order", lower(v) <= upper(v), given=[v >= 4]),
    step(
        "solved for x",
        Iff((1 + x) ** 2 <= v * x, And((lower(v) <= x, x <= upper(v)))),
        given=[v >= 4],
        using=["factors", "the ends are in order", "between two roots"],
        hints=[at("between two roots", {p: lower(v), q: upper(v)})],
    ),
    step("the upper end", upper(v) >= 1, given=[v >= 4]),
    step("the upper end as in the sheet", eq(upper(v), v * (1 + sqrt(1 - 4 / v)) / 2 - 1), given=[v >= 4]),
    step("the lower end as in the sheet", eq(lower(v), v * (1 - sqrt(1 - 4 / v)) / 2 - 1), given=[v >= 4]),
    step("order of exponentials", Iff(exp(s) <= exp(z), s <= z), hints=[s - z]),
    step(
        "the upper end in logarithms",
        Iff(exp(-u) <= upper(v), -u <= log(upper(v))),
        given=[v >= 4],
        using=["the upper end", "order of exponentials"],
        hints=[at("order of exponentials", {s: -u, z: log(upper(v))})],
    ),
    step(
        "the lower end in logarithms",
        Iff(lower(v) <= exp(-u), -log(upper(v)) <= -u),
        given=[v >= 4],
        using=["the upper end", "product of the ends", "order of exponentials"],
        hints=[at("order of exponentials", {s: -log(upper(v)), z: -u})],
    ),
    step(
        "solved for a, in general",
        Iff(
            And((-s <= -(w * a + b), -(w * a + b) <= s)),
            And((-b / w - s / absolute(w) <= a, a <= -b / w + s / absolute(w))),
        ),
        given=[ne(w, 0)],
        hints=[w],
    ),
    step("weight as a hyperbolic cosine", eq(upper(4 * cosh(z) ** 2), exp(2 * z)), given=[z >= 0]),
    step("every weight is one", eq(4 * cosh(log(upper(v)) / 2) ** 2, v), given=[v >= 4]),
    step("width for a weight in z", eq(width(4 * cosh(z) ** 2), hump(z)), given=[z > 0]),
    step("a single input at |w| = 4", eq(width(rational(4)), 0)),
    step("width in z", eq(hump(log(upper(v)) / 2), width(v)), given=[v >= 4]),
    step("a root exists", Exists(r, And((r > 0, eq(2 * r * tanh(r), 1))))),
    step("z tanh z rises", z * tanh(z) < s * tanh(s), given=[z > 0, s > z, s > 0], hints=[along(s, z)]),
    step(
        "before the root",
        2 * z * tanh(z) < 1,
        given=[*root, z > 0, z < r],
        using=["z tanh z rises"],
        hints=[at("z tanh z rises", {s: r})],
    ),
    step(
        "beyond the root",
        2 * z * tanh(z) > 1,
        given=[*root, z > r],
        using=["z tanh z rises"],
        hints=[at("z tanh z rises", {z: r, s: z})],
    ),
    step(
        "rising up to the root",
        hump(z) < hump(r),
        given=[*root, z > 0, z < r],
        hints=[along(z, r)],
        using=["before the root"],
    ),
    step(
        "falling beyond the root",
        hump(z) < hump(r),
        given=[*root, z > r],
        hints=[along(z, r)],
        using=["beyond the root"],
    ),
    step("width at the root", eq(hump(r), best_width), given=root),
    step("weight at the root", eq(4 * cosh(r) ** 2, best_weight), given=[*root, r > rational(1, 2)]),
    step(
        "smaller elsewhere",
        hump(z) < best_width,
        given=[*root, z > 0, ne(z, r)],
        using=["rising up to the root", "falling beyond the root", "width at the root"],
        hints=[z - r],
    ),
    step("lower estimate", 2 * z * tanh(z) < 1, given=[z >= 0, z <= low]),
    step("upper estimate", 2 * z * tanh(z) > 1, given=[z >= high]),
    step("the root is not lower", r > low, given=root, using=["lower estimate"], hints=[r - low]),
    step("the root is not higher", r < high, given=root, using=["upper estimate"], hints=[r - high]),
    step(
        "the root", chain(low, "<", r, "<", high), given=root, using=["the root is not lower", "the root is not higher"]
    ),
    step(
        "the largest width",
        chain(rational("0.4477432046943028"), "<", best_width, "<", rational("0.4477432046943029")),
        given=[r > low, r < high],
    ),
    step(
        "the best weight",
        chain(rational("6.8941510322729280"), "<", best_weight, "<", rational("6.8941510322729281")),
        given=[r > low, r < high],
    ),
    step("the half-width is positive", log(upper(v)) / 2 > 0, given=[v > 4]),
    step(
        "nowhere larger",
        hump(z) <= best_width,
        given=[*root, z > 0],
        using=["smaller elsewhere", "width at the root"],
        hints=[z - r],
    ),
    step(
        "no width is larger",
        width(v) <= best_width,
        given=[*root, v > 4],
        using=["width in z", "nowhere larger", "the half-width is positive"],
        hints=[at("nowhere larger", {z: log(upper(v)) / 2})],
    ),
    step(
        "the largest width is reached",
        eq(width(4 * cosh(r) ** 2), best_width),
        given=root,
        using=["width for a weight in z", "width at the root"],
        hints=[at("width for a weight in z", {z: r}), at("width at the root", {})],
        note="at the weight 4 cosh(r)^2, the best weight",
    ),
    step(
        "all other widths are smaller",
        width(v) < best_width,
        given=[*root, v > 4, ne(log(upper(v)) / 2, r)],
        using=["width in z", "smaller elsewhere", "the half-width is positive"],
        hints=[at("smaller elsewhere", {z: log(upper(v)) / 2})],
    ),
    step(
        "only the best weight has that half-width",
        Implies(eq(log(upper(v)) / 2, r), eq(v, 4 * cosh(r) ** 2)),
        given=[v >= 4],
        using=["every weight is one"],
    ),
    step(
        "between the ends",
        Iff(factor >= 1, And((lower(absolute(w)) <= x_of, x_of <= upper(absolute(w))))),
        given=[wide],
        using=["condition on x", "solved for x"],
        hints=[at("solved for x", {v: absolute(w), x: x_of})],
    ),
    step(
        "between the ends in logarithms",
        Iff(And((lower(v) <= exp(-u), exp(-u) <= upper(v))), And((-log(upper(v)) <= -u, -u <= log(upper(v))))),
        given=[v >= 4],
        using=["the upper end in logarithms", "the lower end in logarithms"],
    ),
    step(
        "between the ends in logarithms, for an input",
        Iff(factor >= 1, And((-log(upper(absolute(w))) <= -(w * a + b), -(w * a + b) <= log(upper(absolute(w)))))),
        given=[wide],
        using=["between the ends", "between the ends in logarithms"],
        hints=[at("between the ends in logarithms", {v: absolute(w), u: w * a + b})],
    ),
    step(
        "the inputs that do not shrink the gradient",
        Iff(factor >= 1, And((-b / w - half_width <= a, a <= -b / w + half_width))),
        given=[wide],
        using=["between the ends in logarithms, for an input", "solved for a, in general"],
        hints=[at("solved for a, in general", {s: log(upper(absolute(w)))})],
    ),
    step("width", eq(2 * half_width, width(absolute(w))), given=[wide]),
    source="seed sheet 003, section 1.3",
)
