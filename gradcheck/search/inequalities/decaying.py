"""Inequalities of one real variable whose sides come together at infinity, and functions freed of their factors.

    decaying    right - left tends to 0 and falls from a number X on, so it is positive there; up to X it is covered.
                atan(x) <= pi/2 tanh(2 x) for x >= 0, equal at 0 and at infinity.
    isolated    A f(x) + B >= 0, f one of log, atan, erf, A of visible sign: f + B/A >= 0, whose slope is free of f.
                So the bounds of Mills' ratio sqrt(pi)/2 exp(x**2) erfc(x) lose erfc when they are differentiated.

The number X is 0, 1/4, 1, 4, 16 or 64, in both directions.  Undecided: slopes that balls do not bound, sides that come
together and change their order infinitely often, two functions with factors of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, monomial
from gradcheck.algebra.polynomial import constant as constant_polynomial
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.signs import NEGATIVE, POSITIVE, product, sign_of
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCases, ByCut, ByDecay, ByEvaluation, ByExpansion, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.kernel.rules.decay import check_decay
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, as_term
from gradcheck.search.calculus.analysis import LEADING, ORDERS, subgoals
from gradcheck.search.inequalities.descent import descend
from gradcheck.search.inequalities.equivalents import with_one_exponential_less
from gradcheck.search.inequalities.irrational_bounds import without_divisors
from gradcheck.search.inequalities.one_variable import comparison, deep_comparison, real_variable
from gradcheck.search.tactic import Search, first_proof

DECAYING, ISOLATED = "decay from afar", "isolated function"
STARTS = (Fraction(0), Fraction(1, 4), Fraction(1), Fraction(4), Fraction(16), Fraction(64))
FAR = Fraction(2**20)
FUNCTIONS = ("erf", "log", "atan")


def decaying(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim, or it divided by an exponential, from some number on by its slope and its limit."""
    claim, variable = comparison(goal), real_variable(goal)
    if claim is None or variable is None or deep_comparison(goal, search) is None:
        return
    yield from _beyond_a_number(goal, search, claim, variable)
    for lemma in with_one_exponential_less(goal, claim):
        alone = comparison(goal.claiming(lemma))
        for proof in () if alone is None else _beyond_a_number(goal.claiming(lemma), search, alone, variable):
            yield ByCut(lemma, proof, BySign())


def _beyond_a_number(goal: Goal, search: Search, claim: Relation, variable: Symbol) -> Iterator[Evidence]:
    """Yield proofs from a number on by slope and limit, and up to there by a cover."""
    lo, _, hi, _ = domain_of(goal, variable)
    for end, other, side in ((hi, lo, "+"), (lo, hi, "-")):
        for start in STARTS if end is None and _fades(goal, claim, variable, side) else ():
            point = start if side == "+" else -start
            if other is not None and (other > point if side == "+" else other < point):
                continue
            gap = variable - Num(point)
            beyond, before = (Relation(op, gap, as_term(0)) for op in ((">", "<=") if side == "+" else ("<", ">=")))
            bound = Relation(beyond.op, variable, Num(point))  # in this form it is known to hold further out
            falling = _falling(goal.suppose(beyond, bound), search, variable, side)
            if falling is None:
                continue
            far = ByCut(bound, BySign(), falling)
            near = without_divisors(goal.suppose(before), search, claim)
            if near is not None:
                yield ByCases(gap, *((near, near, far) if side == "+" else (far, near, near)))
                break


def _fades(goal: Goal, claim: Relation, variable: Symbol, side: str) -> bool:
    """Whether right - left may tend to 0 from above, as far as its value at a number far out tells."""
    place = FAR if side == "+" else -FAR
    try:
        (value,) = jet_over(claim.right - claim.left, variable, place, place, 0, goal.definitions)
    except Undefined:
        return True
    return not (value > 1 or value < 0)


def _falling(goal: Goal, search: Search, variable: Symbol, side: str) -> Evidence | None:
    """Prove the claim on the way to infinity, where the difference falls to 0."""
    dummy, zero = ByEvaluation(), Num(Fraction(0))
    goals = subgoals(check_decay, goal, ByDecay(variable, side, zero, dummy, dummy))
    if len(goals) != 2:
        return None
    falls = comparison(goals[1])
    slope = None if falls is None else without_divisors(goals[1], search, falls)
    if slope is None:
        return None
    limit = next((one for one in (LEADING, *map(ByExpansion, ORDERS[:2])) if search.accepts(goals[0], one)), None)
    return None if limit is None else ByDecay(variable, side, zero, limit, slope)


def isolated(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim by one in which a function has no factor any more."""
    claim = deep_comparison(goal, search)
    if claim is None or real_variable(goal) is None:
        return
    for lemma in _without_factors(goal, claim):
        alone = goal.claiming(lemma)
        proof = without_divisors(alone, search, lemma) or first_proof(alone, search, (decaying, descend))
        if proof is not None:
            yield ByCut(lemma, proof, BySign())


def _without_factors(goal: Goal, claim: Relation) -> list[Relation]:
    """Return the claims l <= r as f + B/A >= 0 for the functions f that occur with a factor A of visible sign."""

    def work(ring: Ring, lowering: Lowering) -> list[Relation]:
        value = rewrite(lowering, lowering.scalar(claim.right) - lowering.scalar(claim.left))
        below = sign_of(ring, Quotient(value.den, ONE, ring.relations))
        found = []
        for slot in value.num.slots():
            parts = linear_parts(ring, value, slot)
            if ring.slots[slot].head not in FUNCTIONS or parts is None:
                continue
            rest, factor = parts
            sign = product(below, sign_of(ring, factor))
            if sign in (POSITIVE, NEGATIVE) and factor.constant() is None:
                parts = ring.generator(ring.slots[slot]), rest / factor
                shown = [show(ring, part if sign == POSITIVE else -part) for part in parts]
                found.append(Relation(">" if claim.op == "<" else ">=", shown[0] + shown[1], as_term(0)))
        return found

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return []


def linear_parts(ring: Ring, value: Quotient, slot: int) -> tuple[Quotient, Quotient] | None:
    """Return B and A of a numerator A f + B, f the generator; None where it is not linear in f."""
    parts = [constant_polynomial(0), constant_polynomial(0)]
    for powers, number in value.num.terms():
        exponent = dict(powers).get(slot, 0)
        if exponent > 1:
            return None
        parts[exponent] = parts[exponent] + monomial(tuple(item for item in powers if item[0] != slot), number)
    rest, factor = (Quotient(part, ONE, ring.relations) for part in parts)
    return (rest, factor) if factor.num.coefficients else None
