"""A weighted sigmoid unit can keep or enlarge a gradient only if its weight is at least 4 in size.

Claims
    a unit sigmoid(w a + b) multiplies the gradient by w sigmoid'(w a + b), which is never larger than |w|/4;
    whatever the bias b is, some input a makes the factor at least 1 in size if and only if |w| >= 4, and larger than 1
    if and only if |w| > 4;
    the best input is the one with w a + b = 0.

Notation
    a is the input of the unit, w its weight, b its bias.

Source: seed sheet 003, section 1.2.
"""

from gradcheck.derivation import at, derivation, step
from gradcheck.language.author import Exists, Iff, Implies, absolute, chain, d, eq, ne, rational, reals, sigmoid

a, b, w, z = reals("a b w z")
unit = sigmoid(w * a + b)
quarter = rational(1, 4)
slope = unit * (1 - unit)
factor = absolute(w * slope)

DERIVATION = derivation(
    step("derivative of the sigmoid", eq(d(sigmoid(z), z), sigmoid(z) * (1 - sigmoid(z)))),
    step("derivative of the unit", eq(d(unit, a), w * slope)),
    step("slope of the sigmoid", chain(0, "<", sigmoid(z) * (1 - sigmoid(z)), "<=", quarter)),
    step(
        "bound",
        factor <= absolute(w) / 4,
        using=["slope of the sigmoid"],
        hints=[at("slope of the sigmoid", {z: w * a + b})],
    ),
    step("value at the best input", eq(factor, absolute(w) / 4), given=[ne(w, 0), eq(a, -b / w)]),
    step("at least 1 needs a weight of at least 4", Implies(factor >= 1, absolute(w) >= 4), using=["bound"]),
    step("more than 1 needs a weight of more than 4", Implies(factor > 1, absolute(w) > 4), using=["bound"]),
    step("a weight of at least 4 suffices", Exists(a, factor >= 1), given=[absolute(w) >= 4], hints=[-b / w]),
    step("a weight of more than 4 suffices", Exists(a, factor > 1), given=[absolute(w) > 4], hints=[-b / w]),
    step(
        "threshold",
        Iff(Exists(a, factor >= 1), absolute(w) >= 4),
        using=["at least 1 needs a weight of at least 4", "a weight of at least 4 suffices"],
    ),
    step(
        "strict threshold",
        Iff(Exists(a, factor > 1), absolute(w) > 4),
        using=["more than 1 needs a weight of more than 4", "a weight of more than 4 suffices"],
    ),
    source="seed sheet 003, section 1.2",
)
