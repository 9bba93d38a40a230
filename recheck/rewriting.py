"""Equations put into normal forms: an atom that an equation names is replaced by what it equals."""

from __future__ import annotations

from recheck.atoms import ATOMS, Atom, as_quotient, below, constant, single
from recheck.polynomials import Quotient


def rewritten(forms, left, right, q):
    """Return {atom: value} for the atoms of a normal form that the left side of an equation, or an entry of it, is."""
    indices = [forms.index(constant(1), forms.of(side)) for side in left.shape]
    places = tuple(map(as_quotient, indices))
    pattern = single(forms.of(left, places))
    if pattern is None:
        return {}  # what is unfolded here is unfolded in the normal form, too
    images = {}
    for a in list(below(q)):
        found = {}
        if a not in indices and match(Atom(pattern), Atom(a), set(indices), found) and len(found) == len(indices):
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
