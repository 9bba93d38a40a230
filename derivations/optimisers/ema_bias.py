"""A running average of gradients is biased by the factor 1 - beta^t, and dividing by it removes the bias.

Claims
    E v_t = (1 - beta^t) E g_t, by induction on t, which is not E g_t unless E g_t = 0;
    v_t/(1 - beta^t) is unbiased;
    for independent gradients of variance s^2 the variance of v_t is s^2 (1 - beta)(1 - beta^(2 t))/(1 + beta), and
    tends to s^2 (1 - beta)/(1 + beta).

Assumptions
    0 < beta < 1; the average starts at v_0 = 0.  The law of the gradient does not change with time; it has mean m and
    variance s^2.  Independence over time enters the variance only.

Notation
    g(t) and v(t) are one coordinate of the gradient and of its average; all coordinates are alike.  SymPy solves the
    recurrences of the mean and of the variance, sums the powers of beta, and cancels.

Source: seed sheet 002, section 1.3.
"""

from sympy import Eq, Function, Limit, Sum, collect, factor, oo, rsolve, simplify, summation, symbols

from gradcheck.derivation import by_sympy, derivation, held, step
from gradcheck.language.author import E, Independent, Var, eq, initial, limit, ne, random_sequence, recurrence, total

t, i = symbols("t i", integer=True, nonnegative=True)
beta, m, s, rest = symbols("beta m s rest", real=True)
g = random_sequence("g", Independent(m, s**2))
v, M, V = map(Function, "vMV")

mean = collect(rsolve(Eq(M(t), beta * M(t - 1) + (1 - beta) * m), M(t), {M(0): 0}), m)
variance = rsolve(Eq(V(t), beta**2 * V(t - 1) + (1 - beta) ** 2 * s**2), V(t), {V(0): 0})
variance = factor(variance.subs(beta ** (2 * t), 1 - rest)).subs(rest, 1 - beta ** (2 * t))
(of_powers, _), *_ = reversed(summation(beta**i, (i, 0, t - 1)).args)  # as beta is not 1
(of_squares, _), *_ = reversed(summation(beta ** (2 * i), (i, 0, t - 1)).args)
powers, squares = Sum(beta ** (t - i), (i, 1, t)), Sum(beta ** (2 * (t - i)), (i, 1, t))

with held():
    as_summed = (1 - beta) * m * ((1 - beta**t) / (1 - beta))

DERIVATION = derivation(
    step("mean of the gradient", eq(E(g(t)), m)),
    step("mean of one update", eq(E(v(t)), beta * E(v(t - 1)) + (1 - beta) * E(g(t))), given=[t >= 1]),
    step("mean", eq(E(v(t)), (1 - beta**t) * E(g(t))), using=["mean of one update"]),
    step("biased", ne(E(v(t)), E(g(t))), given=[ne(m, 0)], using=["mean"]),
    step("size of the bias", eq(E(v(t)) - E(g(t)), -(beta**t) * m), using=["mean"]),
    step("mean, in numbers", eq(E(v(t)), mean), using=["mean"]),
    step("the factor tends to 1", Eq(Limit(1 - beta**t, t, oo), 1)),
    step("the bias fades", eq(limit(E(v(t)), t, oo), m), using=["mean, in numbers", "the factor tends to 1"]),
    step("the factor is not 0", 1 - beta**t > 0, given=[t >= 1]),
    step(
        "dividing removes the bias",
        eq(E(v(t) / (1 - beta**t)), E(g(t))),
        given=[t >= 1],
        using=["mean", "the factor is not 0"],
    ),
    step("unrolled", eq(v(t), (1 - beta) * total(beta ** (t - i) * g(i), i, 1, t))),
    step(
        "mean by the geometric sum",
        eq((1 - beta) * m * powers, as_summed),
    ),
    step(
        "mean as simplified",
        by_sympy(simplify, as_summed),
        note="this cancels 1 - beta, which is not 0",
    ),
    step(
        "variances add up",
        eq(Var(v(t)), (1 - beta) ** 2 * total(beta ** (2 * (t - i)) * s**2, i, 1, t)),
        using=["unrolled"],
    ),
    step(
        "geometric sum of squares",
        eq(squares, of_squares),
    ),
    step("variance", eq(Var(v(t)), variance), using=["variances add up", "geometric sum of squares"]),
    step("its factor tends to 1", Eq(Limit(1 - beta ** (2 * t), t, oo), 1)),
    step(
        "variance in the long run",
        eq(limit(Var(v(t)), t, oo), s**2 * (1 - beta) / (1 + beta)),
        using=["variance", "its factor tends to 1"],
    ),
    step(
        "variance without the bias",
        eq(Var(v(t) / (1 - beta**t)), s**2 * (1 - beta) * (1 + beta**t) / ((1 + beta) * (1 - beta**t))),
        given=[t >= 1],
        using=["variance", "the factor is not 0"],
    ),
    assume=[beta > 0, beta < 1],
    define=[initial(v(0), 0), recurrence(v(t), beta * v(t - 1) + (1 - beta) * g(t), start=1)],
    source="seed sheet 002, section 1.3",
)
