"""Computes the table over depth: bounds for each number of layers, and where they leave floating point."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import prod
from time import process_time

from gradcheck.activations.analysis import chains
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.bounds.depth import Question
from gradcheck.bounds.float_formats import FORMATS, beyond
from gradcheck.bounds.plain import extremum
from gradcheck.outcome.bound import DepthRow
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_infimum
from gradcheck.search.covers.univariate import Supremum, negated

SEARCHED_LAYERS = 12  # for the least slope, which is seldom asked of deep chains


def depth_table(
    depths: Iterable[int], question_of: Callable[[int], Question], seconds: float | None = None
) -> tuple[DepthRow, ...]:
    """A row for every number of layers, in their order.

    With a limit of ``seconds`` of a processor, no row is begun that would take what is left of them, if its time grows
    from that of the row before as the number of layers does.
    """
    rows: list[DepthRow] = []
    first = before = process_time()
    for depth in depths:
        now = process_time()
        if rows and seconds is not None and now + (now - before) * max(1, depth / rows[-1].layers) > first + seconds:
            break
        before = now
        rows.append(_row(depth, question_of(depth)))
    return tuple(rows)


def _row(depth: int, question: Question) -> DepthRow:
    size = question.block_size()
    if isinstance(size, NotFound):
        return DepthRow(depth, extremum(size, question.digits, question.undecided, "the naive bound"), None)
    power, tight = question.extremes(size)
    written = None if size.exact is None else (size.exact, question.chain.repeats)
    least = _least(question)
    known = None if isinstance(tight, NotFound) else tight
    naive_formats, formats = (_formats(one) for one in (power, known or power))
    return DepthRow(
        depth, extremum(power, question.digits, question.undecided, "", written),
        None if known is None else extremum(known, question.digits, question.undecided, "", written),
        question.ratio(tight, power),
        extremum(least, question.digits, [], "") if isinstance(least, Supremum) else None,
        True if isinstance(least, Supremum) else least, formats, naive_formats,
    )  # fmt: skip


def _formats(found: Supremum) -> tuple[tuple[str, str], ...]:
    if found.lower is None or found.upper is None:
        return tuple((one.name, "above") for one in FORMATS)
    return beyond(found.lower, found.upper)


def _least(question: Question) -> Supremum | bool | None:
    """The infimum of |dy/dx|; False where it is 0, True where it is only known to be above 0, None: not known."""
    layers = question.chain.layers
    floors = [_floor(question.found[layer.name]) for layer in layers]
    sizes = question.sizes
    if floors[0] == 0 and all(isinstance(size, Supremum) and size.upper is not None for size in sizes):
        return False
    if not all(floors):  # 0 where a later layer is flat, if that is reached; or not known
        return None
    repeats, weight = question.chain.repeats, abs(question.chain.weight)
    lowest = prod((floor * weight for floor in floors if floor is not None), start=Fraction(1)) ** repeats
    if question.is_free:
        return True
    for orbit in chains.orbits(question.chain, repeats, question.places()):
        if abs(orbit.slope) == lowest:
            place = ((orbit.start, orbit.start),)
            return Supremum(
                lowest, lowest, lowest, None if orbit.meets_kink else True, () if orbit.meets_kink else place
            )
    for lo, hi in ((Fraction(8), None), (None, Fraction(-8))):
        limit = chains.slope_limit(question.chain, lo, hi)
        if limit is not None and abs(limit) == lowest:
            return Supremum(lowest, lowest, lowest, None, (), ("oo" if hi is None else "-oo",))
    if question.chain.has_cuts or repeats * len(layers) > SEARCHED_LAYERS:
        return True
    for sign in (1, -1):
        found = find_infimum(question.chain.function(sign), question.digits)
        if isinstance(found, Supremum) and found.lower is not None and found.lower > 0:
            return found
    return True


def _floor(bounds: Bounds) -> Fraction | None:
    """The infimum of |f'|, or something below it that is above 0; 0 where it is 0; None where it is not known."""
    low, high = bounds.infimum, bounds.supremum
    if isinstance(low, NotFound) or isinstance(high, NotFound):
        return None
    if low.infinite == 0 and low.lower is not None and low.lower > 0:
        return low.lower
    upside = negated(high)
    if upside.lower is not None and upside.lower > 0:
        return upside.lower
    return Fraction(0) if low.exact == 0 or high.exact == 0 else None
