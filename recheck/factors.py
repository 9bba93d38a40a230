"""Factors of polynomials that are found without search."""

from __future__ import annotations

from fractions import Fraction

from recheck.polynomials import exact_root, m_times, order_of, p_add, p_times


def content(poly):
    """Return the monomial of the powers that all terms have in common, and the polynomial without it."""
    rows = [dict(mono) for mono in poly]
    lowest = {a: min(row.get(a, 0) for row in rows) for a in {a for row in rows for a in row}}
    common = tuple(sorted((a, e) for a, e in lowest.items() if e))
    back = tuple((a, -e) for a, e in common)
    return common, {m_times(mono, back): c for mono, c in poly.items()}


def square_root(poly):
    """Return the polynomial whose square this is; None where there is none."""
    rest, root = dict(poly), {}
    for _ in range(len(poly)):
        if not rest:
            return root
        top = max(rest, key=order_of)
        if root:
            lead = max(root, key=order_of)
            mono, value = m_times(top, tuple((a, -e) for a, e in lead)), rest[top] / (2 * root[lead])
        else:
            ends = [exact_root(n, 2) for n in (rest[top].numerator, rest[top].denominator)]
            if None in ends or any(e % 2 for _, e in top):
                return None
            mono, value = tuple((a, e // 2) for a, e in top), Fraction(*ends)
        if any(e < 0 for _, e in mono):
            return None
        new = {mono: value}
        rest = p_add(p_add(rest, p_times(root, new), -2), p_times(new, new), -1)
        root = p_add(root, new)
    return None if rest else root
