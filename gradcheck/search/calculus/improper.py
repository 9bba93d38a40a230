"""Limits of an antiderivative at the ends of an interval, where it is not simply defined there.

The limits are proposed by a look at the antiderivative far out, or by SymPy, and proved by expansions.  An
antiderivative that tends to infinity at an end shows that the integral does not converge.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from gradcheck.algebra.ring import Unsupported
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByExpansion, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import is_continuous, is_infinite
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Const, Integral, Limit, Neg, Num, Term, free_symbols
from gradcheck.search.calculus.antiderivative import propose_primitives
from gradcheck.search.calculus.proposed_limits import limits_of
from gradcheck.search.refutation.pools import interval_of
from gradcheck.search.tactic import Search

End = tuple[Term, Evidence]
MAX_TRIED = 4
FAR, SMALL = Fraction(2**40), Fraction(1, 2**20)
INFINITE = (Const("oo"), Neg(Const("oo")))


def end_limits(term: Integral, primitive: Term, goal: Goal, search: Search) -> tuple[End | None, End | None] | None:
    """Return for each end the limit of the primitive with its proof, None where its value suffices; or None."""
    found: list[End | None] = []
    for end, side in ((term.lo, "+"), (term.hi, "-")):
        if (
            not is_infinite(end)
            and is_continuous(primitive, along=term.variable)
            and _is_defined(goal, primitive, term, end)
        ):
            found.append(None)
            continue
        limit = _limit(Limit(primitive, term.variable, end, "" if is_infinite(end) else side), goal, search)
        if limit is None:
            return None
        found.append(limit)
    return found[0], found[1]


def _limit(limit: Limit, goal: Goal, search: Search) -> End | None:
    tried: set[Term] = set()
    for value in _proposed(limit, goal):
        if value in tried:
            continue
        tried.add(value)
        for evidence in map(ByExpansion, (1, 3, 6)):
            if search.accepts(goal.claiming(Relation("=", limit, value)), evidence):
                return value, evidence
    return None


def _proposed(limit: Limit, goal: Goal) -> Iterator[Term]:
    """Yield limits to try: 0 first where the body almost vanishes far out,
    since SymPy takes a second to find the same.
    """
    if is_infinite(limit.point) and _is_small(limit):
        yield Num(Fraction(0))
    reals = [symbol for symbol in free_symbols(limit) if not symbol.is_integer]
    positive = [symbol for symbol in reals if (low := interval_of(goal, symbol)[0]) is not None and low >= 0]
    yield from islice(limits_of(limit, positive), MAX_TRIED)
    yield from INFINITE


def _is_small(limit: Limit) -> bool:
    try:
        value = enclose(limit.body, {limit.variable: ball(FAR if limit.point is INFINITE[0] else -FAR)})
    except (Undefined, ArithmeticError):
        return False
    return bool(abs(value) < ball(SMALL))


def _is_defined(goal: Goal, primitive: Term, term: Integral, end: Term) -> bool:
    try:
        check_defined(goal, replace_symbols(primitive, {term.variable: end}), Trail())
    except (Rejected, Unsupported, ArithmeticError):
        return False
    return True


def values_of_integral(term: Integral, goal: Goal, search: Search) -> Iterator[Term]:
    """Yield finite values that an antiderivative gives the integral."""
    for primitive in propose_primitives(term):
        found = end_limits(term, primitive, goal, search)
        if found is not None and not any(end is not None and is_infinite(end[0]) for end in found):
            ends = [replace_symbols(primitive, {term.variable: place}) if end is None else end[0]
                    for end, place in zip(found, (term.lo, term.hi), strict=True)]  # fmt: skip
            yield ends[1] - ends[0]
