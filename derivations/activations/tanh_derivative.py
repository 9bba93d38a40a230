"""The derivative of tanh takes exactly the values in (0, 1], and is 1 at 0 only.

Claims
    tanh' = 1 - tanh^2 = sech^2;
    it lies in (0, 1], and every number in (0, 1] is one of its values;
    its maximum 1 is attained exactly at x = 0, its infimum 0 is not attained.

Notation
    SymPy differentiates tanh, solves for the places where the slope is level or has its largest value, and for the
    value t of tanh where it is c; the place is atanh(t), by logarithms.

Source: seed sheet 000, section 1.1.2.
"""

from sympy import Eq, atanh, diff, log, sech, solve, symbols, tanh, trigsimp

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language.author import Exists, chain, eq, inf, ne, sup

x, t, c = symbols("x t c", real=True)

slope = diff(tanh(x), x)
(level,) = solve(diff(slope, x), x)
*_, value = solve(Eq(slope.subs(tanh(x), t), c), t)  # of tanh, where the slope is c
place = atanh(value).rewrite(log)

DERIVATION = derivation(
    step("derivative", by_sympy(diff, tanh(x), x)),
    step("slope by cosh", by_sympy(trigsimp, slope)),
    step("derivative as a square", eq(slope, sech(x) ** 2)),
    step("values of tanh", chain(-1, "<", tanh(x), "<", 1)),
    step("bounds", chain(0, "<", slope, "<=", 1), using=["derivative", "values of tanh"]),
    step("root of the value", value < 1, given=[c > 0, c <= 1]),
    step(
        "every value is taken",
        Exists(x, eq(slope, c)),
        given=[c > 0, c <= 1],
        using=["root of the value"],
        hints=[place],
    ),
    step("the slope is level at 0 alone", by_sympy(solve, diff(slope, x), x)),
    step("maximum", eq(sup(slope, x), slope.subs(x, level)), using=["bounds"]),
    step("attained exactly at 0", by_sympy(solve, Eq(slope, 1), x), using=["derivative"]),
    step("infimum", eq(inf(slope, x), 0), using=["bounds"]),
    step("the infimum is not attained", ne(slope, inf(slope, x)), using=["infimum", "bounds"]),
    where={"slope": slope},
    source="seed sheet 000, section 1.1.2",
)
