"""Replacing atoms in a normal form: indices by indices, symbols by values, members by what a hypothesis says.

``substitute`` rebuilds every atom that contains a replaced one through the constructor of its kind, so that what
becomes simpler does become simpler (exp(x) at x = 0 is 1, a delta of two equal indices is 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.functions import function_value
from gradcheck.algebra.polynomial import ONE, Polynomial, generator
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.trigonometry import cosine_and_sine
from gradcheck.algebra.widths import width

Mapping_ = Mapping[Atom, Quotient]


def renormalise(ring: Ring, value: Quotient) -> Quotient:
    """The quotient with every atom made anew: what the hypotheses in force now decide may simplify it."""
    images = {atom: rebuild(ring, atom, atom.data, {}) for atom in ring.atoms_of(value) if atom.head in REBUILT}
    return substitute(ring, value, images) if images else value


REBUILT = ("exp", "log", "root", "abs", "power")


def substitute(ring: Ring, value: Quotient, mapping: Mapping_) -> Quotient:
    """The quotient with every atom of the mapping replaced, also inside other atoms."""
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


def _evaluate(ring: Ring, polynomial: Polynomial, images: dict[int, Quotient]) -> Quotient:
    kept, others = polynomial.parted(images)
    total = ring.constant(0)
    for powers, rest in others:
        term = quotient(rest, ONE, ring.relations)
        for slot, exponent in powers:
            term = term * images[slot] ** exponent
        total = total + term
    return total if kept.is_zero else total + quotient(kept, ONE, ring.relations)


def substitute_atom(ring: Ring, atom: Atom, mapping: Mapping_) -> Quotient:
    """The image of one atom."""
    if atom in mapping:
        return mapping[atom]
    if type(mapping) is dict and atom.indices.isdisjoint(mapping) and all(old.head == "index" for old in mapping):
        return ring.generator(atom)
    if atom.head == "product":
        from gradcheck.algebra.products import substitute_in_product

        return substitute_in_product(ring, atom, mapping)
    if atom.head == "sum":
        return _resum(ring, atom, mapping)
    if atom.head == "spectral":
        from gradcheck.algebra.spectral import substitute_in_spectral

        return substitute_in_spectral(ring, atom, mapping)
    new = tuple(_datum(ring, item, mapping) for item in atom.data)
    if all(_same(a, b) for a, b in zip(atom.data, new, strict=True)):
        return ring.generator(atom)
    return rebuild(ring, atom, new, mapping)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, Quotient):
        return isinstance(right, Quotient) and left.key == right.key
    if isinstance(left, tuple):
        return all(_same(a, b) for a, b in zip(left, right, strict=True))
    return bool(left is right or left == right)


def _datum(ring: Ring, item: Any, mapping: Mapping_) -> Any:
    if isinstance(item, Quotient):
        return substitute(ring, item, mapping)
    if isinstance(item, Atom):
        return _as_index(ring, substitute_atom(ring, item, mapping))
    if isinstance(item, tuple):
        return tuple(_datum(ring, part, mapping) for part in item)
    return item


def rebuild(ring: Ring, atom: Atom, data: tuple[Any, ...], mapping: Mapping_) -> Quotient:
    """The quotient that the constructor of this head makes of new data."""
    head = atom.head
    if head == "exp":
        return elementary.exp(ring, data[0].scaled(Fraction(1, data[1])))
    if head == "log":
        return elementary.log(ring, data[0])
    if head == "root":
        return elementary.root(ring, data[0], data[1])
    if head == "abs":
        return elementary.absolute(ring, data[0])
    if head == "sign":
        return elementary.signum(ring, data[0])
    if head == "power":
        return elementary.integer_power(ring, data[0], data[1])
    if head in ("erf", "atan"):
        return elementary.odd_function(ring, head, data[0])
    if head in ("sin", "cos"):
        return cosine_and_sine(ring, data[0].scaled(Fraction(1, data[1])))[head == "sin"]
    if head == "function":
        return function_value(ring, *data)
    if head == "delta":
        return delta(ring, data[0], data[1])
    if head == "reciprocal":
        return data[0] ** -1  # type: ignore[no-any-return]
    if head == "jacobian":
        from gradcheck.algebra.calculus import jacobian

        return jacobian(ring, data)
    if head == "member":
        return ring.member(*data)
    if head == "width":
        return width(ring, *data)
    if head == "mean":
        from gradcheck.algebra.expectation import mean

        return mean(ring, data[0])
    if head == "spectrum":
        from gradcheck.algebra.spectral import of_entries

        return of_entries(ring, *data)
    if head in ("entry", "random", "slope", "cumulant"):
        return ring.generator(ring.atom(head, *data, families=atom.families))
    raise Unsupported(f"a substitution inside {head}")


def delta(ring: Ring, left: Any, right: Any) -> Quotient:
    """The Kronecker delta of two indices (index atoms or quotients)."""
    first, second = _as_index(ring, left), _as_index(ring, right)
    if isinstance(first, Atom) and isinstance(second, Atom):
        if first is second:
            return ring.constant(1)
        if first.head == second.head == "symbol" and _differ(ring, first, second):
            return ring.constant(0)
        if first.number > second.number:
            first, second = second, first
        atom = ring.atom("delta", first, second, indices=first.indices | second.indices)
        slot = ring.slot(atom)
        ring.relations.setdefault(slot, (2, generator(slot)))
        return ring.generator(atom)
    difference = _index_quotient(ring, first) - _index_quotient(ring, second)
    if difference.constant() is None:
        from gradcheck.algebra.signs import NONZERO, ZERO_ONLY, sign_of, within

        sign = sign_of(ring, difference)
        if not within(sign, NONZERO) and not within(sign, ZERO_ONLY):
            raise Unsupported("a Kronecker delta of indices that are not plain")
        return ring.constant(0 if within(sign, NONZERO) else 1)
    return ring.constant(1 if difference.is_zero else 0)


def _differ(ring: Ring, first: Atom, second: Atom) -> bool:
    """Whether the hypotheses tell two integer symbols apart."""
    from gradcheck.algebra.signs import NONZERO, sign_of, within

    return within(sign_of(ring, ring.generator(first) - ring.generator(second)), NONZERO)


def _as_index(ring: Ring, index: Any) -> Any:
    if isinstance(index, Quotient):
        single = index.generator_slot()
        if single is not None:
            return ring.slots[single]
    return index


def _index_quotient(ring: Ring, index: Any) -> Quotient:
    return ring.generator(index) if isinstance(index, Atom) else index


def _resum(ring: Ring, atom: Atom, mapping: Mapping_) -> Quotient:
    """The sum with its atoms replaced inside; it is opened over the same indices each time, but never inside itself.

    Where the replacement changes the range of an index, that index is a new one, which knows its own range only.
    """
    from gradcheck.algebra.contraction import as_quotient, contract_all, open_sum

    busy: set[Atom] = ring.decided.setdefault("open sums", set())
    opened = None if atom in busy else ring.known.get(("open", atom))
    if opened is None:
        indices: dict[Atom, tuple[Quotient, Quotient]] = {}
        opened = as_quotient(ring, open_sum(ring, atom, indices)), indices
        if atom not in busy:
            ring.known[("open", atom)] = opened
    inside, ranges = opened
    outermost = atom not in busy
    busy.add(atom)
    try:
        moved = {
            index: (substitute(ring, lo, mapping), substitute(ring, hi, mapping)) for index, (lo, hi) in ranges.items()
        }
        changed = not all(_same(moved[index], ranges[index]) for index in ranges)
        if changed:
            inside, moved = _over_new_indices(ring, inside, moved)
        body = substitute(ring, inside, mapping)
    finally:
        if outermost:
            busy.discard(atom)
    if body.key == inside.key and not changed:
        return ring.generator(atom)
    return contract_all(ring, body, moved)


def _over_new_indices(
    ring: Ring, body: Quotient, ranges: dict[Atom, tuple[Quotient, Quotient]]
) -> tuple[Quotient, dict[Atom, tuple[Quotient, Quotient]]]:
    """The body over new indices of these ranges."""
    names = {index: ring.index() for index in ranges}
    for index, bounds in ranges.items():
        ring.ranges[names[index]] = bounds
    known = len(ring.conditions)
    renamed = substitute(ring, body, {old: ring.generator(new) for old, new in names.items()})
    del ring.conditions[known:]  # they were recorded of the old names
    return renamed, {names[index]: bounds for index, bounds in ranges.items()}
