"""The gradient through n nested sigmoids decays at least as fast as (1/4)^n, and in truth faster.

A network of n layers of one sigmoid unit each, without weights, computes y_n(x), the n-fold iterate of the sigmoid.

Claims
    0 < |d y_n/dx| <= (1/4)^n for every n >= 1, by induction on n;
    equality is possible for n = 1 only: for n >= 2 the supremum over all inputs is strictly smaller, and it is
    enclosed here to fifteen or more digits for n = 2 and n = 10;
    the iterates converge to the fixed point r of the sigmoid from every start, so each further layer multiplies
    the gradient by a factor that tends to the slope at r, 0.2247...;
    the gradient tends to 0 with the depth, but no input makes it 0.

Notation
    y(n) is the n-th iterate as a function of the input x, with y(0) = x; r stands for a fixed point, r = sigmoid(r).

Source: seed sheet 000, section 1.1.1.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    Exists,
    absolute,
    chain,
    d,
    eq,
    initial,
    limit,
    natural,
    oo,
    rational,
    reals,
    recurrence,
    sequence,
    sigmoid,
    sup,
)

x, z, a, b, r, s = reals("x z a b r s")
n, k = natural("n"), natural("k")
y = sequence("y", of=(x,))

quarter = rational(1, 4)
two_layers = rational("0.059")  # a little more than the supremum for two layers, and less than 1/16
slope = d(y(n), x)
fixed = eq(sigmoid(r), r)
low, high = rational("0.6590460684074066"), rational("0.6590460684074067")

DERIVATION = derivation(
    step(
        "slope of one layer",
        chain(0, "<", d(sigmoid(z), z), "<=", quarter),
    ),
    step("factor of one layer", chain(0, "<", sigmoid(z) * (1 - sigmoid(z)), "<=", quarter)),
    step(
        "chain rule",
        eq(d(y(n + 1), x), sigmoid(y(n)) * (1 - sigmoid(y(n))) * slope),
    ),
    step(
        "the slope is positive",
        slope > 0,
    ),
    step(
        "naive bound",
        chain(0, "<", absolute(slope), "<=", quarter**n),
        given=[n >= 1],
        using=["factor of one layer"],
    ),
    step(
        "one layer attains it",
        eq(sup(absolute(d(y(1), x)), x), quarter),
        hints=[rational(0)],
    ),
    step(
        "two layers do not",
        d(y(2), x) <= two_layers,
    ),
    step(
        "sharper bound",
        absolute(slope) <= two_layers * quarter ** (n - 2),
        given=[n >= 2],
        using=["factor of one layer", "two layers do not"],
    ),
    step(
        "the supremum is strictly smaller",
        sup(absolute(slope), x) < quarter**n,
        given=[n >= 2],
        using=["sharper bound"],
    ),
    step(
        "supremum for two layers",
        chain(rational("0.058958980623742"), "<=", sup(d(y(2), x), x), "<=", rational("0.058958980623743")),
    ),
    step(
        "supremum for ten layers",
        chain(rational("3.901274013497508e-7"), "<=", sup(d(y(10), x), x), "<=", rational("3.901274013497509e-7")),
    ),
    step(
        "ten layers against the naive bound",
        chain(rational("0.409"), "<=", sup(d(y(10), x), x) / quarter**10, "<", rational("0.410")),
        using=["supremum for ten layers"],
    ),
    step(
        "a fixed point exists",
        Exists(r, fixed),
    ),
    step(
        "the sigmoid is a contraction",
        absolute(sigmoid(a) - sigmoid(b)) <= absolute(a - b) / 4,
        using=["slope of one layer"],
    ),
    step("below the fixed point", sigmoid(z) > z, given=[z < low]),
    step("above the fixed point", sigmoid(z) < z, given=[z > high]),
    step("the fixed point is not lower", low <= r, given=[fixed], using=["below the fixed point"], hints=[r - low]),
    step("the fixed point is not higher", r <= high, given=[fixed], using=["above the fixed point"], hints=[r - high]),
    step(
        "place of the fixed point",
        chain(low, "<=", r, "<=", high),
        given=[fixed],
        using=["the fixed point is not lower", "the fixed point is not higher"],
    ),
    step(
        "slope at the fixed point",
        And(
            (
                eq(d(sigmoid(r), r), r * (1 - r)),
                d(sigmoid(r), r) >= rational("0.2247043481241465"),
                d(sigmoid(r), r) <= rational("0.2247043481241466"),
            )
        ),
        given=[fixed],
        using=["place of the fixed point"],
    ),
    step(
        "one layer is a contraction",
        absolute(y(n + 1) - s) <= absolute(y(n) - r) / 4,
        given=[eq(s, sigmoid(r))],
        using=["the sigmoid is a contraction"],
    ),
    step(
        "one layer approaches the fixed point",
        absolute(y(n + 1) - r) <= absolute(y(n) - r) / 4,
        given=[fixed],
        using=["one layer is a contraction"],
    ),
    step(
        "n layers approach the fixed point",
        absolute(y(n) - r) <= quarter**n * absolute(x - r),
        given=[fixed],
        using=["one layer approaches the fixed point"],
    ),
    step(
        "limit of the iterates",
        eq(limit(y(n), n, oo), r),
        given=[fixed],
        using=["n layers approach the fixed point"],
    ),
    step(
        "factor of one more layer",
        eq(d(y(n + 1), x) / slope, sigmoid(y(n)) * (1 - sigmoid(y(n)))),
        using=["the slope is positive"],
    ),
    step(
        "rate per layer",
        eq(limit(d(y(n + 1), x) / slope, n, oo), d(sigmoid(r), r)),
        given=[fixed],
        using=["limit of the iterates", "factor of one more layer"],
    ),
    step(
        "the gradient vanishes with depth",
        eq(limit(slope, n, oo), 0),
        using=["naive bound"],
    ),
    erratum(
        "the lower bound 0 is attained",
        Exists(x, eq(absolute(slope), 0)),
        given=[n >= 1],
        note="for no n and no x: the gradient gets arbitrarily small but stays positive",
    ),
    define=[initial(y(0), x), recurrence(y(k), sigmoid(y(k - 1)), start=1)],
    source="seed sheet 000, section 1.1.1",
)
