"""The conditions under which a supremum, a limit or an integral is a number, neither infinite nor undefined."""

from __future__ import annotations

from gradcheck.kernel.definedness.conditions import infinity
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, Proposition, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Num, Term


def is_finite(goal: Goal, shown: Proposition) -> bool:
    """Whether a supremum, limit or integral is a number: a hypothesis says that it equals one.

    A supremum over an interval of a function that is defined there is a number already if it is bounded above.
    """
    if not isinstance(shown, Relation):
        return False
    enough = {"sup": ("=", "<=", "<"), "inf": ("=", ">=", ">")} if _is_inhabited(shown.left) else {}
    for h in goal.parts():
        if isinstance(h, Relation) and shown.left in (h.left, h.right):
            other, op = (h.right, h.op) if h.left is shown.left else (h.left, CONVERSE[h.op])
            if op in enough.get(getattr(shown.left, "kind", ""), ("=",)) and not any(
                isinstance(part, Extremum | Limit | Integral | Expectation) or infinity(part) for part in walk(other)
            ):
                return True
    return False


def _is_inhabited(term: Term) -> bool:
    """Whether an extremum is over an open interval that certainly holds a number: -oo or lo < x < hi or oo."""
    if not isinstance(term, Extremum) or term.variable.is_integer:
        return False
    lowest, highest = infinity(term.lo) < 0, infinity(term.hi) > 0
    if lowest or highest:
        return (lowest or isinstance(term.lo, Num)) and (highest or isinstance(term.hi, Num))
    return isinstance(term.lo, Num) and isinstance(term.hi, Num) and term.lo.value < term.hi.value
