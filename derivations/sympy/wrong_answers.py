"""SymPy proposes, gradcheck judges: wrong answers of SymPy 1.14, refuted, and the right ones.

Each erratum is the statement that an answer of SymPy is right, made from that answer.  The step beside it says what is
true.

Claims
    the gradient of a ridge loss that is written with traces is not 0, and neither is that of a trace less a number, nor
    that of the logistic loss of one example;
    softplus' has the supremum 1 and no maximum;
    x exp(-x) takes the value 0 on [0, oo), so that its values there are [0, 1/e] and not (0, 1/e];
    a small angle is not 0, although it is to two digits of SymPy, whose simplify trusts them on some runs.

Notation
    X is n by d, one row an example; w and y are the weights and the targets; F is any matrix, and u an example.

Source: SymPy 1.14, issue 23086 for the angle.
"""

from sympy import (
    Contains,
    Derivative,
    Interval,
    MatrixSymbol,
    N,
    Rational,
    Trace,
    acos,
    diff,
    exp,
    log,
    maximum,
    oo,
    solve,
    symbols,
)
from sympy.calculus.util import function_range

from gradcheck.derivation import by_sympy, derivation, erratum, step
from gradcheck.language.author import chain, eq, sup

n, d = symbols("n d", integer=True, positive=True)
x, lam = symbols("x lam", real=True)
X, y, w = MatrixSymbol("X", n, d), MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1)
F, u = MatrixSymbol("F", n, d), MatrixSymbol("u", d, 1)

by_traces = Trace((X * w - y).T * (X * w - y)) + lam * Trace(w.T * w)
by_products = (X * w - y).T * (X * w - y) + lam * w.T * w
less_three = Trace(F.T * F) - 3
logistic = log(1 + exp((u.T * w)[0, 0]))

softplus_slope = diff(log(1 + exp(x)), x)
bump = x * exp(-x)
angle = acos(Rational(7823207, 7823209))

DERIVATION = derivation(
    erratum("ridge loss, by traces", by_sympy(diff, by_traces, w), note="its gradient is 2 X.T (X w - y) + 2 lam w"),
    step("ridge loss, by products", by_sympy(diff, by_products, w)),
    step("gradient of the ridge loss", eq(Derivative(by_traces, w), diff(by_products, w))),
    erratum("a trace less 3", by_sympy(diff, less_three, F), note="its gradient is 2 F"),
    step("a trace", by_sympy(diff, Trace(F.T * F), F)),
    step("gradient of a trace less 3", eq(Derivative(less_three, F), diff(Trace(F.T * F), F))),
    erratum("logistic loss", by_sympy(diff, logistic, w), note="its gradient is the sigmoid of u w, times u"),
    step("gradient of the logistic loss", eq(Derivative(logistic, w), 1 / (1 + exp(-(u.T * w)[0, 0])) * u)),
    erratum(
        "the slope of softplus has a maximum",
        by_sympy(maximum, softplus_slope, x),
        note="1 is its supremum, and the slope is less everywhere",
    ),
    step("values of the slope of softplus", chain(0, "<", softplus_slope, "<", 1)),
    step("supremum of the slope of softplus", eq(sup(softplus_slope, x), 1)),
    erratum(
        "values of x exp(-x)",
        by_sympy(Contains(bump, function_range(bump, x, Interval(0, oo))), function_range),
        given=[x >= 0],
        note="0 is one of the values, at x = 0",
    ),
    step("where x exp(-x) is 0", by_sympy(solve, bump, x)),
    step("bounds of x exp(-x)", chain(0, "<=", bump, "<=", exp(-1)), given=[x >= 0]),
    step("largest value of x exp(-x)", by_sympy(maximum, bump, x, Interval(0, oo))),
    erratum("a small angle", by_sympy(N, angle, 2), note="it is 0.000715..."),
    step("size of the angle", chain(Rational("0.000715"), "<", angle, "<", Rational("0.000716"))),
    source="SymPy 1.14, issue 23086 for the angle",
)
