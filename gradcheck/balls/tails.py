"""What a germ tends to."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.balls import germs
from gradcheck.balls.germs import CONSTANT, Germ
from gradcheck.balls.intervals import Interval, point
from gradcheck.balls.series import Undefined


def limit_of(germ: Germ) -> Interval | None:
    """Return an interval with all limit points of the germ for t -> oo; None if it grows."""
    if any(germs.growth(key) > germs.growth(CONSTANT) for key in germ.terms):
        return None
    if not all(value.is_bounded for value in germ.terms.values()):
        raise Undefined("a coefficient is not bounded")
    return germ.terms.get(CONSTANT, point(Fraction(0)))
