"""The extrema of the derivative of an activation over all points where it is differentiable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradcheck.activations.analysis.pieces import Activation, Piece, X
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.terms import Apply, Derivative, Neg
from gradcheck.search.covers.closed_forms import Closed
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_supremum
from gradcheck.search.covers.univariate import Function, Supremum, negated


@dataclass(frozen=True)
class Bounds:
    """The infimum and the supremum of f', or why they were not found."""

    infimum: Supremum | NotFound
    supremum: Supremum | NotFound

    @property
    def size(self) -> Supremum | NotFound:
        """Return the supremum of |f'|: of f' and -f' the greater."""
        if isinstance(self.infimum, NotFound) or isinstance(self.supremum, NotFound):
            return self.infimum if isinstance(self.infimum, NotFound) else self.supremum
        return greatest([self.supremum, negated(self.infimum)])


def slope_bounds(function: Activation, digits: int) -> Bounds:
    """Return the extrema of the derivative, over the pieces and the cuts where it exists."""
    if any(isinstance(node, Apply) and node.function in ("sin", "cos") for node in walk(function.formula)):
        from gradcheck.activations.analysis.periodic import periodic_bounds  # dear to import

        repeating = periodic_bounds(function, digits)
        if repeating is not None:
            return Bounds(*repeating)
    upper = _highest(function, 1, digits)
    lower = _highest(function, -1, digits)
    return Bounds(lower if isinstance(lower, NotFound) else negated(lower), upper)


def _highest(function: Activation, sign: int, digits: int) -> Supremum | NotFound:
    found: list[Supremum] = []
    for piece in function.pieces:
        slope = Derivative(piece.term, X)
        part = Function(slope if sign > 0 else Neg(slope), X, piece.lo, piece.hi)
        result = find_supremum(part, digits, (piece.inside,))
        if isinstance(result, NotFound):
            return result
        if result.everywhere:
            result = replace(result, places=(), regions=(_region(piece),))
        found.append(result)
    for cut in function.cuts:
        at_cut = function.slope_at_cut(cut)
        if at_cut is not None:
            value = sign * at_cut
            found.append(Supremum(value, value, value, True, ((cut, cut),)))
    return greatest(found)


def _region(piece: Piece) -> str:
    if piece.lo is None:
        return "every x" if piece.hi is None else f"every x < {piece.hi}"
    return f"every x > {piece.lo}" if piece.hi is None else f"{piece.lo} < x < {piece.hi}"


def greatest(found: list[Supremum]) -> Supremum:
    """Return the supremum over a union, from the suprema over its parts."""
    if any(part.upper is None for part in found):
        return next(part for part in found if part.upper is None)
    uppers = [part.upper for part in found if part.upper is not None]
    lowers = [part.lower for part in found if part.lower is not None]
    upper, lower = max(uppers), max(lowers)
    highest = [part for part in found if part.upper is not None and part.upper >= lower]
    exact = next((part.exact for part in highest if part.exact is not None and part.exact == upper), None)
    if exact is not None:
        highest = [part for part in highest if part.exact == exact or part.lower == exact]
    attained = [part for part in highest if part.attained]
    if attained:
        places = tuple(dict.fromkeys(place for part in attained for place in part.places))
        closed = _common([part.closed for part in attained]) if len(attained) == len(highest) else None
        known: bool | None = True if exact is not None or len(highest) == len(attained) else None
        regions = tuple(dict.fromkeys(region for part in attained for region in part.regions))
        return Supremum(lower, upper, exact, known, places if known else (), regions=regions, closed=closed)
    ends = tuple(dict.fromkeys(end for part in highest for end in part.approached))
    missed = all(part.attained is False for part in highest)
    return Supremum(lower, upper, exact, False if missed else None, (), ends)


def _common(found: list[Closed | None]) -> Closed | None:
    """Return what is known of the places together: for several, only one and the same exact value."""
    first = found[0]
    if len(found) == 1 or first is None or first.number is None:
        return first if len(found) == 1 else None
    if any(other is None or other.number is not first.number for other in found):
        return None
    periods = {other.period for other in found if other is not None}
    places = tuple(place for other in found if other is not None for place in other.places)
    return Closed(first.number, places, first.period) if len(periods) == 1 else None
