"""A ReLU halves the second moment of a symmetric variable.

Claims
    relu(a)^2 and relu(-a)^2 add up to a^2, and have one mean if a is symmetric, so E relu(a)^2 = 1/2 for every
    symmetric a of variance 1;
    the mean of relu(a) is half that of abs(a), and for a standard normal variable it is 1/sqrt(2 pi).

Assumptions
    a is symmetric about 0 with variance 1; z is standard normal.

Source: seed sheet 002, section 3.2(a).
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    E,
    Independent,
    Normal,
    absolute,
    eq,
    exp,
    integral,
    oo,
    pi,
    random_variable,
    rational,
    real,
    relu,
    sqrt,
)

x = real("x")
a = random_variable("a", Independent(0, 1, symmetric=True))
z = random_variable("z", Normal(0, 1))
half = rational(1, 2)

DERIVATION = derivation(
    step("the two halves of a square", eq(relu(x) ** 2 + relu(-x) ** 2, x**2)),
    step("the halves have one mean", eq(E(relu(a) ** 2), E(relu(-a) ** 2))),
    step("second moment of a", eq(E(a**2), 1)),
    step(
        "second moment after the ReLU",
        eq(E(relu(a) ** 2), half),
        using=["the two halves of a square", "the halves have one mean", "second moment of a"],
    ),
    step("mean after the ReLU", eq(E(relu(a)), E(absolute(a)) / 2)),
    step(
        "integral of the normal density",
        eq(integral(x * exp(-(x**2) / 2) / sqrt(2 * pi), x, 0, oo), 1 / sqrt(2 * pi)),
    ),
    step(
        "mean for a normal variable",
        eq(E(relu(z)), 1 / sqrt(2 * pi)),
        using=["integral of the normal density"],
    ),
    step("second moment for a normal variable", eq(E(relu(z) ** 2), half)),
    source="seed sheet 002, section 3.2(a)",
)
