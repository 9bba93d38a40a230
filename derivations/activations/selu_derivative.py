"""The slope of a scaled exponential unit, and the one pair of constants with which it keeps mean 0 and variance 1.

Claims
    f(x) = beta x for x >= 0 and beta u (exp(x) - 1) below has slope beta on the right and beta u exp(x) on the left;
    for beta = 1.05 and u = 1.67 the slope lies in (0, 1.754] away from 0 and tends to 0 for x -> -oo;
    its supremum is exactly beta u = 1.7535, approached from the left of 0 and never attained, since on the right of 0
    it is 1.05 only;
    the slope is at least beta exactly for x >= -log(u), an unbounded range;
    for Z ~ N(0, 1) and positive scale and alpha, E f(Z) = 0 and E f(Z)^2 = 1 hold for one pair of constants and no
    other: alpha = sqrt(2/pi)/(1 - sqrt(e) erfc(1/sqrt(2))) = 1.67326..., and the scale is 1.05070....

Assumptions
    x is not 0 where the derivative is meant: the slopes on both sides of 0 differ.

Notation
    beta and u are the constants of the sheet; alpha and the scale lam are those of the general function g, any positive
    numbers.  kappa = (1 - sqrt(e) erfc(1/sqrt(2)))/2 is minus the mean of exp(Z) - 1 over the left half of the line,
    tau the mean of its square there.

Erratum
    The sheet says that the slope is at least 1.05 on an extremely small range only.  Read as: on a bounded one, so that
    some c has |x| <= c wherever the slope is at least 1.05.  It is the half-line from -log(1.67) = -0.51... on.

Source: seed sheet 004, section f.  The constants: Klambauer, Unterthiner, Mayr, Hochreiter, Self-normalizing neural
networks, 2017.
"""

from gradcheck.derivation import at, derivation, erratum, step
from gradcheck.language.author import (
    And,
    E,
    Iff,
    Normal,
    Term,
    absolute,
    chain,
    d,
    eq,
    erf,
    exp,
    integral,
    limit,
    log,
    ne,
    oo,
    pi,
    random_variable,
    rational,
    reals,
    sqrt,
    sup,
    where,
)

x, c, lam, alpha, kappa, tau = reals("x c lambda alpha kappa tau")
Z = random_variable("Z", Normal(0, 1))
beta, u = rational("1.05"), rational("1.67")
half = rational(1, 2)


def f(t: Term) -> Term:
    """The unit of the sheet."""
    return where(t >= 0, beta * t, beta * u * (exp(t) - 1))


def g(t: Term) -> Term:
    """The same with any constants."""
    return where(t > 0, lam * t, lam * alpha * (exp(t) - 1))


slope = d(f(x), x)
formula = where(x > 0, beta, beta * u * exp(x))  # the same for x != 0

erfc_of_one, erfc_of_two = 1 - erf(1 / sqrt(2)), 1 - erf(sqrt(2))
density = exp(-(x**2) / 2) / sqrt(2 * pi)
kappa_value = (1 - exp(half) * erfc_of_one) / 2
tau_value = (1 + exp(2) * erfc_of_two) / 2 - exp(half) * erfc_of_one
constants = [eq(kappa, kappa_value), eq(tau, tau_value)]
positive = [lam > 0, alpha > 0]


def mean(k: Term) -> Term:
    """E g(Z), where k is kappa."""
    return lam * (1 / sqrt(2 * pi) - alpha * k)


def second(t: Term) -> Term:
    """E g(Z)^2, where t is tau."""
    return lam**2 * (half + alpha**2 * t)


def alpha_of(k: Term) -> Term:
    """The alpha that makes the mean 0."""
    return 1 / (sqrt(2 * pi) * k)


def scale_of(a: Term, t: Term) -> Term:
    """The scale that makes the second moment 1."""
    return 1 / sqrt(half + a**2 * t)


alpha_low, alpha_high = (rational("1.67326324235437728481704299167" + digit) for digit in "12")
scale_low, scale_high = (rational("1.05070098735548049341933498529" + digit) for digit in "45")
alpha_0, lam_0 = alpha_of(kappa), scale_of(alpha_of(kappa), tau)

DERIVATION = derivation(
    step("slope on the right", eq(slope, beta), given=[x > 0]),
    step("slope on the left", eq(slope, beta * u * exp(x)), given=[x < 0]),
    step("derivative", eq(slope, formula), given=[ne(x, 0)]),
    step("positive", slope > 0, given=[ne(x, 0)], hints=[x]),
    step("the bound of the sheet", slope <= rational("1.754"), given=[ne(x, 0)], hints=[x]),
    step("strictly below beta u", slope < beta * u, given=[ne(x, 0)], hints=[x]),
    step("beta u", eq(beta * u, rational("1.7535"))),
    step("approached from the left of 0", eq(limit(slope, x, 0, "-"), beta * u), using=["slope on the left"]),
    step("supremum on the left", eq(sup(slope, x, -oo, 0), beta * u), using=["approached from the left of 0"]),
    step("supremum on the right", eq(sup(slope, x, 0, oo), beta)),
    step("it dies out on the left", eq(limit(slope, x, -oo), 0)),
    step("order of exponentials", Iff(exp(x) >= exp(c), x >= c), hints=[x - c]),
    step(
        "where the left slope is at least beta",
        Iff(beta * u * exp(x) >= beta, x >= -log(u)),
        using=["order of exponentials"],
        hints=[at("order of exponentials", {c: -log(u)})],
    ),
    step(
        "where the slope is at least beta",
        Iff(slope >= beta, x >= -log(u)),
        given=[ne(x, 0)],
        using=["where the left slope is at least beta", "slope on the left", "slope on the right"],
        hints=[x],
    ),
    step("that range is not bounded", slope >= beta, given=[c > 0, x > c]),
    erratum(
        "at least 1.05 on a small range only",
        absolute(x) <= c,
        given=[ne(x, 0), c > 0, formula >= rational("1.05")],
        note="the range is the half-line x >= -log(1.67), whatever c is",
    ),
    step("mean of the left half", eq(integral((exp(x) - 1) * density, x, -oo, 0), -kappa_value)),
    step("mean of the right half", eq(integral(x * density, x, 0, oo), 1 / sqrt(2 * pi))),
    step("square of the left half", eq(integral((exp(x) - 1) ** 2 * density, x, -oo, 0), tau_value)),
    step("square of the right half", eq(integral(x**2 * density, x, 0, oo), half)),
    step("mean written out", eq(E(g(Z)), mean(kappa_value)), given=positive),
    step("second moment written out", eq(E(g(Z) ** 2), second(tau_value)), given=positive),
    step("mean", eq(E(g(Z)), mean(kappa)), given=[*positive, constants[0]], using=["mean written out"]),
    step(
        "second moment",
        eq(E(g(Z) ** 2), second(tau)),
        given=[*positive, constants[1]],
        using=["second moment written out"],
    ),
    step("both constants are positive", And((kappa > 0, tau > 0)), given=constants),
    step("a vanishing mean", Iff(eq(mean(kappa), 0), eq(alpha, alpha_0)), given=[*positive, kappa > 0]),
    step("a positive reciprocal", Iff(eq(lam**2 * c**2, 1), eq(lam, 1 / c)), given=[lam > 0, c > 0]),
    step(
        "a second moment of 1",
        Iff(eq(second(tau), 1), eq(lam, scale_of(alpha, tau))),
        given=[*positive, tau > 0],
        using=["a positive reciprocal"],
        hints=[at("a positive reciprocal", {c: sqrt(half + alpha**2 * tau)})],
    ),
    step("equal alphas, equal scales", eq(scale_of(alpha, tau), scale_of(c, tau)), given=[eq(alpha, c), tau > 0]),
    step(
        "no other pair",
        And((eq(alpha, alpha_0), eq(lam, lam_0))),
        given=[*positive, kappa > 0, tau > 0, eq(mean(kappa), 0), eq(second(tau), 1)],
        using=["a vanishing mean", "a second moment of 1", "equal alphas, equal scales"],
        hints=[at("equal alphas, equal scales", {c: alpha_0})],
    ),
    step(
        "this pair does",
        And((eq(mean(kappa), 0), eq(second(tau), 1))),
        given=[*positive, kappa > 0, tau > 0, eq(alpha, alpha_0), eq(lam, lam_0)],
        using=["a vanishing mean", "a second moment of 1", "equal alphas, equal scales"],
        hints=[at("equal alphas, equal scales", {c: alpha_0})],
    ),
    step(
        "the self-normalising pair",
        Iff(And((eq(E(g(Z)), 0), eq(E(g(Z) ** 2), 1))), And((eq(alpha, alpha_0), eq(lam, lam_0)))),
        given=[*positive, *constants],
        using=["mean", "second moment", "both constants are positive", "no other pair", "this pair does"],
    ),
    step(
        "alpha in closed form",
        eq(alpha_of(kappa_value), sqrt(2 / pi) / (1 - exp(half) * erfc_of_one)),
    ),
    step("alpha to thirty digits", chain(alpha_low, "<=", alpha_of(kappa_value), "<=", alpha_high)),
    step(
        "scale to thirty digits", chain(scale_low, "<=", scale_of(alpha_of(kappa_value), tau_value), "<=", scale_high)
    ),
    source="seed sheet 004, section f",
)
