"""The suprema of ``benchmarks.derivatives``, from values of the functions alone: ``python -m benchmarks.reference``.

The derivative is a difference quotient with mpmath, of a step of 1e-45 in 130 digits.  It is looked at on a dense grid
and on both sides up to 1e20, and the best places are refined by golden section until they are known to 1e-40.  A
search proves nothing; it is the judge of the comparison since it shares no code with any tool that is compared.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import mpmath

from benchmarks.derivatives import SLOPES, Slope
from gradcheck.language.syntax.terms import Symbol
from tests.search.mpmath_values import value_of

DIGITS = 130
STEP, FINEST = "1e-45", "1e-40"
WIDEST, PER_UNIT, FARTHEST = 30, 16, 20  # a grid from -30 to 30, and powers of ten up to 1e20
REFINED = 4  # places
SHOWN = 25  # significant digits

Real = Any
Function = Callable[[Real], Real]


def search_supremum(slope: Slope) -> str:
    """The greatest value found of the derivative, to 25 digits."""
    term, x = slope.term(), Symbol("x")
    with mpmath.workdps(DIGITS):
        step = mpmath.mpf(STEP)

        def derivative(at: Real) -> Real:
            try:
                return (value_of(term, {x: at + step}) - value_of(term, {x: at - step})) / (2 * step)
            except OverflowError:  # so far out that mpmath can't hold an exponent
                return mpmath.ninf

        places = _grid()
        values = [derivative(at) for at in places]
        best = max(values)
        peaks = sorted(range(1, len(places) - 1), key=lambda k: -values[k])
        tops = [k for k in peaks if values[k] >= values[k - 1] and values[k] >= values[k + 1]]
        for k in tops[:REFINED]:
            best = max(best, _climb(derivative, places[k - 1], places[k + 1]))
        return str(mpmath.nstr(best, SHOWN, strip_zeros=True))


def _grid() -> list[Real]:
    """Places that no kink of a function of the list meets: they are shifted by an irrational number."""
    shift = mpmath.sqrt(2) / 1000
    near = [mpmath.mpf(k) / PER_UNIT + shift for k in range(-WIDEST * PER_UNIT, WIDEST * PER_UNIT + 1)]
    far = [mpmath.mpf(10) ** (mpmath.mpf(k) / 2) for k in range(3, 2 * FARTHEST + 1)]
    return sorted([*(-place for place in far), *near, *far])


def _climb(function: Function, low: Real, high: Real) -> Real:
    """The greatest value met by golden section between two places around a peak."""
    ratio = (mpmath.sqrt(5) - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = function(left), function(right)
    best = max(at_left, at_right)
    while high - low > mpmath.mpf(FINEST) * max(1, abs(low)):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = function(right)
        best = max(best, at_left, at_right)
    return best


def main() -> int:
    """Compute all of them; 1 if the list says anything else."""
    different = 0
    for slope in SLOPES:
        found = search_supremum(slope)
        different += found != slope.supremum
        print(f"{slope.function:30} | {found}{'' if found == slope.supremum else '   listed: ' + slope.supremum}")
        sys.stdout.flush()
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
