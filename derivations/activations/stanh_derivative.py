"""The largest slope of z tanh z is the number r with r tanh r = 1, and it is reached at r itself.

Claims
    f(z) = z tanh(z) has f'(z) = tanh z + z sech^2 z, an odd function, and f''(z) = 2 sech^2 z (1 - z tanh z);
    z tanh z = 1 has exactly one positive root r, 1.19967864025773383391636984864...;
    f' rises up to r and falls beyond it, and f'(r) = r: the place of the largest slope and the slope are one number;
    so -r <= f' <= r everywhere, r at r and -r at -r, and the sheet's bound abs(f') <= 1.19968 holds, rounded up in
    the last digit.

Notation
    r is the positive root of z tanh z = 1; f_slope(z) = tanh z + z (1 - tanh^2 z) is f' as a term in which z may be
    replaced.

Source: seed sheet 004, section d.
"""

from gradcheck.derivation import along, at, derivation, step
from gradcheck.language.author import (
    And,
    Exists,
    Term,
    absolute,
    cases_on,
    chain,
    d,
    eq,
    ne,
    rational,
    reals,
    sech,
    sup,
    tanh,
)

z, r, s = reals("z r s")


def f_slope(t: Term) -> Term:
    """The derivative of t tanh t."""
    return tanh(t) + t * (1 - tanh(t) ** 2)


slope = d(z * tanh(z), z)
root = [r > 0, eq(r * tanh(r), 1)]
low, high = (rational("1.19967864025773383391636984864" + end) for end in "12")

DERIVATION = derivation(
    step("derivative", eq(slope, tanh(z) + z * sech(z) ** 2)),
    step("derivative without sech", eq(slope, f_slope(z))),
    step("odd", eq(f_slope(-z), -f_slope(z))),
    step("second derivative", eq(d(f_slope(z), z), 2 * sech(z) ** 2 * (1 - z * tanh(z)))),
    step("a positive root exists", Exists(r, And((r > 0, eq(r * tanh(r), 1))))),
    step("z tanh z rises", z * tanh(z) < s * tanh(s), given=[z > 0, s > z, s > 0], hints=[along(s, z)]),
    step(
        "below the root",
        z * tanh(z) < 1,
        given=[*root, z > 0, z < r],
        hints=[at("z tanh z rises", {s: r})],
        using=["z tanh z rises"],
    ),
    step(
        "above the root",
        z * tanh(z) > 1,
        given=[*root, z > r],
        hints=[at("z tanh z rises", {z: r, s: z})],
        using=["z tanh z rises"],
    ),
    step(
        "there is no other root",
        eq(s, r),
        given=[*root, s > 0, eq(s * tanh(s), 1)],
        using=["below the root", "above the root"],
        hints=[cases_on(s - r), at("below the root", {z: s}), at("above the root", {z: s})],
    ),
    step("slope at the root", eq(f_slope(r), r), given=root),
    step(
        "rising up to the root",
        f_slope(z) < f_slope(r),
        given=[*root, z > 0, z < r],
        hints=[along(z, r)],
        using=["below the root"],
    ),
    step(
        "falling beyond the root",
        f_slope(z) < f_slope(r),
        given=[*root, z > r],
        hints=[along(z, r)],
        using=["above the root"],
    ),
    step("on the left", f_slope(z) <= 0, given=[z <= 0]),
    step(
        "strictly smaller elsewhere on the right",
        f_slope(z) < r,
        given=[*root, z > 0, ne(z, r)],
        using=["rising up to the root", "falling beyond the root", "slope at the root"],
        hints=[z - r],
    ),
    step(
        "strictly smaller elsewhere",
        f_slope(z) < r,
        given=[*root, ne(z, r)],
        using=["on the left", "strictly smaller elsewhere on the right"],
        hints=[z],
    ),
    step(
        "upper bound",
        f_slope(z) <= r,
        given=root,
        using=["strictly smaller elsewhere", "slope at the root"],
        hints=[z - r],
    ),
    step("lower bound", f_slope(z) >= -r, given=root, using=["upper bound", "odd"], hints=[at("upper bound", {z: -z})]),
    step("bound", absolute(slope) <= r, given=root, using=["upper bound", "lower bound", "derivative without sech"]),
    step("maximum", eq(sup(slope, z), r), given=root, using=["upper bound", "derivative without sech"], hints=[r]),
    step(
        "attained at the root only",
        eq(z, r),
        given=[*root, eq(f_slope(z), r)],
        using=["strictly smaller elsewhere"],
        hints=[z - r],
    ),
    step("lower estimate", z * tanh(z) < 1, given=[z >= 0, z <= low]),
    step("upper estimate", z * tanh(z) > 1, given=[z >= high]),
    step("the root is not lower", r > low, given=root, using=["lower estimate"], hints=[r - low]),
    step("the root is not higher", r < high, given=root, using=["upper estimate"], hints=[r - high]),
    step(
        "place and value to thirty digits",
        chain(low, "<", r, "<", high),
        given=root,
        using=["the root is not lower", "the root is not higher"],
    ),
    step("the bound of the sheet", absolute(slope) <= rational("1.19968")),
    source="seed sheet 004, section d",
)
