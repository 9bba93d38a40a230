"""Attracting and repelling fixed points of a block of layers, enclosed.

attraction    the ranges of y_n, as balls, shrink into a ball that the block maps into itself as a contraction;
              then sup |y_n'|^(1/n) tends to |B'| at the fixed point, whatever the suprema of the layers are
repulsion     a fixed point with |B'| > 1, where |y_n'| = |B'|^n
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import X
from gradcheck.balls.arithmetic import between
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.jets import enclose, jet, jet_over
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax.terms import Term
from gradcheck.search.covers.cells import midpoint

RANGE_CELLS = 24


@dataclass(frozen=True)
class FixedPoint:
    """An enclosure of a fixed point of the block and of |B'| there."""

    point: Any
    slope: Any
    attracting: bool


def attractor(chain: Chain, digits: int) -> FixedPoint | None:
    """Return the fixed point to which all orbits converge, if the balls of all values shrink into a contraction."""
    bits = 64 + 4 * digits
    with ctx.workprec(bits):
        image = all_values(chain, bits)
        if image is None:
            return None
        for _ in range(60 + 12 * bits):
            following = enclose(chain.block, {X: image}, (), bits)
            if not following.rad() < image.rad():
                break
            image = following
        image = image + arb(0, image.rad() + arb(2) ** (8 - bits))  # a little room for the rounding
        try:
            value, slope = jet(chain.block, X, image, 1, (), bits)
        except Undefined:
            return None
        if image.contains_interior(value) and abs(slope) < 1:
            return FixedPoint(value, abs(slope), True)
    return None


def all_values(chain: Chain, bits: int) -> Any:
    """Return a ball around all values of the block, or None."""
    try:
        edge = Fraction(16)
        (right,) = tail_jet(chain.block, X, edge, None, 0, (), bits)
        (left,) = tail_jet(chain.block, X, None, -edge, 0, (), bits)
        result = right.range.ball().union(left.range.ball())
        for k in range(RANGE_CELLS):
            lo = edge * Fraction(2 * k - RANGE_CELLS, RANGE_CELLS)
            hi = lo + 2 * edge / RANGE_CELLS
            result = result.union(enclose(chain.block, {X: between(lo, hi)}, (), bits))
    except Undefined:
        return None
    return result


def repeller(chain: Chain, digits: int) -> FixedPoint | None:
    """Return a fixed point of the block with |B'| > 1, by a change of sign of B(z) - z."""
    bits = 64 + 4 * digits
    gap = chain.block - X
    for k in range(-64, 64):
        lo, hi = Fraction(k, 8) - Fraction(1, 31), Fraction(k + 1, 8) - Fraction(1, 31)
        try:
            with ctx.workprec(bits):
                if not _sign_change(gap, lo, hi, bits):
                    continue
                for _ in range(bits // 2):
                    middle = (lo + hi) / 2
                    lo, hi = (lo, middle) if _sign_change(gap, lo, middle, bits) else (middle, hi)
                if not _sign_change(gap, lo, hi, bits):
                    continue
                slope = abs(jet_over(chain.block, X, lo, hi, 1, (), bits)[1])
                if slope > 1:
                    return FixedPoint(between(lo, hi), slope, False)
        except Undefined:
            continue
    return None


def _sign_change(gap: Term, lo: Fraction, hi: Fraction, bits: int) -> bool:
    at_lo, at_hi = (jet_over(gap, X, end, end, 0, (), bits)[0] for end in (lo, hi))
    return bool((at_lo > 0 and at_hi < 0) or (at_lo < 0 and at_hi > 0))


def per_layer(chain: Chain, slope: Any, digits: int) -> tuple[Fraction, Fraction]:
    """Return the enclosure of slope**(1/layers of the block), for a slope >= 0."""
    bits, layers = 64 + 4 * digits, len(chain.layers)
    with ctx.workprec(bits):
        lower, upper = (end.root(layers) if end > 0 else arb(0) for end in (slope.lower(), slope.upper()))
        return midpoint(lower.lower(), bits), midpoint(upper.upper(), bits)


def ends(value: Any, bits: int) -> tuple[Fraction, Fraction]:
    """Return the ends of a ball as rationals."""
    with ctx.workprec(bits):
        return midpoint(value.lower(), bits), midpoint(value.upper(), bits)


def blocks_into(chain: Chain, lo: Fraction, hi: Fraction, bits: int, most: int) -> int | None:
    """Return a number of blocks, at most ``most``, after which all values are between lo and hi, by balls."""
    with ctx.workprec(bits):
        image, target = all_values(chain, bits), between(lo, hi)
        for count in range(1, most + 1):
            if image is None or target.contains(image):
                return None if image is None else count
            image = enclose(chain.block, {X: image}, (), bits)
    return None
