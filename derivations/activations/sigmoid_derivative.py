"""The derivative of the sigmoid lies above 0 and reaches 1/4, at 0 and nowhere else.

Claims
    sigmoid' = sigmoid (1 - sigmoid), and completing the square shows its size: 1/4 - (sigmoid - 1/2)^2;
    its supremum over the real line is 1/4, attained exactly at x = 0, where the sigmoid itself is 1/2;
    it is positive everywhere, its infimum 0 is not attained, and exp(-abs(x)) bounds its tails.

Erratum
    The sheet reads 1/2 off a plot as the largest slope.  1/2 is the value of the sigmoid at the place of its largest
    slope, not that slope.

Source: seed sheet 000, section 1.1.1.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import Iff, absolute, chain, d, eq, exp, inf, limit, ne, oo, rational, real, sigmoid, sup

x = real("x")
slope = d(sigmoid(x), x)
half, quarter = rational(1, 2), rational(1, 4)

DERIVATION = derivation(
    step("derivative", eq(slope, sigmoid(x) * (1 - sigmoid(x)))),
    step("completed square", eq(slope, quarter - (sigmoid(x) - half) ** 2), using=["derivative"]),
    step("values", chain(0, "<", sigmoid(x), "<", 1)),
    step("value at 0", eq(sigmoid(0), half)),
    step("where the sigmoid is 1/2", Iff(eq(sigmoid(x), half), eq(x, 0))),
    step("bounds", chain(0, "<", slope, "<=", quarter), using=["completed square", "values"]),
    step("supremum", eq(sup(slope, x), quarter), using=["bounds"]),
    step(
        "attained exactly at 0",
        Iff(eq(slope, quarter), eq(x, 0)),
        using=["completed square", "where the sigmoid is 1/2"],
    ),
    step("the slope dies out on the right", eq(limit(slope, x, oo), 0)),
    step("the slope dies out on the left", eq(limit(slope, x, -oo), 0)),
    step("infimum", eq(inf(slope, x), 0), using=["bounds"]),
    step("the infimum is not attained", ne(slope, inf(slope, x)), using=["infimum", "bounds"]),
    step("tails", slope <= exp(-absolute(x))),
    erratum("the largest slope is 1/2", eq(sup(slope, x), half), note="the largest slope is 1/4"),
    source="seed sheet 000, section 1.1.1",
)
