"""Bounds of sums of monomials, from bounds of other such sums that hypotheses give."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import RANGES
from recheck.intervals import Interval
from recheck.polynomials import ONE, p_add

if TYPE_CHECKING:
    from recheck.forms import Forms
    from recheck.polynomials import Poly

MAX_TERMS, MAX_BOUNDS = 8, 60


def combined(forms: Forms, poly: Poly, depth: int) -> Interval:
    """Return an interval for a polynomial: multiples of bounded ones are taken away until nothing is left."""
    rest = {mono: c for mono, c in poly.items() if mono}
    offset = Interval(poly.get((), 0), poly.get((), 0))
    if not rest:
        return offset
    total = Interval()
    for mono, c in rest.items():
        part = forms.enclosed(frozenset({(mono, 1)})).scaled(c)
        total = part if mono == next(iter(rest)) else total.plus(part)
    if depth and len(rest) <= MAX_TERMS:
        known = [(dict(form), bound) for form, bound in list(forms.bounds.items())[:MAX_BOUNDS]]
        known += [bound for mono in rest for a, _ in mono for bound in ranges_of(a)]
        for form, bound in known:
            for mono in form.keys() & rest.keys() if len(form) > 1 else ():
                c = rest[mono] / form[mono]
                left = p_add(rest, form, -c)
                if len(left) <= max(len(rest), len(form)):
                    total = total.meet(bound.scaled(c).plus(combined(forms, left, depth - 1)))
    return total.plus(offset)


def ranges_of(a: int) -> Iterator[Any]:
    """Yield what the range of an index says, as bounded forms."""
    for end, sign in zip(RANGES.get(a, ()), (1, -1), strict=False):
        if end.den == ONE:
            gap = p_add({((a, 1),): Fraction(sign)}, end.num, -sign)
            offset = gap.pop((), Fraction(0))
            yield gap, Interval(-offset)
