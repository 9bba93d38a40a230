"""Computes the points of pictures: derivatives, and bounds over depth.  Pictures prove nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import isfinite

from flint import arb, ctx

from gradcheck.activations.analysis.pieces import Activation, X
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.bounds.depth import Question
from gradcheck.outcome.bound import Curve, DepthCurve, DepthRow, FunctionBounds
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

POINTS = 240
WIDEST = Fraction(40)
DEPTHS = 8
ENDLESS = 30  # repetitions that are drawn of every number of them


def derivative_curve(function: Activation, bounds: Bounds, proved: FunctionBounds) -> Curve:
    """f' between bends worth seeing, piece by piece, with its proved infimum and supremum."""
    edge = Fraction(5)
    for found in (bounds.infimum, bounds.supremum):
        if isinstance(found, Supremum):
            edge = max(edge, *(2 * abs(place) for both in found.places[:1] for place in both), Fraction(0))
    edge = min(max(edge, *(2 * abs(cut) for cut in function.cuts), Fraction(0)), WIDEST)
    pieces = tuple(tuple(_points(function, lo, hi)) for lo, hi in _parts(function, edge))
    return Curve(proved.name, pieces, _finite(proved.infimum.lower), _finite(proved.supremum.upper))


def _parts(function: Activation, edge: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    ends = [-edge, *(cut for cut in function.cuts if abs(cut) < edge), edge]
    yield from pairwise(ends)


def _points(function: Activation, lo: Fraction, hi: Fraction) -> Iterator[tuple[float, float]]:
    middle = (lo + hi) / 2
    term = next(
        piece.term for piece in function.pieces
        if (piece.lo is None or piece.lo <= middle) and (piece.hi is None or middle <= piece.hi)
    )  # fmt: skip
    for k in range(POINTS + 1):
        place = lo + (hi - lo) * Fraction(k, POINTS)
        try:
            slope = float(jet(term, X, ball(place), 1)[1].mid())
        except Undefined:
            continue
        if isfinite(slope):
            yield float(place), slope


def _finite(text: str) -> float | None:
    value = float(text.replace("oo", "inf"))
    return value if isfinite(value) else None


def curve_over_depth(
    depth: int | str, table: tuple[DepthRow, ...], question_of: Callable[[int], Question], repeated: int
) -> DepthCurve:
    """The bounds of the table, or of some depths up to the one that was asked for."""
    if isinstance(depth, str):
        return naive_curve(question_of(repeated), tuple(repeated * k for k in range(1, ENDLESS + 1)))
    if len(table) > 1:
        return depth_curve(table)
    from gradcheck.bounds.table import depth_table

    return depth_curve(depth_table(depths_to_draw(depth, repeated), question_of))


def depths_to_draw(deepest: int, repeated: int) -> tuple[int, ...]:
    """Some numbers of layers up to the deepest, all of them multiples of a block."""
    blocks = deepest // repeated
    chosen = {max(1, round(blocks * k / DEPTHS)) for k in range(1, DEPTHS + 1)} | {1}
    return tuple(sorted(number * repeated for number in chosen))


def depth_curve(rows: tuple[DepthRow, ...]) -> DepthCurve:
    """log10 of the naive bound and of the tight one over the number of layers."""
    naive = tuple((row.layers, _log10(row.naive.upper)) for row in rows)
    tight = tuple((row.layers, _log10(row.tight.upper)) for row in rows if row.tight is not None)
    return DepthCurve(_drawable(naive), _drawable(tight))


def naive_curve(question: Question, depths: tuple[int, ...]) -> DepthCurve:
    """log10 of the naive bound alone, for every number of layers."""
    size = question.block_size()
    if isinstance(size, NotFound) or not size.upper:
        return DepthCurve((), ())
    with ctx.workprec(64):
        one = float(ball(size.upper).log() / arb(10).log())
    return DepthCurve(tuple((depth, one * depth / len(question.chain.layers)) for depth in depths), ())


def _drawable(points: tuple[tuple[int, float | None], ...]) -> tuple[tuple[int, float], ...]:
    return tuple((layers, value) for layers, value in points if value is not None)


def _log10(text: str) -> float | None:
    if "oo" in text or text == "0":
        return None
    with ctx.workprec(64):
        value = arb(text)
        return float(value.log() / arb(10).log()) if value > 0 else None
