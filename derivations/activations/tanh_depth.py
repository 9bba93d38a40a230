"""The gradient through n nested tanh need not vanish: at 0 it is 1 at every depth.

A network of n layers of one tanh unit each, without weights, computes y_n(x), the n-fold iterate of tanh.

Claims
    0 < abs(d y_n/dx) <= 1^n for every n;
    at x = 0 the derivative is exactly 1 for every n, so the bound is attained and forces nothing to vanish;
    for every other x, and n >= 1, it is strictly below 1.

Notation
    y(n) is the n-th iterate as a function of the input x, with y(0) = x.  SymPy differentiates one layer, and one
    layer more by the chain rule.

Erratum
    The sheet concludes from the bound that the gradient necessarily vanishes.  It does not, at x = 0.

Source: seed sheet 000, section 1.1.2.
"""

from sympy import Abs, Derivative, Eq, Function, Limit, Ne, Pow, diff, oo, symbols, tanh

from gradcheck.derivation import by_sympy, derivation, erratum, step
from gradcheck.language.author import And, chain, eq, sup

x, z = symbols("x z", real=True)
n, k = symbols("n k", integer=True, nonnegative=True)
y = Function("y")

of_one_layer = diff(tanh(z), z)
slope = diff(y(n, x), x)
power = Pow(1, n, evaluate=False)

DERIVATION = derivation(
    step("derivative of one layer", by_sympy(diff, tanh(z), z)),
    step("slope of one layer", chain(0, "<", Derivative(tanh(z), z), "<=", 1)),
    step("slope of one layer away from 0", Derivative(tanh(z), z) < 1, given=[Ne(z, 0)]),
    step("factor of one layer", chain(0, "<", of_one_layer, "<=", 1)),
    step("factor of one layer away from 0", of_one_layer < 1, given=[Ne(z, 0)]),
    step("chain rule", Eq(diff(y(n + 1, x), x), diff(tanh(y(n, x)), x))),
    step("bound", chain(0, "<", Abs(slope), "<=", power), using=["factor of one layer"]),
    step("at 0", And((Eq(y(n, x), 0), Eq(slope, 1))), given=[Eq(x, 0)]),
    step("the bound is attained", eq(sup(Abs(slope), x), 1), using=["bound", "at 0"]),
    step("no iterate returns to 0", Ne(y(n, x), 0), given=[Ne(x, 0)]),
    step(
        "strictly below 1 elsewhere",
        Abs(slope) < 1,
        given=[Ne(x, 0), n >= 1],
        using=["factor of one layer", "factor of one layer away from 0"],
    ),
    erratum(
        "the gradient necessarily vanishes",
        Eq(Limit(slope, n, oo), 0),
        using=["at 0"],
        note="at x = 0 the gradient is 1 at every depth",
    ),
    define=[Eq(y(0, x), x), Eq(y(k, x), tanh(y(k - 1, x)))],
    source="seed sheet 000, section 1.1.2",
)
