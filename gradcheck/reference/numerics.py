"""Integrals and limits in numbers.  Each is computed in two ways; where they disagree, the value is undecided."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from gradcheck.language.syntax.terms import Limit
from gradcheck.reference.evaluator import Evaluator, plain
from gradcheck.reference.numbers import EXACT, Approximate, approximate, exact, magnitude
from gradcheck.reference.refusals import CannotTell, NoValue, OutOfWork

DIGITS = 32
AGREED = -50.0  # the logarithm of how near two ways to compute an integral must come, relative to its size
SAFETY = 12.0  # how much more than the difference of the two the error may be, as a logarithm
STEPS = (6, 12, 18, 24)  # how near to the point of a limit: 10 ** -6, ...
FARTHEST = (4, 7, 10, 13), (0, 2, 4, 6)  # how far out: 10 ** 4, ...; less far where that is too far
INTEGERS = (16, 32, 64, 128, 256)


@cache
def context() -> Any:
    """Return a context of our own: that of mpmath belongs to SymPy."""
    from mpmath.ctx_mp import MPContext

    found: Any = MPContext()
    found.dps = DIGITS
    return found


def exactly(value: Any) -> Approximate:
    """Return a number of mpmath as it is, without added error."""
    return Approximate(value._mpf_, EXACT)


def quadrature(e: Evaluator, body: Callable[[Any], Any], lo: Any, hi: Any) -> Approximate:
    """Return the integral, by tanh-sinh nodes over the whole and over two parts,
    with Gaussian nodes where both are finite.
    """
    mp = context()

    def ask(x: Any) -> Any:
        e.work.spend()
        found = body(exactly(x))
        if not plain(found):
            raise CannotTell("an integral of something that moves")
        return mp.make_mpf(approximate(found).raw)

    ends = [_as_end(lo), _as_end(hi)]
    if mp.isinf(ends[0]) or mp.isinf(ends[1]):
        middle = ends[1] - 1 if mp.isinf(ends[0]) and not mp.isinf(ends[1]) else ends[0] + 1
        middle = mp.mpf(1) / 3 if mp.isinf(ends[0]) and mp.isinf(ends[1]) else middle
    else:
        middle = ends[0] + (ends[1] - ends[0]) * mp.mpf(3) / 7
    try:
        one = mp.quad(ask, ends, maxdegree=6)
        two = mp.quad(ask, [ends[0], middle, ends[1]], maxdegree=6)
    except NoValue:
        raise  # at a point inside of the interval
    except (ZeroDivisionError, ValueError, OverflowError, TypeError):
        raise CannotTell("an integral") from None
    gap, size = magnitude((one - two)._mpf_), magnitude(one._mpf_)
    if gap > max(size, -20.0) + AGREED:
        raise CannotTell("an integral whose digits do not settle")
    return Approximate(one._mpf_, max(gap, size - 3 * DIGITS, -3.0 * DIGITS) + SAFETY)


def _as_end(end: Any) -> Any:
    mp = context()
    if isinstance(end, str):
        return mp.inf if end == "oo" else -mp.inf
    return mp.make_mpf(approximate(end).raw)


def approach(e: Evaluator, term: Limit, point: Any, body: Callable[[Any], Any]) -> Any:
    """Return the number to which the body tends, from all sides that are asked for."""
    if isinstance(point, str):
        way = 1 if point == "oo" else -1
        if not term.variable.is_integer:
            return _far_out(e, term, way, body)
        sides = [[way * place for place in INTEGERS]]
    elif not exact(point) or term.variable.is_integer:
        raise CannotTell("a limit at such a point")
    else:
        ways = {"+": (1,), "-": (-1,), "": (1, -1)}[term.side]
        sides = [[point + way * Fraction(1, 10**k) for k in STEPS] for way in ways]
    found = [_settling(e, term, side, body) for side in sides]
    if len(found) == 2:
        gap = found[0] + -found[1]
        if magnitude(gap.raw) > gap.error + 1:
            raise CannotTell("whether the limits from the two sides agree")
    return found[0]


def _far_out(e: Evaluator, term: Limit, way: int, body: Callable[[Any], Any]) -> Approximate:
    farther, less = ([way * 10**k for k in exponents] for exponents in FARTHEST)
    try:
        return _settling(e, term, farther, body)
    except OutOfWork:
        raise
    except CannotTell:
        return _settling(e, term, less, body)


def _settling(e: Evaluator, term: Limit, places: list[Any], body: Callable[[Any], Any]) -> Approximate:
    values, missing = [], None
    for place in places:
        try:
            values.append(body(place))
        except NoValue as reason:
            missing = reason
    if missing is not None:
        if not values:
            raise NoValue(missing.part, f"{missing.why}, near the point of the limit", missing.at)
        raise CannotTell("a limit where some values are missing")
    if not all(plain(value) for value in values):
        raise CannotTell("a limit of something that moves")
    numbers = [approximate(value) for value in values]
    gaps = [magnitude((b + -a).raw) for a, b in pairwise(numbers)]
    last = numbers[-1]
    noise = max(last.error, magnitude(last.raw) - 3 * DIGITS)
    if all(gap <= noise + 3 for gap in gaps[-2:]):
        return Approximate(last.raw, noise + SAFETY)
    quick = gaps[-1] <= gaps[-2] - 6 and gaps[-2] <= gaps[-3] - 6
    if not quick or max(gaps[-1], last.error) > max(magnitude(last.raw), 0.0) - 20:
        raise CannotTell("a limit whose digits do not settle")
    return Approximate(last.raw, max(gaps[-1], last.error) + SAFETY)
