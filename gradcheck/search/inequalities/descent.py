"""Inequalities of one real variable from one point on, by derivatives of higher and higher order.

On one side of a rational point a, where right - left is >= 0: it stays so if its derivative is >= 0.  Of the derivative
only the factor without a visible sign matters (``equivalents``), and that factor is treated in the same way.  What is a
sum of polynomials times exp(c x) has lost a polynomial after finitely many derivatives, because the exponential that is
left is a factor of visible sign; so tanh(x) <= x (15 + x**2)/(15 + 6 x**2) for x >= 0 is decided, a zero of order 7.

The same from infinity, where right - left tends to 0: it is >= 0 if it does not increase on the way there.  So
(1 + 1/x)**x <= exp(1), whose second derivative is a rational function.

From 1, 4, 16 or 64 on alone, the rest being left to other rules: 2**x + 2 >= x**2 for x >= 0.

Undecided: derivatives that are negative somewhere on that side, and terms that derivatives do not make simpler.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.kernel.evidence import (
    ByCases,
    ByCut,
    ByDecay,
    ByEvaluation,
    ByExpansion,
    ByMonotonicity,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.kernel.rules.decay import check_decay
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, as_term
from gradcheck.search.calculus.analysis import LEADING, ORDERS, subgoals
from gradcheck.search.inequalities.equivalents import lemmas_for
from gradcheck.search.inequalities.one_variable import comparison, deep_comparison, monotone_goals, real_variable
from gradcheck.search.tactic import Search

NAME = "derivatives of higher order"
INFINITY = "derivatives from infinity"
AFAR = "derivatives from afar"
DISTANCES = (1, 4, 16, 64)
MAX_LEMMAS = 2
MAX_DERIVATIVES = 12
MAX_FROM_INFINITY = 4
Way = tuple[Symbol, Fraction, str]


def descend(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from the rational ends of the domain, or from 0 to both sides."""
    variable = real_variable(goal)
    if variable is None or deep_comparison(goal, search) is None:
        return
    lo, _, hi, _ = domain_of(goal, variable)
    for end, side in ((lo, "+"), (hi, "-")):
        if end is not None:
            yield _behind(goal, search, (variable, end, side))
    zero = Fraction(0)
    if (lo is None or lo < 0) and (hi is None or hi > 0):
        proofs = [_behind(goal.suppose(Relation(op, variable, as_term(0))), search, (variable, zero, side))
                  for op, side in (("<", "-"), (">", "+"))]  # fmt: skip
        if proofs[0] is not None and proofs[1] is not None:
            yield ByCases(variable, proofs[0], proofs[1], proofs[1])


def from_infinity(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that a difference which tends to 0 at infinity has the sign, by its derivatives on the way there."""
    variable = real_variable(goal)
    if variable is None or deep_comparison(goal, search) is None:
        return
    lo, _, hi, _ = domain_of(goal, variable)
    for end, side in ((hi, "+"), (lo, "-")):
        if end is None:
            yield _decaying(goal, search, variable, side, 1)


def from_afar(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from a point far out on by derivatives, and up to there by the rest of the search."""
    variable = real_variable(goal)
    if variable is None or deep_comparison(goal, search) is None:
        return
    lo, _, hi, _ = domain_of(goal, variable)
    for end, other, side in ((hi, lo, "+"), (lo, hi, "-")):
        for distance in DISTANCES if end is None else ():
            point = Fraction(distance if side == "+" else -distance)
            if other is not None and (other >= point if side == "+" else other <= point):
                continue
            beyond, before = (Relation(op, variable - Num(point), as_term(0)) for op in ("><" if side == "+" else "<>"))
            far = _behind(goal.suppose(beyond), search, (variable, point, side))
            near = None if far is None else search.sub(goal.suppose(before))
            if far is not None and near is not None:
                parts = (near, far, far) if side == "+" else (far, far, near)
                yield ByCases(variable - Num(point), *parts)
            if far is not None:
                break


def _decaying(goal: Goal, search: Search, variable: Symbol, side: str, order: int) -> Evidence | None:
    dummy, zero = ByEvaluation(), Num(Fraction(0))
    goals = subgoals(check_decay, goal, ByDecay(variable, side, zero, dummy, dummy))
    if len(goals) != 2:
        return None
    limits = (LEADING, *map(ByExpansion, ORDERS[:2]))
    limit = next((one for one in limits if search.accepts(goals[0], one)), None)
    if limit is None:
        return None
    visible = BySign()
    slope: Evidence | None = visible if search.accepts(goals[1], visible) else None
    if slope is None and order < MAX_FROM_INFINITY:
        slope = _decaying(goals[1], search, variable, side, order + 1)
    return None if slope is None else ByDecay(variable, side, zero, limit, slope)


def _behind(goal: Goal, search: Search, way: Way) -> Evidence | None:
    """Prove the claim on that side of the point, from the one factor that decides it."""
    claim = comparison(goal)
    for lemma in () if claim is None else lemmas_for(goal, claim)[:MAX_LEMMAS]:
        proof = _rising(goal.claiming(lemma), search, way, 0)
        if proof is not None:
            return ByCut(lemma, proof, BySign())
    return None


def _rising(goal: Goal, search: Search, way: Way, order: int) -> Evidence | None:
    """Prove the claim from the point on, by the sign of the derivative, which is shown in the same way."""
    variable, point, side = way
    visible = BySign()
    claim = comparison(goal)
    if claim is None or order > MAX_DERIVATIVES:
        return None
    base, slope = monotone_goals(
        goal, claim, ByMonotonicity(variable, Num(point), side, ByEvaluation(), ByEvaluation())
    )
    if base is None or slope is None or not search.accepts(base, visible):
        return None
    if search.accepts(slope, visible):
        return ByMonotonicity(variable, Num(point), side, visible, visible)
    steeper = comparison(slope)
    lemmas = [] if steeper is None else lemmas_for(slope, steeper)[:1]
    proof = _rising(slope.claiming(lemmas[0]), search, way, order + 1) if lemmas else None
    if proof is None:
        return None
    return ByMonotonicity(variable, Num(point), side, visible, ByCut(lemmas[0], proof, visible))
