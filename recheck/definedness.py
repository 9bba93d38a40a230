"""Whether a term or proposition has a value wherever the hypotheses hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.functions import PRIMITIVES, UNFOLDINGS
from recheck.goal import Goal, fresh
from recheck.hints import DEFINED
from recheck.nodes import (
    LEAST,
    NEG,
    PROPOSITIONS,
    ZERO,
    fit,
    is_integer,
    make,
    negate,
    number,
    parts_of,
    plus,
    put,
    relation,
    times,
    value_of,
    walk,
)
from recheck.refusal import Unread, need
from recheck.smoothness import is_smooth

if TYPE_CHECKING:
    from recheck.forms import Forms
    from recheck.nodes import Node


def demand_defined(goal: Goal, node: Node, assumed: frozenset[str] = frozenset()) -> None:
    """Raise unless the node has a value wherever the hypotheses hold; members of ``assumed`` sequences have one."""
    kind, args = node.kind, node.args

    def check(part: Node, g: Goal = goal) -> Any:
        return demand_defined(g, part, assumed)

    if kind in ("Num", "Symbol", "Here") or (kind == "Const" and args[0] == "pi") or node in goal.numbers():
        return
    if kind == "Where":
        check(args[0])
        check(args[1], goal.suppose(args[0]))
        check(args[2], goal.suppose(negate(args[0])))
    elif kind in ("Sum", "OrderedProduct"):
        check(args[2])
        check(args[3])
        fit(is_integer(args[2]) and is_integer(args[3]))
        length = plus(args[3], make("Neg", args[2]), number(1))
        goal.demand(relation(">=", length, number(0)))
        if goal.sign(length) == ZERO:
            return
        k = fresh(goal, args[1], node, sort="integer")
        inside = goal.suppose(relation("<=", args[2], k), relation("<=", k, args[3]))
        check(put(args[0], {args[1]: k}), inside)
    elif kind == "Derivative":
        need(
            args[1].kind in ("Symbol", "Array", "Sequence") and not is_integer(args[1]),
            "no variable to differentiate by",
        )
        check(args[0])
        check(args[1])
        if not is_smooth(goal, args[0], args[1]):
            raise Unread("a derivative of what may have kinks")
    elif kind in ("And", "Or"):
        for part in args[0]:
            check(part, goal)
            goal = goal.suppose(part if kind == "And" else negate(part))
    elif kind == "Implies":
        check(args[0])
        check(args[1], goal.suppose(args[0]))
    elif kind == "ForAll":
        new = {s: fresh(goal, s, node) for s in args[0]}
        check(put(args[1], new))
    elif kind == "Exists":
        return
    elif kind == "Inverse":
        check(args[0])
        if not any(h.kind in ("Invertible", "PositiveDefinite") and h.args[0] is args[0] for h in goal.parts()):
            raise Unread("an inverse that no hypothesis grants")
    elif kind in ("Expectation", "Variance"):
        plain = Goal(
            goal.statement,
            goal.claim,
            [h for h in goal.hypotheses if not goal.statement.is_random(h)],
            goal.rewrites,
        )
        check(args[0], plain)
        if goal.statement.is_random(args[0]):
            places = plain.places(args[0])
            body = plain.forms().of(args[0], places)
            plain.forms().mean(body * body if kind == "Variance" else body)
    elif kind == "Sequence":
        for part in (args[2], *args[3], *args[1]):
            check(part)
        first = goal.statement.first(args[0])
        if first is not None and args[0] not in assumed:
            goal.demand(relation(">=", args[2], number(first)))
            own = [d for d in goal.statement.definitions if d.args[0].args[0] == args[0]]
            calls = [p for d in own for p in walk(d.args[1]) if p.kind == "Sequence" and p.args[0] == args[0]]
            for d in own:
                places = d.args[0].args[3]
                for one, term in zip(places, args[3], strict=True):  # an integer parameter is an integer
                    fit(one.args[1] == "real" or is_integer(term))
                    if one.args[1] in LEAST:
                        goal.demand(relation(">=", term, number(LEAST[one.args[1]])))
                moves = [any(call.args[3][k] is not one for call in calls) for k, one in enumerate(places)]
                used = [
                    fresh(goal, one, node) if move else term
                    for one, term, move in zip(places, args[3], moves, strict=True)
                ]
                mapping = dict(zip(places, used, strict=True))
                if d.kind == "Initial":
                    check(put(d.args[1], mapping))
                else:
                    k = fresh(goal, d.args[0].args[2], *used, sort="integer")
                    inside = goal.suppose(relation(">=", k, number(d.args[2])))
                    demand_defined(inside, put(put(d.args[1], mapping), {d.args[0].args[2]: k}), assumed | {args[0]})
    elif kind in ("Limit", "Integral", "Extremum", "Const"):
        raise Unread(f"whether a term of the kind {kind} has a value")
    else:
        for arg in args:
            for part in parts_of(arg):
                check(part)
        if kind == "Div":
            goal.demand(relation("!=", args[1], number(0)))
        elif kind == "Pow":
            n = value_of(args[1])
            if n is not None and n.denominator == 1:
                if n < 0:
                    goal.demand(relation("!=", args[0], number(0)))
            elif n is not None:
                goal.demand(relation(">=" if n > 0 else ">", args[0], number(0)))
            elif not is_integer(args[1]):
                goal.demand(relation(">", args[0], number(0)))
            elif goal.sign(args[1]) & NEG:
                goal.demand(relation("!=", args[0], number(0)))
        elif kind == "Apply":
            if args[0] in ("log", "sqrt"):
                zero = times(number(0), make("Ones", node.shape)) if node.shape else number(0)
                goal.demand(relation(">" if args[0] == "log" else ">=", args[1][0], zero))
            elif args[0] not in PRIMITIVES and args[0] not in UNFOLDINGS:
                raise Unread(f"the function {args[0]}")
        elif kind == "Spectral":
            need(args[0] in ("operator_norm", "smallest_singular_value", "largest_eigenvalue"), "no number of a matrix")
            for side in args[1].shape:
                goal.demand(relation(">=", side, number(1)))
        elif kind == "Entry":
            for index, side in zip(args[1], args[0].shape, strict=True):
                goal.demand(relation("<=", number(1), index))
                goal.demand(relation("<=", index, side))
        for side in node.shape if kind not in PROPOSITIONS else ():
            goal.demand(relation(">=", side, number(0)))


def demand_defined_under(forms: Forms, term: Node) -> None:
    """Raise unless the term has a value wherever the hypotheses of these normal forms hold."""
    goal = Goal(forms.statement, relation("=", number(0), number(0)), forms.hypotheses)
    goal._known.forms = forms
    demand_defined(goal, term)


DEFINED.append(demand_defined_under)
