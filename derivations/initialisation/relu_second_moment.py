"""A ReLU halves the second moment of a symmetric variable.

Claims
    relu(a)^2 and relu(-a)^2 add up to a^2, and have one mean if a is symmetric, so E relu(a)^2 = 1/2 for every
    symmetric a of variance 1;
    the mean of relu(a) is half that of abs(a), and for a standard normal variable it is 1/sqrt(2 pi).

Assumptions
    a is symmetric about 0 with variance 1; z is standard normal.

Notation
    SymPy integrates the normal density over the positive numbers, and finds the mean of max(z, 0).

Source: seed sheet 002, section 3.2(a).
"""

from sympy import Max, Symbol, exp, integrate, oo, pi, sqrt, stats

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language.author import E, Independent, absolute, eq, random_variable, relu

x = Symbol("x", real=True)
density = exp(-(x**2) / 2) / sqrt(2 * pi)
mean = integrate(x * density, (x, 0, oo))
second = integrate(x**2 * density, (x, 0, oo))

a = random_variable("a", Independent(0, 1, symmetric=True))
z = stats.Normal("z", 0, 1)

DERIVATION = derivation(
    step("the two halves of a square", eq(relu(x) ** 2 + relu(-x) ** 2, x**2)),
    step("the halves have one mean", eq(E(relu(a) ** 2), E(relu(-a) ** 2))),
    step("second moment of a", eq(E(a**2), 1)),
    step(
        "second moment after the ReLU",
        eq(E(relu(a) ** 2), second),
        using=["the two halves of a square", "the halves have one mean", "second moment of a"],
    ),
    step("mean after the ReLU", eq(E(relu(a)), E(absolute(a)) / 2)),
    step("integral of the normal density", by_sympy(integrate, x * density, (x, 0, oo))),
    step("integral with the square", by_sympy(integrate, x**2 * density, (x, 0, oo))),
    step("mean of max(z, 0)", by_sympy(stats.E, Max(z, 0))),
    step("mean for a normal variable", eq(E(relu(z)), mean), using=["integral of the normal density"]),
    step("second moment for a normal variable", eq(E(relu(z) ** 2), second)),
    source="seed sheet 002, section 3.2(a)",
)
