"""Replaces atoms in a normal form: indices by indices, symbols by values, members by their values in hypotheses.

``substitute`` rebuilds every atom that contains a replaced one through the constructor of its kind, so that what
becomes simpler does become simpler (exp(x) at x = 0 is 1, a delta of two equal indices is 1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.kinds import BOUND, REBUILDS, Images, rebuild
from gradcheck.algebra.polynomial import ONE, Polynomial, generator
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import NONZERO, ZERO_ONLY, sign_of, within


def renormalise(ring: Ring, value: Quotient) -> Quotient:
    """Return the quotient with every atom made anew: what the hypotheses in force now decide may simplify it."""
    images = {atom: rebuild(ring, atom, atom.data) for atom in ring.atoms_of(value) if atom.head in REBUILT}
    return substitute(ring, value, images) if images else value


REBUILT = ("exp", "log", "root", "abs", "power")


def substitute(ring: Ring, value: Quotient, mapping: Images) -> Quotient:
    """Return the quotient with every atom of the mapping replaced, also inside other atoms."""
    single = value.generator_slot()
    if single is not None:
        return substitute_atom(ring, ring.slots[single], mapping)
    images: dict[int, Quotient] = {}
    for slot in value.slots():
        atom = ring.slots[slot]
        image = substitute_atom(ring, atom, mapping)
        if image.generator_slot() != slot:
            images[slot] = image
    if not images:
        return value
    top = _evaluate(ring, value.num, images)
    return top if value.den is ONE else top / _evaluate(ring, value.den, images)


def renamed(ring: Ring, body: Quotient, old: Iterable[Atom], new: Iterable[Atom]) -> Quotient:
    """Return the body over other indices; whatever it needs to be defined was recorded when it was made."""
    before = len(ring.conditions)
    image = substitute(ring, body, {a: ring.generator(b) for a, b in zip(old, new, strict=True)})
    del ring.conditions[before:]
    return image


def _evaluate(ring: Ring, polynomial: Polynomial, images: dict[int, Quotient]) -> Quotient:
    kept, others = polynomial.parted(images)
    total = ring.constant(0)
    for powers, rest in others:
        term = quotient(rest, ONE, ring.relations)
        for slot, exponent in powers:
            term = term * images[slot] ** exponent
        total = total + term
    return total if kept.is_zero else total + quotient(kept, ONE, ring.relations)


def substitute_atom(ring: Ring, atom: Atom, mapping: Images) -> Quotient:
    """Return the image of one atom."""
    if atom in mapping:
        return mapping[atom]
    if type(mapping) is dict and atom.indices.isdisjoint(mapping) and all(old.head == "index" for old in mapping):
        return ring.generator(atom)
    replace = BOUND.get(atom.head)
    if replace is not None:
        return replace(ring, atom, mapping)
    new = tuple(_datum(ring, item, mapping) for item in atom.data)
    return ring.generator(atom) if is_same(atom.data, new) else rebuild(ring, atom, new)


def is_same(left: Any, right: Any) -> bool:
    if isinstance(left, Quotient):
        return isinstance(right, Quotient) and left.key == right.key
    if isinstance(left, tuple):
        return all(is_same(a, b) for a, b in zip(left, right, strict=True))
    return bool(left is right or left == right)


def _datum(ring: Ring, item: Any, mapping: Images) -> Any:
    if isinstance(item, Quotient):
        return substitute(ring, item, mapping)
    if isinstance(item, Atom):
        return _as_index(ring, substitute_atom(ring, item, mapping))
    if isinstance(item, tuple):
        return tuple(_datum(ring, part, mapping) for part in item)
    return item


def delta(ring: Ring, left: Any, right: Any) -> Quotient:
    """Return the Kronecker delta of two indices (index atoms or quotients), one of which is an atom or has a sign."""
    first, second = _as_index(ring, left), _as_index(ring, right)
    if not isinstance(first, Atom):
        first, second = second, first
    if isinstance(first, Atom) and isinstance(second, Atom):
        if first is second:
            return ring.constant(1)
        if first.head == second.head == "symbol" and _differ(ring, first, second):
            return ring.constant(0)
        if first.number > second.number:
            first, second = second, first
    else:
        sign = sign_of(ring, index_quotient(ring, first) - index_quotient(ring, second))
        if within(sign, NONZERO) or within(sign, ZERO_ONLY):
            return ring.constant(0 if within(sign, NONZERO) else 1)
        if not isinstance(first, Atom) or first in ring.atoms_within(second):
            raise Unsupported("a Kronecker delta of indices that are not plain")
    free = {index for side in (first, second) if isinstance(side, Atom) for index in side.indices}
    atom = ring.atom("delta", first, second, indices=free)
    slot = ring.slot(atom)
    ring.relations.setdefault(slot, (2, generator(slot)))
    return ring.generator(atom)


def _differ(ring: Ring, first: Atom, second: Atom) -> bool:
    """Whether the hypotheses imply that two integer symbols differ."""
    return within(sign_of(ring, ring.generator(first) - ring.generator(second)), NONZERO)


def _as_index(ring: Ring, index: Any) -> Any:
    if isinstance(index, Quotient):
        single = index.generator_slot()
        if single is not None:
            return ring.slots[single]
    return index


def index_quotient(ring: Ring, index: Any) -> Quotient:
    """Return an index, an atom or a quotient, as a quotient."""
    return ring.generator(index) if isinstance(index, Atom) else index


REBUILDS["delta"] = lambda ring, atom, data: delta(ring, data[0], data[1])
REBUILDS["reciprocal"] = lambda ring, atom, data: data[0] ** -1
REBUILDS["member"] = lambda ring, atom, data: ring.member(*data)
for head in ("entry", "random", "slope", "cumulant", "opaque"):
    REBUILDS[head] = lambda ring, atom, data: ring.generator(ring.atom(atom.head, *data, families=atom.families))
