"""Relations of numbers that contain means over a normal variable, by a rigorous quadrature.

    E g(Z) = integral of g(x) phi(x) dx over the real line,   phi(x) = exp(-(x - m)^2/(2 v)) / sqrt(2 pi v),

for Z ~ N(m, v) with rational m and v > 0.  The line is cut into finitely many closed cells [a, b] and two tails.

cells   On a cell with the middle c, balls enclose the Taylor coefficients g_j of g at c for j < k, and the values r of
        g^(k)/k! on the whole cell, k even.  With u = x - c Taylor's theorem gives g(x) = sum g_j u^j + r(x) u^k, so

            integral of g phi over the cell = sum g_j I_j + r I_k,    I_j the integral of u^j phi over the cell,

        for one r of the ball, as u^k phi is not negative; and 0 <= I_k <= ((b - a)/2)^k I_0.  By parts, from
        v phi' = -(x - m) phi: I_0 = Phi(b) - Phi(a),  I_j = (m - c) I_(j-1) - v (b' - a' - (j - 1) I_(j-2)), b' and a'
        the values of u^(j-1) phi at b and a.  Where g^(k) is not enclosed (at a kink), the values r of g do: r I_0.
tails   For x >= b a germ (``balls.germs``) gives |g(x)| exp(-(x - m)^2/(2 v)) <= M e^(-t) with t = x + const >= T, so
        that the integral over the tail is at most M e^(-T); likewise for x <= a.

g is bounded on the cells, and |g| phi is integrable over the tails, so E |g(Z)| is finite and E g(Z) exists: that is no
side condition.  g is built of elementary functions, and so measurable.  The mean is the integral against the density:
theorem 16.13 of Billingsley, Probability and Measure, 3rd ed.  Every mean of the relation is replaced by its enclosure,
and the two sides are evaluated in balls, which shows that they are defined.

Refuses: a law with other parameters than rational numbers, several random variables in one mean, means inside of
means, free symbols, cuts that do not rise, g without an enclosure on a cell or a germ on a tail, balls that do not
decide the relation.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByQuadrature, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.evaluation import check_in_balls
from gradcheck.kernel.rules.expectation import continuous_variable
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.random import Expectation, Normal, Variance
from gradcheck.language.syntax.substitution import replace_terms
from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term, free_symbols

Ball = Any
ORDERS = range(2, 41, 2)
X = Symbol("<x>", "real")  # a name that no statement may have


def check_quadrature(
    goal: Goal, evidence: ByQuadrature, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]
) -> None:
    """Check left op right, for two numbers that contain means over normal variables."""
    del check
    claim, cuts = relation_of(goal), evidence.cuts
    means = [node for node in dict.fromkeys(walk(claim)) if isinstance(node, Expectation)]
    if not means or free_symbols(claim) or goal.rewrites or evidence.order not in ORDERS:
        raise Rejected("a quadrature compares two numbers with means in them, of an even order up to 40")
    if not cuts or any(not a < b for a, b in pairwise(cuts)):
        raise Rejected("the cuts are not in rising order")
    names = {mean: Symbol(f"<{k}>", "real") for k, mean in enumerate(means)}
    plain = replace_terms(claim, names)
    check_in_balls(plain, lambda: {x: _mean(goal, mean, evidence) for mean, x in names.items()}, (), evidence.precision)
    trail.rest_on("ball-arithmetic", "density", "taylor")


def _mean(goal: Goal, mean: Expectation, evidence: ByQuadrature) -> Ball:
    """Return a ball that contains E g(Z)."""
    if mean.shape or any(isinstance(node, Expectation | Variance) for node in walk(mean.body)):
        raise Rejected("the mean is not one of a scalar without means inside")
    z = continuous_variable(goal, mean)
    centre, spread = (z.law.mean, z.law.variance) if isinstance(z.law, Normal) else (None, None)
    if not isinstance(centre, Num) or not isinstance(spread, Num) or not spread.value > 0:
        raise Rejected("the parameters of the normal law are not rational numbers, the variance one above 0")
    law, g = (centre.value, spread.value), replace_terms(mean.body, {z: X})
    cells = [_cell(g, law, ends, evidence.order, evidence.precision) for ends in pairwise(evidence.cuts)]
    return sum(cells, start=_tails(g, law, evidence))


def _cell(g: Term, law: tuple[Fraction, Fraction], ends: tuple[Fraction, Fraction], order: int, precision: int) -> Ball:
    """Return a ball that contains the integral of g times the density over a cell."""
    (mean, variance), (lo, hi) = map(ball, law), ends
    scale, half = (2 * variance).sqrt(), ball((hi - lo) / 2)
    a, b = ((ball(end) - mean) / scale for end in ends)
    mass = ((a.erfc() - b.erfc()) if a + b > 0 else ((-b).erfc() - (-a).erfc())) / 2  # far out erf is nearly 1
    try:
        rest = jet_over(g, X, lo, hi, order, (), precision)[order]
        series = jet_over(g, X, (lo + hi) / 2, (lo + hi) / 2, order - 1, (), precision)
    except Undefined:
        return jet_over(g, X, lo, hi, 0, (), precision)[0] * mass
    at_a, at_b = ((-end * end).exp() / (arb.pi() * 2 * variance).sqrt() for end in (a, b))
    moments = [mass]
    for j in range(1, order):
        edges = half ** (j - 1) * (at_b - (-1) ** (j - 1) * at_a) - ((j - 1) * moments[j - 2] if j > 1 else 0)
        moments.append((mean - ball((lo + hi) / 2)) * moments[-1] - variance * edges)
    total = rest * arb(0).union(half**order * mass.abs_upper())
    return sum((value * moment for value, moment in zip(series, moments, strict=True)), start=total)


def _tails(g: Term, law: tuple[Fraction, Fraction], evidence: ByQuadrature) -> Ball:
    """Return a ball around 0 that contains the integral outside of the cells."""
    density = Apply("exp", (Num(-1 / (2 * law[1])) * (X - Num(law[0])) ** 2,))
    total = arb(0)
    for lo, hi in ((evidence.cuts[-1], None), (None, evidence.cuts[0])):
        (germ,) = tail_jet(g * density, X, lo, hi, 0, (), evidence.precision)
        values = germ.shift((0, -1, 0)).range  # times e^t
        if not values.is_bounded:
            raise Undefined("the tail is not shown to decay")
        total += values.lo.union(values.hi).abs_upper() * (-germ.start).exp()
    bound = (total / (arb.pi() * 2 * ball(law[1])).sqrt()).abs_upper()
    return (-bound).union(bound)
