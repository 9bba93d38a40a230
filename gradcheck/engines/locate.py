"""Where a supremum or infimum is, roughly: rational points for the kernel to evaluate."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.engines.enclosure import Failure
from gradcheck.engines.extrema import find_infimum, find_supremum
from gradcheck.engines.univariate import Function
from gradcheck.kernel.analysis import is_infinite
from gradcheck.language.definitions import Definition
from gradcheck.language.terms import Extremum, Num


def best_points(term: Extremum, definitions: tuple[Definition, ...], digits: int = 20) -> list[Fraction]:
    """Rational points at which the body is close to the extremum; empty when the search fails."""
    lo, hi = (None if is_infinite(end) or not isinstance(end, Num) else end.value for end in (term.lo, term.hi))
    search = find_supremum if term.kind == "sup" else find_infimum
    found = search(Function(term.body, term.variable, lo, hi, definitions), digits)
    if isinstance(found, Failure):
        return []
    return [(low + high) / 2 for low, high in found.places]
