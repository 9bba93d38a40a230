"""The place of an extremum of f': an exact number where there is one, else an equation with one root.

At an extremum inside a piece f'' is 0.  The normal form of f'' is a fraction of polynomials over x, e^(c x) and other
generators; one irreducible factor p of its numerator is 0 there, the others are not, as balls show.

    p in x or in e^(c x) alone        its root by a square root or a logarithm, where the degree allows
    else                              an equation for p = 0, in tanh where that is short, such as x tanh(x) = 1

An equation left = right defines the place if, with G = left - right,

    f'' = W G        is an identity that the kernel accepts, and W is not 0 at the place
    G                has opposite signs at the ends of an interval, and a derivative of one sign on it (a checked cover)

so that it has exactly one root there, and f' has its extremum at it.  A value V in terms of the root is right if
f' - V = Q G is an identity that the kernel accepts on the interval, with Q defined there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gradcheck.activations.analysis.pieces import Activation, X
from gradcheck.activations.analysis.radicals import cleared, rationalised, roots_of, show_whole, shown_forms, times
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, Polynomial, TooLarge, monomial, rational_number
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show, show_atom
from gradcheck.balls.arithmetic import between
from gradcheck.balls.jets import enclose, jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Derivative, Mul, Num, Term, as_term
from gradcheck.search.covers.closed_forms import Closed
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Function, Supremum

LONGEST_VALUE, LONGEST_EQUATION = 70, 160  # characters
BITS = 300
ERRORS = (Unsupported, TooLarge, Rejected, Undefined, DivisionByZero, ArithmeticError, ValueError)
Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Problem:
    """f' of one piece, the place of its extremum, and the slope and bend to be divided."""

    slope: Term
    place: Interval
    piece: Interval

    @property
    def bend(self) -> Term:
        return Derivative(self.slope, X)


def define_places(function: Activation, found: Supremum) -> Closed | None:
    """Return a definition of the places where f' has its extremum; None where none was found, or one is known already.

    Several places are given only as exact numbers with one and the same exact value.
    """
    if found.closed is not None or found.exact is not None or not found.attained or not found.places:
        return None
    each = [_define_place(function, place) for place in found.places]
    first = each[0]
    if len(each) == 1 or first is None or first.value is None or not first.places:
        return first if len(each) == 1 else None
    if any(other is None or not other.places or other.value is not first.value for other in each):
        return None
    return Closed(first.value, tuple(place for other in each if other is not None for place in other.places))


def _define_place(function: Activation, place: Interval) -> Closed | None:
    inside = (p for p in function.pieces if (p.lo is None or p.lo < place[0]) and (p.hi is None or p.hi > place[1]))
    piece = next(inside, None)
    if piece is None or place[0] == place[1]:
        return None
    slope = Derivative(piece.term, X)
    ends = (piece.lo if piece.lo is not None else place[0] - 10, piece.hi if piece.hi is not None else place[1] + 10)
    problem = Problem(slope, place, ends)
    try:
        goal = Goal(Relation("=", problem.bend, as_term(0)), (), ())
        proposals = goal.in_ring(lambda ring, lowering: list(_proposals(problem, ring, lowering)))
    except ERRORS:
        proposals = []
    for proposal in proposals:
        closed = _confirmed(problem, proposal)
        if closed is not None:
            return closed
    return _as_zero_of_the_bend(problem)


@dataclass(frozen=True)
class Proposal:
    """An equation for the place, W and perhaps exact roots; and values in terms of the root, with Q."""

    equation: Relation
    cofactor: Term
    roots: tuple[Term, ...] = ()
    values: tuple[tuple[Term, Term], ...] = ()
    slope: Term | None = None  # f' as a normal form


def _proposals(problem: Problem, ring: Ring, lowering: Lowering) -> Iterator[Proposal]:
    """Yield proposals from the factor of f'' that vanishes at the place, the shortest equations first."""
    slope, bend = lowering.scalar(problem.slope), lowering.scalar(problem.bend)
    _, factors = bend.num.factor()
    around = between(*problem.place)
    vanishing = [p for p, _ in factors if _may_vanish(show(ring, _as_quotient(ring, p)), around)]
    if len(vanishing) != 1:
        return
    (p,) = vanishing
    values = list(_values(ring, p, slope))
    for equation in sorted(_equations(ring, p), key=lambda item: len(render_text(item))):
        gap = lowering.scalar(equation.left) - lowering.scalar(equation.right)
        if gap.is_zero or len(render_text(equation)) > LONGEST_EQUATION:
            continue
        shown = [
            (show_whole(ring, value), show(ring, (slope - value) / gap))
            for value in values
            if len(render_text(show(ring, value))) <= LONGEST_VALUE
        ]
        roots = tuple(roots_of(ring, p, _coefficients(ring, p, p.slots()[0]))) if len(p.slots()) == 1 else ()
        yield Proposal(equation, show(ring, bend / gap), roots, tuple(shown), show(ring, slope))


def _as_quotient(ring: Ring, p: Polynomial) -> Quotient:
    return Quotient(p, ONE, ring.relations)


def _may_vanish(term: Term, around: object) -> bool:
    try:
        return bool(enclose(term, {X: around}, (), BITS).contains(0))
    except Undefined:
        return True


def _coefficients(ring: Ring, p: Polynomial, slot: int) -> dict[int, Quotient]:
    """Return p as a polynomial in one generator."""
    parts: dict[int, Quotient] = {}
    for powers, coefficient in p.terms():
        exponent = dict(powers).get(slot, 0)
        rest = monomial([(s, e) for s, e in powers if s != slot], coefficient)
        parts[exponent] = parts.get(exponent, ring.constant(0)) + _as_quotient(ring, rest)
    return parts


def _equations(ring: Ring, p: Polynomial) -> Iterator[Relation]:
    """Yield ways to write p = 0."""
    whole, _ = cleared(ring, _as_quotient(ring, p))
    sides = [ring.constant(0), ring.constant(0)]
    for powers, c in whole.num.terms():
        number = rational_number(c)
        part = _as_quotient(ring, monomial(powers, 1)).scaled(abs(number))
        sides[number < 0] = sides[number < 0] + part
    yield Relation("=", show(ring, sides[0]), show(ring, sides[1]))
    for slot in p.slots():
        atom, parts = ring.slots[slot], _coefficients(ring, p, slot)
        if len(parts) != 2 or 0 not in parts:
            continue
        power, a = max(parts.items())
        b, shown = parts[0], show_atom(ring, atom)
        if atom.head == "exp" and isinstance(shown, Apply):
            exponent = shown.args[0]
            yield _fraction_equation(ring, (a + b) / (b - a), Apply("tanh", (times(Fraction(power, 2), exponent),)))
            yield _fraction_equation(ring, -b / a, Apply("exp", (times(Fraction(power), exponent),)))
        elif power == 1:
            yield _fraction_equation(ring, -b / a, shown)


def _fraction_equation(ring: Ring, value: Quotient, function: Term) -> Relation:
    """Return the equation function = P/Q as Q function = P, with integer coefficients."""
    top, bottom = _as_quotient(ring, value.num), _as_quotient(ring, value.den)
    constant = top.constant()
    bottom, factor = cleared(ring, bottom)
    top = top.scaled(factor)
    if constant is None:
        top, factor = cleared(ring, top, divide=False)
        bottom = bottom.scaled(factor)
    if all(rational_number(c) < 0 for _, c in bottom.num.terms()):
        top, bottom = -top, -bottom
    left = function if bottom.constant() == 1 else _product(show(ring, bottom), function)
    return Relation("=", left, show(ring, top))


def _product(factor: Term, function: Term) -> Term:
    """Return the product with the shorter factor first."""
    if isinstance(factor, Mul):
        return Mul((*factor.factors, function))
    return function * factor if function is X else factor * function


def _values(ring: Ring, p: Polynomial, slope: Quotient) -> Iterator[Quotient]:
    """Yield f' with one generator of p expressed by the others, the simplest first."""
    found = []
    for slot in p.slots():
        parts = _coefficients(ring, p, slot)
        if len(parts) != 2 or 0 not in parts:
            continue
        power, _ = max(parts.items())
        value = -parts[0] / parts[power]
        replaced = _replaced(ring, slope, slot, power, value)
        if replaced is not None:
            found.append(replaced)
    yield from sorted(found, key=lambda item: (len(item.num) + len(item.den), len(render_text(show(ring, item)))))


def _replaced(ring: Ring, slope: Quotient, slot: int, power: int, value: Quotient) -> Quotient | None:
    """Return the fraction with generator**power = value; None where the generator occurs in other powers."""
    sides = []
    for side in (slope.num, slope.den):
        total = ring.constant(0)
        for exponent, part in _coefficients(ring, side, slot).items():
            if exponent % power:
                return None
            total = total + part * value ** (exponent // power)
        sides.append(total)
    return None if sides[1].is_zero else sides[0] / sides[1]


def _confirmed(problem: Problem, proposal: Proposal) -> Closed | None:
    """Return the part of the proposal that is proved; None if nothing is."""
    left, right = proposal.equation.left, proposal.equation.right
    try:
        isolating = _isolating(left - right, problem)
        if isolating is None:
            return None
        within = (Relation(">", X, Num(isolating[0])), Relation("<", X, Num(isolating[1])))
        if _may_vanish(proposal.cofactor, between(*problem.place)):
            return None
        if not _identical(problem.bend, proposal.cofactor * (left - right), within):
            return None
    except ERRORS:
        return None
    exact = _exact(problem, proposal, isolating, within)
    if exact is not None:
        return exact
    for value, rest in proposal.values:
        if not _defined(rest, isolating) or not _identical(problem.slope - value, rest * (left - right), within):
            continue
        return Closed(value, (), None, proposal.equation, isolating)
    return Closed(None, (), None, proposal.equation, isolating)


def _exact(problem: Problem, proposal: Proposal, isolating: Interval, within: tuple[Relation, ...]) -> Closed | None:
    """Return the place as a number, and the value there."""
    equation, slope = proposal.equation, proposal.slope
    if slope is None or not _identical(problem.slope, slope, within):
        return None
    for root in proposal.roots:
        at = {X: root}
        try:
            around = enclose(root, {}, (), BITS)
            if not (around > between(isolating[0], isolating[0]) and around < between(isolating[1], isolating[1])):
                continue
            if not _identical(replace_symbols(equation.left, at), replace_symbols(equation.right, at)):
                continue
            value = replace_symbols(slope, at)
            place = _simplified(root)
            short = _simplified(value)
        except ERRORS:
            continue
        if len(render_text(short)) <= LONGEST_VALUE:
            return Closed(short, (place,), None, equation, isolating)
        return Closed(None, (place,), None, equation, isolating)
    return None


def _simplified(term: Term) -> Term:
    """Return a normal form of a term without symbols, if the kernel accepts it and it is no longer."""
    goal = Goal(Relation("=", term, as_term(0)), (), ())
    try:
        forms = goal.in_ring(lambda ring, lowering: shown_forms(ring, rationalised(ring, lowering.scalar(term))))
    except ERRORS:
        return term
    shown = min((*forms, term), key=lambda form: len(render_text(form)))
    return shown if _identical(term, shown) else term


def _as_zero_of_the_bend(problem: Problem) -> Closed | None:
    """Return f'' = 0 itself as the equation, which has one root around the place; or None."""
    try:
        isolating = _isolating(problem.bend, problem)
    except ERRORS:
        return None
    return None if isolating is None else Closed(None, (), None, Relation("=", problem.bend, as_term(0)), isolating)


def _isolating(gap: Term, problem: Problem) -> Interval | None:
    """Return close numbers on both sides of the place, between which the gap has exactly one root; or None."""
    lo, hi = problem.place
    for unit in (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 10), Fraction(1, 100), Fraction(1, 10**4)):
        ends = (unit * (lo / unit).__floor__(), unit * (hi / unit).__ceil__())
        if not (problem.piece[0] <= ends[0] < lo and hi < ends[1] <= problem.piece[1]):
            continue
        try:
            first, last = (jet(gap, X, between(end, end), 0, (), BITS)[0] for end in ends)
        except Undefined:
            continue
        if (first > 0 and last < 0) or (first < 0 and last > 0):
            term, op = Derivative(gap, X), "<" if first > 0 else ">"
            if not isinstance(Function(term, X, *ends).prove(op, Fraction(0), budget=200), NotFound):
                return ends
    return None


def _defined(term: Term, interval: Interval) -> bool:
    """Whether the term has a value everywhere on the interval, cut into pieces."""
    lo, hi = interval
    try:
        for k in range(16):
            ends = (lo + (hi - lo) * Fraction(k, 16), lo + (hi - lo) * Fraction(k + 1, 16))
            enclose(term, {X: between(*ends)}, (), 64)
    except Undefined:
        return False
    return True


def _identical(left: Term, right: Term, hypotheses: tuple[Relation, ...] = ()) -> bool:
    """Whether the kernel accepts left = right."""
    try:
        check(Goal(Relation("=", left, right), hypotheses, ()), ByNormalForm(), Trail())
    except ERRORS:
        return False
    return True
