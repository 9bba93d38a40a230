"""Limits: by leading terms, by bounds that tend to 0, by continuity."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.analysis import is_continuous, opened
from recheck.atoms import as_quotient, atom, below, constant
from recheck.definedness import demand_defined
from recheck.goal import fresh
from recheck.growth import Growth, same
from recheck.nodes import LEAST, Node, apply, has_law, infinity, make, minus, number, plus, put, relation
from recheck.refusal import need
from recheck.rule import check, known, rule

if TYPE_CHECKING:
    from recheck.goal import Goal

FAR = 1000  # where a neighbourhood of infinity begins


def limit_of(goal: Goal, *ops: str) -> tuple[Any, ...]:
    """Return op, the limit and what it is compared with."""
    need(goal.claim.kind == "Relation" and goal.claim.args[0] in ops, "another claim about a limit")
    op, left, right = goal.claim.args
    left, right = (right, left) if left.kind != "Limit" else (left, right)
    need(left.kind == "Limit" and left.args[1] not in right.free and not has_law(left, right), "no limit")
    point = left.args[2]
    need(left.args[1] not in point.free and left.args[3] in ("", "+", "-"), "a point that moves")
    need(
        left.args[1].args[1] == "real"
        or infinity(point) > 0
        or (infinity(point) < 0 and left.args[1].args[1] not in LEAST),
        "an integer comes close to infinity only",
    )
    for term in (point, right):
        if not infinity(term):
            demand_defined(goal, term)
    return op, left, right


def neighbourhood(x: Node, point: Node, side: str) -> list[Node]:
    """Return hypotheses that hold as x comes close to the point from one side."""
    if infinity(point):
        return [relation(">", x, number(FAR)) if infinity(point) > 0 else relation("<", x, number(-FAR))]
    end = plus(point, number(Fraction(1 if side == "+" else -1, FAR)))
    return (
        [relation("<", point, x), relation("<", x, end)]
        if side == "+"
        else [relation("<", end, x), relation("<", x, point)]
    )


@rule("ByExpansion")
def expansion(goal: Goal, order: int) -> None:
    """limit f = c, or limit f != c where f tends to something else, by the leading terms of f."""
    leading_terms(goal, "=", "!=")


def leading_terms(goal: Goal, *ops: str) -> None:
    op, term, value = limit_of(goal, *ops)
    _, variable, point, side = term.args
    x, body = opened(goal, variable, term.args[0], point)
    found = []
    for way in (side,) if side or infinity(point) else ("+", "-"):
        u = fresh(goal, x, body, sort="real")
        near = goal.suppose(*neighbourhood(x, point, way), relation(">", u, number(FAR)))
        demand_defined(near, body)
        forms, place = near.forms(), as_quotient(atom("symbol", u))
        if infinity(point):
            image = place.scaled(Fraction(infinity(point)))
        else:
            image = near.value(point) + (constant(1) / place).scaled(Fraction(1 if way == "+" else -1))
        moved = forms.substitute(near.value(body), {atom("symbol", x): image})
        need(atom("symbol", x) not in below(moved), "a part that hides the variable")
        found.append(Growth(forms, u).limit(moved))
    wanted = infinity(value) or goal.value(value)
    need(all(same(goal.forms(), found[0], other) for other in found[1:]), "different limits from the two sides")
    need(all(same(goal.forms(), one, wanted) is (op == "=") for one in found), "the limit is another")


@rule("BySqueeze")
def squeeze(goal: Goal, bound: Node, start: Node, proof: Any, vanishing: Any) -> None:
    """limit f = c at infinity: |f - c| <= bound from a start on, and the bound tends to 0."""
    _, term, value = limit_of(goal, "=")
    body, variable, point, _ = term.args
    need(infinity(point) > 0 and not infinity(value) and start.kind == "Num", "no finite limit at infinity")
    n, body = opened(goal, variable, body, point)
    bound = put(bound, {variable: n})
    near = goal.suppose(relation(">=", n, start))
    check(near.claiming(relation("<=", apply("abs", minus(body, value)), bound)), proof)
    check(goal.claiming(relation("=", make("Limit", bound, n, point, ""), number(0))), vanishing)


@rule("ByContinuity")
def continuity(
    goal: Goal, form: Node, limits: tuple[Node, ...], equal: tuple[Any, ...], value: tuple[Any, ...]
) -> None:
    """limit f = c: f is a continuous form of members that tend to known limits, and c is that form of the limits."""
    _, term, wanted = limit_of(goal, "=")
    body, variable, point, side = term.args
    need(not infinity(wanted), "an infinite limit")
    n, body = opened(goal, variable, body, point)
    form = put(form, {variable: n})
    names: dict[Node, Node] = {}
    ends: dict[Node, Node] = {}
    for fact in limits:
        known(goal, fact)
        need(fact.kind == "Relation" and fact.args[0] == "=" and fact.args[1].kind == "Limit", "no limit")
        inner, end = fact.args[1:]
        need(not infinity(end) and n not in end.free, "an infinite limit")
        need(inner.args[2:] == (point, side) and inner.args[1].args[1] == variable.args[1], "a limit at another point")
        name = fresh(goal, n, form, *names.values(), sort="real")
        names[put(inner.args[0], {inner.args[1]: n})], ends[name] = name, end
    outline = replaced(form, names)
    if not names and not infinity(point):
        ends = {n: point}
    need((n not in outline.free or n in ends) and is_continuous(outline), "a form that may jump")
    near = goal.suppose(*(neighbourhood(n, point, side) if side or infinity(point) else ()))
    if form is body:
        demand_defined(near, body)
    else:
        check(near.claiming(relation("=", body, form)), equal)
    check(goal.claiming(relation("=", put(outline, ends), wanted)), value)


def replaced(item: Any, mapping: dict[Node, Node]) -> Any:
    """Return a node with other terms for whole parts of it."""
    if type(item) is tuple:
        return tuple(replaced(part, mapping) for part in item)
    if not isinstance(item, Node):
        return item
    return mapping[item] if item in mapping else make(item.kind, *(replaced(arg, mapping) for arg in item.args))
