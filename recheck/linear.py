"""Bounds of sums of monomials, from bounds of other such sums that hypotheses give."""

from __future__ import annotations

from recheck.intervals import Interval
from recheck.polynomials import p_add

MAX_TERMS, MAX_BOUNDS = 8, 60


def combined(forms, poly, depth):
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
        for form, bound in known:
            for mono in form.keys() & rest.keys() if len(form) > 1 else ():
                c = rest[mono] / form[mono]
                left = p_add(rest, form, -c)
                if len(left) <= max(len(rest), len(form)):
                    total = total.meet(bound.scaled(c).plus(combined(forms, left, depth - 1)))
    return total.plus(offset)
