"""Certificates of nonnegativity: D as a sum of visibly nonnegative products.

``certificate_terms`` yields terms that might equal D = right - left and whose sign is visible:
    nonnegative rational combinations of products of the hypotheses, of ranges of atoms and of squares of differences
    of variables (a linear program over the coefficients of monomials);
    a sum of squares for a polynomial of degree two (completing squares).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show, show_atom
from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE, atom_interval, sign_of, within
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Div, Mul, Num, Pow, Term, as_term
from gradcheck.search.inequalities.linear_program import solve_nonnegative

MAX_PRODUCTS = 260
MAX_TERMS = 16  # of a hypothesis that goes into products
Piece = tuple[Quotient, Term]


def certificate_terms(goal: Goal, claim: Relation) -> Iterator[Term]:
    """Yield candidate certificates for right - left, simplest first."""
    try:
        yield from goal.in_ring(lambda ring, lowering: list(_candidates(goal, claim, ring, lowering)))
    except (Unsupported, TooLarge, Rejected, ArithmeticError):
        return


def _candidates(goal: Goal, claim: Relation, ring: Ring, lowering: Lowering) -> Iterator[Term]:
    target = lowering.scalar(claim.right) - lowering.scalar(claim.left)
    den = Quotient(target.den, ONE, ring.relations)
    if not within(sign_of(ring, den), POSITIVE):
        return
    numerator = Quotient(target.num, ONE, ring.relations)
    pieces = nonnegative_pieces(goal, ring, lowering, numerator)
    bottom = None if target.den is ONE else show(ring, den)
    for degree in (1, 2, 3):
        found = _combine(ring, numerator, pieces, degree)
        if found is not None:
            yield found if bottom is None else Div(found, bottom)
            return
    squares = _complete_squares(ring, numerator)
    if squares is not None:
        yield squares if bottom is None else Div(squares, bottom)


def nonnegative_pieces(goal: Goal, ring: Ring, lowering: Lowering, target: Quotient) -> list[Piece]:
    """Return nonnegative polynomials, each with a term that shows its sign: hypotheses and ranges of the atoms."""
    found: dict[Hashable, Piece] = {}
    relations = [
        h for h in goal.parts() if isinstance(h, Relation) and h.op in ("<=", "<", ">=", ">") and not h.left.shape
    ]
    for h in relations:
        try:
            larger, smaller = (h.right, h.left) if h.op in ("<=", "<") else (h.left, h.right)
            term = larger if smaller is as_term(0) else larger - smaller
            if h.op in ("<", ">") and is_integer(term):
                term = term - 1  # integers that differ, differ by 1
            value = lowering.scalar(term)
        except (Unsupported, TooLarge):
            continue
        if value.den is ONE and value.constant() is None:
            found.setdefault(value.key, (value, term))
        elif value.den is not ONE and within(sign_of(ring, Quotient(value.den, ONE, ring.relations)), POSITIVE):
            top = Quotient(value.num, ONE, ring.relations)
            found.setdefault(top.key, (top, show(ring, top)))
    atoms = {atom for value, _ in list(found.values()) for atom in ring.atoms_of(value)} | set(ring.atoms_of(target))
    for atom in atoms:
        interval, place = atom_interval(ring, atom), ring.generator(atom)
        term = show_atom(ring, atom)
        if interval.lo is not None:
            value = place - ring.constant(interval.lo)
            found.setdefault(value.key, (value, term - Num(interval.lo) if interval.lo else term))
        if interval.hi is not None:
            value = ring.constant(interval.hi) - place
            found.setdefault(value.key, (value, Num(interval.hi) - term))
    pieces = [piece for piece in found.values() if len(piece[0].num) <= MAX_TERMS][:14]
    return [piece for piece in pieces if within(sign_of(ring, piece[0]), NONNEGATIVE)]


def _combine(ring: Ring, target: Quotient, pieces: list[Piece], degree: int) -> Term | None:
    products: list[Piece] = [(ring.constant(1), Num(Fraction(1)))]
    for size in range(1, degree + 1):
        for chosen in combinations_with_replacement(pieces, size):
            value: Quotient = ring.constant(1)
            factors: list[Term] = []
            for piece, term in chosen:
                value, factors = value * piece, [*factors, term]
            products.append((value, factors[0] if size == 1 else Mul(tuple(factors))))
    atoms = ring.atoms_of(target)[:5]
    for i, a in enumerate(atoms):
        places = [(ring.generator(a), show_atom(ring, a))]
        for b in atoms[i + 1 :]:
            for sign in (1, -1):
                value = ring.generator(a) + ring.generator(b).scaled(Fraction(sign))
                shown = show_atom(ring, a) + show_atom(ring, b) if sign > 0 else show_atom(ring, a) - show_atom(ring, b)
                places.append((value, shown))
        for value, shown in places:
            products.append((value * value, Pow(shown, Num(Fraction(2)))))
            if degree >= 2:
                products += [(value * value * p, Mul((Pow(shown, Num(Fraction(2))), t))) for p, t in pieces]
    if len(products) > MAX_PRODUCTS:
        return None
    columns, wanted = [_vector(value) for value, _ in products], _vector(target)
    useful = _useful(columns, wanted)
    solution = None if useful is None else solve_nonnegative([columns[i] for i in useful], wanted)
    if solution is None or useful is None:
        return None
    parts: list[Term] = []
    for weight, (_, term) in zip(solution, (products[i] for i in useful), strict=True):
        if weight:
            parts.append(term if weight == 1 else Num(weight) * term)
    return parts[0] if len(parts) == 1 else Add(tuple(parts)) if parts else Num(Fraction(0))


def _useful(columns: list[dict[Any, Fraction]], target: dict[Any, Fraction]) -> list[int] | None:
    """Return the columns that a nonnegative combination for the target may use; None when there is none.

    A monomial whose coefficients all have one sign, and that the target does not have with this sign, excludes every
    column in which it occurs.
    """
    left = dict(enumerate(columns))
    while True:
        signs: dict[Any, set[bool]] = {}
        for column in left.values():
            for monomial, number in column.items():
                signs.setdefault(monomial, set()).add(number > 0)
        if any((number > 0) not in signs.get(monomial, ()) for monomial, number in target.items()):
            return None
        dead = {m for m, found in signs.items() if len(found) == 1 and m not in target}
        kept = {i: column for i, column in left.items() if not dead & column.keys()}
        if len(kept) == len(left):
            return list(left)
        left = kept


def _vector(value: Quotient) -> dict[Any, Fraction]:
    return {powers: rational_number(c) for powers, c in value.num.terms()}


def _complete_squares(ring: Ring, target: Quotient) -> Term | None:
    """Return a quadratic polynomial as a sum of squares with positive weights, completing one square at a time;
    or None.
    """
    parts: list[Term] = []
    rest = target
    for _ in range(8):
        number = rest.constant()
        if number is not None:
            if number < 0:
                return None
            if number:
                parts.append(Num(number))
            return parts[0] if len(parts) == 1 else Add(tuple(parts)) if parts else Num(Fraction(0))
        if rest.num.total_degree() != 2:
            return None
        pivot = next((s for s in rest.slots() if _square_coefficient(rest, s) > 0), None)
        if pivot is None:
            return None
        weight = _square_coefficient(rest, pivot)
        slope = Quotient(rest.num.derivative(pivot), ONE, ring.relations)
        linear = slope.scaled(1 / (2 * weight))
        parts.append(Num(weight) * Pow(show(ring, linear), Num(Fraction(2))))
        rest = rest - (linear * linear).scaled(weight)
    return None


def _square_coefficient(value: Quotient, slot: int) -> Fraction:
    for powers, coefficient in value.num.terms():
        if powers == ((slot, 2),):
            return rational_number(coefficient)
    return Fraction(0)
