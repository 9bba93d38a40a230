"""The conditions under which a supremum, a limit or an integral is a number, neither infinite nor undefined."""

from __future__ import annotations

from gradcheck.kernel.definedness.conditions import infinity, presupposed_by
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Num


def is_finite(goal: Goal, term: Node) -> bool:
    """Whether a supremum, limit or integral is a number: a hypothesis says that it equals one, or calculates with it.

    Alone as a side of a relation it may be infinite; as a part of a side it is a number wherever the relation is true.
    A supremum over an interval of a function that is defined there is a number already if it is bounded above.
    """
    enough = {"sup": ("=", "<=", "<"), "inf": ("=", ">=", ">")} if _is_inhabited(term) else {}
    for h in goal.parts():
        if term in presupposed_by(h):
            return True
        if isinstance(h, Relation) and term in (h.left, h.right):
            other, op = (h.right, h.op) if h.left is term else (h.left, CONVERSE[h.op])
            if op in enough.get(getattr(term, "kind", ""), ("=",)) and not any(
                isinstance(part, Extremum | Limit | Integral | Expectation) or infinity(part) for part in walk(other)
            ):
                return True
    return False


def _is_inhabited(term: Node) -> bool:
    """Whether an extremum is over an open interval that certainly holds a number: -oo or lo < x < hi or oo."""
    if not isinstance(term, Extremum) or term.variable.is_integer:
        return False
    lowest, highest = infinity(term.lo) < 0, infinity(term.hi) > 0
    if lowest or highest:
        return (lowest or isinstance(term.lo, Num)) and (highest or isinstance(term.hi, Num))
    return isinstance(term.lo, Num) and isinstance(term.hi, Num) and term.lo.value < term.hi.value
