"""The squared error of one output passes back twice the residual, at most 2 for outputs and targets in [0, 1].

Claims
    the derivative of (p - y)^2 by the prediction p is 2 (p - y);
    its absolute value is at most 2 while p and y lie in [0, 1], and it is 2 for the worst prediction only: p = 1 for
    y = 0, or p = 0 for y = 1;
    a sigmoid as output never gets there: the bound is strict then.

Notation
    p is the prediction (the sheet's y with a hat), y the target, z the pre-activation of the output unit.

Source: seed sheet 004, section d.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import And, absolute, d, eq, real, reals, sigmoid

p, y = reals("p y")
z = real("z")
delta = d((p - y) ** 2, p)
unit = [p >= 0, p <= 1, y >= 0, y <= 1]

DERIVATION = derivation(
    step("derivative", eq(delta, 2 * (p - y))),
    step("from above", delta <= 2, given=unit),
    step("from below", delta >= -2, given=unit),
    step("bound", absolute(delta) <= 2, given=unit),
    step("attained at the worst prediction", eq(absolute(delta), 2), given=[eq(p, 1), eq(y, 0)]),
    step("and at its mirror image", eq(absolute(delta), 2), given=[eq(p, 0), eq(y, 1)]),
    step("only there from above", And((eq(p, 1), eq(y, 0))), given=[*unit, eq(2 * (p - y), 2)]),
    step("only there from below", And((eq(p, 0), eq(y, 1))), given=[*unit, eq(2 * (p - y), -2)]),
    step("strict for a sigmoid", absolute(2 * (sigmoid(z) - y)) < 2, given=[y >= 0, y <= 1]),
    source="seed sheet 004, section d",
)
