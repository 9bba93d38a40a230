"""Bounds integrals against the normal density far out, where it decays faster than the activation grows.

On a tail the integrand is a germ (``balls.germs``): a sum of monomials t^i e^(-j t) e^(-l t^2) with coefficients in
intervals, for all t >= T.  With M = sup |g(t)| e^t over the tail, the integral of |g| there is at most M e^(-T).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.activations.analysis.pieces import X
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.germs import Germ
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax.terms import Apply, Num, Term

Ball = Any
TAIL_PRECISION = 64


@dataclass(frozen=True)
class Tail:
    """x >= start, for side 1, or x <= -start, for side -1; the term applies there."""

    term: Term
    start: Fraction
    side: int

    def germs(self, term: Term, order: int) -> list[Germ]:
        """The term and its derivative over the tail; Undefined where germs do not know it."""
        lo, hi = (self.start, None) if self.side > 0 else (None, -self.start)
        return tail_jet(term, X, lo, hi, order, precision=TAIL_PRECISION)

    def integrand(self, order: int, power: int, moment: int, rate: Fraction) -> Germ:
        """x^moment f^(order)(x)^power e^(-rate x^2)."""
        result = self.germs(Apply("exp", (Num(-rate) * X**2,)) * X**moment, 0)[0]
        with ctx.workprec(TAIL_PRECISION):
            factor = self.germs(self.term, order)[order]
            for _ in range(power):
                result = result * factor
            return result


def bound_of_tail(germ: Germ) -> Ball:
    """An upper bound of the integral of |g| over t >= T; Undefined where the germ shows none."""
    with ctx.workprec(TAIL_PRECISION):
        values = germ.shift((0, -1, 0)).range
        if not values.is_bounded:
            raise Undefined("the integrand is not shown to decay")
        largest = values.lo.union(values.hi).abs_upper()
        return (largest * (-germ.start).exp()).upper()


def diverges(germ: Germ) -> bool:
    """Whether |g| is at least some positive number on the whole tail, so that its integral is infinite."""
    with ctx.workprec(TAIL_PRECISION):
        values = germ.range
        return bool(values.lo > 0 or values.hi < 0)
