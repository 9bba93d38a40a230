"""Whether a term that has a value can be differentiated, by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recheck.functions import SMOOTH, UNFOLDINGS
from recheck.goal import fresh
from recheck.nodes import NEG, POS, ZERO, is_integer, minus, number, parts_of, put, relation, value_of, walk
from recheck.slopes import mentions

if TYPE_CHECKING:
    from recheck.forms import Forms
    from recheck.goal import Goal
    from recheck.nodes import Node

BUILT = {
    "Symbol", "Add", "Neg", "Mul", "Div", "Array", "Entry", "MatMul", "Transpose", "Hadamard", "Outer", "Diag",
    "Diagonal", "Trace", "Inverse", "Determinant",
}  # fmt: skip


def is_smooth(goal: Goal, term: Node, variable: Node, order: int = 1, inside: dict[str, int] | None = None) -> bool:
    """Whether a term that has a value can be differentiated so often by the variable there, by its form.

    ``inside`` says how often the earlier members of sequences can be differentiated: an induction over the recurrence.
    """
    inside = inside or {}
    if not depends(goal, term, variable):
        return True
    kind, args = term.kind, term.args
    if order == 1 and goal.forms().has_slope(term, variable):
        return True

    def near() -> Forms:
        return goal.forms().near(variable)

    def deep(*parts: Node) -> bool:
        return all(is_smooth(goal, part, variable, order, inside) for part in parts)

    children = [part for arg in args for part in parts_of(arg)]
    if kind == "Where":
        chosen = near().truth(args[0], {}) if args[0].kind == "Relation" and not args[0].args[1].shape else None
        return chosen is not None and deep(args[1 if chosen else 2])
    if kind == "Apply":
        if args[0] in UNFOLDINGS and args[0] not in SMOOTH and not term.shape:
            return deep(UNFOLDINGS[args[0]](*args[1]))
        wanted = {"sqrt": POS, "abs": NEG | POS, "sign": NEG | POS}.get(args[0])
        fit = args[0] in SMOOTH or (wanted and not term.shape and not near().sign(near().of(args[1][0])) & ~wanted)
        return bool(fit) and deep(*args[1])
    if kind == "Pow":
        n = value_of(args[1])
        if args[0].kind == "Norm" and n is not None and n > 0 and n % 2 == 0:
            return deep(args[0].args[0])
        whole = is_integer(args[1]) if n is None else n.denominator == 1
        return deep(*args) and (whole or n is None or near().sign(near().of(args[0])) == POS)
    if kind == "Norm":
        return near().sign(near().of(term)) == POS and deep(*args)
    if kind == "Uninterpreted":
        return args[2] + order <= args[1] and deep(args[3])
    if kind == "Derivative":
        return is_smooth(goal, args[0], variable, order + 1, inside)
    if kind in ("Sum", "OrderedProduct"):
        k = fresh(goal, args[1], term, variable, sort="integer")
        inside_range = goal.suppose(relation("<=", args[2], k), relation("<=", k, args[3]))
        return is_smooth(inside_range, put(args[0], {args[1]: k}), variable, order, inside)
    if kind == "Sequence":
        if goal.statement.first(args[0]) is None:
            return not args[3]
        if not deep(*args[3]):
            return False
        every = members_smooth(goal, args[0], variable, order, inside)
        return every or (order == 1 and not inside and unfolded_smooth(goal, term, variable))
    if kind in ("Expectation", "Variance"):  # sums of moments times what does not vary with chance
        return goal.forms().is_polynomial(args[0]) and deep(*args)
    return kind in BUILT and deep(*children)


def unfolded_smooth(goal: Goal, term: Node, variable: Node) -> bool:
    """Whether a member can be differentiated as its recurrence says, from what hypotheses say of earlier ones."""
    for definition in goal.statement.definitions:
        own, body, *start = definition.args
        if own.args[0] != term.args[0]:
            continue
        gap = goal.sign(minus(term.args[2], number(start[0]) if start else own.args[2]))
        if gap == ZERO or (start and not gap & NEG):
            mapping = {own.args[2]: term.args[2]} if start else {}
            return is_smooth(goal, put(body, mapping | dict(zip(own.args[3], term.args[3], strict=True))), variable)
    return False


def members_smooth(goal: Goal, name: str, variable: Node, order: int, inside: dict[str, int]) -> bool:
    """Whether every member can be differentiated by the variable and by its parameters: by induction."""
    if name in inside:
        return order <= inside[name]
    for definition in goal.statement.definitions:
        own, body, *start = definition.args
        if own.args[0] != name:
            continue
        new = {s: fresh(goal, s, variable) for s in own.args[3]}
        around = goal
        if start:
            new[own.args[2]] = fresh(goal, own.args[2], variable, sort="integer")
            around = goal.suppose(relation(">=", new[own.args[2]], number(start[0])))
        body = put(body, new)
        for one in (variable, *(new[s] for s in own.args[3] if s.args[1] == "real")):
            if not is_smooth(around, body, one, order, {**inside, name: order}):
                return False
    return True


def depends(goal: Goal, term: Node, variable: Node) -> bool:
    """Whether the variable stands in the term, or in the definition of a sequence that does."""
    for part in walk(term):
        if part is variable or (part.kind == variable.kind != "Symbol" and part.args[0] == variable.args[0]):
            return True
        if part.kind == "Sequence" and mentions(goal.statement.definitions, part.args[0], variable):
            return True
    return False
