"""The derivative of the sigmoid lies above 0 and reaches 1/4, at 0 and nowhere else.

Claims
    sigma' = sigma (1 - sigma), and completing the square shows its size: 1/4 - (sigma - 1/2)^2;
    its supremum over the real line is 1/4, attained exactly at x = 0, where the sigmoid itself is 1/2;
    it is positive everywhere, its infimum 0 is not attained, and exp(-abs(x)) bounds its tails.

Notation
    sigma = 1/(1 + exp(-x)) is the sigmoid.  SymPy differentiates it, solves for the places where the slope is level or
    has its largest value, and finds that value and the limits of the slope.

Erratum
    The sheet reads 1/2 off a plot as the largest slope.  1/2 is the value of the sigmoid at the place of its largest
    slope, not that slope.

Source: seed sheet 000, section 1.1.1.
"""

from sympy import Abs, Eq, Rational, Symbol, diff, exp, limit, maximum, oo, solve

from gradcheck.derivation import by_sympy, derivation, erratum, step
from gradcheck.language.author import chain, eq, inf, ne, sigmoid, sup

x = Symbol("x", real=True)
half, quarter = Rational(1, 2), Rational(1, 4)

sigma = 1 / (1 + exp(-x))
slope = diff(sigma, x)

DERIVATION = derivation(
    step("the sigmoid", eq(sigmoid(x), sigma)),
    step("slope", by_sympy(diff, sigma, x)),
    step("derivative", eq(slope, sigmoid(x) * (1 - sigmoid(x)))),
    step("completed square", eq(slope, quarter - (sigmoid(x) - half) ** 2), using=["derivative"]),
    step("values", chain(0, "<", sigma, "<", 1)),
    step("value at 0", eq(sigmoid(0), sigma.subs(x, 0))),
    step("where the sigmoid is 1/2", by_sympy(solve, Eq(sigma, half), x)),
    step("bounds", chain(0, "<", slope, "<=", quarter), using=["completed square", "values"]),
    step("the slope is level at 0 alone", by_sympy(solve, diff(slope, x), x), using=["where the sigmoid is 1/2"]),
    step("supremum", by_sympy(maximum, slope, x), using=["bounds"]),
    step(
        "attained exactly at 0",
        by_sympy(solve, Eq(slope, quarter), x),
        using=["completed square", "where the sigmoid is 1/2"],
    ),
    step("the slope dies out on the right", by_sympy(limit, slope, x, oo)),
    step("the slope dies out on the left", by_sympy(limit, slope, x, -oo)),
    step("infimum", eq(inf(slope, x), limit(slope, x, oo)), using=["bounds"]),
    step("the infimum is not attained", ne(slope, inf(slope, x)), using=["infimum", "bounds"]),
    step("tails", slope <= exp(-Abs(x))),
    erratum("the largest slope is 1/2", eq(sup(slope, x), half), note="the largest slope is 1/4"),
    where={"slope": slope},
    source="seed sheet 000, section 1.1.1",
)
