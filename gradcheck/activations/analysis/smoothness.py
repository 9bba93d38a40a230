"""Continuity and differentiability of a piecewise function at its cuts; its Lipschitz constant.

On an open piece a term is analytic if it is composed of sums, products, exp, erf, sin, cos and atan, of quotients whose
denominators, and roots and logarithms whose arguments, are shown to have a sign there.  At a cut the derivatives of
the two sides are compared: they agree where both are the same rational or have the same normal form, and differ where
balls around them are apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gradcheck.activations.analysis.pieces import Activation, Piece
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.activations.registry import X
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax import functions
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    free_symbols,
)
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Function, Supremum

HIGHEST = 6  # derivatives that are compared at a cut
BITS = 256
SMOOTH = "C^inf"
JUMPS = "discontinuous"


@dataclass(frozen=True)
class Cut:
    """A point between two pieces: ``order`` derivatives agree there, -1 for a jump, None where it is not known.

    ``left`` and ``right`` enclose the one-sided derivatives; None where a side has none.
    """

    point: Fraction
    order: int | None
    left: tuple[Fraction | None, Any] | None
    right: tuple[Fraction | None, Any] | None


def cuts_of(function: Activation) -> list[Cut]:
    """Return the continuity and the derivatives at each cut."""
    found = []
    for before, after in pairwise(function.pieces):
        if before.hi is not None:
            order = _agreeing(function, before, after, before.hi)
            found.append(Cut(before.hi, order, _slope(before, before.hi), _slope(after, before.hi)))
    return found


def kinks_of(cuts: list[Cut]) -> tuple[Fraction, ...]:
    """Return the cuts where there is no derivative: a jump, or slopes from the two sides that differ."""
    return tuple(cut.point for cut in cuts if cut.order is not None and cut.order < 1)


def smoothness(function: Activation, cuts: list[Cut]) -> str:
    """Return ``C^inf``, ``C^k``, ``discontinuous``, or nothing where it is not known."""
    if any(cut.order == -1 for cut in cuts):
        return JUMPS
    orders = [cut.order for cut in cuts]
    if None in orders or not all(_is_analytic(piece) for piece in function.pieces):
        return ""
    least = min((order for order in orders if order is not None), default=HIGHEST)
    return SMOOTH if not cuts else f"C^{least}" if least < HIGHEST else ""


def lipschitz(cuts: list[Cut], bounds: Bounds) -> Supremum | NotFound:
    """Return the least c with |f(a) - f(b)| <= c |a - b| for all a and b:
    sup |f'| where f is continuous, oo with a jump.
    """
    if any(cut.order == -1 for cut in cuts):
        return Supremum(None, None, attained=False, infinite=1)
    if any(cut.order is None for cut in cuts):
        return NotFound("it is not known whether the function is continuous")
    return bounds.size


def _slope(piece: Piece, cut: Fraction) -> tuple[Fraction | None, Any] | None:
    """Return the one-sided derivative of the piece at its end: exactly, if that is known, and as a ball."""
    try:
        value = jet(piece.term, X, ball(cut), 1, precision=BITS)
    except Undefined:
        return None
    slope = value[1] if len(value) > 1 else ball(Fraction(0))
    try:
        return exact_jet(piece.term, X, cut, 1)[1], slope
    except Undefined:
        return None, slope


def _agreeing(function: Activation, before: Piece, after: Piece, cut: Fraction) -> int | None:
    left, right = before.term, after.term
    values = (_same(left, right, cut), _same(function.formula, left, cut))
    if False in values:
        return -1
    if None in values:
        return None
    for order in range(HIGHEST):
        left, right = Derivative(left, X), Derivative(right, X)
        same = _same(left, right, cut)
        if same is None:
            return None
        if not same:
            return order
    return HIGHEST


def _same(a: Term, b: Term, point: Fraction) -> bool | None:
    """Whether two terms agree at the point; None where that is not known."""
    try:
        return exact_jet(a, X, point, 0)[0] == exact_jet(b, X, point, 0)[0]
    except Undefined:
        pass
    try:
        if not jet(a, X, ball(point), 0, precision=BITS)[0].overlaps(jet(b, X, ball(point), 0, precision=BITS)[0]):
            return False
    except Undefined:
        return None
    return _equal_at(a, b, point) or None


def _equal_at(a: Term, b: Term, point: Fraction) -> bool:
    """Whether the kernel accepts a = b for x = point."""
    from gradcheck.kernel.check import check
    from gradcheck.kernel.dependencies import Trail
    from gradcheck.kernel.evidence import (  # dear to import, and seldom needed
        ByNormalForm,
        ByRewriting,
    )
    from gradcheck.kernel.goal import Goal
    from gradcheck.kernel.rejection import Rejected

    there = Relation("=", X, Num(point))
    try:
        check(Goal(Relation("=", a, b), (there,), ()), ByRewriting((there,), ByNormalForm()), Trail())
    except (Rejected, ArithmeticError):
        return False
    return True


def _is_analytic(piece: Piece) -> bool:
    """Whether the term, wherever it is defined on the open piece, is composed of functions analytic there."""
    return _analytic(piece.term, piece)


def _analytic(term: Term, piece: Piece) -> bool:
    if X not in free_symbols(term):
        return _is_defined(term)
    match term:
        case Symbol() | Num() | Const():
            return True
        case Add() | Mul() | Neg():
            return all(_analytic(part, piece) for part in term.below if isinstance(part, Term))
        case Div(numerator=top, denominator=bottom):
            return _analytic(top, piece) and _analytic(bottom, piece) and _has_sign(bottom, piece)
        case Pow(exponent=Num(value=power)):
            whole, natural = power.denominator == 1, power.denominator == 1 and power >= 0
            fits = natural or (_has_sign(term.base, piece) if whole else _positive(term.base, piece))
            return fits and _analytic(term.base, piece)
        case Apply(function="sqrt" | "log"):
            return _analytic(term.args[0], piece) and _positive(term.args[0], piece)
        case Apply() if term.function in functions.SMOOTH & functions.TOTAL:  # all derivatives, at every number
            return _analytic(term.args[0], piece)
        case Apply():
            unfolded = unfold(term)
            return unfolded is not None and _analytic(unfolded, piece)
    return False


def _is_defined(term: Term) -> bool:
    try:
        jet(term, X, ball(Fraction(0)), 0, precision=BITS)
    except Undefined:
        return False
    return True


def _has_sign(term: Term, piece: Piece) -> bool:
    return _positive(term, piece) or _positive(Neg(term), piece)


def _positive(term: Term, piece: Piece) -> bool:
    found = Function(term, X, piece.lo, piece.hi).prove(">", Fraction(0), budget=200)
    return not isinstance(found, NotFound)
