"""A saturated sigmoid passes no gradient back: its derivative dies out on both sides, exponentially fast.

Claims
    the derivative of the sigmoid tends to 0 as its argument tends to oo or to -oo;
    it is even, so both sides die out alike, and it lies between exp(-|z|)/4 and exp(-|z|): the rate is exactly
    exponential, with 1 as the limit of their ratio;
    it never becomes 0, so a saturated unit learns slowly, and not never.

Notation
    z is the argument of the sigmoid, the pre-activation of one unit.

Source: seed sheet 001, section 2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import absolute, d, eq, exp, limit, oo, real, sigmoid

z = real("z")
slope = d(sigmoid(z), z)
formula = sigmoid(z) * (1 - sigmoid(z))  # the same, as a term in which z may be replaced

DERIVATION = derivation(
    step("derivative", eq(slope, formula)),
    step("it dies out on the right", eq(limit(slope, z, oo), 0)),
    step("it dies out on the left", eq(limit(slope, z, -oo), 0)),
    step("even", eq(formula, sigmoid(-z) * (1 - sigmoid(-z)))),
    step("at most exponentially small", slope >= exp(-absolute(z)) / 4),
    step("at least exponentially small", slope <= exp(-absolute(z))),
    step("rate on the right", eq(limit(slope / exp(-z), z, oo), 1)),
    step("rate on the left", eq(limit(slope / exp(z), z, -oo), 1)),
    step("never 0", slope > 0),
    source="seed sheet 001, section 2",
)
