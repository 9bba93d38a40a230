"""Chains of layers over cells of the line: the greatest slope of a layer on a cell, and the cells that its values meet.

Layer k takes the number a_k, its slope is w_k f_k'(a_k), and a_(k+1) = w_(k+1) f_k(a_k) + b with any b of an interval.
The line is cut into cells, the outermost of them unbounded.  All here is enclosed by balls and germs, for every point
of a closed cell, from both sides of a kink; sizes are logarithms to base 2, as whole numbers of ``UNIT``-ths rounded
up, so that neither 4**1000 nor 4**-1000 is too large or too small.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb, ctx

from gradcheck.activations.analysis.pieces import Activation, Piece, X
from gradcheck.balls.arithmetic import ball, between
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.intervals import INFINITY, Interval, from_ball, point
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.search.covers.cells import to_fraction

UNIT = 1 << 44
NOTHING = -(1 << 200)  # the logarithm of 0; sums of it stay far below every other sum
EDGE = Fraction(16)
PRECISION = 80


@dataclass(frozen=True)
class Layer:
    """f with the weight in front of its argument."""

    function: Activation
    weight: Fraction


@dataclass
class Grid:
    """The cells of one layer of the block: cell i is [marks[i - 1], marks[i]], unbounded at the two ends.

    ``steep``: log2 of the largest |w f'| on each cell; ``image``: w_next f + b on each cell, as an interval.
    """

    layer: Layer
    following: Fraction
    bias: tuple[Fraction, Fraction]
    marks: list[Fraction]
    steep: list[int] = field(default_factory=list)
    image: list[Interval] = field(default_factory=list)
    known: dict[tuple[Fraction | None, Fraction | None], tuple[int, Interval]] = field(default_factory=dict)
    points: dict[tuple[int, Fraction], tuple[Any, Any]] = field(default_factory=dict)

    def fill(self) -> None:
        """Evaluate every cell that has not been evaluated yet."""
        self.steep, self.image = [], []
        with ctx.workprec(PRECISION):
            for lo, hi in self.cells():
                if (lo, hi) not in self.known:
                    self.known[lo, hi] = self._evaluate(lo, hi)
                steep, image = self.known[lo, hi]
                self.steep.append(steep)
                self.image.append(image)

    def cells(self) -> list[tuple[Fraction | None, Fraction | None]]:
        """Return the cells from left to right."""
        return list(pairwise([None, *self.marks, None]))

    def split(self, wanted: set[int]) -> None:
        """Halve these cells; an unbounded one at twice its end."""
        added = []
        for i, (lo, hi) in enumerate(self.cells()):
            if i in wanted:
                outer = -2 * EDGE if hi is None else hi - max(EDGE, abs(hi))
                added.append(
                    (lo + hi) / 2 if lo is not None and hi is not None
                    else outer if lo is None else lo + max(EDGE, abs(lo))
                )  # fmt: skip
        self.marks = sorted({*self.marks, *added})

    def reached(self, following: Grid) -> list[tuple[int, int]]:
        """Return for each cell the cells of the next layer that its image meets, as a range."""
        found = []
        for image in self.image:
            low = 0 if image.lo == -INFINITY else bisect_left(following.marks, to_fraction(image.lo))
            high = (
                len(following.marks) if image.hi == INFINITY else bisect_right(following.marks, to_fraction(image.hi))
            )
            found.append((low, high + 1))
        return found

    def _evaluate(self, lo: Fraction | None, hi: Fraction | None) -> tuple[int, Interval]:
        (number, piece) = self._piece(lo, hi)
        if lo is None or hi is None:
            value, slope = (germ.range for germ in tail_jet(piece.term, X, lo, hi, 1, (), PRECISION))
        else:
            value, slope = (from_ball(part) for part in self._enclosed(number, piece, lo, hi))
        if not slope.is_bounded:
            raise Undefined("the derivative is not bounded")
        weight = point(self.following)
        bias = from_ball(between(*self.bias))
        return logarithm(slope.ball() * ball(self.layer.weight)), value * weight + bias

    def _piece(self, lo: Fraction | None, hi: Fraction | None) -> tuple[int, Piece]:
        for number, piece in enumerate(self.layer.function.pieces):
            left = piece.lo is None or (lo is not None and piece.lo <= lo)
            if left and (piece.hi is None or (hi is not None and hi <= piece.hi)):
                return number, piece
        raise Undefined("a cell reaches over a cut")

    def _enclosed(self, number: int, piece: Piece, lo: Fraction, hi: Fraction) -> tuple[Any, Any]:
        """Return the values and slopes on [lo, hi]: from the ends where monotone, else by the mean value theorem."""
        try:
            value, slope, bend = jet_over(piece.term, X, lo, hi, 2, (), PRECISION)
        except Undefined:
            value, slope = jet_over(piece.term, X, lo, hi, 1, (), PRECISION)
            return value, slope
        ends = [self._at(number, piece, end) for end in (lo, hi)]
        radius = arb(0, (ball(hi - lo) / 2).upper())
        if slope >= 0 or slope <= 0:
            value = ends[0][0].union(ends[1][0])
        if bend >= 0 or bend <= 0:
            slope = ends[0][1].union(ends[1][1])
        else:
            middle = self._at(number, piece, (lo + hi) / 2)[1] + 2 * bend * radius
            slope = middle if middle.rad() < slope.rad() else slope
        return value, slope

    def _at(self, number: int, piece: Piece, place: Fraction) -> tuple[Any, Any]:
        if (number, place) not in self.points:
            value, slope = jet_over(piece.term, X, place, place, 1, (), PRECISION)
            self.points[number, place] = value, slope
        return self.points[number, place]


def grids(layers: tuple[Layer, ...], bias: tuple[Fraction, Fraction], cells: int) -> list[Grid]:
    """Return the grids of a block of layers, each of about this many cells, cut at the kinks."""
    found = []
    for k, layer in enumerate(layers):
        edge = max([EDGE, *(2 * abs(cut) for cut in layer.function.cuts)])
        even = {edge * Fraction(2 * i - cells, cells) for i in range(cells + 1)}
        marks = sorted(even | set(layer.function.cuts))
        found.append(Grid(layer, layers[(k + 1) % len(layers)].weight, bias, marks))
    return found


def logarithm(value: Any) -> int:
    """Return log2 of the largest absolute value of a ball, in ``UNIT``-ths, rounded up."""
    top = value.abs_upper()
    if top == 0:
        return NOTHING
    return -int(((-(top.log() / arb(2).log()) * UNIT).lower()).floor().unique_fmpz())
