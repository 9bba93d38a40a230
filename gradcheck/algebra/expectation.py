"""Means of normal forms over their random entries.

The mean is linear; sums come out.  In a product of entries, families of different names are independent.  Within a
family whose entries are independent with cumulants kappa_1, kappa_2, ...,

    E[x_a x_b ...] = sum over the partitions of the factors of the product over the blocks B of
                     kappa_|B| * delta(all indices in B are equal)                              (Leonov, Shiryaev 1959)

which is exact for symbolic lengths of the index ranges.  Entries that are only uncorrelated have orders one and two.
A function of one entry that is symmetric about 0 is replaced by its even part, (f(a) + f(-a))/2.  A mean that no rule
computes stays an opaque atom; it never becomes a number.

Where ``ring.support`` gives a law by its values, the mean is the sum over the outcomes (``outcomes``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb, factorial
from typing import Any

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import as_quotient, contract_all, open_sum
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.outcomes import over_outcomes
from gradcheck.algebra.polynomial import ONE, TooLarge, monomial, rational_number
from gradcheck.algebra.quotient import Quotient, quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.substitution import delta, substitute
from gradcheck.language.syntax.random import Bernoulli, Exponential, Independent, Normal, Uncorrelated, Uniform

Range = tuple[Quotient, Quotient]
Factor = tuple[Atom, int]
MAX_FACTORS = 8


def mean(ring: Ring, value: Quotient) -> Quotient:
    """Return the expectation of a normal form over every random entry in it."""
    if not ring.families(value):
        return value
    if ring.support is None:
        return _mean_by_rules(ring, value)
    means = ((p, _mean_by_rules(ring, q) if ring.families(q) else q) for p, q in over_outcomes(ring, value))
    return sum((part.scaled(mass) for mass, part in means), ring.constant(0))


def _mean_by_rules(ring: Ring, value: Quotient) -> Quotient:
    if ring.families(Quotient(value.den, ONE, ring.relations)):
        return _unknown(ring, value)
    result = ring.constant(0)
    for powers, coefficient in value.num.terms():
        fixed, indices = [], dict[Atom, Range]()
        factors: list[Factor] = []
        for slot, exponent in powers:
            if ring.slots[slot].families:
                factors += _open(ring, ring.slots[slot], exponent, indices)
            else:
                fixed.append((slot, exponent))
        part = quotient(monomial(fixed, coefficient), ONE, ring.relations)
        result = result + part * _mean_product(ring, factors, indices)
    return result / Quotient(value.den, ONE, ring.relations)


def _open(ring: Ring, atom: Atom, exponent: int, indices: dict[Atom, Range]) -> list[Factor]:
    if atom.head != "sum":
        return [(atom, exponent)]
    factors: list[Factor] = []
    for _ in range(exponent):
        for inner, count in open_sum(ring, atom, indices):
            factors += _open(ring, inner, count, indices) if count > 0 else [(inner, count)]
    return factors


def _mean_product(ring: Ring, factors: list[Factor], indices: dict[Atom, Range]) -> Quotient:
    """Return the mean of a product of atoms, summed over the indices."""
    if any(len(atom.families) > 1 for atom, _ in factors):
        return contract_all(ring, _unknown(ring, as_quotient(ring, factors)), indices)
    families = sorted({family for atom, _ in factors for family in atom.families})
    if not families:
        return contract_all(ring, as_quotient(ring, factors), indices)
    if len(families) > 1:
        ring.facts_used["independence"] = None
    plain = [name for name in families if all(
        atom.head == "random" and exponent > 0 for atom, exponent in factors if name in atom.families
    )]  # fmt: skip
    name = plain[0] if plain else families[0]
    own = [item for item in factors if name in item[0].families]
    rest = as_quotient(ring, [item for item in factors if name not in item[0].families])
    if plain:
        entries = [atom for atom, exponent in own for _ in range(exponent)]
        own_mean = _mean_of_entries(ring, name, entries)
    else:
        own_mean = _mean_of_function(ring, name, as_quotient(ring, own), own)
    return mean(ring, contract_all(ring, own_mean * rest, indices))


def _mean_of_entries(ring: Ring, name: str, entries: list[Atom]) -> Quotient:
    if len(entries) > MAX_FACTORS:
        raise TooLarge(f"the mean of a product of {len(entries)} random entries")
    law = ring.laws[name]
    if isinstance(law, Uncorrelated) and len(entries) > 2:
        raise Unsupported(f"{name} is only uncorrelated: nothing is known of products of {len(entries)} entries")
    if len(entries) > 1:
        ring.facts_used["cumulants"] = None
    total = ring.constant(0)
    for blocks in _partitions(entries):
        term = ring.constant(1)
        for block in blocks:
            first = block[0].data[1]
            for other in block[1:]:
                for left, right in zip(first, other.data[1], strict=True):
                    term = term * delta(ring, left, right)
            term = term * cumulant(ring, name, len(block), first)
            if term.is_zero:
                break
        total = total + term
    return total


def _partitions(items: list[Any]) -> Iterator[list[list[Any]]]:
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for smaller in _partitions(rest):
        yield [[first], *smaller]
        for position, block in enumerate(smaller):
            yield [*smaller[:position], [first, *block], *smaller[position + 1 :]]


def cumulant(ring: Ring, name: str, order: int, indices: tuple[Quotient, ...]) -> Quotient:
    """Return the cumulant of the given order of the entry of a family at the indices."""
    law = ring.laws[name]
    if isinstance(law, Normal | Independent | Uncorrelated):
        if order == 1:
            return ring.parameter(law.mean, indices)
        if order == 2:
            return ring.parameter(law.variance, indices)
        if isinstance(law, Normal) or (law.symmetric and order % 2):
            return ring.constant(0)
        if isinstance(law, Uncorrelated):
            raise Unsupported(f"{name} is only uncorrelated: its cumulant of order {order} is not known")
        own = indices if law.mean.shape or law.variance.shape else ()
        return ring.generator(ring.atom("cumulant", name, order, own))
    moments = [ring.constant(1)] + [_moment(ring, law, k, indices) for k in range(1, order + 1)]
    cumulants = [ring.constant(0)]
    for n in range(1, order + 1):
        value = moments[n]
        for k in range(1, n):
            value = value - (cumulants[k] * moments[n - k]).scaled(Fraction(comb(n - 1, k - 1)))
        cumulants.append(value)
    return cumulants[order]


def _moment(ring: Ring, law: Any, order: int, indices: tuple[Quotient, ...]) -> Quotient:
    """Return E x^k: p, the sum of lo^i hi^(k-i)/(k + 1), or k!/rate^k."""
    first, *others = (ring.parameter(term, indices) for term in law.children())
    if isinstance(law, Bernoulli):
        return first
    if isinstance(law, Uniform):
        powers = (first**k * others[0] ** (order - k) for k in range(order + 1))
        return sum(powers, ring.constant(0)).scaled(Fraction(1, order + 1))
    if isinstance(law, Exponential):
        return ring.constant(factorial(order)) / first**order
    raise Unsupported("a law without moments")


def _mean_of_function(ring: Ring, name: str, value: Quotient, factors: list[Factor]) -> Quotient:
    """Return the mean of a function of one entry of a family."""
    entries = {inner for atom, _ in factors for inner in _entries(ring, atom, name)}
    if len(entries) != 1 or (entry := entries.pop()).head != "random":
        return _unknown(ring, value)
    law = ring.laws[name]
    symmetric = isinstance(law, Normal) or getattr(law, "symmetric", False)
    if not symmetric or not ring.parameter(law.mean, entry.data[1]).is_zero:
        return _unknown(ring, value)
    even = (value + substitute(ring, value, {entry: -ring.generator(entry)})).scaled(Fraction(1, 2))
    if even.key != value.key:
        ring.facts_used["even-part"] = None
    if all(atom.head == "random" for atom in ring.atoms_of(even) if atom.families):
        return mean(ring, even)
    if ring.families(Quotient(even.den, ONE, ring.relations)):
        return _unknown(ring, even)
    terms = (quotient(monomial(*term), ONE, ring.relations) for term in even.num.terms())
    total = sum((_mean_of_even(ring, law, entry, term) for term in terms), ring.constant(0))
    return total / Quotient(even.den, ONE, ring.relations)


def _mean_of_even(ring: Ring, law: Any, entry: Atom, term: Quotient) -> Quotient:
    """Return the mean of c a^k |a|^m for a normal a of mean 0; anything else stays as it is.

    E|a|^n = sqrt(2/pi) 2^((n-1)/2) ((n-1)/2)! s^n for odd n and a ~ N(0, s^2).
    """
    power, fixed = 0, ring.constant(1)
    for atom in ring.atoms_of(term):
        exponent = term.num.degree_in(ring.slot(atom))
        if atom is entry or (atom.head == "abs" and atom.data[0].key == ring.generator(entry).key):
            power += exponent
        elif atom.families:
            return _unknown(ring, term)
        else:
            fixed = fixed * ring.generator(atom) ** exponent
    fixed = fixed.scaled(rational_number(term.num.leading_coefficient()))
    if not isinstance(law, Normal) or power % 2 == 0:
        return mean(ring, term) if power == 0 else _unknown(ring, term)
    ring.facts_used["gaussian-absolute-moment"] = None
    half = (power - 1) // 2
    deviation = elementary.root(ring, ring.parameter(law.variance, entry.data[1]), 2)
    pi = ring.generator(ring.atom("pi"))
    scale = elementary.root(ring, ring.constant(2) / pi, 2)
    return fixed * scale * deviation**power * ring.constant(2**half * factorial(half))


def _entries(ring: Ring, atom: Atom, name: str) -> set[Atom]:
    """Return the random entries of a family inside an atom."""
    if atom.head == "random":
        return {atom} if name in atom.families else set()
    if atom.head in ("member", "slope", "jacobian") and name in atom.families:
        return {atom}  # it depends on entries that it does not name
    found: set[Atom] = set()
    for item in atom.data:
        if isinstance(item, Quotient):
            for inner in ring.atoms_of(item):
                found |= _entries(ring, inner, name)
        elif isinstance(item, Atom) and item.families:
            found |= _entries(ring, item, name)
        elif isinstance(item, tuple) and atom.families:
            return {atom}  # a sum over entries: not a function of one entry
    return found


def _unknown(ring: Ring, value: Quotient) -> Quotient:
    """Return the mean as an opaque atom."""
    return ring.generator(ring.mean_atom(value))


REBUILDS["mean"] = lambda ring, atom, data: mean(ring, data[0])
