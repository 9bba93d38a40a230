"""Hypotheses as signs: the signs that an assumption gives the polynomials that it relates to zero.

``l < r`` says that the numerator and denominator of r - l have equal signs; when the denominator's sign is known, the
numerator's is learnt.  A numerator with a single irreducible factor, or whose other factors have known signs, passes
the sign on to that factor.  An inequality that is linear in one atom bounds the atom.
 A ForAll is kept as a pattern and matched against later questions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.functions import arguments_in
from gradcheck.algebra.polynomial import ONE, Polynomial, TooLarge
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import NameTaken, Ring, Unsupported
from gradcheck.algebra.signs import (
    ANY,
    MAX_CROSS_TERMS,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    NONZERO,
    POSITIVE,
    WANTED,
    ZERO_ONLY,
    Interval,
    atom_interval,
    constant_term,
    form_of,
    is_whole,
    of_number,
    opposite,
    sign_of,
    within,
)
from gradcheck.algebra.substitution import substitute
from gradcheck.algebra.sufficiency import is_faithful
from gradcheck.language.syntax.arrays import Array, Determinant, MatMul
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, ForAll, Invertible, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, as_term

MAX_NESTED = 3  # questions for a pattern inside of another: an instance may ask for signs itself


def suppose(lowering: Any, hypothesis: Proposition) -> None:
    """Learn from one hypothesis; nothing from one that cannot be lowered."""
    if isinstance(hypothesis, And):
        for part in hypothesis.parts:
            suppose(lowering, part)
    elif isinstance(hypothesis, Invertible):
        suppose(lowering, Relation("!=", Determinant(hypothesis.matrix), as_term(0)))
    elif isinstance(hypothesis, Relation) and hypothesis.op == "=" and _has_arrays(hypothesis):
        return  # its use is as a multiple or a rewriting; its sign would rarely be asked for
    elif isinstance(hypothesis, Relation) and not hypothesis.left.shape:
        value = _difference(lowering, hypothesis)
        if value is not None:
            learn(lowering.ring, value, WANTED[hypothesis.op])
    elif isinstance(hypothesis, Relation):
        _suppose_entrywise(lowering, hypothesis)
    elif isinstance(hypothesis, ForAll) and isinstance(hypothesis.body, And):
        for part in hypothesis.body.parts:
            suppose(lowering, ForAll(hypothesis.variables, part))
    elif isinstance(hypothesis, ForAll) and isinstance(hypothesis.body, Relation) and not hypothesis.body.left.shape:
        # fresh names: what is known of a free symbol of the same name says nothing of the bound one
        fresh = {variable: Symbol(f"<{variable.name}>", variable.sort) for variable in hypothesis.variables}
        value = _difference(lowering, replace_symbols(hypothesis.body, fresh))
        if value is not None:
            ring: Ring = lowering.ring
            atoms = tuple(ring.atom("symbol", variable) for variable in fresh.values())
            _note_pattern(ring, atoms, value, WANTED[hypothesis.body.op])
            ring.pattern_sign = match_patterns


def _note_pattern(ring: Ring, places: tuple[Atom, ...], value: Quotient, sign: int) -> None:
    """Keep a pattern, once: a hypothesis is read twice."""
    if not any(p == places and s == sign and v.key == value.key for p, v, s in ring.patterns):
        ring.patterns.append((places, value, sign))


def _has_arrays(relation: Relation) -> bool:
    return any(isinstance(node, Array | MatMul) for node in walk(relation))


def _suppose_entrywise(lowering: Any, relation: Relation) -> None:
    ring: Ring = lowering.ring
    places = tuple(ring.index() for _ in relation.left.shape)
    indices = tuple(ring.generator(place) for place in places)
    start = len(ring.conditions)
    try:
        value = lowering.entry(relation.left, indices) - lowering.entry(relation.right, indices)
    except NameTaken:
        raise
    except (Unsupported, TooLarge, ArithmeticError):
        return
    if not is_faithful(ring, ring.conditions[start:]):
        return
    entries = {index for atom in ring.atoms_within(value) for index in _places_of_entry(ring, atom)}
    for place, side in zip(places, relation.left.shape, strict=True):
        if place in entries:
            continue  # where such an entry stands, the place is one of this array
        gap = lowering.scalar(side) - ring.constant(1)
        if place in ring.free_indices(value) or not within(sign_of(ring, gap), NONNEGATIVE):
            return  # it may be the place of another array, and an array without entries says nothing
    earlier = ring.known.get(("entrywise", relation))  # a hypothesis is read again when more is known
    ring.known[("entrywise", relation)] = pattern = places, value, WANTED[relation.op]
    ring.patterns = [*(other for other in ring.patterns if other is not earlier), pattern]
    ring.pattern_sign = match_patterns


def _places_of_entry(ring: Ring, atom: Atom) -> list[Atom]:
    """Return the indices at which the entry of an array stands; none for other atoms."""
    where = {"entry": 1, "random": 1, "member": 3}.get(atom.head)
    return [] if where is None else [index for place in atom.data[where] for index in ring.atoms_of(place)]


def _difference(lowering: Any, relation: Relation) -> Quotient | None:
    """Return left minus right where the normal form adds no condition beyond those of the sides; else None."""
    ring: Ring = lowering.ring
    start = len(ring.conditions)
    try:
        value: Quotient = lowering.scalar(relation.left) - lowering.scalar(relation.right)
    except NameTaken:
        raise
    except (Unsupported, TooLarge, ArithmeticError):
        return None
    return value if is_faithful(ring, ring.conditions[start:]) else None


def learn(ring: Ring, value: Quotient, sign: int) -> None:
    """Record that the quotient has one of the signs of the mask."""
    denominator = sign_of(ring, Quotient(value.den, ONE, ring.relations)) if value.den is not ONE else POSITIVE
    if within(denominator, NEGATIVE):
        sign = opposite(sign)
    elif not within(denominator, POSITIVE) and sign not in (ZERO_ONLY, NONZERO):
        if len(value.num) * len(value.den) <= MAX_CROSS_TERMS:  # p/q has the sign of p q, where q is not 0
            _learn_polynomial(ring, value.num * value.den, sign)
        return
    _learn_polynomial(ring, value.num, sign)
    if sign in (POSITIVE, NEGATIVE) and value.den == ONE:
        gap = _whole_gap(ring, value if sign == POSITIVE else -value)
        if gap is not None:
            _learn_polynomial(ring, gap.num, NONNEGATIVE)


def _whole_gap(ring: Ring, value: Quotient) -> Quotient | None:
    """Return p - 1, which is not negative, for a positive polynomial p of integer symbols with integer coefficients."""
    if not all(map(is_whole, ring.atoms_of(value))):
        return None
    scale = lcm(*(number.denominator for number, _ in value.monomials()))
    return value.scaled(Fraction(scale)) - ring.constant(1)


def _learn_polynomial(ring: Ring, polynomial: Polynomial, sign: int) -> None:
    if polynomial.is_constant():
        return
    record(ring, polynomial, sign)
    try:
        content, factors = polynomial.factor()
    except TooLarge:
        return  # its factors are not asked for
    if len(factors) == 1 and factors[0][1] == 1:
        return  # it has been noted just now
    if len(factors) > 1 and within(sign, NONZERO):
        for part, _ in factors:
            record(ring, part, NONZERO)
    rest, unknown = of_number(content), []
    for part, exponent in factors:
        known = sign_of(ring, Quotient(part, ONE, ring.relations))
        if exponent % 2 == 0:
            known = POSITIVE if within(known, NONZERO) else NONNEGATIVE
        if known in (POSITIVE, NEGATIVE):
            rest = rest if known == POSITIVE else opposite(rest)
        else:
            unknown.append((part, exponent))
    if len(unknown) == 1 and unknown[0][1] % 2:
        record(ring, unknown[0][0], sign if rest == POSITIVE else opposite(sign))
    elif len(unknown) == 1 and sign == ZERO_ONLY:
        record(ring, unknown[0][0], ZERO_ONLY)


def record(ring: Ring, polynomial: Polynomial, sign: int) -> None:
    """Note that the polynomial has one of the signs of the mask."""
    leading = polynomial.leading_coefficient()
    sign = sign if leading > 0 else opposite(sign)
    monic = polynomial.monic()
    key = monic.key
    ring.facts[key] = (ring.facts.get(key, ANY) & sign) or sign
    constant = constant_term(monic)
    ring.tick()
    slots = monic.slots()
    bound = -constant
    if len(slots) > 1 or monic.degree_in(slots[0]) > 1:
        _bound(ring, form_of(monic), bound, sign)
    else:
        atom = ring.slots[slots[0]]
        _bound(ring, atom, bound, sign)
        if atom.head == "root" and bound >= 0 and within(sign, NONNEGATIVE if bound else NONZERO):
            learn(ring, atom.data[0], POSITIVE)  # a root that is not 0 is one of a positive number
        if atom.head == "abs" and within(ring.bounds[atom].sign(), POSITIVE):
            record(ring, atom.data[0].num, NONZERO)


def _bound(ring: Ring, place: Any, bound: Fraction, sign: int) -> None:
    """Record that the atom or form less the bound has the sign."""
    ring.bounds[place] = _narrowed(ring.bounds.get(place, Interval()), bound, sign)


def _narrowed(interval: Interval, bound: Fraction, sign: int) -> Interval:
    """Return the part of the interval whose numbers less the bound have the sign."""
    if within(sign, NONNEGATIVE):
        interval = interval.meet(Interval(bound, None, within(sign, POSITIVE)))
    if within(sign, NONPOSITIVE):
        interval = interval.meet(Interval(None, bound, False, within(sign, NEGATIVE)))
    return interval


def match_patterns(ring: Ring, asked: Quotient) -> int:
    """Return the sign that some instance of a ForAll hypothesis gives the quotient."""
    depth = ring.decided.get("matching", 0)
    if depth >= MAX_NESTED:
        return ANY
    ring.decided["matching"] = depth + 1
    try:
        return _match(ring, asked)
    finally:
        ring.decided["matching"] = depth


def _match(ring: Ring, asked: Quotient) -> int:
    sign = ANY
    places = list(index_atoms(ring, asked))
    arguments: list[Any] = list(arguments_in(ring, asked).values())
    for variables, value, mask in ring.patterns:
        if all(variable.head == "index" for variable in variables) and _heads(ring, value) != _heads(ring, asked):
            continue  # indices for indices never make one of the other
        for choice in product(*(arguments + places if _is_real(v) else places for v in variables)):
            if not all(_admits(ring, variable, place) for variable, place in zip(variables, choice, strict=True)):
                continue
            if not all(admissible(ring, variable, place) for variable, place in zip(variables, choice, strict=True)):
                continue
            instance = _instance(ring, value, variables, choice)
            if instance is None:
                continue
            if instance.key == asked.key:
                sign &= mask
            elif (-instance).key == asked.key:
                sign &= opposite(mask)
    return sign


def _heads(ring: Ring, value: Quotient) -> set[str]:
    """Return the kinds of atoms, but for deltas, which may become numbers when their indices change."""
    return {atom.head for atom in ring.atoms_of(value)} - {"delta"}


def _is_real(variable: Any) -> bool:
    """Whether the variable of a pattern is a real number: then the arguments of arbitrary functions are tried."""
    return bool(variable.head == "symbol" and not variable.data[0].is_integer)


def _instance(ring: Ring, value: Quotient, variables: tuple[Any, ...], choice: tuple[Any, ...]) -> Quotient | None:
    images = [ring.generator(place) if isinstance(place, Atom) else place for place in choice]
    before = len(ring.conditions)
    try:
        image = substitute(ring, value, dict(zip(variables, images, strict=True)))
        return image if is_faithful(ring, ring.conditions[before:]) else None
    except (Unsupported, TooLarge, ArithmeticError):
        return None
    finally:
        del ring.conditions[before:]  # a hypothesis presupposes that its sides are defined


def admissible(ring: Ring, variable: Any, place: Any) -> bool:
    """Whether the place is certainly a value of the variable of a pattern."""
    if variable.head == "index" or _is_real(variable):
        return True  # the entries of an array: the place is an index of it wherever the entry exists
    least = variable.data[0].least
    interval = atom_interval(ring, place)
    return least is None or (interval.lo is not None and interval.lo >= least)


def _admits(ring: Ring, variable: Any, place: Any) -> bool:
    """Whether the variable of a pattern may stand for the index or integer symbol."""
    if variable.head == "index" or _is_real(variable):
        return True
    least = variable.data[0].least
    return least is None or within(sign_of(ring, ring.generator(place) - ring.constant(least)), NONNEGATIVE)


def index_atoms(ring: Ring, value: Quotient) -> set[Any]:
    """Return the indices, and the integer symbols, that occur in a normal form."""
    return {
        atom
        for atom in ring.atoms_within(value)
        if (atom.head == "index" and atom.data[0] > 0) or (atom.head == "symbol" and atom.data[0].is_integer)
    }


def decide(sign: int, op: str) -> bool | None:
    """Whether ``difference op 0`` holds for a difference with these possible signs; None when that is open."""
    if within(sign, WANTED[op]):
        return True
    return False if within(sign, ANY & ~WANTED[op]) else None
