"""Inequalities of one real variable whose sides touch: x exp(-x) <= exp(-1), x log x >= -exp(-1).

Where the difference is 0 at a point c that is its minimum, it falls before c and rises behind it: monotonicity on both
sides of c, the sign of the derivative being shown in the same way, by higher derivatives, where it is not visible.
The point is found in balls and recognised as a rational number, or as exp, log, a square root or the pi-fold of one;
the result is only a proposal.  Undecided: touching points of another form, several of them, inequalities that
need more than monotonicity.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import arb, ctx, fmpq

from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCases, ByCut, ByEvaluation, ByMonotonicity, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Const, Neg, Num, Symbol, Term, as_term
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.covers.peaks import climb
from gradcheck.search.covers.univariate import Function
from gradcheck.search.inequalities.one_variable import comparison, monotone_goals, real_variable
from gradcheck.search.tactic import Search

MAX_DERIVATIVES = 3
DIGITS = 15
LARGEST = 60  # denominator and numerator of a number that is recognised
CLOSE = Fraction(1, 10**10)
PLACES = sorted(
    {Fraction(k, 8) for k in range(-40, 41)} | {Fraction(sign * k) for k in range(6, 30, 3) for sign in (1, -1)}
)


def touching(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove l <= r with equality at one point."""
    claim, variable = comparison(goal), real_variable(goal)
    if claim is None or variable is None or claim.op != "<=" or goal.rewrites or search.depth < 2:
        return
    point = touching_point(goal, claim, variable)
    if point is None:
        return
    gap = variable - point
    proofs = [
        away(goal.suppose(Relation(op, gap, as_term(0))), claim, (variable, point, side), search)
        for op, side in (("<", "-"), (">", "+"))
    ]
    if proofs[0] is not None and proofs[1] is not None:
        yield ByCases(gap, proofs[0], proofs[1], proofs[1])


def away(goal: Goal, claim: Relation, way: tuple[Symbol, Term, str], search: Search, order: int = 1) -> Evidence | None:
    """Prove l <= r from the point on, by the sign of the derivative, which is proved in the same way."""
    variable, point, side = way
    base, slope = monotone_goals(goal, claim, ByMonotonicity(variable, point, side, ByEvaluation(), ByEvaluation()))
    if base is None or slope is None or not search.accepts(base, BySign()):
        return None
    proof = _slope(slope, claim, way, search, order)
    return None if proof is None else ByMonotonicity(variable, point, side, BySign(), proof)


def _slope(goal: Goal, claim: Relation, way: tuple[Symbol, Term, str], search: Search, order: int) -> Evidence | None:
    variable, _, side = way
    visible = BySign()
    if search.accepts(goal, visible):
        return visible
    written = derivative(claim.right - claim.left, variable)
    if written is None or order == MAX_DERIVATIVES:
        return None
    lemma = Relation("<=", as_term(0), written if side == "+" else Neg(written))
    proof = away(goal.claiming(lemma), lemma, way, search, order + 1)
    if proof is None or not search.accepts(goal, ByCut(lemma, proof, visible)):
        return None
    return ByCut(lemma, proof, visible)


def touching_point(goal: Goal, claim: Relation, variable: Symbol) -> Term | None:
    """Return the point at which both sides are equal and the difference is least, if its form is recognised."""
    found = touching_number(goal, claim, variable)
    return None if found is None else recognise(found)


def touching_number(goal: Goal, claim: Relation, variable: Symbol) -> Fraction | None:
    """Return a number close to the point at which both sides seem to be equal and the difference is least."""
    lo, _, hi, _ = domain_of(goal, variable)
    f = Function(claim.left - claim.right, variable, lo, hi, goal.definitions)
    values: list[tuple[Fraction, arb]] = []
    for place in _places(lo, hi):
        try:
            values.append((place, f.jet(place, 0)[0]))
        except Undefined:
            continue
    if len(values) < 3 or any(value > arb(fmpq(1, 10**6)) for _, value in values):
        return None
    start = max(values, key=lambda item: float(item[1].mid()))[0]
    try:
        found = climb(f, start, [place for place, _ in values], DIGITS)
        height = f.jet(found, 0, 128)[0]
    except Undefined:
        return None
    if not abs(height) < arb(fmpq(1, 10**12)):
        return None
    return found


def _places(lo: Fraction | None, hi: Fraction | None) -> list[Fraction]:
    if lo is not None and hi is not None:
        return [lo + (hi - lo) * Fraction(k, 48) for k in range(1, 48)]
    if lo is not None:
        return sorted({lo + abs(place) for place in PLACES if place})
    if hi is not None:
        return sorted({hi - abs(place) for place in PLACES if place})
    return PLACES


def recognise(number: Fraction) -> Term | None:
    """Return a simple number near this one: +-p/q, pi p/q, exp(p/q), log(p/q) or the square root of p/q; or None."""
    plain = _simple(number)
    if plain is not None:
        return Num(plain)
    with ctx.workprec(128):
        ball = arb(fmpq(number.numerator, number.denominator))
        turns = _near(ball / arb.pi())
        if turns is not None:
            return Num(turns) * Const("pi")
        sign = 1 if number > 0 else -1
        forms: list[tuple[arb, str]] = [(abs(ball).log(), "exp"), (ball**2, "sqrt"), (ball.exp(), "log")]
        for inverse, name in forms:
            inner = _near(inverse)
            if inner is not None:
                term: Term = Apply(name, (Num(inner),))
                return term if sign > 0 or name == "log" else Neg(term)
    return None


def _near(ball: arb) -> Fraction | None:
    """Return a simple number in the middle of the ball; None where it is out of proportion, as the log of 10^-99."""
    try:
        return _simple(to_fraction(ball.mid()))
    except Undefined:
        return None


def _simple(number: Fraction) -> Fraction | None:
    near = number.limit_denominator(LARGEST)
    small = abs(near.numerator) <= LARGEST**2
    return near if small and abs(near - number) < CLOSE else None
