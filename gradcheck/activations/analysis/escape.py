"""Chains whose steepest slope grows without bound because values drift away from infinity, or from a fixed point.

Let B be continuous, e = oo, -oo or a number with B(e) = e, p another number, and J the points from p (included)
towards e (excluded), such that on J the gap g(x) = B(x) - x is not 0 and points away from e, and g(x) -> 0 for x -> e.
Then the supremum of |d y_n/dx| tends to infinity with n:

    B(x) -> e for x -> e, and B(p) is beyond p, so some t_1 in J has B(t_1) = p (intermediate values); likewise some t_2
    between t_1 and e has B(t_2) = t_1, and so on.  The t_n go towards e; their limit would be a fixed point of B if it
    were in J, so it is e.  Now y_n maps t_n to p and B(t_n) to B(p), so its slope is somewhere between the two at least
    |B(p) - p|/|B(t_n) - t_n| = |g(p)|/|g(t_n)| (mean value theorem; y_n is Lipschitz), and g(t_n) -> 0.

This holds for gelu, silu and x tanh(x), where x - B(x) decays like an exponential, and for x + sin(x)**2 at 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import X
from gradcheck.activations.analysis.smoothness import cuts_of
from gradcheck.balls.exact import exact_zero
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.series import Undefined
from gradcheck.balls.tails import limit_of
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByCover, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.cover import Domain
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Term
from gradcheck.search.covers.enclosure import find_cover

FAR = Fraction(16)
STARTS = tuple(map(Fraction, (1, 2, 4, 8)))


@dataclass(frozen=True)
class Escape:
    """e as text (``oo``, ``-oo``, ``0+``, ``0-``), and p."""

    source: str
    start: Fraction


def find_escape(chain: Chain) -> Escape | None:
    """Return a place from which values drift away by steps that grow from 0; None where none was found."""
    if any(cut.order is None or cut.order < 0 for layer in chain.layers for cut in cuts_of(layer)):
        return None
    block = chain.block
    gap = block - X
    for start in STARTS:
        for side in (1, -1):
            place = side * start
            if _vanishes(gap, side) and _points(block, _domain(place, None, side), "<" if side > 0 else ">"):
                return Escape("oo" if side > 0 else "-oo", place)
    if exact_zero(gap, X, Fraction(0), ()):
        for start in (Fraction(1, 2), Fraction(1, 16)):
            for side in (1, -1):
                if _points(block, _domain(side * start, Fraction(0), side), ">" if side > 0 else "<"):
                    return Escape("0+" if side > 0 else "0-", side * start)
    return None


def _domain(start: Fraction, source: Fraction | None, side: int) -> Domain:
    """Return the domain from p, included, to e: outwards if e is infinite."""
    if source is None:
        return (start, True, None, False) if side > 0 else (None, False, start, True)
    return (source, False, start, True) if side > 0 else (start, True, source, False)


def _points(block: Term, domain: Domain, op: str) -> bool:
    """Whether B(x) op x on the domain: by a visible sign, or by balls."""
    goal = Relation(op, block, X)
    lo, lo_closed, hi, hi_closed = domain
    inside = [] if lo is None else [Relation("<=" if lo_closed else "<", Num(lo), X)]
    inside += [] if hi is None else [Relation("<=" if hi_closed else "<", X, Num(hi))]
    found = find_cover(goal, X, domain, budget=200)
    try:
        check(Goal(goal, tuple(inside)), found if isinstance(found, ByCover) else BySign(), Trail())
    except Rejected:
        return False
    return True


def _vanishes(gap: Term, side: int) -> bool:
    """Whether the gap tends to 0 at an infinite end."""
    lo, hi = (FAR, None) if side > 0 else (None, -FAR)
    try:
        (germ,) = tail_jet(gap, X, lo, hi, 0)
        limit = limit_of(germ)
    except Undefined:
        return False
    return limit is not None and limit.exact == 0
