"""Suprema that are attained at irrational critical points: Newton's method, then covers around them.

Near the critical point f is concave on a cell; everywhere else f is shown to be lower than at the point.  Further peaks
of the same height come up as witnesses against that, and are climbed too.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, ctx

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCover, Cell
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num
from gradcheck.search.covers.cells import midpoint, to_fraction
from gradcheck.search.covers.enclosure import NotFound, recheck
from gradcheck.search.covers.univariate import Function, Supremum

MAX_PEAKS = 8


def bits_for(digits: int) -> int:
    return 64 + 4 * digits


def climb(f: Function, start: Fraction, samples: list[Fraction], digits: int) -> Fraction:
    """Return a point near a local maximum: bisection on the sign of f' between the neighbours, then Newton's method."""
    lo = max((s for s in samples if s < start), default=start)
    hi = min((s for s in samples if s > start), default=start)
    for _ in range(12):
        middle = (lo + hi) / 2
        slope = f.jet(middle, 1)[1]
        lo, hi = (middle, hi) if slope.mid() > 0 else (lo, middle)
    point, bits = (lo + hi) / 2, bits_for(digits)
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


def at_peak(f: Function, start: Fraction, samples: list[Fraction], digits: int, climbs: int = 0) -> Supremum | NotFound:
    """Return the supremum at the peak that is found from ``start``, or at a higher peak found on the way."""
    bits = bits_for(digits)
    try:
        point = climb(f, start, samples, digits)
        value = f.jet(point, 0, bits)[0]
        with ctx.workprec(bits):
            slack = abs(value) / arb(10) ** (digits + 4)
            lower, upper = to_fraction(value.lower()), to_fraction((value + slack).upper())
    except Undefined as reason:
        return NotFound(str(reason))
    peaks: list[Peak] = []
    for _ in range(MAX_PEAKS):
        peak = _around(f, point, lower, bits)
        if peak is None or not f.inside(point):
            break
        peaks.append(peak)
        found = _elsewhere(f, sorted(peaks, key=lambda p: p.point), lower, upper, bits)
        if isinstance(found, ByCover):
            return _confirmed(f, peaks, lower, upper, found, digits)
        foot = found.near if found.witness is None else found.witness
        if foot is None:
            break
        try:
            point = climb(f, foot, [foot - Fraction(1, 64), foot + Fraction(1, 64)], digits)
            other = f.jet(point, 0, bits)[0]
        except Undefined:
            break
        if other > ball(upper):
            if climbs == MAX_PEAKS:
                return NotFound("there are ever higher peaks")
            return at_peak(f, point, samples, digits, climbs + 1)
        if other < ball(lower) or any(p.lo <= point <= p.hi for p in peaks):
            break
    proof = f.prove("<=", upper, bits)
    return proof if isinstance(proof, NotFound) else Supremum(lower, upper, None, None, (), (), False, *proof)


def _around(f: Function, point: Fraction, lower: Fraction, bits: int) -> Peak | None:
    """Return an interval around the point where f'' < 0, at whose ends f is certainly lower than at the point;
    or None.
    """
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


def _elsewhere(f: Function, peaks: list[Peak], lower: Fraction, upper: Fraction, bits: int) -> ByCover | NotFound:
    """Return a cover for f <= upper, on which f < lower outside the peaks."""
    cells: list[Cell] = []
    edges = [f.lo, *(end for peak in peaks for end in (peak.lo, peak.hi)), f.hi]
    goal = Relation("<", f.term, Num(lower))
    for k in range(0, len(edges), 2):
        domain = (edges[k], k > 0, edges[k + 1], k + 2 < len(edges))
        proof = f.prove_goal(goal, domain, 64, check=False)
        if isinstance(proof, NotFound) and proof.witness is None:
            proof = f.prove_goal(goal, domain, bits, check=False)
        if isinstance(proof, NotFound):
            return proof
        cells += proof[1].cells
        if k + 2 < len(edges):
            peak = peaks[k // 2]
            cells.append(Cell(peak.lo, peak.hi, "bend", peak.point))
    return ByCover(f.variable, tuple(cells), bits)


def _confirmed(
    f: Function, peaks: list[Peak], lower: Fraction, upper: Fraction, cover: ByCover, digits: int
) -> Supremum | NotFound:
    """Return the supremum as attained near the peaks:
    it exceeds f elsewhere, and f is continuous on their compact cells.
    """
    goal = Relation("<=", f.term, Num(upper))
    try:
        recheck(goal, f.variable, f.domain, cover, f.definitions, f.kinks)
    except Rejected as reason:
        return NotFound(f"the kernel rejected the cover: {reason}")
    places = []
    for peak in sorted(peaks, key=lambda p: p.point):
        radius = max(abs(peak.point), Fraction(1, 1000)) / 10 ** (digits + 3)
        ends = (max(peak.point - radius, peak.lo), min(peak.point + radius, peak.hi))
        rises = f.jet(ends[0], 1, cover.precision)[1] > 0 and f.jet(ends[1], 1, cover.precision)[1] < 0
        places.append(ends if rises else (peak.lo, peak.hi))
    # several peaks agree to all digits; the supremum is attained in at least one of them
    return Supremum(lower, upper, None, True, tuple(places), (), False, goal, cover)
