"""What an antiderivative tends to at the ends of an interval, where it is not simply defined there.

The limits are proposed by SymPy and proved by expansions.  An antiderivative that tends to infinity at an end shows
that the integral does not converge.
"""

from __future__ import annotations

from gradcheck.algebra.ring import Unsupported
from gradcheck.engines.attempt import Search
from gradcheck.engines.values import limits_of
from gradcheck.evidence import ByExpansion, ByRationalLimit, Evidence
from gradcheck.kernel.equality import check_defined
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import is_continuous, is_infinite
from gradcheck.kernel.trail import Trail
from gradcheck.language.propositions import Relation
from gradcheck.language.substitution import replace_symbols
from gradcheck.language.terms import Const, Integral, Limit, Neg, Term

End = tuple[Term, Evidence]
MOST_TRIED = 4


def end_limits(term: Integral, primitive: Term, goal: Goal, search: Search) -> tuple[End | None, End | None] | None:
    """For each end the limit of the primitive with its proof, None where its value there will do; None in vain."""
    found: list[End | None] = []
    for end, side in ((term.lo, "+"), (term.hi, "-")):
        if not is_infinite(end) and is_continuous(primitive) and _is_defined(goal, primitive, term, end):
            found.append(None)
            continue
        limit = _limit(Limit(primitive, term.variable, end, "" if is_infinite(end) else side), goal, search)
        if limit is None:
            return None
        found.append(limit)
    return found[0], found[1]


def _limit(limit: Limit, goal: Goal, search: Search) -> End | None:
    infinite = (Const("oo"), Neg(Const("oo")))
    for value in dict.fromkeys([*list(limits_of(limit))[:MOST_TRIED], *infinite]):
        for evidence in (ByRationalLimit(), ByExpansion(3), ByExpansion(6)):
            if search.accepts(goal.claiming(Relation("=", limit, value)), evidence):
                return value, evidence
    return None


def _is_defined(goal: Goal, primitive: Term, term: Integral, end: Term) -> bool:
    try:
        check_defined(goal, replace_symbols(primitive, {term.variable: end}), Trail())
    except (Rejected, Unsupported, ArithmeticError):
        return False
    return True
