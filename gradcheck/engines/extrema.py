"""Suprema and infima of a function of one real variable over an open interval, with evidence.

The supremum is found in one of three ways, tried in this order:

    exactly, at a point    a rational point where the value is rational, and a cover for f <= value
    exactly, at an end     a rational limit at an end of the interval, and a cover for f < value (or <=)
    as an enclosure        Newton's method from the best sample, and a cover for f <= a number just above

Attainment and the place follow from the same cover: where f'' < 0 on a cell around the critical point and f is lower
on all other cells.  Nothing is believed before ``kernel.cover`` has checked the cover; samples and Newton steps only
propose.  Fails when samples miss the peak, or when the function oscillates or has irrational ties.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.extended import limit_of, tail_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.engines.enclosure import TAIL_STARTS, Failure, find_cover, midpoint
from gradcheck.evidence import ByCover, Cell
from gradcheck.kernel.cover import check_cover
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.definitions import Definition
from gradcheck.language.propositions import Relation
from gradcheck.language.terms import Neg, Num, Symbol, Term

SAMPLES = sorted({Fraction(s * k, 4) for k in range(33) for s in (1, -1)} | {Fraction(s * 2**j) for j in range(4, 8) for s in (1, -1)})  # fmt: skip
MOST_PEAKS = 8


@dataclass(frozen=True)
class Supremum:
    """lower <= sup f <= upper; None stands for an infinite value.

    ``goal`` is the proved relation f <= upper (or f < upper), ``cover`` its evidence, None where the value is oo.
    ``places`` are closed intervals, each with one point where the supremum is attained; ``approached`` names ends.
    ``everywhere``: f is constant.
    """

    lower: Fraction | None
    upper: Fraction | None
    exact: Fraction | None = None
    attained: bool | None = None
    places: tuple[tuple[Fraction, Fraction], ...] = ()
    approached: tuple[str, ...] = ()
    everywhere: bool = False
    goal: Relation | None = None
    cover: ByCover | None = None
    regions: tuple[str, ...] = ()  # where a piecewise function has the constant value, such as "x > 0"


@dataclass(frozen=True)
class Function:
    """f on the open interval (lo, hi); see ``balls.jets.jet`` for kinks."""

    term: Term
    variable: Symbol
    lo: Fraction | None = None
    hi: Fraction | None = None
    definitions: tuple[Definition, ...] = ()
    kinks: bool = False

    @property
    def domain(self) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        return (self.lo, False, self.hi, False)

    def jet(self, point: Fraction, order: int, precision: int = 64) -> list[Any]:
        return jet_over(self.term, self.variable, point, point, order, self.definitions, precision)

    def exactly(self, point: Fraction) -> Fraction | None:
        try:
            return exact_jet(self.term, self.variable, point, 0, self.definitions)[0]
        except Undefined:
            return None

    def exactly_towards(self, end: Fraction) -> Fraction | None:
        """The value at an end of the interval, where the term is differentiable and so tends to it."""
        try:
            return exact_jet(self.term, self.variable, end, 1, self.definitions)[0]
        except Undefined:
            return None

    def inside(self, point: Fraction) -> bool:
        return (self.lo is None or point > self.lo) and (self.hi is None or point < self.hi)

    def prove(self, op: str, value: Fraction, precision: int = 64, **options: Any) -> tuple[Relation, ByCover] | Failure:
        """A checked cover for f op value on the interval."""
        goal = Relation(op, self.term, Num(value))
        return self.prove_goal(goal, self.domain, precision, **options)

    def prove_goal(self, goal: Relation, domain: Any, precision: int, **options: Any) -> Any:
        found = find_cover(
            goal, self.variable, domain, self.definitions, precision=precision, kinks=self.kinks, **options
        )  # fmt: skip
        if isinstance(found, Failure):
            return found
        try:
            check_cover(goal, self.variable, domain, found, self.definitions, kinks=self.kinks)
        except Rejected as reason:
            return Failure(f"the kernel rejected the cover: {reason}")
        return goal, found


def find_infimum(f: Function, digits: int = 15) -> Supremum | Failure:
    """The infimum of f, as minus the supremum of -f; ``goal`` and ``cover`` are about -f."""
    found = find_supremum(Function(Neg(f.term), f.variable, f.lo, f.hi, f.definitions, f.kinks), digits)
    if isinstance(found, Failure):
        return found
    return negated(found)


def negated(found: Supremum) -> Supremum:
    """The infimum of -f from the supremum of f, and the other way round."""
    low = None if found.upper is None else -found.upper
    high = None if found.lower is None else -found.lower
    exact = None if found.exact is None else -found.exact
    return replace(found, lower=low, upper=high, exact=exact)


def find_supremum(f: Function, digits: int = 15, points: tuple[Fraction, ...] = ()) -> Supremum | Failure:
    """The supremum of f over its open interval; ``points`` are further places where an exact value may be found."""
    limits = _limits(f)
    if any(value is None for _, value in limits):
        return Supremum(None, None, attained=False, approached=tuple(end for end, value in limits if value is None))
    samples = _samples(f)
    if not samples:
        return Failure("the function could not be evaluated at any sample")
    best_point, best = max(samples, key=lambda item: item[1].mid())
    exact = _exact(f, limits, best, points)
    if exact is not None:
        return exact
    top = _highest_limit(limits)
    if top is not None and not top[1].lo <= best.upper():
        return _at_limit(f, top, digits)
    result = _at_peak(f, best_point, [point for point, _ in samples], digits)
    if isinstance(result, Failure) and top is not None:
        fallback = _at_limit(f, top, digits)
        return result if isinstance(fallback, Failure) else fallback
    return result


def exact_candidates(f: Function, points: tuple[Fraction, ...] = ()) -> list[tuple[Fraction, str, Fraction | None]]:
    """Rational values that may be the supremum, highest first: (value, 'point', place) or (value, end, None)."""
    found: list[tuple[Fraction, str, Fraction | None]] = []
    for point in dict.fromkeys([*points, Fraction(0), Fraction(1), Fraction(-1)]):
        value = f.exactly(point) if f.inside(point) else None
        if value is not None:
            found.append((value, "point", point))
    for end, mark in ((f.lo, "+"), (f.hi, "-")):
        value = None if end is None else f.exactly_towards(end)
        if value is not None:
            found.append((value, f"{end}{mark}", None))
    found += [(v.exact, end, None) for end, v in _limits(f) if v is not None and v.exact is not None]
    return sorted(found, key=lambda item: (-item[0], item[1] != "point"))


def _exact(f: Function, limits: list[tuple[str, Any]], best: Any, points: tuple[Fraction, ...]) -> Supremum | None:
    candidates = exact_candidates(f, points)
    if not candidates or ball(candidates[0][0]) < best:
        return None
    value = candidates[0][0]
    places = [point for v, kind, point in candidates if v == value and point is not None]
    ends = tuple(kind for v, kind, point in candidates if v == value and point is None)
    proof = f.prove("<=" if places else "<", value, budget=400)
    attained: bool | None = bool(places)
    if isinstance(proof, Failure) and not places:
        proof, attained = f.prove("<=", value, budget=400), None
    if isinstance(proof, Failure):
        return None
    everywhere = bool(places) and not isinstance(f.prove(">=", value, budget=50), Failure)
    shown = tuple((place, place) for place in places[:1 if everywhere else MOST_PEAKS])
    return Supremum(value, value, value, attained, shown, () if places else ends, everywhere, *proof)


def _limits(f: Function) -> list[tuple[str, Any]]:
    """Where f tends to at the infinite ends: an interval, or None for oo; an end where it falls to -oo is left out."""
    found: list[tuple[str, Any]] = []
    for end, name in ((f.lo, "-oo"), (f.hi, "oo")):
        if end is not None:
            continue
        for start in TAIL_STARTS:
            lo, hi = (None, Fraction(-start)) if name == "-oo" else (Fraction(start), None)
            if (lo is not None and f.lo is not None and lo <= f.lo) or (hi is not None and f.hi is not None and hi >= f.hi):
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


def _at_limit(f: Function, top: tuple[str, Any], digits: int) -> Supremum | Failure:
    """The supremum as an irrational limit at an infinite end."""
    end, limit = top
    if not limit.is_bounded:
        return Failure("the limit at infinity is not enclosed")
    lower, upper = _to_fraction(limit.lo), _to_fraction(limit.hi)
    upper += max(abs(upper), Fraction(1, 10**digits)) / 10 ** (digits + 1)
    proof = f.prove("<=", upper, _bits(digits))
    return proof if isinstance(proof, Failure) else Supremum(lower, upper, None, None, (), (end,), False, *proof)


def _to_fraction(value: Any) -> Fraction:
    exact = value.fmpq()
    return Fraction(int(exact.p), int(exact.q))


def _bits(digits: int) -> int:
    return 64 + 4 * digits


def climb(f: Function, start: Fraction, samples: list[Fraction], digits: int) -> Fraction:
    """A point near a local maximum: bisection on the sign of f' between the neighbours, then Newton's method."""
    lo = max((s for s in samples if s < start), default=start)
    hi = min((s for s in samples if s > start), default=start)
    for _ in range(12):
        middle = (lo + hi) / 2
        slope = f.jet(middle, 1)[1]
        lo, hi = (middle, hi) if slope.mid() > 0 else (lo, middle)
    point, bits = (lo + hi) / 2, _bits(digits)
    for _ in range(60):
        jet = f.jet(point, 2, bits)
        if not jet[2] < 0:
            break
        step = midpoint(-jet[1] / (2 * jet[2]), bits)
        point = (point + step).limit_denominator(2 ** (bits // 2 + 16))
        if abs(step) * 10 ** (digits + 6) < max(abs(point), Fraction(1, 100)):
            break
    return point


@dataclass(frozen=True)
class Peak:
    """A point near a local maximum, and an interval around it on which f is concave."""

    point: Fraction
    lo: Fraction
    hi: Fraction


def _at_peak(f: Function, start: Fraction, samples: list[Fraction], digits: int) -> Supremum | Failure:
    bits = _bits(digits)
    try:
        point = climb(f, start, samples, digits)
        value = f.jet(point, 0, bits)[0]
    except Undefined as reason:
        return Failure(str(reason))
    with ctx.workprec(bits):
        slack = abs(value) / arb(10) ** (digits + 4)
        lower, upper = _to_fraction(value.lower()), _to_fraction((value + slack).upper())
    peaks: list[Peak] = []
    for _ in range(MOST_PEAKS):
        peak = _around(f, point, lower, bits)
        if peak is None or not f.inside(point):
            break
        peaks.append(peak)
        found = _elsewhere(f, sorted(peaks, key=lambda p: p.point), lower, upper, bits)
        if isinstance(found, ByCover):
            return _confirmed(f, peaks, lower, upper, found, digits)
        if found.witness is None:
            break
        try:
            point = climb(f, found.witness, [found.witness - Fraction(1, 64), found.witness + Fraction(1, 64)], digits)
            other = f.jet(point, 0, bits)[0]
        except Undefined:
            break
        if other > ball(upper):
            return _at_peak(f, point, samples, digits)
        if other < ball(lower) or any(p.lo <= point <= p.hi for p in peaks):
            break
    proof = f.prove("<=", upper, bits)
    return proof if isinstance(proof, Failure) else Supremum(lower, upper, None, None, (), (), False, *proof)


def _around(f: Function, point: Fraction, lower: Fraction, bits: int) -> Peak | None:
    """An interval around the point on which f'' < 0, and at whose ends f is certainly lower than at the point."""
    for k in range(2, 40):
        width = Fraction(1, 2**k)
        lo, hi = point - width, point + width
        if not (f.inside(lo) and f.inside(hi)):
            continue
        try:
            bend = jet_over(f.term, f.variable, lo, hi, 2, f.definitions, bits)[2]
            if bend < 0:
                low = all(f.jet(end, 0, bits)[0] < ball(lower) for end in (lo, hi))
                return Peak(point, lo, hi) if low else None
        except Undefined:
            continue
    return None


def _elsewhere(f: Function, peaks: list[Peak], lower: Fraction, upper: Fraction, bits: int) -> ByCover | Failure:
    """A cover for f <= upper, on which f < lower outside the peaks."""
    cells: list[Cell] = []
    edges = [f.lo, *(end for peak in peaks for end in (peak.lo, peak.hi)), f.hi]
    goal = Relation("<", f.term, Num(lower))
    for k in range(0, len(edges), 2):
        domain = (edges[k], k > 0, edges[k + 1], k + 2 < len(edges))
        proof = f.prove_goal(goal, domain, 64)
        if isinstance(proof, Failure) and proof.witness is None:
            proof = f.prove_goal(goal, domain, bits)
        if isinstance(proof, Failure):
            return proof
        cells += proof[1].cells
        if k + 2 < len(edges):
            peak = peaks[k // 2]
            cells.append(Cell(peak.lo, peak.hi, "bend", peak.point))
    return ByCover(f.variable, tuple(cells), bits)


def _confirmed(
    f: Function, peaks: list[Peak], lower: Fraction, upper: Fraction, cover: ByCover, digits: int
) -> Supremum | Failure:
    """The supremum is attained near the peaks: it exceeds f elsewhere, and f is continuous on their compact cells."""
    goal = Relation("<=", f.term, Num(upper))
    try:
        check_cover(goal, f.variable, f.domain, cover, f.definitions, kinks=f.kinks)
    except Rejected as reason:
        return Failure(f"the kernel rejected the cover: {reason}")
    places = []
    for peak in sorted(peaks, key=lambda p: p.point):
        radius = max(abs(peak.point), Fraction(1, 1000)) / 10 ** (digits + 3)
        ends = (max(peak.point - radius, peak.lo), min(peak.point + radius, peak.hi))
        rises = f.jet(ends[0], 1, cover.precision)[1] > 0 and f.jet(ends[1], 1, cover.precision)[1] < 0
        places.append(ends if rises else (peak.lo, peak.hi))
    # several peaks agree to all digits; the supremum is attained in at least one of them
    return Supremum(lower, upper, None, True, tuple(places), (), False, goal, cover)
