"""Polynomial inequalities of several variables by sums of squares (Positivstellensatz certificates).

right - left, times a positive multiplier, is written as a sum of nonnegative products of hypotheses times squares, plus
multiples of the equations among the hypotheses: all exact, so that the kernel checks an identity of normal forms and
visible signs.  For < one summand must be positive.

Decides, up to degree eight in up to five atoms: the means inequalities, quadratic and quartic forms, what holds on
spheres, simplices, boxes, cones.  Undecided: certificates of higher degree, with irrational numbers, or without any.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import combinations, combinations_with_replacement

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show, show_atom
from gradcheck.algebra.signs import NONNEGATIVE, NONPOSITIVE, POSITIVE, sign_of, within
from gradcheck.kernel.evidence import ByCases, ByContradiction, ByPositivity, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Div, Mul, Num, Pow, Term, as_term
from gradcheck.search.inequalities.certificates import nonnegative_pieces
from gradcheck.search.inequalities.gram import (
    Block,
    Certificate,
    Poly,
    Powers,
    Touching,
    monomials,
    plus,
    search_squares,
    times,
)
from gradcheck.search.inequalities.one_variable import deep_comparison
from gradcheck.search.tactic import Search

NAME = "sums of squares"
MAX_ATOMS, MAX_DEGREE = 5, 8
MAX_PIECES = 8
MAX_BASIS = 25
MANY, FEW = 110, 60  # parameters of a family, without and with a multiplier
MAX_FACTORS = 5  # of a product of strict pieces, where there are few of them
SAMPLES, ROUND = 400, 0.3  # points, and the share of those with integer coordinates


@dataclass(frozen=True)
class Weight:
    """A product of pieces that is not negative (positive, where ``strict``), and the term that shows it."""

    value: Poly
    factors: tuple[Term, ...]
    strict: bool

    def times(self, other: Weight) -> Weight:
        return Weight(times(self.value, other.value), self.factors + other.factors, self.strict and other.strict)


@dataclass(frozen=True)
class Problem:
    """target >= 0 (or > 0) where the weights are not negative and the equations hold."""

    ring: Ring
    atoms: tuple[Atom, ...]
    target: Poly
    strict: bool
    pieces: tuple[Weight, ...]
    equations: tuple[tuple[Poly, Relation], ...]


def squares(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a polynomial inequality of several atoms by a certificate."""
    claim = deep_comparison(goal, search)
    if claim is not None:
        yield from goal.in_ring(lambda ring, lowering: list(_evidence(goal, claim, ring, lowering)))


def _evidence(goal: Goal, claim: Relation, ring: Ring, lowering: Lowering) -> Iterator[Evidence]:
    difference = lowering.scalar(claim.right) - lowering.scalar(claim.left)
    bottom = Quotient(difference.den, ONE, ring.relations)
    if not within(sign_of(ring, bottom), POSITIVE):
        return
    known, rest = _without_known_factors(ring, Quotient(difference.num, ONE, ring.relations))
    problem = _problem(goal, claim, rest, ring, lowering)
    if problem is None or _fails_somewhere(problem):
        return
    for multiplier, weights, degree in _attempts(problem):
        try:
            found = _solve(problem, multiplier, weights, degree)
        except Touching:
            return
        if found is not None:
            certificate, multiples = found
            below = [show(ring, bottom)] if difference.den is not ONE else []
            below += multiplier.factors
            yield _certified(certificate, multiples, tuple(below), known)
            return
    if difference.den is ONE and not known:
        yield from _by_cases(problem)


def _without_known_factors(ring: Ring, value: Quotient) -> tuple[tuple[Term, ...], Quotient]:
    """Return the factors that are visibly not negative, as terms, and the remaining factor."""
    content, parts = value.num.factor()
    known: list[Term] = []
    rest = ring.constant(content)
    for part, exponent in parts:
        base = Quotient(part, ONE, ring.relations)
        sign = sign_of(ring, base)
        if within(sign, NONPOSITIVE):
            base, rest = -base, rest if exponent % 2 == 0 else -rest
        if within(sign, NONNEGATIVE) or within(sign, NONPOSITIVE):
            known.append(_power(show(ring, base), exponent))
            continue
        if exponent > 1:
            known.append(_power(show(ring, base), exponent - exponent % 2))
        rest = rest * base if exponent % 2 else rest
    return tuple(known), rest


def _power(base: Term, exponent: int) -> Term:
    return base if exponent == 1 else Pow(base, Num(Fraction(exponent)))


def _certified(
    certificate: Term,
    multiples: list[tuple[Term, Relation]],
    below: tuple[Term, ...],
    above: tuple[Term, ...] = (),
) -> Evidence:
    """Return evidence with the certificate and the multiples times the ``above`` factors over the ``below`` factors."""

    def scaled(term: Term) -> Term:
        whole = _product((*above, term))
        return Div(whole, _product(below)) if below else whole

    return ByPositivity(scaled(certificate), tuple((scaled(q), h) for q, h in multiples))


def _by_cases(problem: Problem) -> Iterator[Evidence]:
    """Yield evidence for a form: at the origin, and elsewhere by its product with a form that is positive there."""
    parts = [problem.target, *(piece.value for piece in problem.pieces)]
    if problem.strict or problem.equations or not all(map(_is_homogeneous, parts)):
        return
    multiplier, everything = _cone(problem), _products(problem)
    outside = _solve(problem, multiplier, everything, 0)
    if outside is None:
        return
    (term,) = multiplier.factors
    origin = replace(problem, equations=((multiplier.value, Relation("=", term, as_term(0))),))
    inside = _solve(origin, everything[0], everything, 0)
    if inside is None:
        return
    negative = ByContradiction(Relation("<", term, as_term(0)), BySign())
    yield ByCases(term, negative, _certified(*inside, ()), _certified(*outside, (term,)))


def _problem(goal: Goal, claim: Relation, target: Quotient, ring: Ring, lowering: Lowering) -> Problem | None:
    pieces = nonnegative_pieces(goal, ring, lowering, target)
    equations = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and not h.left.shape]
    values: list[tuple[Quotient, Relation]] = []
    for h in equations:
        try:
            value = lowering.scalar(h.left) - lowering.scalar(h.right)
        except (Unsupported, TooLarge):
            continue
        if value.den is ONE and value.constant() is None:
            values.append((value, h))
    atoms = list(dict.fromkeys(ring.atoms_of(target)))
    for value, _ in values:
        atoms += [atom for atom in ring.atoms_of(value) if atom not in atoms]
    known = set(atoms)
    useful = [(value, term) for value, term in pieces if known.issuperset(ring.atoms_of(value))][:MAX_PIECES]
    if not 1 < len(atoms) <= MAX_ATOMS or target.num.total_degree() > MAX_DEGREE:
        return None
    slots = {ring.generator(atom).generator_slot(): i for i, atom in enumerate(atoms)}

    def poly(value: Quotient) -> Poly:
        found: Poly = {}
        for powers, coefficient in value.num.terms():
            exponents = [0] * len(atoms)
            for slot, exponent in powers:
                exponents[slots[slot]] = exponent
            found[tuple(exponents)] = rational_number(coefficient)
        return found

    return Problem(
        ring,
        tuple(atoms),
        poly(target),
        claim.op == "<",
        tuple(Weight(poly(v), (term,), within(sign_of(ring, v), POSITIVE)) for v, term in useful),
        tuple((poly(value), h) for value, h in values),
    )


def _fails_somewhere(problem: Problem) -> bool:
    """Whether the target is negative at a sample where no piece is; samples hardly ever meet equations."""
    if problem.equations:
        return False
    generator = random.Random(3)
    for _ in range(SAMPLES):
        reach, low = generator.choice((1.0, 3.0, 10.0)), generator.choice((0.0, -1.0))
        point = [generator.uniform(low * reach, reach) for _ in problem.atoms]
        point = [float(round(value)) for value in point] if generator.random() < ROUND else point
        if all(_value(piece.value, point) >= 0 for piece in problem.pieces):
            size = sum(abs(float(c)) * _size(key, point) for key, c in problem.target.items())
            if _value(problem.target, point) < -1e-9 * size:
                return True
    return False


def _value(polynomial: Poly, point: list[float]) -> float:
    total = 0.0
    for key, coefficient in polynomial.items():
        term = float(coefficient)
        for exponent, number in zip(key, point, strict=True):
            term *= number**exponent
        total += term
    return total


def _size(key: Powers, point: list[float]) -> float:
    return abs(_value({key: Fraction(1)}, point))


def _attempts(problem: Problem) -> Iterator[tuple[Weight, list[Weight], int]]:
    """Yield multipliers, weights of squares, and a bound of the degree, small ones first."""
    count = len(problem.atoms)
    one = Weight({(0,) * count: Fraction(1)}, (), True)
    degree = _degree(problem.target)
    even = degree + degree % 2
    highest = max([degree, *(_degree(p.value) for p in problem.pieces), *(_degree(h) for h, _ in problem.equations)])
    top = highest + highest % 2
    if not problem.equations:
        yield one, [one], even
    singles, products = [one, *problem.pieces], _products(problem)[1 + len(problem.pieces) :]
    if problem.pieces or problem.equations:
        yield one, singles, top
        if products:
            yield one, [*singles, *products], top
    sphere = _sphere(problem)
    yield sphere, singles, max(top, even + 2)
    for piece in problem.pieces:
        if piece.strict:
            yield piece, [*singles, *products], max(top, even + 2)
    if problem.pieces or problem.equations:
        yield one, [*singles, *products], top + 2


def _products(problem: Problem) -> list[Weight]:
    """Return 1, the pieces, and the products of two of them."""
    one = Weight({(0,) * len(problem.atoms): Fraction(1)}, (), True)
    products = [a.times(b) for a, b in combinations(problem.pieces, 2)]
    return [one, *problem.pieces, *products]


def _cone(problem: Problem) -> Weight:
    """Return the sum of the pieces, where each is linear; else the sum of the squares of the atoms."""
    linear = [piece for piece in problem.pieces if _degree(piece.value) == 1]
    total: Poly = {}
    if len(linear) >= len(problem.atoms):
        for piece in linear:
            total = plus(total, piece.value)
        return Weight(total, (Add(tuple(factor for piece in linear for factor in piece.factors)),), False)
    sphere = _sphere(problem)
    (term,) = sphere.factors
    total = {key: value for key, value in sphere.value.items() if any(key)}
    return Weight(total, (Add(term.terms[1:]),), False)  # type: ignore[attr-defined]


def _sphere(problem: Problem) -> Weight:
    """Return 1 + the sum of the squares of the atoms."""
    count = len(problem.atoms)
    value: Poly = {(0,) * count: Fraction(1)}
    terms: list[Term] = [Num(Fraction(1))]
    for i, atom in enumerate(problem.atoms):
        value[tuple(2 * (i == j) for j in range(count))] = Fraction(1)
        terms.append(Pow(show_atom(problem.ring, atom), Num(Fraction(2))))
    return Weight(value, (Add(tuple(terms)),), True)


def _degree(polynomial: Poly) -> int:
    return max((sum(key) for key in polynomial), default=0)


def _is_homogeneous(polynomial: Poly) -> bool:
    return len({sum(key) for key in polynomial}) <= 1


def _solve(
    problem: Problem, multiplier: Weight, weights: list[Weight], degree: int
) -> tuple[Term, list[tuple[Term, Relation]]] | None:
    count = len(problem.atoms)
    target = times(multiplier.value, problem.target)
    parts = [target, *(w.value for w in weights), *(h for h, _ in problem.equations)]
    same = all(map(_is_homogeneous, parts))
    if same:
        degree = _degree(target)
    span = _parities(parts)
    chosen: list[Weight] = []
    blocks: list[Block] = []
    for weight in weights:
        room = degree - _degree(weight.value)
        if room < 0 or (same and room % 2):
            continue
        basis = list(monomials(count, room // 2 if same else 0, room // 2))
        if len(weights) == 1 and not problem.equations:
            basis = _pruned(basis, target)
        for group in _grouped(basis, span):
            if len(group) > MAX_BASIS:
                return None
            blocks.append(Block(weight.value, tuple({key: Fraction(1)} for key in group)))
            chosen.append(weight)
    strict: list[int] = []
    if problem.strict:
        for weight in _positive(weights, degree, same):
            strict.append(len(blocks))
            blocks.append(Block(weight.value, ({(0,) * count: Fraction(1)},)))
            chosen.append(weight)
        if not strict:
            return None
    vanishing: list[Poly] = []
    places: list[tuple[Powers, Relation]] = []
    for value, h in problem.equations:
        for key in monomials(count, 0, degree - _degree(value)):
            if not same or sum(key) + _degree(value) == degree:
                vanishing.append(times(value, {key: Fraction(1)}))
                places.append((key, h))
    found = search_squares(
        target, blocks, vanishing, strict if problem.strict else None, FEW if multiplier.factors else MANY
    )
    if found is None:
        return None
    return _written(problem, found, chosen, places)


def _positive(weights: list[Weight], degree: int, same: bool) -> list[Weight]:
    """Return products of positive weights up to the degree, 1 among them."""
    base = [weight for weight in weights if weight.strict]
    products, most = list(base), MAX_FACTORS if len(base) < MAX_FACTORS else 2
    for size in range(2, most + 1):
        products += [reduce(Weight.times, chosen) for chosen in combinations_with_replacement(base[1:], size)]
    fits = [p for p in products if _degree(p.value) == degree or (not same and _degree(p.value) < degree)]
    return list({tuple(sorted(p.value.items())): p for p in fits}.values())


def _parities(polynomials: list[Poly]) -> list[int]:
    """Return a basis over GF(2) of the exponents modulo 2 of all monomials, each with a leading bit of its own."""
    basis: list[int] = []
    for polynomial in polynomials:
        for key in polynomial:
            rest = _reduced(_parity(key), basis)
            if rest:
                basis = [min(b, b ^ rest) if b.bit_length() > rest.bit_length() else b for b in basis]
                basis = sorted([*basis, rest], reverse=True)
    return basis


def _parity(key: Powers) -> int:
    return sum((exponent % 2) << i for i, exponent in enumerate(key))


def _reduced(vector: int, basis: list[int]) -> int:
    for other in basis:
        vector = min(vector, vector ^ other)
    return vector


def _grouped(basis: list[Powers], span: list[int]) -> list[list[Powers]]:
    """Return the monomials in groups: two are together if their product can occur in the identity."""
    groups: dict[int, list[Powers]] = {}
    for key in basis:
        groups.setdefault(_reduced(_parity(key), span), []).append(key)
    return list(groups.values())


def _pruned(basis: list[Powers], target: Poly) -> list[Powers]:
    """Return the basis without monomials m for which m^2 neither is in the target nor can cancel."""
    degrees = [sum(key) for key in target]
    kept = [key for key in basis if min(degrees) <= 2 * sum(key) <= max(degrees)]
    while True:
        sums = {tuple(map(int.__add__, a, b)) for i, a in enumerate(kept) for b in kept[i + 1 :]}
        left = [key for key in kept if (square := tuple(2 * e for e in key)) in sums or target.get(square, 0) > 0]
        if len(left) == len(kept):
            return kept
        kept = left


def _written(
    problem: Problem, found: Certificate, weights: list[Weight], places: list[tuple[Powers, Relation]]
) -> tuple[Term, list[tuple[Term, Relation]]]:
    parts: list[Term] = []
    for weight, weighted in zip(weights, found.squares, strict=True):
        for number, polynomial in weighted:
            scale, whole = _whole(polynomial)
            factors: list[Term] = list(weight.factors)
            number *= scale * scale
            if set(whole) != {(0,) * len(problem.atoms)}:
                factors.append(Pow(_shown(problem, whole), Num(Fraction(2))))
            else:
                number *= next(iter(whole.values())) ** 2
            if number != 1 or not factors:
                factors.insert(0, Num(number))
            parts.append(_product(tuple(factors)))
    multiples: dict[Relation, Poly] = {}
    for value, (key, h) in zip(found.multiples, places, strict=True):
        if value:
            multiples.setdefault(h, {})[key] = value
    certificate = as_term(0) if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))
    return certificate, [(_shown(problem, q), h) for h, q in multiples.items()]


def _whole(polynomial: Poly) -> tuple[Fraction, Poly]:
    """Return c and q with p = c q, q with coprime integer coefficients, the first of them positive."""
    from math import gcd, lcm

    below = lcm(*(v.denominator for v in polynomial.values()))
    above = gcd(*(int(v * below) for v in polynomial.values()))
    scale = Fraction(above, below)
    if next(iter(polynomial.values())) < 0:
        scale = -scale
    return scale, {key: value / scale for key, value in polynomial.items()}


def _product(factors: tuple[Term, ...]) -> Term:
    return factors[0] if len(factors) == 1 else Mul(factors) if factors else as_term(1)


def _shown(problem: Problem, polynomial: Poly) -> Term:
    """Return the polynomial as a person would write it."""
    ring = problem.ring
    total = ring.constant(0)
    for key, value in polynomial.items():
        term = ring.constant(value)
        for exponent, atom in zip(key, problem.atoms, strict=True):
            term = term * ring.generator(atom) ** exponent if exponent else term
        total = total + term
    return show(ring, total)
