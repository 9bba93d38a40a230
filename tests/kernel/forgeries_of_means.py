"""Forged and honest evidence for means by a density, for existence, and for limits with error functions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByDensity,
    ByExistsElimination,
    ByExpansion,
    ByImproperIntegral,
    ByQuadrature,
    DensityPiece,
)
from gradcheck.language.author import (
    E,
    Exists,
    Exponential,
    Normal,
    Uniform,
    eq,
    erf,
    exp,
    limit,
    log,
    ne,
    oo,
    pi,
    random_variable,
    rational,
    reals,
    recurrence,
    sequence,
    sqrt,
    tanh,
    where,
)
from tests.kernel.forgeries import FORGED, KNOWN, NF, SIGN, forged, honest, k, one, x, zero

t, v, c, hidden = reals("t v c hidden")
Z = random_variable("Z", Normal(0, 1))
W = random_variable("W", Normal(0, v))
U = random_variable("U", Normal(Z, 1))
y = sequence("y")
LIM = ByExpansion()

# means by a density
RAMP = where(Z > 0, Z, zero)
density = exp(-(t**2) / 2) / sqrt(2 * pi)
BELL = ByImproperIntegral(-density, NF, (None, zero), (LIM, LIM), NF)
LEFT = DensityPiece(
    -oo, zero, zero * t, "+", zero, NF, SIGN, ByImproperIntegral(zero * t, NF, (zero, None), (LIM, LIM), NF)
)
RIGHT = DensityPiece(zero, oo, t * density, "+", 1 / sqrt(2 * pi), NF, SIGN, BELL)
WHOLE = ByDensity(t, (LEFT, RIGHT), NF)
MEAN = eq(E(RAMP), 1 / sqrt(2 * pi))
honest("a ramp", MEAN, WHOLE)
forged("another mean", eq(E(RAMP), 1 / sqrt(pi)), WHOLE)
forged("another function", eq(E(where(Z > 0, 2 * Z, zero)), 1 / sqrt(2 * pi)), WHOLE)
forged("half of the line", MEAN, ByDensity(t, (RIGHT,), NF))
forged("no piece at all", eq(E(RAMP), 0), ByDensity(t, (), NF))
forged("a gap", MEAN, ByDensity(t, (replace(LEFT, hi=-one), RIGHT), NF))
forged("a piece twice", eq(E(RAMP), 2 / sqrt(2 * pi)), ByDensity(t, (LEFT, RIGHT, RIGHT), NF))
NOWHERE, CUT = log(-one), replace(LEFT, hi=log(-one))
forged("a cut without a value", MEAN, ByDensity(t, (CUT, replace(RIGHT, lo=NOWHERE)), NF))
forged("the wrong sign", MEAN, ByDensity(t, (LEFT, replace(RIGHT, sign="-")), NF))
forged("a sign that is none", MEAN, ByDensity(t, (LEFT, replace(RIGHT, sign="?")), NF))
both = replace(RIGHT, lo=-oo, value=zero, integral=replace(BELL, ends=(zero, zero)))
forged("both signs in one piece", eq(E(where(Z > 0, Z, Z)), 0), ByDensity(t, (both,), NF))
forged("an integral of oo", eq(E(RAMP), oo), ByDensity(t, (LEFT, replace(RIGHT, value=oo)), NF))
forged("a variable that is in use", MEAN, WHOLE, t > 5)
forged("a variance that may be 0", eq(E(where(W > 0, W, zero)), sqrt(v) / sqrt(2 * pi)), WHOLE, v >= 0)
forged("a law that is random", eq(E(where(U > 0, U, zero)), 1 / sqrt(2 * pi)), WHOLE)
forged("a random end", MEAN, ByDensity(t, (replace(LEFT, hi=Z), replace(RIGHT, lo=Z)), NF))
forged("an end that is the variable", MEAN, ByDensity(t, (replace(LEFT, hi=t), replace(RIGHT, lo=t)), NF))
forged("a mean that is <=", E(RAMP) <= 5, WHOLE)

r, a = reals("r a")
L, M = random_variable("L", Exponential(r)), random_variable("M", Uniform(0, a))
fading = r * exp(-r * t)
REST = DensityPiece(
    a, oo, fading, "+", exp(-r * a), NF, SIGN, ByImproperIntegral(-exp(-r * t), NF, (None, zero), (LIM, LIM), NF)
)
FIRST = DensityPiece(zero, a, zero * t, "+", zero, NF, SIGN, ByAntiderivative(zero * t, NF, NF))
LATE = ByDensity(t, (FIRST, REST), NF)
SURVIVAL = eq(E(where(a < L, one, zero)), exp(-r * a))
honest("the tail of an exponential law", SURVIVAL, LATE, a >= 0)
forged("a place that may be negative", SURVIVAL, LATE)
forged("a negative place", SURVIVAL, LATE, a < 0)
forged("the tail without its beginning", SURVIVAL, ByDensity(t, (REST,), NF), a >= 0)
forged("the whole line", SURVIVAL, ByDensity(t, (replace(FIRST, lo=-oo), REST), NF), a >= 0)
forged("a beginning after 0", SURVIVAL, ByDensity(t, (replace(FIRST, lo=one), REST), NF), a >= 1)
forged("the tail of a uniform law", eq(E(where(a < M, one, zero)), exp(-r * a)), LATE, a > 0, r > 0)
forged("another tail", eq(E(where(a < L, one, zero)), exp(-a)), LATE, a >= 0)
forged("a negative rate", eq(E(where(random_variable("L", Exponential(-one)) > a, one, zero)), exp(a)), LATE, a >= 0)
GROWING = ByImproperIntegral(r / (1 - r) * exp((1 - r) * t), NF, (None, zero), (LIM, ByExpansion(3)), NF)
MGF = ByDensity(t, (DensityPiece(zero, oo, r * exp((1 - r) * t), "+", r / (r - 1), NF, SIGN, GROWING),), NF)
honest("a moment generating function", eq(E(exp(L)), r / (r - 1)), MGF, r > 1)
forged("a mean that may be infinite", eq(E(exp(L)), r / (r - 1)), MGF, ne(r, 1))
forged("an infinite mean as a number", eq(E(exp(L)), r / (r - 1)), MGF, r < 1)
FLAT = DensityPiece(zero, a, t / a, "+", a / 2, NF, SIGN, ByAntiderivative(t**2 / (2 * a), NF, NF))
honest("the mean of a uniform law", eq(E(where(-one < M, M, M)), a / 2), ByDensity(t, (FLAT,), NF))
forged("a uniform law on half of its range", eq(E(where(-one < M, M, M)), a / 2),
       ByDensity(t, (replace(FLAT, hi=a / 2),), NF))  # fmt: skip

# means by quadrature
GRID = tuple(Fraction(k, 4) for k in range(-36, 37))
QUADRATURE = ByQuadrature(GRID, 8)
TANH = E(tanh(Z) ** 2)
LOW, HIGH = rational(39_429, 10**5), rational(39_430, 10**5)
honest("a mean from below", TANH > LOW, QUADRATURE)
honest("a mean from above", TANH < HIGH, QUADRATURE)
honest("a number on the left", LOW < TANH, QUADRATURE)
honest("the gain 5/3 does not keep the variance", ne(rational(25, 9) * TANH, 1), QUADRATURE)
honest("two means", E(tanh(Z) ** 4) < TANH, QUADRATURE)
honest("a kink in a cell", E(where(rational(1, 3) < Z, Z, rational(1, 3))) > rational(1, 2), QUADRATURE)
forged("too low a bound", TANH < LOW, QUADRATURE)
forged("too high a bound", TANH > HIGH, QUADRATURE)
forged("a mean that is =", eq(TANH, rational(39_4294, 10**6)), QUADRATURE)
forged("a mean that is not itself", ne(TANH, TANH), QUADRATURE)
forged("too few cells", TANH > LOW, ByQuadrature(GRID[::12], 8))
forged("cells on one side", TANH < HIGH, ByQuadrature(GRID[36:], 8))
forged("no cells", TANH > LOW, ByQuadrature((), 8))
forged("cells that fall", TANH > LOW, ByQuadrature(GRID[::-1], 8))
forged("a cell twice", rational(1, 2) < TANH, ByQuadrature((*GRID[:40], *GRID[39:]), 8))
forged("cuts that are no rationals", TANH > LOW, ByQuadrature((-9.0, 0.0, 9.0), 8))
forged("an odd order, whose remainder has two signs", TANH > LOW, ByQuadrature(GRID, 7))
forged("no order", TANH > LOW, ByQuadrature(GRID, 0))
forged("an infinite mean", E(exp(Z**2)) > 0, QUADRATURE)
forged("the mean of a pole", E(1 / Z**2) > 0, QUADRATURE)
forged("an infinite mean as finite", E(exp(Z**2 / 2)) < 10**9, QUADRATURE)
forged("a variance that is no number", E(tanh(W) ** 2) < HIGH, QUADRATURE, v > 0)
forged("another symbol", E(tanh(Z) ** 2) > c, QUADRATURE, c < rational(1, 3))
forged("a law that is random itself", E(tanh(U) ** 2) > 0, QUADRATURE)
forged("a mean inside of a mean", E(tanh(Z + E(Z)) ** 2) > LOW, QUADRATURE)
forged("another law", E(tanh(2 * Z) ** 2) < HIGH, QUADRATURE)
forged("no mean at all", one < 2, QUADRATURE)
forged("a root of what may be negative", E(sqrt(Z)) > -1, QUADRATURE)

# existence
SQUARE = Exists(x, eq(x * x, c))
honest("a name for a number", eq(c, 1), ByExistsElimination(SQUARE, KNOWN), SQUARE, eq(c, 1))
forged("not among the hypotheses", eq(x * x, c), ByExistsElimination(SQUARE, KNOWN), eq(c * 0, 0))
forged("a number with a name already", eq(x * x, c), ByExistsElimination(SQUARE, KNOWN), SQUARE)
forged("an x that is free elsewhere", x > c, ByExistsElimination(Exists(x, x > c), KNOWN), Exists(x, x > c))
forged("another x for every outcome", E(RAMP) > 0, ByExistsElimination(Exists(x, x > Z), SIGN), Exists(x, x > Z))
forged("a constant of a definition", y(k) > c, ByExistsElimination(Exists(hidden, hidden > c), KNOWN),
       Exists(hidden, hidden > c), define=(recurrence(y(k), hidden + 0 * y(k - 1), 1),))  # fmt: skip

# limits with error functions
TAIL = limit(1 - erf(x), x, oo)
honest("an error function", eq(TAIL, 0), LIM)
honest("on the left", eq(limit(erf(x / sqrt(2)), x, -oo), -1), LIM)
honest("against a power", eq(limit(x**3 * (1 - erf(x)), x, oo), 0), LIM)
honest("with a sum inside", eq(limit(exp(x) * (1 + erf((x - 1) / sqrt(2))), x, -oo), 0), LIM)
honest("against a slower bell", eq(limit((1 - erf(x)) * exp(x**2 / 2), x, oo), 0), LIM)
forged("against the same bell", eq(limit((1 - erf(x)) * exp(x**2), x, oo), 1), LIM)
forged("against a faster bell", eq(limit((1 - erf(x)) * exp(2 * x**2), x, oo), oo), LIM)
forged("its tail below", eq(limit(x / (1 - erf(x)), x, oo), 0), LIM)
forged("its tail below, infinite", eq(limit(-x / (1 - erf(x)), x, oo), oo), LIM)
forged("the wrong end", eq(limit(erf(x), x, -oo), 1), LIM)
forged("of a square", eq(limit(erf(-(x**2)), x, oo), 1), LIM)
forged("of an unknown slope", eq(limit(erf(c * x), x, oo), 1), LIM)
forged("inside of another function", eq(limit(exp(erf(x)), x, oo), 1), LIM)
forged("a half", eq(TAIL, rational(1, 2)), LIM)

__all__ = ["FORGED"]
