"""Existence of means: E|f| is finite, by how fast f can grow in its random entries.

Normal, Bernoulli, uniform and exponential entries have moments of every order, and so, by convention, have independent
entries of an unknown law; entries that are only uncorrelated have moments of order one and two.  A term is
integrable if

    it is polynomial in entries, absolute values, roots and bounded functions (erf, atan, sin, cos, sign) of such;
    times exp(u) with u <= 0, or with u linear in normal entries and any such function of bounded ones;
    times log(q) with q >= 1 integrable, since 0 <= log(q)^k <= k! q;
    over a positive sum, if it is integrable over one of the summands, as in exp(z)/(1 + exp(z)) <= 1.

Sound and incomplete: a mean whose existence is not shown here is a side condition of the claim,
as the finiteness of a supremum is.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import open_sum
from gradcheck.algebra.outcomes import over_outcomes
from gradcheck.algebra.polynomial import ONE, monomial
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.signs import NONNEGATIVE, NONPOSITIVE, POSITIVE, sign_of, within
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.definitions import definitions_in_use
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.random import Bernoulli, Normal, Uncorrelated, Uniform

Degrees = dict[str, Fraction]  # of growth in the entries of families that are only uncorrelated
BOUNDED = ("erf", "atan", "sin", "cos", "sign", "delta")
COMPACT = (Bernoulli, Uniform)
HIGHEST_KNOWN = 2  # the order up to which uncorrelated entries have moments
POLYNOMIAL = (
    terms.Add, terms.Neg, terms.Mul, terms.Sum, random.RandomVariable, random.RandomSequence, arrays.Sequence,
    arrays.Entry, arrays.MatMul, arrays.Hadamard, arrays.Transpose, arrays.Outer, arrays.Diag, arrays.Diagonal,
    arrays.Trace,
)  # fmt: skip


def mean_exists(ring: Ring, value: Quotient) -> bool:
    """Whether the mean certainly exists, at every outcome of the entries that have finitely many values."""
    parts = [value] if ring.support is None else [part for _, part in over_outcomes(ring, value)]
    return all(is_integrable(ring, part) for part in parts)


def is_integrable(ring: Ring, value: Quotient) -> bool:
    """Whether the mean of the normal form certainly exists."""
    if not ring.families(value):
        return True
    below = [_atoms(ring, powers) for powers, _ in value.den.terms()]
    if not ring.families(Quotient(value.den, ONE, ring.relations)):
        below = [{}]
    elif len(below) > 1 and not all(_is_positive(ring, powers, number) for powers, number in value.den.terms()):
        return False
    return all(any(_is_tame(ring, _atoms(ring, powers), part) for part in below) for powers, _ in value.num.terms())


def _atoms(ring: Ring, powers: Iterable[tuple[int, int]]) -> dict[Atom, int]:
    return {ring.slots[slot]: exponent for slot, exponent in powers if ring.slots[slot].families}


def _is_positive(ring: Ring, powers: Iterable[tuple[int, int]], coefficient: Any) -> bool:
    return within(sign_of(ring, Quotient(monomial(powers, coefficient), ONE, ring.relations)), POSITIVE)


def _is_tame(ring: Ring, above: dict[Atom, int], below: dict[Atom, int]) -> bool:
    """Whether the quotient of two products of atoms is integrable."""
    exponent, degrees = ring.constant(0), Degrees()
    for atom in dict.fromkeys((*above, *below)):
        power = above.get(atom, 0) - below.get(atom, 0)
        if atom.head == "exp":
            exponent = exponent + atom.data[0].scaled(Fraction(power, atom.data[1]))
            continue
        own = growth(ring, atom)
        if power < 0 or own is None:
            return False
        _add(degrees, own, power)
    return all(degree <= HIGHEST_KNOWN for degree in degrees.values()) and _is_mild(ring, exponent)


def _is_mild(ring: Ring, exponent: Quotient) -> bool:
    """Whether exp of the normal form is bounded, or integrable together with every polynomial."""
    if not ring.families(exponent) or within(sign_of(ring, exponent), NONPOSITIVE):
        return True
    if ring.families(Quotient(exponent.den, ONE, ring.relations)):
        return False
    for powers, _ in exponent.num.terms():
        atoms = _atoms(ring, powers)
        if any(growth(ring, atom) is None for atom in atoms):
            return False
        wide = [atom for atom in atoms if not all(isinstance(ring.laws.get(n), COMPACT) for n in atom.families)]
        if wide and not (len(wide) == 1 and wide[0].head == "random" and atoms[wide[0]] == 1):
            return False
        if wide and not isinstance(ring.laws[wide[0].data[0]], Normal):
            return False
    return True


def growth(ring: Ring, atom: Atom) -> Degrees | None:
    """Return the degrees of polynomial growth of an atom;
    None where it may grow faster, or is not bounded near a pole.
    """
    if not atom.families or atom.head in BOUNDED:
        return {}
    if atom.head == "random":
        known = not isinstance(ring.laws[atom.data[0]], Uncorrelated)
        return {} if known else {atom.data[0]: Fraction(1)}
    if atom.head == "abs":
        return _growth_of_value(ring, atom.data[0])
    if atom.head == "root":
        inner = _growth_of_value(ring, atom.data[0])
        return None if inner is None else {name: degree / atom.data[1] for name, degree in inner.items()}
    if atom.head == "sum":
        total: Degrees = {}
        for factor, exponent in open_sum(ring, atom, {}):
            own = growth(ring, factor)
            if own is None or (exponent < 0 and factor.families):
                return None
            _add(total, own, exponent)
        return total
    if atom.head == "log":
        argument: Quotient = atom.data[0]
        at_least_one = within(sign_of(ring, argument - ring.constant(1)), NONNEGATIVE)
        plain = not any(isinstance(ring.laws.get(name), Uncorrelated) for name in atom.families)
        return {} if at_least_one and plain and is_integrable(ring, argument) else None
    if atom.head == "member":
        plain = not any(isinstance(ring.laws.get(name), Uncorrelated) for name in atom.families)
        plain = plain and not any(ring.families(parameter) for parameter in atom.data[2])
        return {} if plain and _is_polynomial(ring, atom.data[0]) else None
    return None


def _growth_of_value(ring: Ring, value: Quotient) -> Degrees | None:
    if ring.families(Quotient(value.den, ONE, ring.relations)):
        return None
    highest: Degrees = {}
    for powers, _ in value.num.terms():
        total: Degrees = {}
        for atom, exponent in _atoms(ring, powers).items():
            own = growth(ring, atom)
            if own is None:
                return None
            _add(total, own, exponent)
        highest |= {name: max(degree, highest.get(name, degree)) for name, degree in total.items()}
    return highest


def _add(total: Degrees, own: Degrees, times: int) -> None:
    for name, degree in own.items():
        total[name] = total.get(name, Fraction(0)) + degree * times


def _is_polynomial(ring: Ring, name: str) -> bool:
    """Whether the members of a sequence are polynomials in random entries, by the definitions that lead to them."""
    known = ring.setting.definitions
    used = definitions_in_use(known, [d for d in known if d.member.name == name])
    return all(_keeps_moments(ring, node) for definition in used for node in walk(definition.body))


def _keeps_moments(ring: Ring, node: Node) -> bool:
    if not random_names(node, ring.setting.definitions):
        return True
    match node:
        case terms.Div():
            return not random_names(node.denominator, ring.setting.definitions)
        case terms.Pow(exponent=terms.Num(value=value)):
            return value.denominator == 1 and value >= 0
        case arrays.Sequence(parameters=parameters):  # its members may be any functions of their parameters
            return not any(random_names(parameter, ring.setting.definitions) for parameter in parameters)
    return isinstance(node, POLYNOMIAL) and not isinstance(getattr(node, "law", None), Uncorrelated)
