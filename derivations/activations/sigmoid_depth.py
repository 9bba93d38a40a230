"""The gradient through n nested sigmoids decays at least as fast as (1/4)^n, and in truth faster.

A network of n layers of one sigmoid unit each, without weights, computes y_n(x), the n-fold iterate of the sigmoid.

Claims
    0 < |d y_n/dx| <= (1/4)^n for every n >= 1, by induction on n;
    equality is possible for n = 1 only: for n >= 2 the supremum over all inputs is strictly smaller, and it is
    enclosed here to fifteen or more digits for n = 2 and n = 10;
    the iterates converge to the fixed point r of the sigmoid from every start, so each further layer multiplies
    the gradient by a factor that tends to the slope at r, 0.2247...;
    the gradient tends to 0 with the depth, but no input makes it 0.

Notation
    y(n) is the n-th iterate as a function of the input x, with y(0) = x; r stands for a fixed point, r = sigmoid(r).
    SymPy differentiates one layer, two layers and one layer more, and finds the digits of the fixed point, of the
    slope there and of the supremum for two layers, between which the proofs enclose them.

Source: seed sheet 000, section 1.1.1.
"""

from sympy import (
    Abs,
    Eq,
    Expr,
    Function,
    Limit,
    Rational,
    diff,
    exp,
    expand,
    floor,
    lambdify,
    nsolve,
    oo,
    solve,
    symbols,
)

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import And, Exists, absolute, chain, d, eq, recurrence, sigmoid, sup

x, z, a, b, r, s = symbols("x z a b r s", real=True)
n, k = symbols("n k", integer=True, nonnegative=True)
y = Function("y")


def ends(value: Expr, digits: int) -> tuple[Rational, Rational]:
    """The two decimal numbers between which the value lies."""
    below = floor(value * 10**digits)
    return Rational(below, 10**digits), Rational(below + 1, 10**digits)


quarter = Rational(1, 4)
sigma = 1 / (1 + exp(-z))
one_layer = diff(sigma, z)
(power,) = solve(Eq(sigma, s), exp(-z))
by_value = expand(one_layer.subs(exp(-z), power))  # the slope of one layer, s being the value of the sigmoid
(level,) = solve(diff(by_value, s), s)  # the value at which it is largest
factor = lambdify(s, by_value, "math")  # the same, of any term
slope = diff(y(n, x), x)
one_more = diff(y(n + 1, x), x)

fixed = eq(sigmoid(r), r)
root = nsolve(sigma - z, z, Rational(2, 3), prec=20)
low, high = ends(root, 16)
slowest, fastest = ends(by_value.subs(s, root), 16)

two = sigma.subs(z, sigma)
steepest = nsolve(diff(two, z, 2), z, 0, prec=20)
least_two, most_two = ends(diff(two, z).subs(z, steepest), 15)
two_layers = Rational(59, 1000)  # a little more than the supremum for two layers, and less than 1/16

DERIVATION = derivation(
    step("slope of one layer", chain(0, "<", d(sigmoid(z), z), "<=", quarter)),
    step("slope of one layer, by SymPy", eq(d(sigmoid(z), z), one_layer)),
    step("factor of one layer", chain(0, "<", factor(sigmoid(z)), "<=", quarter)),
    step("chain rule", eq(one_more, factor(sigmoid(y(n, x))) * slope)),
    step("the slope is positive", slope > 0),
    step(
        "naive bound",
        chain(0, "<", Abs(slope), "<=", quarter**n),
        given=[n >= 1],
        using=["factor of one layer"],
    ),
    step("one layer attains it", eq(sup(Abs(diff(y(1, x), x)), x), by_value.subs(s, level)), hints=[Rational(0)]),
    step("two layers do not", diff(y(2, x), x) <= two_layers),
    step(
        "sharper bound",
        Abs(slope) <= two_layers * quarter ** (n - 2),
        given=[n >= 2],
        using=["factor of one layer", "two layers do not"],
    ),
    step(
        "the supremum is strictly smaller",
        sup(Abs(slope), x) < quarter**n,
        given=[n >= 2],
        using=["sharper bound"],
    ),
    step("supremum for two layers", chain(least_two, "<=", sup(diff(y(2, x), x), x), "<=", most_two)),
    step(
        "supremum for ten layers",
        chain(
            Rational("3.901274013497508e-7"), "<=", sup(diff(y(10, x), x), x), "<=", Rational("3.901274013497509e-7")
        ),
    ),
    step(
        "ten layers against the naive bound",
        chain(Rational("0.409"), "<=", sup(diff(y(10, x), x), x) / quarter**10, "<", Rational("0.410")),
        using=["supremum for ten layers"],
    ),
    step("a fixed point exists", Exists(r, fixed)),
    step(
        "the sigmoid is a contraction",
        absolute(sigmoid(a) - sigmoid(b)) <= Abs(a - b) / 4,
        using=["slope of one layer"],
    ),
    step("below the fixed point", sigmoid(z) > z, given=[z < low]),
    step("above the fixed point", sigmoid(z) < z, given=[z > high]),
    step("the fixed point is not lower", low <= r, given=[fixed], using=["below the fixed point"], hints=[r - low]),
    step("the fixed point is not higher", r <= high, given=[fixed], using=["above the fixed point"], hints=[r - high]),
    step(
        "place of the fixed point",
        chain(low, "<=", r, "<=", high),
        given=[fixed],
        using=["the fixed point is not lower", "the fixed point is not higher"],
    ),
    step(
        "slope at the fixed point",
        And((eq(d(sigmoid(r), r), factor(r)), d(sigmoid(r), r) >= slowest, d(sigmoid(r), r) <= fastest)),
        given=[fixed],
        using=["place of the fixed point"],
    ),
    step(
        "one layer is a contraction",
        Abs(y(n + 1, x) - s) <= Abs(y(n, x) - r) / 4,
        given=[eq(s, sigmoid(r))],
        using=["the sigmoid is a contraction"],
    ),
    step(
        "one layer approaches the fixed point",
        Abs(y(n + 1, x) - r) <= Abs(y(n, x) - r) / 4,
        given=[fixed],
        using=["one layer is a contraction"],
    ),
    step(
        "n layers approach the fixed point",
        Abs(y(n, x) - r) <= quarter**n * Abs(x - r),
        given=[fixed],
        using=["one layer approaches the fixed point"],
    ),
    step(
        "limit of the iterates",
        Eq(Limit(y(n, x), n, oo), r),
        given=[fixed],
        using=["n layers approach the fixed point"],
    ),
    step("factor of one more layer", eq(one_more / slope, factor(sigmoid(y(n, x)))), using=["the slope is positive"]),
    step(
        "rate per layer",
        eq(Limit(one_more / slope, n, oo), d(sigmoid(r), r)),
        given=[fixed],
        using=["limit of the iterates", "factor of one more layer"],
    ),
    step("the gradient vanishes with depth", Eq(Limit(slope, n, oo), 0), using=["naive bound"]),
    erratum(
        "the lower bound 0 is attained",
        Exists(x, Eq(Abs(slope), 0)),
        given=[n >= 1],
        note="for no n and no x: the gradient gets arbitrarily small but stays positive",
    ),
    define=[Eq(y(0, x), x), recurrence(y(k, x), sigmoid(y(k - 1, x)), start=1)],
    source="seed sheet 000, section 1.1.1",
)
