"""Equations put into normal forms: an atom that an equation names is replaced by what it equals."""

from __future__ import annotations

from recheck.atoms import ATOMS, Atom, as_quotient, below, constant, single
from recheck.polynomials import Quotient


def pattern_of(forms, left):
    """Return indices, and the atom that the left side of an equation is at them; None where it is no atom."""
    indices = [forms.index(constant(1), forms.of(side)) for side in left.shape]
    return indices, single(forms.of(left, tuple(map(as_quotient, indices))))


def rewritten(forms, pattern, right, q):
    """Return {atom: value} for the atoms of a normal form that the left side of an equation, or an entry of it, is."""
    indices, left = pattern
    images = {}
    for a in list(below(q)) if left is not None else ():  # what is unfolded on the left is unfolded in q, too
        found = {}
        if a not in indices and match(Atom(left), Atom(a), set(indices), found) and len(found) == len(indices):
            images[a] = forms.of(right, tuple(found[k] for k in indices))
    return images


def match(pattern, item, indices, found):
    """Whether the item is the pattern, with quotients for its indices, which are noted."""
    if isinstance(pattern, Atom):
        if not isinstance(item, Atom):
            return False
        (head, data), (other, others) = ATOMS[pattern.number], ATOMS[item.number]
        return pattern == item or (head == other and match(data, others, indices, found))
    if isinstance(pattern, Quotient):
        if not isinstance(item, Quotient):
            return False
        k = single(pattern)
        if k in indices:
            return found.setdefault(k, item).key() == item.key()
        return pattern.key() == item.key()
    if type(pattern) is tuple:
        return (
            type(item) is tuple
            and len(pattern) == len(item)
            and all(match(one, other, indices, found) for one, other in zip(pattern, item, strict=True))
        )
    return pattern == item
