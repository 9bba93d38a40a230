"""Suprema and infima of a function of one real variable over an open interval, with evidence.

The supremum is found in one of three ways, tried in this order:

    exactly, at a point    a rational point where the value is rational, and a cover for f <= value
    exactly, at an end     a rational limit at an end of the interval, and a cover for f < value (or <=)
    as an enclosure        Newton's method from the best sample, and a cover for f <= a number just above

Attainment and the place follow from the same cover: where f'' < 0 on a cell around the critical point and f is lower
on all other cells.  Nothing is believed before ``kernel.rules.cover`` has checked the cover; samples and Newton steps
only propose.  Fails when samples miss the peak, or when the function oscillates or has irrational ties.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.series import Undefined
from gradcheck.balls.tails import limit_of
from gradcheck.language.syntax.terms import Derivative, Neg
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.covers.enclosure import TAIL_STARTS, NotFound
from gradcheck.search.covers.peaks import at_peak, bits_for
from gradcheck.search.covers.univariate import Function, Supremum, negated

SAMPLES = sorted(
    {Fraction(k, 4) for k in range(-32, 33)} | {Fraction(sign * 2**j) for j in range(4, 8) for sign in (1, -1)}
)
MAX_PLACES = 8


def find_infimum(f: Function, digits: int = 15) -> Supremum | NotFound:
    """Return the infimum of f, as minus the supremum of -f; ``goal`` and ``cover`` are about -f."""
    found = find_supremum(Function(Neg(f.term), f.variable, f.lo, f.hi, f.definitions, f.kinks), digits)
    if isinstance(found, NotFound):
        return found
    return negated(found)


@lru_cache(maxsize=256)  # a table over depth asks the same at every depth
def find_supremum(f: Function, digits: int = 15, points: tuple[Fraction, ...] = ()) -> Supremum | NotFound:
    """Return the supremum of f on its open interval; ``points`` are further candidates for exact places."""
    limits = _limits(f)
    if any(value is None for _, value in limits):
        ends = tuple(end for end, value in limits if value is None)
        return Supremum(None, None, attained=False, approached=ends, infinite=1)
    samples = _samples(f)
    if not samples:
        return NotFound("the function could not be evaluated at any sample")
    best_point, best = max(samples, key=lambda item: item[1].mid())
    exact = _exact(f, limits, best, points)
    if exact is not None:
        return exact
    top = _highest_limit(limits)
    if top is not None and not top[1].lo <= best.upper():
        at_limit = _at_limit(f, top, best, digits)
        return (_by_monotony(f, digits) or at_limit) if isinstance(at_limit, NotFound) else at_limit
    edge = _at_edge(f, best, digits)
    if edge is not None:
        return edge
    result = at_peak(f, best_point, [point for point, _ in samples], digits)
    if isinstance(result, NotFound) and top is not None:
        fallback = _at_limit(f, top, best, digits)
        if isinstance(fallback, NotFound):
            fallback = _by_monotony(f, digits) or fallback
        return result if isinstance(fallback, NotFound) else fallback
    return result


def _by_monotony(f: Function, digits: int) -> Supremum | None:
    """Return the limit at an infinite end towards which f rises everywhere:
    f' has one sign, the limit is not attained.
    """
    for op, end in ((">", "oo"), ("<", "-oo")):
        if (f.hi if end == "oo" else f.lo) is not None:
            continue
        lo, hi = (Fraction(TAIL_STARTS[-1]), None) if end == "oo" else (None, Fraction(-TAIL_STARTS[-1]))
        try:
            (germ,) = tail_jet(f.term, f.variable, lo, hi, 0, f.definitions, bits_for(digits))
            limit = limit_of(germ)
            if limit is None or not limit.is_bounded:
                continue
            lower, upper = to_fraction(limit.lo), to_fraction(limit.hi)
        except Undefined:
            continue
        slope = Function(Derivative(f.term, f.variable), f.variable, f.lo, f.hi, f.definitions)
        if not isinstance(slope.prove(op, Fraction(0)), NotFound):
            return Supremum(lower, upper, limit.exact, False, (), (end,))
    return None


def exact_candidates(
    f: Function, limits: list[tuple[str, Any]], points: tuple[Fraction, ...] = ()
) -> list[tuple[Fraction, str, Fraction | None]]:
    """Return rational values that may be the supremum, highest first: (value, 'point', place) or (value, end, None)."""
    found: list[tuple[Fraction, str, Fraction | None]] = []
    for point in dict.fromkeys([*points, Fraction(0), Fraction(1), Fraction(-1)]):
        value = f.exactly(point) if f.inside(point) else None
        if value is not None:
            found.append((value, "point", point))
    for end, mark in ((f.lo, "+"), (f.hi, "-")):
        value = None if end is None else f.exactly_towards(end)
        if value is not None:
            found.append((value, f"{end}{mark}", None))
    found += [(v.exact, end, None) for end, v in limits if v is not None and v.exact is not None]
    return sorted(found, key=lambda item: (-item[0], item[1] != "point"))


def _exact(f: Function, limits: list[tuple[str, Any]], best: Any, points: tuple[Fraction, ...]) -> Supremum | None:
    candidates = exact_candidates(f, limits, points)
    if not candidates or ball(candidates[0][0]) < best:
        return None
    value = candidates[0][0]
    places = [point for v, kind, point in candidates if v == value and point is not None]
    ends = tuple(kind for v, kind, point in candidates if v == value and point is None)
    proof = f.prove("<=" if places else "<", value, budget=400)
    attained: bool | None = bool(places)
    if isinstance(proof, NotFound) and not places:
        proof, attained = f.prove("<=", value, budget=400), None
    if isinstance(proof, NotFound):
        return None
    everywhere = bool(places) and not isinstance(f.prove(">=", value, budget=50), NotFound)
    shown = tuple((place, place) for place in places[: 1 if everywhere else MAX_PLACES])
    return Supremum(value, value, value, attained, shown, () if places else ends, everywhere, *proof)


def _limits(f: Function) -> list[tuple[str, Any]]:
    """Return the limits of f at infinite ends: an interval, or None for oo; an end where f falls to -oo is left out."""
    found: list[tuple[str, Any]] = []
    for end, name in ((f.lo, "-oo"), (f.hi, "oo")):
        if end is not None:
            continue
        for start in TAIL_STARTS:
            lo, hi = (None, Fraction(-start)) if name == "-oo" else (Fraction(start), None)
            beyond = lo is not None and f.lo is not None and lo <= f.lo
            if beyond or (hi is not None and f.hi is not None and hi >= f.hi):
                continue
            try:
                (germ,) = tail_jet(f.term, f.variable, lo, hi, 0, f.definitions)
                limit = limit_of(germ)
            except Undefined:
                continue
            if limit is not None:
                found.append((name, limit))
            elif germ.relative.lo > 0:
                found.append((name, None))
            break
    return found


def _highest_limit(limits: list[tuple[str, Any]]) -> tuple[str, Any] | None:
    result: tuple[str, Any] | None = None
    for end, value in limits:
        if result is None or value.hi > result[1].hi:
            result = (end, value)
    return result


def _samples(f: Function) -> list[tuple[Fraction, Any]]:
    if f.lo is not None and f.hi is not None:
        places = [f.lo + (f.hi - f.lo) * Fraction(k, 64) for k in range(1, 64)]
    elif f.lo is not None:
        places = sorted({f.lo + abs(s) for s in SAMPLES if s} | {f.lo + Fraction(1, 64)})
    elif f.hi is not None:
        places = sorted({f.hi - abs(s) for s in SAMPLES if s} | {f.hi - Fraction(1, 64)})
    else:
        places = SAMPLES
    found = []
    for place in places:
        try:
            found.append((place, f.jet(place, 0)[0]))
        except Undefined:
            continue
    return found


def _at_edge(f: Function, best: Any, digits: int) -> Supremum | None:
    """Return the supremum as the irrational limit at a finite end, where the term is differentiable."""
    for end, mark in ((f.lo, "+"), (f.hi, "-")):
        if end is None:
            continue
        try:
            value = f.jet(end, 1, bits_for(digits))[0]
            if not value > best:
                continue
            lower, upper = to_fraction(value.lower()), to_fraction(value.upper())
        except Undefined:
            continue
        upper += abs(upper) / 10 ** (digits + 2)
        proof = f.prove("<=", upper, bits_for(digits))
        if not isinstance(proof, NotFound):
            return Supremum(lower, upper, None, None, (), (f"{end}{mark}",), False, *proof)
    return None


def _at_limit(f: Function, top: tuple[str, Any], best: Any, digits: int) -> Supremum | NotFound:
    """Return the supremum as an irrational limit at an infinite end,
    or only as a bound below the values near that end.
    """
    end, limit = top
    if not limit.is_bounded:
        return NotFound("the limit at infinity is not enclosed")
    try:
        lower, upper = max(to_fraction(limit.lo), to_fraction(best.lower())), to_fraction(limit.hi)
    except Undefined as reason:
        return NotFound(str(reason))
    slack = max(abs(upper), Fraction(1, 10**digits)) / 10 ** (digits + 1)
    proof = f.prove("<=", upper + slack, bits_for(digits))
    ends = (end,) if upper - lower <= slack else ()
    return proof if isinstance(proof, NotFound) else Supremum(lower, upper + slack, None, None, (), ends, False, *proof)
