"""Rough location of a supremum or infimum: rational points for the kernel to evaluate."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Extremum, Num, free_symbols
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_infimum, find_supremum
from gradcheck.search.covers.univariate import Function


def enclose_extremum(
    term: Extremum, definitions: tuple[Definition, ...], digits: int = 12
) -> tuple[Fraction, Fraction] | None:
    """Return numbers just below and above a finite extremum over a rational interval; None when the search fails."""
    if free_symbols(term) or not all(is_infinite(end) or isinstance(end, Num) for end in (term.lo, term.hi)):
        return None
    lo, hi = (end.value if isinstance(end, Num) else None for end in (term.lo, term.hi))
    search = find_supremum if term.kind == "sup" else find_infimum
    found = search(Function(term.body, term.variable, lo, hi, definitions), digits)
    if isinstance(found, NotFound) or found.lower is None or found.upper is None:
        return None
    room = max(abs(found.lower), abs(found.upper)) / 10 ** (digits - 2) or Fraction(1, 10**digits)
    return found.lower - room, found.upper + room


def exact_extremum(term: Extremum, definitions: tuple[Definition, ...]) -> Fraction | None:
    """Return the extremum over a rational interval where it is found to be a rational number; else None."""
    if free_symbols(term) or not all(is_infinite(end) or isinstance(end, Num) for end in (term.lo, term.hi)):
        return None
    lo, hi = (end.value if isinstance(end, Num) else None for end in (term.lo, term.hi))
    search = find_supremum if term.kind == "sup" else find_infimum
    found = search(Function(term.body, term.variable, lo, hi, definitions))
    return None if isinstance(found, NotFound) else found.exact


def best_points(term: Extremum, definitions: tuple[Definition, ...], digits: int = 20) -> list[Fraction]:
    """Return rational points at which the body is close to the extremum; empty when the search fails."""
    lo, hi = (None if is_infinite(end) or not isinstance(end, Num) else end.value for end in (term.lo, term.hi))
    search = find_supremum if term.kind == "sup" else find_infimum
    found = search(Function(term.body, term.variable, lo, hi, definitions), digits)
    if isinstance(found, NotFound):
        return []
    return [(low + high) / 2 for low, high in found.places]
