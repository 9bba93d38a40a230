"""Evidence by analysis: covers by balls, derivatives, extrema, limits, continuity."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.kernel.evidence.rule import Evidence, Scalar
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol


@dataclass(frozen=True)
class Cell:
    """A closed interval of the variable (None: unbounded) and the way the sign is established on it.

    method: 'value' (enclosure of the difference), 'slope' (mean value form), 'taylor' (Taylor polynomial at the middle,
    with a remainder of that ``order``), 'bend' (second derivative of one sign and a tangent), 'touch' (an exact zero at
    the rational ``point`` of exact order ``order``, derivative of that order of one sign on the cell), 'tail' (an
    unbounded cell).
    """

    lo: Fraction | None
    hi: Fraction | None
    method: str
    point: Fraction | None = None
    order: int = 0


@dataclass(frozen=True)
class ByCover(Evidence, label="enclosure"):
    """One real variable: the cells cover the domain that H gives it, and on each the relation holds by enclosure."""

    variable: Symbol
    cells: tuple[Cell, ...]
    precision: int = 64


@dataclass(frozen=True)
class ByBoxes(Evidence, label="enclosure"):
    """Several real variables, each between two numbers that H gives: on every part of the box the relation holds.

    ``cuts`` tells of each box, before its lower and its upper half, along which variable it is cut and where, or None.
    """

    variables: tuple[Symbol, ...]
    cuts: tuple[tuple[int, Fraction] | None, ...]
    precision: int = 64


@dataclass(frozen=True)
class ByMonotonicity(Evidence, label="monotonicity", theorem="monotonicity"):
    """left <= right for variable >= anchor (side '+') or <= anchor (side '-').

    ``base`` proves it at the anchor; ``slope`` proves that the derivative of right - left has the sign that carries it
    away from the anchor.
    """

    variable: Symbol
    anchor: Scalar
    side: str
    base: Evidence
    slope: Evidence


@dataclass(frozen=True)
class ByDecay(Evidence, label="limit and slope"):
    """left <= right towards infinity (side '+') or minus infinity ('-'): right - left tends to ``value`` >= 0.

    ``limit`` proves that; ``slope`` that right - left does not increase on the way there, and falls for left < right.
    """

    variable: Symbol
    side: str
    value: Num
    limit: Evidence
    slope: Evidence


@dataclass(frozen=True)
class ByExtremum(Evidence, label="extremum"):
    """A claim about a supremum: ``bound`` proves f <= c for every x of the interval; ``approach`` that no less will do.

    The approach is a point x0 with f(x0) = c (or a comparison with c, where only that is claimed), or None and
    a proof of the limit of f at an end ('+' upper end, '-' lower end) in ``end``.  An infimum likewise.  Where only
    sup f >= c is claimed, ``bound`` may prove abs(f) >= 0 on the interval, which shows that f is defined there.
    sup f > c and sup f != c need a point with f(x0) > c.
    """

    bound: Evidence | None = None
    point: Scalar | None = None
    approach: Evidence | None = None
    end: str = ""


@dataclass(frozen=True)
class ByExpansion(Evidence, label="asymptotic expansion"):
    """A limit, or that it is another one, from the asymptotic expansion of the term, series cut off after ``order``."""

    order: int = 6


@dataclass(frozen=True)
class BySqueeze(Evidence, label="squeeze"):
    """abs(f - L) <= bound for all large values (``proof``), and the bound tends to 0 (``vanishing``)."""

    bound: Scalar
    start: Num
    proof: Evidence
    vanishing: Evidence


@dataclass(frozen=True)
class ByContinuity(Evidence, label="continuity", theorem="continuity"):
    """lim f = L, where f is built continuously from members whose limits are hypotheses: put the limits in.

    ``equal`` proves f = ``form``, an expression in those members; ``value`` that the form at the limits is L.
    """

    form: Scalar
    limits: tuple[Relation, ...]
    equal: Evidence
    value: Evidence


@dataclass(frozen=True)
class ByMeanValue(Evidence, label="mean value theorem", theorem="mean-value"):
    """abs(f(a) - f(b)) <= c abs(a - b), from |f'(z)| <= c for every z but the ``cuts``, where f is continuous.

    f(z) is ``function`` of ``variable``; ``slopes`` proves the bound on the open pieces between the cuts, in order:
    where there are no cuts, everywhere.  For every choice where(l op r, p, q) in an f with cuts, ``joins`` proves that
    p = q where l = r.
    """

    function: Scalar
    variable: Symbol
    slopes: tuple[Evidence, ...]
    cuts: tuple[Fraction, ...] = ()
    joins: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ByIntermediateValue(Evidence, label="intermediate value theorem", theorem="intermediate-value"):
    """Some x with f(x) = g(x): f - g is continuous between lo and hi, not positive at lo, not negative at hi.

    ``lo`` and ``hi`` are in either order.  Where the claim says more of x, ``others`` prove it for lo <= x <= hi.
    """

    lo: Fraction
    hi: Fraction
    low: Evidence
    high: Evidence
    others: tuple[Evidence, ...] = ()
