"""Factors of polynomials that are found without search."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.intervals import opposite, power_sign, product
from recheck.nodes import ANY, NEG, POS, ZERO
from recheck.polynomials import exact_root, m_times, order_of, p_add, p_divide, p_times

if TYPE_CHECKING:
    from recheck.forms import Forms
    from recheck.polynomials import Poly


def content(poly: Poly) -> tuple[Any, ...]:
    """Return the monomial of the powers that all terms have in common, and the polynomial without it."""
    rows = [dict(mono) for mono in poly]
    lowest = {a: min(row.get(a, 0) for row in rows) for a in {a for row in rows for a in row}}
    common = tuple(sorted((a, e) for a, e in lowest.items() if e))
    back = tuple((a, -e) for a, e in common)
    return common, {m_times(mono, back): c for mono, c in poly.items()}


def square_root(poly: Poly) -> Any:
    """Return the polynomial whose square this is; None where there is none."""
    rest: Poly = dict(poly)
    root: Poly = {}
    for _ in range(len(poly)):
        if not rest:
            return root
        top = max(rest, key=order_of)
        if root:
            lead = max(root, key=order_of)
            mono, value = m_times(top, tuple((a, -e) for a, e in lead)), rest[top] / (2 * root[lead])
        else:
            ends: list[Any] = [exact_root(n, 2) for n in (rest[top].numerator, rest[top].denominator)]
            if None in ends or any(e % 2 for _, e in top):
                return None
            mono, value = tuple((a, e // 2) for a, e in top), Fraction(*ends)
        if any(e < 0 for _, e in mono):
            return None
        new = {mono: value}
        rest = p_add(p_add(rest, p_times(root, new), -2), p_times(new, new), -1)
        root = p_add(root, new)
    return None if rest else root


def sign_by_factors(forms: Forms, poly: Poly) -> int:
    """Return the sign of a monomial times another polynomial, of a square, and of a multiple of what is bounded."""
    if len(poly) == 1:
        ((mono, value),) = poly.items()
        mask = POS if value > 0 else NEG
        for a, e in mono if len(mono) > 1 or mono[0][1] != 1 else ():
            mask = product(mask, power_sign(forms.p_sign({((a, 1),): Fraction(1)}), e))
        return mask if len(mono) > 1 or mono[0][1] != 1 else ANY
    common, rest = content(poly)
    if common:
        return product(forms.p_sign({common: Fraction(1)}), forms.p_sign(rest))
    root = square_root(poly) or square_root({m: -c for m, c in poly.items()})
    if root is not None:
        inner = ZERO | POS if forms.p_sign(root) & ZERO else POS
        return inner if poly[max(poly, key=order_of)] > 0 else opposite(inner)
    for form, bound in list(forms.bounds.items()) if 4 <= len(poly) <= 40 else ():
        for end in {bound.lo, bound.hi} - {None}:
            factor = p_add(dict(form), {(): Fraction(end)} if end else {}, -1)
            rest = p_divide(poly, factor) if len(factor) > 1 else None
            if rest is not None and rest.keys() != {()}:
                return product(forms.p_sign(factor), forms.p_sign(rest))
    return ANY
