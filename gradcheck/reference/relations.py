"""Relations: both sides must have values, and arrays are compared entry by entry.

An extremum, a limit or an integral that stands alone as a side may be infinite, or known in part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcheck.language.syntax import terms
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Term
from gradcheck.reference import intervals
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.intervals import AtLeast, Unbounded
from gradcheck.reference.judging import TRUE, Found
from gradcheck.reference.numbers import sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue, OutOfWork, Tie, TooClose
from gradcheck.reference.tensors import Tensor

HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda s: s == 0, "!=": lambda s: s != 0, "<=": lambda s: s <= 0, "<": lambda s: s < 0,
    ">=": lambda s: s >= 0, ">": lambda s: s > 0,
}  # fmt: skip
ALONE: dict[type[Any], Callable[[Evaluator, Any], Any]] = {
    terms.Integral: intervals.integral_alone, terms.Limit: intervals.limit_alone,
    terms.Extremum: intervals.extremum_alone,
}  # fmt: skip


def _side(e: Evaluator, term: Term) -> Any:
    """Return the value of a side; what stands alone may be infinite, or known in part."""
    alone = ALONE.get(type(term))
    if alone is not None:
        try:
            return alone(e, term)
        except NoValue as reason:
            raise (NoValue(term, reason.why) if reason.part is None else reason) from None
    if isinstance(term, terms.Const | terms.Neg) and isinstance(end := _infinite(term), int):
        return Unbounded(end)
    return e.value(term)


def _infinite(term: Term) -> int | None:
    inner = term.term if isinstance(term, terms.Neg) else term
    if isinstance(inner, terms.Const) and inner.name == "oo":
        return -1 if inner is not term else 1
    return None


def relation(e: Evaluator, claim: Relation) -> Found:
    doubt: CannotTell | None = None
    sides = []
    for term in (claim.left, claim.right):
        try:
            sides.append(_side(e, term))
        except NoValue as reason:
            return Found("undefined", reason)
        except (OutOfWork, Tie, NotPolynomial):
            raise
        except CannotTell as reason:
            doubt = reason
    if doubt is not None:
        raise doubt
    left, right = sides
    if type(left) is not Tensor:
        return _compared(claim.op, left, right)
    worst = TRUE
    for place in range(len(left.entries)):
        found = _compared(claim.op, left.entries[place], right.entries[place])
        if found.kind == "false":
            return Found("false", (left, right))
        worst = worst if found.kind == "true" else found
    return worst


def _compared(op: str, left: Any, right: Any) -> Found:
    if isinstance(left, AtLeast) or isinstance(right, AtLeast):
        return _in_part(op, left, right)
    if isinstance(left, Unbounded) or isinstance(right, Unbounded):
        order = _rank(left) - _rank(right)
    else:
        try:
            order = sign(left - right)
        except TooClose:
            return Found("open", (left, right))
    return TRUE if HOLDS[op](order) else Found("false", (left, right))


def _rank(value: Any) -> int:
    return value.sign if isinstance(value, Unbounded) else 0


def _in_part(op: str, left: Any, right: Any) -> Found:
    """Judge a supremum known to be at least its sample: it may be shown to exceed the other side, and no more."""
    swapped = isinstance(right, AtLeast)
    known, other = (right, left) if swapped else (left, right)
    if isinstance(other, AtLeast):
        raise CannotTell("two extrema")
    if isinstance(other, Unbounded):
        raise CannotTell("whether an extremum is infinite")
    gap = sign(known.sample - other)
    if gap == known.sign:  # beyond the other side, on the side where the true value lies
        order = -gap if swapped else gap
        return TRUE if HOLDS[op](order) else Found("false", (left, right))
    if gap == 0:
        read = CONVERSE[op] if swapped else op  # with the extremum on the left
        if read == (">=" if known.sign > 0 else "<="):
            return TRUE
        if read == ("<" if known.sign > 0 else ">"):
            return Found("false", (left, right))
    raise CannotTell("an extremum of which only samples are known")
