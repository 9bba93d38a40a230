"""The derivative of tanh takes exactly the values in (0, 1], and is 1 at 0 only.

Claims
    tanh' = 1 - tanh^2 = sech^2;
    it lies in (0, 1], and every number in (0, 1] is one of its values;
    its maximum 1 is attained exactly at x = 0, its infimum 0 is not attained.

Source: seed sheet 000, section 1.1.2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import Exists, Iff, chain, d, eq, inf, log, ne, reals, sech, sqrt, sup, tanh

x, c = reals("x c")
slope = d(tanh(x), x)
place = log((1 + sqrt(1 - c)) / (1 - sqrt(1 - c))) / 2  # where the slope is c

DERIVATION = derivation(
    step("derivative", eq(slope, 1 - tanh(x) ** 2)),
    step("derivative as a square", eq(slope, sech(x) ** 2)),
    step("values of tanh", chain(-1, "<", tanh(x), "<", 1)),
    step("bounds", chain(0, "<", slope, "<=", 1), using=["derivative", "values of tanh"]),
    step("root of the value", sqrt(1 - c) < 1, given=[c > 0, c <= 1]),
    step(
        "every value is taken",
        Exists(x, eq(1 - tanh(x) ** 2, c)),
        given=[c > 0, c <= 1],
        using=["root of the value"],
        hints=[place],
    ),
    step("maximum", eq(sup(slope, x), 1), using=["bounds"]),
    step("attained exactly at 0", Iff(eq(slope, 1), eq(x, 0)), using=["derivative"]),
    step("infimum", eq(inf(slope, x), 0), using=["bounds"]),
    step("the infimum is not attained", ne(slope, inf(slope, x)), using=["infimum", "bounds"]),
    source="seed sheet 000, section 1.1.2",
)
