"""Values beyond a claimed supremum or infimum: x**2 > 5 at x = 3, so that sup x**2 is not 5.

Proves ``sup f > c``, ``sup f >= c`` and ``sup f != c``, the negation of ``sup f = c``, at a rational point, also where
the supremum is infinite.  The point is looked for in balls, near and far and close to the ends of the interval.
Undecided: values that only irrational or very distant points exceed, other free symbols, functions that are not defined
on the interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.balls.series import Undefined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByEvaluation, ByExtremum, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import analysis as rules
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Extremum, Num, Term, free_symbols
from gradcheck.search.covers.univariate import Function
from gradcheck.search.tactic import Search

STEPS = [Fraction(k, 4) for k in range(17)] + [Fraction(10) ** k for k in (1, 2, 3, 6, 12)]
CLOSE = [Fraction(1, 10**k) for k in (1, 2, 3, 6, 12)]
MAX_TRIED = 3


def beyond(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that a supremum or infimum is not as claimed, by a point whose value is beyond the claimed bound."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "=":
        return
    if not isinstance(claim.left, Extremum):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    term, bound = claim.left, claim.right
    if not isinstance(term, Extremum) or free_symbols(bound) or free_symbols(term):
        return
    for point in points_beyond(term, bound, goal):
        found: list[Goal] = []
        trial = ByExtremum(point=Num(point), approach=ByEvaluation())
        try:
            rules.check_extremum(goal, trial, Trail(), lambda g, e, t, found=found: found.append(g))  # type: ignore[misc]
        except Rejected:
            return
        for proof in (BySign(), ByEvaluation()):
            if search.accepts(found[0], proof):
                yield ByExtremum(point=Num(point), approach=proof)


def points_beyond(term: Extremum, bound: Term, goal: Goal) -> list[Fraction]:
    """Return rational points of the interval at which the function is certainly beyond the bound, simple ones first."""
    if not all(rules.is_infinite(end) or isinstance(end, Num) for end in (term.lo, term.hi)):
        return []
    lo, hi = (end.value if isinstance(end, Num) else None for end in (term.lo, term.hi))
    sign = 1 if term.kind == "sup" else -1
    gap = Function((term.body - bound) * Num(Fraction(sign)), term.variable, lo, hi, goal.definitions)
    found: list[Fraction] = []
    for place in _places(lo, hi):
        try:
            if gap.inside(place) and gap.jet(place, 0)[0] > 0:
                found.append(place)
        except Undefined:
            continue
        if len(found) == MAX_TRIED:
            break
    return found


def _places(lo: Fraction | None, hi: Fraction | None) -> list[Fraction]:
    near = [Fraction(sign) * step for step in STEPS for sign in (1, -1)]
    if lo is not None and hi is not None:
        near = [lo + (hi - lo) * Fraction(k, 64) for k in (32, 16, 48, *range(1, 64))]
    close = [end + sign * step for end, sign in ((lo, 1), (hi, -1)) if end is not None for step in CLOSE]
    return list(dict.fromkeys([*near, *close]))
