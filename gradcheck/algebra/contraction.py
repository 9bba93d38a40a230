"""Sums over bound indices: products of entries with repeated indices, in a form independent of the names of indices.

A contraction is an atom ('sum', ranges, factors, bound): the sum, over its bound indices in their ranges, of the
product of its factors (atom, exponent).  ``contract`` sums a quotient over one index:

    linear           sum of c * m = c * sum of m for every c without the index
    no dependence    sum over lo..hi of 1 = hi - lo + 1
    delta            sum over i of delta(i, j) f(i) = f(j), j in the same range
    merge            sum over i of f(i) * (sum over j of g(i, j)) = sum over i, j of f(i) g(i, j), where the range of
                     j does not depend on i; a sum over 1 <= j <= n(i) stays a factor
    last terms       sum up to t + c = sum up to t, and c further terms, for a number c (needs t >= lo - 1)

Bound indices are renamed canonically: refined by what surrounds each index, then the least text over the remaining
permutations.  So two contractions that differ by the names of their indices, or by the order of summation and of the
factors, are one atom, and equality holds for every length of the ranges.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from math import inf
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.elementary import factor
from gradcheck.algebra.kinds import BOUND, Images
from gradcheck.algebra.polynomial import ONE, Polynomial, TooLarge, monomial
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Ring, Unsupported, told
from gradcheck.algebra.substitution import index_quotient, is_same, renamed, substitute
from gradcheck.algebra.sufficiency import suffices

Factor = tuple[Atom, int]
Range = tuple[Quotient, Quotient]
MAX_PERMUTATIONS = 720
MAX_SPLIT = 12


def contract(ring: Ring, body: Quotient, index: Atom, lo: Quotient, hi: Quotient) -> Quotient:
    """Return the sum of the quotient over lo <= index <= hi."""
    offset = constant_part(hi)
    if offset and hi.constant() is None:
        return _split(ring, body, index, lo, hi, offset)
    if index not in ring.free_indices(body):
        return body * (hi - lo + ring.constant(1))
    free, bound = _divide(ring, body.den, index)
    for base in [atom.data[0] for atom in bound if atom.head == "reciprocal"]:  # a/(1 + a) is 1 - 1/(1 + a)
        parts = body.num.divided(base.num)
        if not parts[0].is_zero:
            whole, rest = (quotient(part, body.den, ring.relations) for part in parts)
            return contract(ring, whole * base, index, lo, hi) + contract(ring, rest, index, lo, hi)
    result = ring.constant(0)
    groups: dict[tuple[Factor, ...], Quotient] = {}
    for powers, coefficient in body.num.terms():
        inner: dict[Atom, int] = dict(bound)
        outer = []
        for slot, exponent in powers:
            atom = ring.slots[slot]
            if index in atom.indices:
                inner[atom] = inner.get(atom, 0) + exponent
            else:
                outer.append((slot, exponent))
        rest = quotient(monomial(outer, coefficient), ONE, ring.relations)
        key = tuple(sorted(((a, e) for a, e in inner.items() if e), key=lambda item: item[0].number))
        groups[key] = groups[key] + rest if key in groups else rest
    for key, rest in groups.items():
        total = _contract_monomial(ring, list(key), index, (lo, hi)) if key else hi - lo + ring.constant(1)
        result = result + rest * total
    return result / free


def constant_part(value: Quotient) -> int:
    """Return the integer constant term of a polynomial."""
    if value.den is not ONE:
        return 0
    for number, powers in value.monomials():
        if not powers:
            return int(number) if number.denominator == 1 else 0
    return 0


def _split(ring: Ring, body: Quotient, index: Atom, lo: Quotient, hi: Quotient, offset: int) -> Quotient:
    if abs(offset) > MAX_SPLIT:
        raise TooLarge(f"a sum with {abs(offset)} terms to split off")
    base = hi - ring.constant(offset)
    shortest = (base if offset > 0 else hi) - lo + ring.constant(1)
    record = suffices if offset > 0 else Ring.require
    record(ring, "nonnegative", shortest, told(ring, ">=", shortest))
    result = contract(ring, body, index, lo, base)
    steps = range(1, offset + 1) if offset > 0 else range(offset + 1, 1)
    for step in steps:
        term = substitute(ring, body, {index: base + ring.constant(step)})
        result = result + term if offset > 0 else result - term
    return result


def _divide(ring: Ring, denominator: Polynomial, index: Atom) -> tuple[Quotient, dict[Atom, int]]:
    """Return the part of a denominator without the index, and the rest as atoms with negative exponents."""
    one = ring.constant(1)
    if denominator.is_one():
        return one, {}
    content, factors = factor(ring, Quotient(denominator, ONE, ring.relations))
    free, bound = ring.constant(content), {}
    for base, exponent in factors:
        if index not in ring.free_indices(base):
            free = free * base**exponent
            continue
        atoms = ring.atoms_of(base)
        if len(atoms) == 1 and base.key == ring.generator(atoms[0]).key:
            bound[atoms[0]] = -exponent
        else:
            bound[ring.atom("reciprocal", base)] = exponent
    return free, bound


def as_quotient(ring: Ring, factors: list[Factor]) -> Quotient:
    """Return the product of the factors."""
    result = ring.constant(1)
    for atom, exponent in factors:
        if atom.head == "reciprocal":
            result = result * atom.data[0] ** -exponent
        else:
            result = result * ring.generator(atom) ** exponent
    return result


def _contract_monomial(ring: Ring, factors: list[Factor], index: Atom, bounds: Range) -> Quotient:
    indices: dict[Atom, Range] = {index: bounds}
    factors = _merge(ring, factors, indices)
    if any(exponent >= _degree(ring, atom) for atom, exponent in factors):
        return contract_all(ring, as_quotient(ring, factors), indices)
    for atom, exponent in factors:
        if atom.head == "delta" and exponent > 0:
            left, right = atom.data
            for out, kept in ((left, right), (right, left)):
                if isinstance(out, Atom) and out in indices:
                    _check_same_range(ring, indices[out], kept, indices)
                    rest = as_quotient(ring, [item for item in factors if item[0] is not atom])
                    rest = substitute(ring, rest, {out: index_quotient(ring, kept)})
                    return contract_all(ring, rest, {i: r for i, r in indices.items() if i is not out})
    return ring.generator(_canonical(ring, factors, indices))


def _degree(ring: Ring, atom: Atom) -> float:
    """Return the power at which an algebraic atom is reduced; no power at all for the others."""
    if atom.head not in ("abs", "root", "power", "sin"):
        return float("inf")
    degree, _ = ring.relations.get(ring.slot(atom), (float("inf"), None))
    return degree


def contract_all(ring: Ring, body: Quotient, indices: dict[Atom, Range]) -> Quotient:
    """Return the sum over several indices; one on which the range of another depends comes after that other."""
    rest = dict(indices)
    while rest:
        outer = {index for bounds in rest.values() for end in bounds for index in ring.free_indices(end)}
        first = [index for index in rest if index not in outer]
        if not first:
            raise Unsupported("sums whose ranges depend on each other's indices")
        for index in first:
            body = contract(ring, body, index, *rest.pop(index))
    return body


def _check_same_range(ring: Ring, bounds: Range, kept: Any, indices: dict[Atom, Range]) -> None:
    """Check that the kept index lies in the range; a symbol or a number has to, or else the sum is 0."""
    other = (indices.get(kept) or ring.ranges.get(kept)) if isinstance(kept, Atom) else None
    if other is None and (not isinstance(kept, Atom) or kept.head == "symbol"):
        place = index_quotient(ring, kept)
        for gap in (place - bounds[0], bounds[1] - place):
            suffices(ring, "nonnegative", gap, told(ring, ">=", gap))
        return
    if other is None or any(a.key != b.key for a, b in zip(bounds, other, strict=True)):
        raise Unsupported("a Kronecker delta of two indices with different ranges")


def _merge(ring: Ring, factors: list[Factor], indices: dict[Atom, Range]) -> list[Factor]:
    """Open the contractions among the factors, their bound indices freshly named and added to ``indices``."""
    merged: dict[Atom, int] = {}
    for atom, exponent in factors:
        if atom.head != "sum" or exponent < 0 or _ranges_over(ring, atom, indices):
            merged[atom] = merged.get(atom, 0) + exponent
            continue
        for _ in range(exponent):
            for inner, count in open_sum(ring, atom, indices):
                merged[inner] = merged.get(inner, 0) + count
    return [(atom, exponent) for atom, exponent in merged.items() if exponent]


def _ranges_over(ring: Ring, atom: Atom, indices: dict[Atom, Range]) -> bool:
    """Whether the range of an index of a contraction depends on one of the indices."""
    return any(ring.free_indices(end) & indices.keys() for bounds in atom.data[0] for end in bounds)


def open_sum(ring: Ring, atom: Atom, indices: dict[Atom, Range]) -> list[Factor]:
    """Return the factors of a contraction over fresh indices, which join ``indices`` with their ranges."""
    ranges, factors, bound = atom.data
    names = {old: ring.index() for old in bound}
    for old, bounds in zip(bound, ranges, strict=True):
        indices[names[old]] = ring.ranges[names[old]] = bounds
    return [(_rename(ring, inner, names), count) for inner, count in factors]


def _rename(ring: Ring, atom: Atom, names: dict[Atom, Atom]) -> Atom:
    """Return the atom with some indices renamed; renaming never changes what kind of atom it is."""
    if atom.indices.isdisjoint(names):
        return atom
    if atom.head == "index":
        return names[atom]
    if atom.head == "reciprocal":
        return ring.atom("reciprocal", _rename_quotient(ring, atom.data[0], names))
    if atom.head == "mean":
        return ring.mean_atom(_rename_quotient(ring, atom.data[0], names))
    if atom.head in ("sum", "product", "array", "map"):
        return ring.atoms_of(renamed(ring, ring.generator(atom), names.keys(), names.values()))[0]
    data = tuple(_rename_datum(ring, item, names) for item in atom.data)
    if atom.head == "delta":
        data = tuple(sorted(data, key=lambda index: index.number if isinstance(index, Atom) else inf))
    new = ring.atom(atom.head, *data, indices={names.get(i, i) for i in atom.indices}, families=atom.families)
    slot = ring.numbered.get(atom, -1)
    if slot in ring.relations and ring.slot(new) not in ring.relations:
        degree, value = ring.relations[slot]
        ring.relate(new, degree, _rename_quotient(ring, Quotient(value, ONE, ring.relations), names))
    return new


def _rename_quotient(ring: Ring, value: Quotient, names: dict[Atom, Atom]) -> Quotient:
    single = value.generator_slot()
    if single is not None:  # as the index of an entry is
        atom = ring.slots[single]
        if atom in names:
            return ring.generator(names[atom])
        if atom.indices.isdisjoint(names):
            return value
    return renamed(ring, value, names.keys(), names.values())


def _rename_datum(ring: Ring, item: Any, names: dict[Atom, Atom]) -> Any:
    if isinstance(item, Quotient):
        return _rename_quotient(ring, item, names)
    if isinstance(item, Atom):
        return _rename(ring, item, names)
    if isinstance(item, tuple):
        return tuple(_rename_datum(ring, part, names) for part in item)
    return item


def _canonical(ring: Ring, factors: list[Factor], indices: dict[Atom, Range]) -> Atom:
    if any(ring.free_indices(end) & indices.keys() for bounds in indices.values() for end in bounds):
        raise Unsupported("a sum over an index on which the range of another depends")
    level = max((_level(ring, atom) for atom, _ in factors), default=0)
    best: tuple[str, list[Atom]] | None = None
    orders = list(_orders(_classes(ring, factors, indices)))
    for order in orders:
        names = {index: f"@{position}" for position, index in enumerate(order)}
        rows = sorted((describe(ring, atom, names), exponent) for atom, exponent in factors) if len(orders) > 1 else []
        if best is None or str(rows) < best[0]:
            best = (str(rows), order)
    if best is None:
        raise Unsupported("a sum with too many interchangeable indices")
    canonical = {index: ring.atom("index", -(level + 1 + position)) for position, index in enumerate(best[1])}
    renamed = [(_rename(ring, atom, canonical), exponent) for atom, exponent in factors]
    renamed.sort(key=lambda item: (describe(ring, item[0], {}), item[1]))
    free = {index for atom, _ in renamed for index in atom.indices} - set(canonical.values())
    ranges = tuple(indices[index] for index in best[1])
    families = {family for atom, _ in renamed for family in atom.families}
    bound_names = tuple(canonical[index] for index in best[1])
    return ring.atom("sum", ranges, tuple(renamed), bound_names, indices=free, families=families)


def _classes(ring: Ring, factors: list[Factor], indices: dict[Atom, Range]) -> list[list[Atom]]:
    """Return the bound indices, sorted and divided by the factors they occur in, without regard to their names.

    Each round tells indices apart by the factors they occur in, in which the others carry their class of the round
    before; it ends when a round tells no more of them apart.
    """
    if len(indices) == 1:
        return [list(indices)]
    classes = _divided({index: _range_text(ring, bounds) for index, bounds in indices.items()})
    while len(classes) < len(indices):
        mark = {index: f"~{position}" for position, members in enumerate(classes) for index in members}
        finer = _divided(
            {
                index: mark[index]
                + str(sorted((describe(ring, a, {**mark, index: "*"}), e) for a, e in factors if index in a.indices))
                for index in indices
            }
        )
        if len(finer) == len(classes):
            break
        classes = finer
    return classes


def _divided(texts: dict[Atom, str]) -> list[list[Atom]]:
    classes: dict[str, list[Atom]] = {}
    for index, text in texts.items():
        classes.setdefault(text, []).append(index)
    return [classes[text] for text in sorted(classes)]


def _orders(classes: list[list[Atom]]) -> Iterator[list[Atom]]:
    count = 1
    for members in classes:
        for size in range(2, len(members) + 1):
            count *= size
    if count > MAX_PERMUTATIONS:
        raise TooLarge("a sum with too many interchangeable indices")
    for choice in product(*(permutations(members) for members in classes)):
        yield [index for members in choice for index in members]


def _level(ring: Ring, atom: Atom) -> int:
    """Return the largest canonical name that occurs in the atom, free or bound, at any depth;
    a sum over it is named above.
    """
    found = ring.made.get(("level", atom))
    if found is None:
        found = max(-atom.data[0], 0) if atom.head == "index" else level_of(ring, atom.data)
        ring.made[("level", atom)] = found
    return int(found)


def level_of(ring: Ring, item: Any) -> int:
    """Return the largest canonical name of an index in a quotient, an atom, or data of atoms."""
    if isinstance(item, Atom):
        return _level(ring, item)
    if isinstance(item, Quotient):
        return max((_level(ring, atom) for atom in ring.atoms_of(item)), default=0)
    if isinstance(item, tuple):
        return max((level_of(ring, part) for part in item), default=0)
    return 0


def _range_text(ring: Ring, bounds: Range) -> str:
    return f"{describe(ring, bounds[0], {})}..{describe(ring, bounds[1], {})}"


def describe(ring: Ring, item: Any, names: dict[Atom, str]) -> str:
    """Return a text of an atom or quotient in which the given indices carry the given names."""
    if isinstance(item, Atom):
        if item in names:
            return names[item]
        if item.indices.isdisjoint(names):
            return f"#{item.number}"
        if item.head == "sum":
            inner = sorted((describe(ring, factor, names), exponent) for factor, exponent in item.data[1])
            return f"sum({describe(ring, item.data[0], names)} {inner})"
        parts = [describe(ring, part, names) for part in item.data]
        if item.head == "map":  # what it is derived by, in any order
            parts[-1] = str(sorted(describe(ring, one, names) for one in item.data[-1]))
        return f"{item.head}({', '.join(parts)})"
    if isinstance(item, Quotient):
        texts = _describe_terms(ring, item, names)
        if item.den is not ONE:
            texts += ["/", *_describe_terms(ring, Quotient(item.den, ONE, item.relations), names)]
        return "+".join(texts)
    if isinstance(item, tuple):
        return f"({', '.join(describe(ring, part, names) for part in item)})"
    return str(item)


def _describe_terms(ring: Ring, value: Quotient, names: dict[Atom, str]) -> list[str]:
    texts: list[str] = []
    for coefficient, powers in value.monomials():
        inner = sorted(f"{describe(ring, ring.slots[slot], names)}^{exponent}" for slot, exponent in powers)
        texts.append(f"{coefficient}*{'*'.join(inner)}")
    return sorted(texts)


def _resum(ring: Ring, atom: Atom, mapping: Images) -> Quotient:
    """Return the sum with its atoms replaced inside;
    it is opened over the same indices each time, but never inside itself.

    Where the replacement changes the range of an index, that index is a new one, which knows its own range only.
    """
    busy: set[Atom] = ring.decided.setdefault("open sums", set())
    opened = None if atom in busy else ring.known.get(("open", atom))
    if opened is None:
        indices: dict[Atom, Range] = {}
        opened = as_quotient(ring, open_sum(ring, atom, indices)), indices
        if atom not in busy:
            ring.known[("open", atom)] = opened
    inside, ranges = opened
    outermost = atom not in busy
    busy.add(atom)
    try:
        moved = _moved(ring, ranges, mapping)
        changed = not all(is_same(moved[index], ranges[index]) for index in ranges)
        if changed:
            ranges = {}
            inside = as_quotient(ring, open_sum(ring, atom, ranges))
            moved = _moved(ring, ranges, mapping)
            ring.ranges.update(moved)
        body = substitute(ring, inside, mapping)
    finally:
        if outermost:
            busy.discard(atom)
    if body.key == inside.key and not changed:
        return ring.generator(atom)
    return contract_all(ring, body, moved)


def _moved(ring: Ring, ranges: dict[Atom, Range], mapping: Images) -> dict[Atom, Range]:
    return {index: (substitute(ring, lo, mapping), substitute(ring, hi, mapping)) for index, (lo, hi) in ranges.items()}


BOUND["sum"] = _resum
