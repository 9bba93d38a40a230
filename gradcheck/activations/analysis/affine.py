"""A layer z -> f(w z + b) with a weight and a bias of its own, as an activation with known extreme slopes.

d/dz f(w z + b) = w f'(w z + b), and z -> w z + b is onto the line; so the extrema are those of f', times w, and their
places are moved.  Nothing is searched for again.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradcheck.activations.analysis.pieces import Activation, X, of_formula
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.balls.decimals import exact_text
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Term
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

ENDS = ("oo", "-oo")


def affine(function: Activation, weight: Fraction, bias: Fraction) -> Activation:
    """Return the activation z -> f(w z + b), w != 0."""
    if weight == 1 and bias == 0:
        return function
    scaled: Term = X if weight == 1 else Num(weight) * X
    argument = scaled if bias == 0 else scaled + Num(bias)
    name = f"{function.name} of {exact_text(weight)} x + {exact_text(bias)}"
    return of_formula(name, replace_symbols(function.formula, {X: argument}))


def affine_bounds(bounds: Bounds, weight: Fraction, bias: Fraction) -> Bounds:
    """Return the extrema of the derivative of z -> f(w z + b), from those of f'."""
    low, high = (
        found if isinstance(found, NotFound) else scaled(found, weight, bias)
        for found in (bounds.infimum, bounds.supremum)
    )
    return Bounds(low, high) if weight > 0 else Bounds(high, low)


def scaled(found: Supremum, weight: Fraction, bias: Fraction) -> Supremum:
    """Return an extremum of f' as one of w f'(w z + b); for w < 0 a supremum becomes an infimum."""
    if weight == 1 and bias == 0:
        return found
    ends = [None if end is None else end * weight for end in (found.lower, found.upper)]
    lower, upper = ends if weight > 0 else ends[::-1]
    moved = tuple(sorted(((lo - bias) / weight, (hi - bias) / weight)) for lo, hi in found.places)
    return replace(
        found, lower=lower, upper=upper, exact=None if found.exact is None else found.exact * weight,
        places=tuple((lo, hi) for lo, hi in moved),
        approached=tuple(_moved(end, weight, bias) for end in found.approached),
        infinite=found.infinite if weight > 0 else -found.infinite,
        goal=None, cover=None, regions=(), closed=None,
    )  # fmt: skip


def _moved(end: str, weight: Fraction, bias: Fraction) -> str:
    """Return the end in terms of z: ``oo``, ``-oo``, or a number with the side from which it is approached."""
    if end in ENDS:
        return end if weight > 0 else ENDS[1 - ENDS.index(end)]
    point, side = Fraction(end[:-1]), end[-1]
    return f"{(point - bias) / weight}{side if weight > 0 else {'+': '-', '-': '+'}[side]}"
