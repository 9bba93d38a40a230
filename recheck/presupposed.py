"""What must have a value wherever hypotheses are true: a relation is true only where its sides have values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.nodes import CONVERSE, infinity, parts_of, value_of

if TYPE_CHECKING:
    from recheck.nodes import Node

MEANS = {"Expectation", "Variance"}
VALUES = MEANS | {"Limit", "Integral", "Extremum"}
PLAIN = {"Add", "Neg", "Mul", "Div", "Pow", "Apply"}
ENOUGH = {"sup": ("<", "<="), "inf": (">", ">=")}  # of numbers without a bound the supremum is oo, not -oo


def numbers(hypotheses: list[Node]) -> set[Node]:
    """Return the terms that are numbers where the hypotheses hold: sides of relations, and parts of sums, quotients ...

    A limit, an integral or an extremum that is a side may be infinite: it is a number where it equals one.
    """
    found, todo = set(), []
    for h in hypotheses:
        for side, other in (h.args[1:], h.args[:0:-1]) if h.kind == "Relation" and not h.args[1].shape else ():
            op = h.args[0] if side is h.args[1] else CONVERSE[h.args[0]]
            enough = ENOUGH[side.args[0]] if side.kind == "Extremum" and is_inhabited(*side.args[2:]) else ()
            if side.kind not in VALUES - MEANS or (op in ("=", *enough) and is_finite(other)):
                todo.append(side)
    while todo:
        top = todo.pop()
        if top not in found and not infinity(top):
            found.add(top)
            todo += [part for arg in top.args for part in parts_of(arg)] if top.kind in PLAIN else []
    return found


def is_inhabited(x: Node, lo: Node, hi: Node) -> bool:
    """Whether there certainly is a number between the ends of an extremum."""
    ends: list[Any] = [value_of(end) for end in (lo, hi) if not infinity(end)]
    right_way = infinity(lo) <= 0 <= infinity(hi)
    return x.args[1] == "real" and right_way and None not in ends and (len(ends) < 2 or ends[0] < ends[1])


def is_finite(side: Node) -> bool:
    """Whether a side of a relation is a number if it has a value."""
    return not infinity(side) and side.kind not in VALUES - MEANS
