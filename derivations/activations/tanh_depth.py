"""The gradient through n nested tanh need not vanish: at 0 it is 1 at every depth.

A network of n layers of one tanh unit each, without weights, computes y_n(x), the n-fold iterate of tanh.

Claims
    0 < abs(d y_n/dx) <= 1^n for every n;
    at x = 0 the derivative is exactly 1 for every n, so the bound is attained and forces nothing to vanish;
    for every other x, and n >= 1, it is strictly below 1.

Notation
    y(n) is the n-th iterate as a function of the input x, with y(0) = x.

Erratum
    The sheet concludes from the bound that the gradient necessarily vanishes.  It does not, at x = 0.

Source: seed sheet 000, section 1.1.2.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    absolute,
    chain,
    d,
    eq,
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
    tanh,
)

x, z = reals("x z")
n, k = naturals("n k")
y = sequence("y", of=(x,))
slope = d(y(n), x)

DERIVATION = derivation(
    step("slope of one layer", chain(0, "<", d(tanh(z), z), "<=", 1)),
    step("slope of one layer away from 0", d(tanh(z), z) < 1, given=[ne(z, 0)]),
    step("factor of one layer", chain(0, "<", 1 - tanh(z) ** 2, "<=", 1)),
    step("factor of one layer away from 0", 1 - tanh(z) ** 2 < 1, given=[ne(z, 0)]),
    step("chain rule", eq(d(y(n + 1), x), (1 - tanh(y(n)) ** 2) * slope)),
    step(
        "bound",
        chain(0, "<", absolute(slope), "<=", rational(1) ** n),
        using=["factor of one layer"],
    ),
    step("at 0", And((eq(y(n), 0), eq(slope, 1))), given=[eq(x, 0)]),
    step("the bound is attained", eq(sup(absolute(slope), x), 1), using=["bound", "at 0"]),
    step("no iterate returns to 0", ne(y(n), 0), given=[ne(x, 0)]),
    step(
        "strictly below 1 elsewhere",
        absolute(slope) < 1,
        given=[ne(x, 0), n >= 1],
        using=["factor of one layer", "factor of one layer away from 0"],
    ),
    erratum(
        "the gradient necessarily vanishes",
        eq(limit(slope, n, oo), 0),
        using=["at 0"],
        note="at x = 0 the gradient is 1 at every depth",
    ),
    define=[initial(y(0), x), recurrence(y(k), tanh(y(k - 1)), start=1)],
    source="seed sheet 000, section 1.1.2",
)
