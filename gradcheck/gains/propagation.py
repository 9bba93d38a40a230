"""Computes the variance map of a deep network, its fixed points, and the growth of gradients there.

With weights of variance sigma_w^2/d and biases of variance sigma_b^2 a wide layer maps the variance q of its
pre-activations to V(q) = sigma_w^2 E f(sqrt(q) z)^2 + sigma_b^2, and the mean square of a gradient is multiplied by
chi(q) = sigma_w^2 E f'(sqrt(q) z)^2 (Poole et al., "Exponential expressivity in deep neural networks through transient
chaos", 2016; Schoenholz et al., "Deep information propagation", 2017).  At a fixed point

    ordered   chi < 1        critical   chi = 1, only where that is proved        chaotic   chi > 1

Of a function that is linear on either side of 0 everything is exact: V is linear, and chi the same at every q.  Fixed
points q > 0 of others are enclosed (``variance_map``); q = 0 is one if f(0) = 0 and sigma_b = 0, with the limit of
chi(q) for q -> 0, which is sigma_w^2 (f'(0-)^2 + f'(0+)^2)/2, for its chi.  Where the kernel proves sigma_w^2 f(x)^2 <=
x^2, it is the only one, and attracts every q.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from flint import arb

from gradcheck.activations.analysis.normal_means import linear_slopes, proved, simplified, slopes_of, within
from gradcheck.activations.analysis.pieces import Activation, Piece, X
from gradcheck.balls.decimals import decimal
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.gains.moments import Mean, Unbounded, enclose_mean
from gradcheck.gains.quantities import quantity, unknown
from gradcheck.gains.values import bits_of, constant, constant_to
from gradcheck.gains.variance_map import Found, Map, find_fixed_points
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Pow, Term, as_term, number_of
from gradcheck.outcome.gain import FixedPoint, Quantity, VarianceMap

Ball = Any
SHARP = 200  # bits of the values of which a sign is asked
NEAR = Fraction(1, 2**10)  # where f is looked at on either side of 0
LOOKED_AT = tuple(sign * Fraction(2) ** k for k in (-10, -4, -2, -1, 0, 1, 2, 4, 8) for sign in (1, -1))


def propagate(function: Activation, sigma_w: Term, sigma_b: Term, digits: int, undecided: list[str]) -> VarianceMap:
    """The fixed points that were found, and the phase; questions left open are added to ``undecided``."""
    weight, bias = _squared(sigma_w), _squared(sigma_b)
    variance = Map(function, weight, bias)
    told = render_text(sigma_w), render_text(sigma_b)
    slopes = linear_slopes(function)
    if slopes is not None:
        factor = simplified(weight * Num((slopes[0] ** 2 + slopes[1] ** 2) / 2))
        return _linear(variance, factor, told, digits, undecided)
    zero = _at_zero(variance, digits)
    if zero is not None and _shrinks(variance):
        if zero.phase == "undecided":
            undecided.append("chi at q = 0 is not told apart from 1")
        zero = replace(zero, attracting=True, unique_in=("0", "oo"))
        return VarianceMap(*told, (zero,), True, zero.phase, "V(q) < q for every q > 0")
    points = [] if zero is None else [zero]
    points += [_described(variance, found, digits) for found in find_fixed_points(variance, digits)]
    phase, reason = _phase(points)
    if phase == "undecided":
        undecided.append(f"the phase of sigma_w = {told[0]}, sigma_b = {told[1]}: {reason}")
    return VarianceMap(*told, tuple(points), False, phase, reason)


def _squared(sigma: Term) -> Term:
    value = number_of(sigma)
    return Num(value**2) if value is not None else simplified(Pow(sigma, as_term(2)))


def compare(term: Term, number: int, precision: int = SHARP) -> int | None:
    """The sign of term - number, by balls, or 0 by a proof; None where neither decides."""
    value = number_of(term)
    if value is not None:
        return (value > number) - (value < number)
    ball = constant(term, precision)
    if ball > number or ball < number:
        return 1 if ball > number else -1
    return 0 if proved(Relation("=", term, as_term(number))) else None


def _word(sign: int | None) -> str:
    return {None: "undecided", -1: "ordered", 0: "critical", 1: "chaotic"}[sign]


def _linear(variance: Map, factor: Term, told: tuple[str, str], digits: int, undecided: list[str]) -> VarianceMap:
    """V(q) = factor q + sigma_b^2."""
    side, silent = compare(factor, 1), compare(variance.bias, 0) == 0
    chi = quantity(constant_to(factor, digits), digits, factor)
    zero = quantity(arb(0), digits, as_term(0))
    word = _word(side)
    if side is None:
        undecided.append(f"whether {render_text(factor)} is 1")
        return VarianceMap(*told, (), False, "undecided", "it is not known on which side of 1 chi is")
    if side == 0 and silent:
        every = Quantity("0", "oo", reason="every q >= 0 is a fixed point")
        return VarianceMap(*told, (FixedPoint(every, chi, chi, None, word),), True, word, "V(q) = q for every q >= 0")
    if silent:
        point = FixedPoint(zero, chi, chi, side < 0, word, ("0", "oo"))
        return VarianceMap(*told, (point,), True, word, "chi is the same at every q")
    if side < 0:
        place = simplified(variance.bias / (1 - factor))
        at = quantity(constant_to(place, digits), digits, place)
        point = FixedPoint(at, chi, chi, True, word, ("0", "oo"))
        return VarianceMap(*told, (point,), True, word, "chi is the same at every q")
    return VarianceMap(*told, (), True, None, "V(q) > q for every q >= 0: the variance grows without bound")


def _at_zero(variance: Map, digits: int) -> FixedPoint | None:
    """q = 0, where it is a fixed point at which V is continuous."""
    function = variance.function
    try:
        if exact_jet(function.formula, X, Fraction(0), 0)[0] != 0 or compare(variance.bias, 0) != 0:
            return None
        enclose_mean(function, Mean(), arb(NEAR.numerator) / NEAR.denominator, 16)
        enclose_mean(function, Mean(order=1), arb(NEAR.numerator) / NEAR.denominator, 16)
    except (Undefined, Unbounded):
        return None
    slopes = []
    for side in (-1, 1):
        slope = _slope_beside_zero(function, side)
        if slope is None:
            return None
        slopes.append(slope)
    chi = simplified(variance.weight * (slopes[0] ** 2 + slopes[1] ** 2) / 2)
    where = compare(chi, 1)
    number = quantity(constant_to(chi, digits), digits, chi)
    zero = quantity(arb(0), digits, as_term(0))
    return FixedPoint(zero, number, number, None if not where else where < 0, _word(where))


def _shrinks(variance: Map) -> bool:
    """Whether V(q) < q for every q > 0, because sigma_w^2 f(x)^2 <= x^2, and less near some x; for sigma_b = 0."""
    pieces = variance.function.pieces
    if any(_exceeds(variance, piece) for piece in pieces):
        return False  # the search for a proof would take seconds to find none
    if not all(proved(Relation("<=", variance.weight * piece.term**2, X**2), *within(piece)) for piece in pieces):
        return False
    for piece in pieces:
        place = piece.inside if piece.inside else (piece.hi or Fraction(2)) / 2
        gap = replace_symbols(X**2 - variance.weight * piece.term**2, {X: Num(place)})
        try:
            jet_over(piece.term, X, place, place, 1)  # so that f is continuous there
            if constant(gap, SHARP) > 0:
                return True
        except Undefined:
            continue
    return False


def _exceeds(variance: Map, piece: Piece) -> bool:
    """Whether sigma_w^2 f(x)^2 > x^2 for certain at one of a few points of the piece."""
    gap = X**2 - variance.weight * piece.term**2
    for place in LOOKED_AT:
        if (piece.lo is None or piece.lo < place) and (piece.hi is None or place < piece.hi):
            try:
                if constant(replace_symbols(gap, {X: Num(place)}), SHARP) < 0:
                    return True
            except Undefined:
                continue
    return False


def _slope_beside_zero(function: Activation, side: int) -> Term | None:
    """The limit of f' at 0 from one side, if f tends to 0 there and f' is continuous up to 0."""
    lo, hi = sorted((Fraction(0), side * NEAR))
    for piece, slope in zip(function.pieces, slopes_of(function), strict=True):
        if (piece.lo is None or piece.lo <= lo) and (piece.hi is None or piece.hi >= hi):
            try:
                jet_over(piece.term, X, lo, hi, 2)
                if exact_jet(piece.term, X, Fraction(0), 0)[0] != 0:
                    return None
                if slope is None:
                    return Num(exact_jet(piece.term, X, Fraction(0), 1)[1])
                jet_over(slope, X, lo, hi, 1)
                return simplified(replace_symbols(slope, {X: as_term(0)}))
            except Undefined:
                return None
    return None


def _described(variance: Map, found: Found, digits: int) -> FixedPoint:
    precision = bits_of(digits) + 20
    q = found.ball(precision + 20)
    at = quantity(q, digits)
    slope = variance.slope(q, precision)
    attracting = True if abs(slope) < 1 else False if abs(slope) > 1 else None
    alone = None if found.alone is None else _inwards(*found.alone, found)
    try:
        chi = variance.chi(q, precision)
    except Unbounded as reason:
        return FixedPoint(at, quantity(slope, digits), unknown(str(reason)), attracting, "undecided", alone)
    side = 1 if chi > 1 else -1 if chi < 1 else None
    return FixedPoint(at, quantity(slope, digits), quantity(chi, digits), attracting, _word(side), alone)


def _inwards(lo: Fraction, hi: Fraction, found: Found) -> tuple[str, str] | None:
    """Short decimals inside of [lo, hi] with the fixed point between them."""
    for digits in (2, 3, 6, 12):
        left, right = decimal(lo, digits, up=True), decimal(hi, digits, up=False)
        if Fraction(left) < found.lo and found.hi < Fraction(right):
            return left, right
    return None


def _phase(points: list[FixedPoint]) -> tuple[str, str]:
    """The phase at the one attracting fixed point, or at the only one that was found."""
    attracting = [point for point in points if point.attracting]
    if len(attracting) > 1:
        words = {point.phase for point in attracting}
        if len(words) == 1:
            return words.pop(), "at each attracting fixed point that was found"
        return "undecided", "the attracting fixed points differ: it depends on the variance of the input"
    if attracting:
        reason = "at the attracting fixed point"
        return attracting[0].phase, reason if attracting[0].phase != "undecided" else "chi is not told apart from 1"
    if not points:
        return "undecided", "no fixed point was found"
    if len(points) == 1 and points[0].phase == "critical":
        return "critical", "chi = 1 at the fixed point"
    return "undecided", "no fixed point is shown to be attracting"
