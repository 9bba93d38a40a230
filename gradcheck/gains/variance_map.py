"""Encloses fixed points of the variance map V(q) = sigma_w^2 E f(sqrt(q) z)^2 + sigma_b^2, for z ~ N(0, 1).

existence    V is continuous on (0, oo), so V(q) - q has a zero between two points of opposite sign, shown by balls;
             interval Newton with V' on the whole interval then closes in on it, and shows that it is alone there
uniqueness   in an interval on all of which V' - 1 keeps its sign

    V'(q) = sigma_w^2 (E (x^2/q) f(x)^2 - E f(x)^2)/(2 q),    x ~ N(0, q),

by differentiation of the density, which asks nothing of f but that the means exist: kinks and jumps do no harm.
Variances at which a mean is not enclosed are left out; no point outside of the intervals shown is excluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.activations.analysis.fixed_points import ends
from gradcheck.activations.analysis.pieces import Activation
from gradcheck.balls.arithmetic import ball, between
from gradcheck.gains.moments import Mean, Unbounded, enclose_mean
from gradcheck.gains.values import bits_of, constant
from gradcheck.language.syntax.terms import Term

Ball = Any
SCANNED = tuple(Fraction(2) ** k for k in (*range(-60, -12, 6), *range(-12, 13), 14, 16))
SCAN, SLOPE = 36, 16  # bits of the values that show a sign, and of derivatives
MAX_HALVINGS = 60
STEP = Fraction(17, 16)  # ratio of the ends of a cell on which the sign of V' - 1 is shown
FINEST = Fraction(1, 200)  # of step - 1
MAX_CELLS = 14  # of these to each side


@dataclass(frozen=True)
class Map:
    """V, with sigma_w^2 and sigma_b^2 as terms without symbols."""

    function: Activation
    weight: Term
    bias: Term

    def value(self, q: Ball, precision: int) -> Ball:
        """V(q)."""
        found = enclose_mean(self.function, Mean(), q, precision, _size(q))
        with ctx.workprec(precision + 20):
            return constant(self.weight, precision + 20) * found + constant(self.bias, precision + 20)

    def gap(self, q: Ball, precision: int) -> Ball:
        """V(q) - q."""
        found = self.value(q, precision)
        with ctx.workprec(precision + 20):
            return found - q

    def slope(self, q: Ball, precision: int) -> Ball:
        """V'(q)."""
        plain = enclose_mean(self.function, Mean(), q, precision, _size(q))
        second = enclose_mean(self.function, Mean(moment=2), q, precision, _size(q) * _size(q))
        with ctx.workprec(precision + 20):
            return constant(self.weight, precision + 20) * (second / q - plain) / (2 * q)

    def chi(self, q: Ball, precision: int) -> Ball:
        """sigma_w^2 E f'(sqrt(q) z)^2."""
        found = enclose_mean(self.function, Mean(order=1), q, precision)
        with ctx.workprec(precision + 20):
            return constant(self.weight, precision + 20) * found


def _size(q: Ball) -> Ball:
    """Errors are meant relative to q where that is small."""
    return q.abs_upper() if q < 1 else arb(1)


@dataclass(frozen=True)
class Found:
    """lo <= q <= hi for a fixed point q > 0, which is the only one in the interval ``alone``."""

    lo: Fraction
    hi: Fraction
    alone: tuple[Fraction, Fraction] | None

    def ball(self, precision: int) -> Ball:
        """The enclosure."""
        with ctx.workprec(precision):
            return between(self.lo, self.hi)


def find_fixed_points(variance: Map, digits: int) -> Iterator[Found]:
    """Fixed points q > 0, each enclosed; there may be others."""
    last: tuple[Fraction, int] | None = None
    for q in SCANNED:
        sign = _sign(variance, q, SCAN)
        if sign == 0:
            continue
        if last is not None and last[1] != sign and q / last[0] <= 256:
            yield _close_in(variance, last, q, digits)
        last = q, sign


def _sign(variance: Map, q: Fraction, precision: int) -> int:
    """The sign of V(q) - q; 0 where it is not certain."""
    try:
        gap = variance.gap(ball(q), precision)
    except Unbounded:
        return 0
    return 1 if gap > 0 else -1 if gap < 0 else 0


def _close_in(variance: Map, left: tuple[Fraction, int], right: Fraction, digits: int) -> Found:
    """Narrow an interval with a change of sign, by Newton's step where V' - 1 keeps its sign, else by halves."""
    (lo, sign), hi, needed = left, right, bits_of(digits)
    alone = False
    for _ in range(MAX_HALVINGS):
        if (hi - lo) * 2**needed <= lo:
            break
        step = _newton(variance, lo, hi, needed) if hi / lo <= STEP else None
        if step is not None:
            alone = True
            if (step[1] - step[0]) * 2 >= hi - lo:
                break
            lo, hi = step
            continue
        for middle in ((lo + hi) / 2, (5 * lo + 3 * hi) / 8):  # one of them may be the fixed point
            here = _sign(variance, middle, SCAN) or _sign(variance, middle, needed + 20)
            if here:
                break
        else:
            break
        lo, hi = (middle, hi) if here == sign else (lo, middle)
    return Found(lo, hi, _widened(variance, lo, hi) if alone else None)


def _newton(variance: Map, lo: Fraction, hi: Fraction, needed: int) -> tuple[Fraction, Fraction] | None:
    """The part of [lo, hi] where the one fixed point must be; None unless V' - 1 keeps its sign there."""
    middle = (lo + hi) / 2
    got = int(ball((hi - lo) / lo).log().abs_upper().ceil().unique_fmpz()) * 10 // 7
    precision = min(needed + 20, 3 * got + 30)
    try:
        slope = variance.slope(between(lo, hi), max(SLOPE, 2 * got)) - 1
        gap = variance.gap(_at(middle, precision), precision)
    except Unbounded:
        return None
    if slope.contains(0):
        return None
    with ctx.workprec(precision + 20):
        left, right = ends(_at(middle, precision + 20) - gap / slope, precision + 20)
    return (max(lo, left), min(hi, right)) if left < hi and right > lo else None


def _at(q: Fraction, precision: int) -> Ball:
    with ctx.workprec(precision + 20):
        return ball(q)


def _widened(variance: Map, lo: Fraction, hi: Fraction) -> tuple[Fraction, Fraction]:
    """An interval around [lo, hi] on which V' - 1 keeps its sign."""
    sign = _slope_sign(variance, lo, hi)
    left, right = lo, hi
    for downwards in (True, False):
        step = STEP
        for _ in range(MAX_CELLS):
            cell = (left / step, left) if downwards else (right, right * step)
            if _slope_sign(variance, *cell) == sign:
                left, right = min(left, cell[0]), max(right, cell[1])
            elif step - 1 > FINEST:
                step = 1 + (step - 1) / 4
            else:
                break
    return left, right


def _slope_sign(variance: Map, lo: Fraction, hi: Fraction) -> int:
    try:
        slope = variance.slope(between(lo, hi), SLOPE) - 1
    except Unbounded:
        return 0
    return 1 if slope > 0 else -1 if slope < 0 else 0
