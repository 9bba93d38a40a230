"""The steepest slope of a chain whose biases are free within an interval, enclosed by value iteration over cells.

Let V_k(a) be the supremum of the product of the slopes of the layers k, ..., n over all biases, layer k at a:

    V_n(a) = |w_n f_n'(a)|        V_k(a) = |w_k f_k'(a)| sup {V_(k+1)(w_(k+1) f_k(a) + b) : lo <= b <= hi}

The first layer takes every real number, so the supremum over inputs and biases is sup V_1.  Over cells, the largest
slope on a cell times the largest V_(k+1) on the cells that its image meets is an upper bound of V_k.  Below it lies
the product along one orbit with rational biases, evaluated in balls.  Cells through which a product beyond this orbit
may pass are halved until the two agree, or until the work is done.  One bias (lo = hi) is a chain without freedom.

Fails for functions that jump, slopes without bound, and where a cell cannot be evaluated.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.activations.analysis.cell_chains import NOTHING, UNIT, Grid, Layer, grids
from gradcheck.activations.analysis.pieces import X
from gradcheck.activations.analysis.smoothness import cuts_of
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.search.covers.cells import midpoint, to_fraction
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

FIRST_CELLS = 128
MAX_WORK = 1_500_000  # cells times layers, in all rounds
MAX_CELLS = 6_000
STARTS = 4
MAX_BITS = 4_096  # for the orbit, which is only followed, not computed to many digits
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Orbit:
    """An input and the biases after it, and a lower bound of the absolute slope along them."""

    start: Fraction
    biases: tuple[Fraction, ...]
    slope: Any


def steepest(layers: tuple[Layer, ...], repeats: int, bias: Interval, digits: int) -> Supremum | NotFound:
    """Return the supremum of |dy/dx| over all inputs and all biases in the interval, enclosed."""
    if any(cut.order is None or cut.order < 0 for layer in layers for cut in cuts_of(layer.function)):
        return NotFound("a function that jumps")
    depth = repeats * len(layers)
    try:
        return _refined(layers, depth, bias, digits)
    except Undefined as reason:
        return NotFound(str(reason))


def _refined(layers: tuple[Layer, ...], depth: int, bias: Interval, digits: int) -> Supremum | NotFound:
    cells = max(16, min(FIRST_CELLS, MAX_WORK // (4 * depth)))
    table = grids(layers, bias, cells)
    work, best, upper = 0, arb(0), None
    while True:
        for grid in table:
            grid.fill()
        ranges = [grid.reached(table[(k + 1) % len(table)]) for k, grid in enumerate(table)]
        values = _backward(table, ranges, depth)
        top = max(values[0])
        upper = top if upper is None else min(upper, top)
        for cell in _best_starts(values[0]):
            orbit = _followed(table, ranges, values, bias, cell)
            if orbit is not None and orbit.slope > best:
                best = orbit.slope
        work += sum(map(len, values))
        floor = NOTHING if best == 0 else _floor(best)
        count = max(len(grid.steep) for grid in table)
        if upper - floor <= UNIT // 10 ** min(digits, 11) or work > MAX_WORK or count > MAX_CELLS:
            break
        for k, wanted in enumerate(_critical(table, ranges, values, floor)):
            table[k].split(wanted)
    with ctx.workprec(128):
        high = to_fraction(_power_of_two(upper).upper()) if upper > NOTHING // 2 else Fraction(0)
        low = min(to_fraction(best.lower()) if best > 0 else Fraction(0), high)
    return Supremum(low, high, high if low == high else None)


def _power_of_two(units: int) -> Any:
    whole, rest = divmod(units, UNIT)
    return (ball(Fraction(rest, UNIT)) * arb(2).log()).exp() * arb(2) ** whole


def _floor(slope: Any) -> int:
    """Return log2 of a positive ball, in units, rounded down."""
    with ctx.workprec(96):
        return int((slope.abs_lower().log() / arb(2).log() * UNIT).lower().floor().unique_fmpz())


def _backward(table: list[Grid], ranges: list[list[tuple[int, int]]], depth: int) -> list[list[int]]:
    """Return the upper bounds of V_1, ..., V_depth on the cells."""
    found = [list(table[(depth - 1) % len(table)].steep)]
    for k in range(depth - 2, -1, -1):
        grid, reached = table[k % len(table)], ranges[k % len(table)]
        best = _Largest(found[-1])
        found.append([own + best.over(lo, hi) for own, (lo, hi) in zip(grid.steep, reached, strict=True)])
    return found[::-1]


class _Largest:
    """A table for the largest value of a range of a list, from the largest of all ranges of 2**j."""

    def __init__(self, values: list[int]) -> None:
        self.rows, width = [values], 1
        while 2 * width <= len(values):
            row = self.rows[-1]
            self.rows.append(list(map(max, row, row[width:])))
            width *= 2

    def over(self, lo: int, hi: int) -> int:
        level = (hi - lo).bit_length() - 1
        row = self.rows[level]
        return max(row[lo], row[hi - (1 << level)])


def _critical(
    table: list[Grid], ranges: list[list[tuple[int, int]]], values: list[list[int]], floor: int
) -> list[set[int]]:
    """Return the cells of each grid through which an orbit may pass whose product is above the floor."""
    found: list[set[int]] = [set() for _ in table]
    before = [0] * len(values[0])
    for k, row in enumerate(values):
        place = k % len(table)
        grid = table[place]
        found[place].update(i for i, value in enumerate(row) if before[i] + value > floor)
        if k + 1 < len(values):
            reaching = [done + own for done, own in zip(before, grid.steep, strict=True)]
            before = _spread(reaching, ranges[place], len(values[k + 1]))
    return found


def _spread(values: list[int], ranges: list[tuple[int, int]], size: int) -> list[int]:
    """Return for each of ``size`` cells the largest value of those whose range contains it."""
    rows = [[NOTHING] * size for _ in range(size.bit_length())]
    for value, (lo, hi) in zip(values, ranges, strict=True):
        level = (hi - lo).bit_length() - 1
        row = rows[level]
        for start in (lo, hi - (1 << level)):
            if value > row[start]:
                row[start] = value
    for level in range(len(rows) - 1, 0, -1):
        row, below, half = rows[level], rows[level - 1], 1 << (level - 1)
        for start, value in enumerate(row):
            if value > NOTHING:
                if value > below[start]:
                    below[start] = value
                if value > below[start + half]:
                    below[start + half] = value
    return rows[0]


def _best_starts(first: list[int]) -> list[int]:
    """Return the cells with the highest bounds, and the unbounded ones."""
    best = sorted(range(len(first)), key=first.__getitem__, reverse=True)
    return list(dict.fromkeys([*best[:STARTS], 0, len(first) - 1]))


def _followed(
    table: list[Grid], ranges: list[list[tuple[int, int]]], values: list[list[int]], bias: Interval, cell: int
) -> Orbit | None:
    """Return an orbit from the cell through the best ones, with the biases that lead there, and its slope in balls."""
    depth = len(values)
    bits = 128 + min(4 * depth, MAX_BITS)
    place = _middle(table[0], cell)
    start, biases = place, list[Fraction]()
    try:
        with ctx.workprec(bits):
            at, product = ball(place), arb(1)
            for k in range(depth):
                grid = table[k % len(table)]
                at_place = midpoint(at, bits)
                value, slope = _jet(grid, at, at_place, bits)
                product = product * slope * ball(grid.layer.weight)
                if k + 1 == depth:
                    break
                centre = value * ball(grid.following)
                following = table[(k + 1) % len(table)]
                lo, hi = ranges[k % len(table)][_cell_of(grid, at_place)]
                row = values[k + 1]
                wanted = _middle(following, max(range(lo, hi), key=row.__getitem__))
                chosen = min(max(wanted - midpoint(centre, 64), bias[0]), bias[1])
                biases.append(chosen)
                at = centre + ball(chosen)
            if not product.is_finite():
                return None
            return Orbit(start, tuple(biases), product.abs_lower())
    except Undefined:
        return None


def _jet(grid: Grid, at: Any, place: Fraction, bits: int) -> tuple[Any, Any]:
    """Return value and slope over a thin ball inside one piece."""
    for piece in grid.layer.function.pieces:
        if (piece.lo is None or at > ball(piece.lo)) and (piece.hi is None or at < ball(piece.hi)):
            value, slope = jet(piece.term, X, at, 1, (), bits)
            return value, slope
    raise Undefined("the orbit meets a kink")


def _middle(grid: Grid, cell: int) -> Fraction:
    marks = grid.marks
    if cell == 0:
        return marks[0] - 1
    if cell == len(marks):
        return marks[-1] + 1
    return (marks[cell - 1] + marks[cell]) / 2


def _cell_of(grid: Grid, place: Fraction) -> int:
    return bisect_left(grid.marks, place)
