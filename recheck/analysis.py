"""Rules about functions of a real variable: monotonicity, mean values, intermediate values, extrema."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from recheck.definedness import demand_defined
from recheck.functions import CONTINUOUS
from recheck.goal import Goal, new_name
from recheck.nodes import (
    CONVERSE,
    NEG,
    POS,
    SIGN_OF,
    apply,
    has_law,
    infinity,
    is_integer,
    make,
    minus,
    number,
    parts_of,
    put,
    relation,
    renamed,
    times,
    walk,
)
from recheck.refusal import Wrong, need
from recheck.rule import check, rule
from recheck.rules import admits, instance
from recheck.statement import laws_of, sizes

if TYPE_CHECKING:
    from recheck.nodes import Node

INFINITY = make("Const", "oo")


def opened(goal: Goal, variable: Node, body: Node, *ends: Node) -> tuple[Node, ...]:
    """Return the bound variable and the body of a limit, extremum or integral, under a name that nothing else has."""
    need(variable not in goal.statement.constants() and variable not in sizes(body), "a constant is bound")
    need(not any(variable in law.free for law in laws_of((body,))), "a bound variable in a law")
    if not any(variable in node.free for node in (*goal.hypotheses, *ends)) and not goal.rewrites:
        return variable, body
    new = new_name(goal, variable)
    return new, renamed(body, variable, new)


def between(x: Node, lo: Node, hi: Node) -> list[Node]:
    """Return lo < x < hi, without infinite ends."""
    found = [] if infinity(lo) else [relation("<", lo, x)]
    return found if infinity(hi) else [*found, relation("<", x, hi)]


def demand_ends(goal: Goal, lo: Node, hi: Node) -> None:
    """Demand that each end has a value, or is infinite on its own side."""
    need(infinity(lo) <= 0 and infinity(hi) >= 0, "an interval that goes down")
    for end in (lo, hi):
        if not infinity(end):
            demand_defined(goal, end)


def is_continuous(term: Node, positive: Callable[..., Any] = lambda base: False) -> bool:
    """Whether the function is continuous wherever it has a value, by its form."""
    kind, args = term.kind, term.args
    deep = all(is_continuous(part, positive) for arg in args for part in parts_of(arg))
    if kind == "Pow":
        plain = is_integer(args[1]) or args[1].kind == "Num" or (args[0].kind == "Num" and args[0].args[0] > 0)
        return deep and (plain or positive(args[0]))
    if kind == "Apply":
        return deep and args[0] in CONTINUOUS
    return (
        kind in ("Num", "Symbol")
        or (kind == "Const" and args[0] == "pi")
        or (deep and kind in ("Add", "Neg", "Mul", "Div", "Relation"))
    )


def ordered(claim: Node) -> tuple[Any, ...]:
    """Return a claim of inequality as (strict, lower, upper)."""
    need(claim.kind == "Relation" and claim.args[0] in ("<", "<=", ">", ">="), "no inequality")
    need(not claim.args[1].shape, "no inequality of numbers")
    op, left, right = claim.args
    return op in ("<", ">"), *((left, right) if op in ("<", "<=") else (right, left))


def bound_on(hypothesis: Node, x: Node) -> tuple[Any, ...] | None:
    """Return (op, b) for a hypothesis x op b, b free of x; None for others."""
    if hypothesis.kind != "Relation" or hypothesis.args[0] in ("=", "!="):
        return None
    op, left, right = hypothesis.args
    if left is not x:
        op, left, right = CONVERSE[op], right, left
    return (op, right) if left is x and x not in right.free else None


@rule("ByMonotonicity")
def monotonicity(goal: Goal, x: Node, anchor: Node, side: str, base: Any, slope: Any) -> None:
    """lower <= upper from x = anchor on: it holds there, and upper - lower does not fall on the way to x.

    On the way hold the bounds on x that look outward, or that hold at the anchor too.
    """
    strict, lower, upper = ordered(goal.claim)
    need(x.args[1] == "real" and x not in goal.statement.constants() and side in ("+", "-"), "no real variable")
    need(x not in anchor.free and not has_law(anchor), "the anchor moves")
    demand_defined(goal, anchor)
    outward = (lambda term: term) if side == "+" else (lambda term: make("Neg", term))
    away = goal.sign(outward(minus(x, anchor)))
    need(not away & NEG, "the variable is on the other side of the anchor")
    clean, beyond = goal.without(x), strict and away == POS
    start = relation("<" if strict and not beyond else "<=", put(lower, {x: anchor}), put(upper, {x: anchor}))
    check(clean.claiming(start), base)
    kept = []
    for h in goal.parts():
        found = bound_on(h, x)
        if found is not None and not has_law(h):
            op, bound = found
            holds = (op in ("<", "<=")) == (side == "+") or not clean.sign(minus(anchor, bound)) & ~SIGN_OF[op]
            kept += [h] if holds else []
    inside = clean.suppose(*kept, relation(">" if side == "+" else "<", x, anchor))

    def positive(term: Node) -> Any:
        return inside.sign(term) == POS and clean.sign(put(term, {x: anchor})) == POS

    need(is_continuous(lower, positive) and is_continuous(upper, positive), "a function that may jump")
    rate = times(make("Derivative", minus(upper, lower), x), number(1 if side == "+" else -1))
    check(inside.claiming(relation(">" if beyond else ">=", rate, number(0))), slope)


@rule("ByDecay")
def decay(goal: Goal, x: Node, side: str, value: Node, limit: Any, slope: Any) -> None:
    """lower <= upper: upper - lower tends to a number >= 0 as x goes to oo (or -oo), and does not rise on the way."""
    strict, lower, upper = ordered(goal.claim)
    need(x.args[1] == "real" and x not in goal.statement.constants() and side in ("+", "-"), "no real variable")
    need(not goal.rewrites and not has_law(goal.claim), "a rewriting, or a random claim")
    need(value.kind == "Num" and value.args[0] >= 0, "a negative limit")
    gap, clean = minus(upper, lower), goal.without(x)
    bounds = [(h, bound_on(h, x)) for h in goal.parts()]
    kept = [h for h, found in bounds if found and (found[0] in (">", ">=")) == (side == "+") and not has_law(h)]
    inside = clean.suppose(*kept)
    demand_defined(inside, gap)
    end = INFINITY if side == "+" else make("Neg", INFINITY)
    check(clean.claiming(relation("=", make("Limit", gap, x, end, ""), value)), limit)
    rate = times(make("Derivative", gap, x), number(-1 if side == "+" else 1))
    check(inside.claiming(relation(">" if strict else ">=", rate, number(0))), slope)


def increments(goal: Goal, f: Node, z: Node) -> tuple[Node, ...]:
    """Return c and a new variable z with f(z), where the claim is |f(a) - f(b)| <= c |a - b| for numbers a and b."""
    op, left, right = goal.claim.args
    need(op == "<=" and left.kind == "Apply" and left.args[0] == "abs" and z.args[1] == "real", "another claim")
    need(not any(part.kind in ("Expectation", "Variance") for part in walk(f)), "a mean")
    places = [part for part in walk(left) if not part.shape]
    factors = [part for part in walk(right) if not part.shape]
    values = [(a, instance(goal, f, {z: a})) for a in places if is_plain(f, z, a)]
    for a, fa in values:
        for b, fb in values:
            if left.args[1][0] is not minus(fa, fb):
                continue
            length = apply("abs", minus(a, b))
            for c in factors:
                shapes = times(c, length), times(length, c), make("Div", length, c)
                if right in shapes and z not in c.free:
                    demand_defined(goal, a)
                    demand_defined(goal, b)
                    new = new_name(goal, z, f)
                    return make("Div", number(1), c) if right is shapes[2] else c, new, renamed(f, z, new)
    raise Wrong("the claim is not |f(a) - f(b)| <= c |a - b|")


def is_plain(f: Node, z: Node, a: Node) -> bool:
    """Whether a number may be put in for a variable without being captured."""
    bound = {
        s
        for part in walk(f)
        if part.kind in ("Sum", "Derivative", "Limit", "Integral", "Extremum")
        for s in part.args[1].free
    }
    return a.kind in ("Symbol", "Num") or a.free.isdisjoint(bound)


@rule("ByMeanValue")
def mean_value(
    goal: Goal, f: Node, z: Node, slopes: tuple[Any, ...], cuts: tuple[Fraction, ...], joins: tuple[Any, ...]
) -> Any:
    """|f(a) - f(b)| <= c |a - b|, where |f'| <= c everywhere (Lagrange), or between cuts and f is continuous."""
    if cuts:
        return pieces(goal, f, z, slopes, cuts, joins)
    c, new, body = increments(goal, f, z)
    need(len(slopes) == 1 and not joins, "one bound of the slope")
    rate = apply("abs", make("Derivative", body, new))
    return check(goal.claiming(relation("<=", rate, c)), slopes[0])


def pieces(
    goal: Goal, f: Node, z: Node, slopes: tuple[Any, ...], cuts: tuple[Fraction, ...], joins: tuple[Any, ...]
) -> None:
    c, new, body = increments(goal, f, z)
    need(all(lo < hi for lo, hi in pairwise(cuts)) and len(slopes) == len(cuts) + 1, "cuts that do not rise")
    need(not goal.rewrites and new not in goal.statement.constants(), "a rewriting")
    choices = list(dict.fromkeys(part for part in walk(body) if part.kind == "Where"))
    need(not choices and not joins and is_continuous(body), "a function that may jump")
    for cut in cuts:
        demand_defined(goal, put(body, {new: number(cut)}))
    rate = relation("<=", apply("abs", make("Derivative", body, new)), c)
    for (lo, hi), proof in zip(pairwise([None, *cuts, None]), slopes, strict=True):
        ends = [] if lo is None else [relation("<", number(lo), new)]
        ends += [] if hi is None else [relation("<", new, number(hi))]
        check(goal.suppose(*ends).claiming(rate), proof)


@rule("ByIntermediateValue")
def intermediate_value(
    goal: Goal, lo: Fraction, hi: Fraction, low: tuple[Any, ...], high: tuple[Any, ...], others: tuple[Any, ...]
) -> None:
    """Some x between lo and hi has f(x) = g(x): f <= g at lo, f >= g at hi, and both are continuous in between."""
    need(goal.claim.kind == "Exists", "no claim of existence")
    x, body = goal.claim.args
    parts = body.args[0] if body.kind == "And" else (body,)
    equation = parts[-1]
    need(equation.kind == "Relation" and equation.args[0] == "=" and len(others) == len(parts) - 1, "no equation")
    need(x.args[1] == "real" and x not in goal.statement.constants() and is_continuous(equation), "a jump")
    need(not has_law(body), "a random solution")
    clean = goal.without(x)
    _, left, right = equation.args
    for place, op, proof in ((lo, "<=", low), (hi, ">=", high)):
        at = {x: number(place)}
        check(clean.claiming(relation(op, put(left, at), put(right, at))), proof)
    inside = clean.suppose(relation("<=", number(min(lo, hi)), x), relation("<=", x, number(max(lo, hi))))
    demand_defined(inside, equation)
    for part, proof in zip(parts[:-1], others, strict=True):
        check(inside.claiming(part), proof)


@rule("ByExtremum")
def extremum(
    goal: Goal, bound: tuple[Any, ...] | None, point: Node | None, approach: tuple[Any, ...] | None, end: str
) -> None:
    """sup f = c: f <= c inside of the interval, and c is a value of f or its limit at an end; parts of this for <=, >=.

    sup f > c and sup f != c follow from a value above c.  An infimum likewise.
    """
    op, left, right = goal.claim.args
    if left.kind != "Extremum":
        op, left, right = CONVERSE[op], right, left
    need(left.kind == "Extremum" and not right.shape, "no extremum")
    what, body, x, lo, hi = left.args
    outer, beyond = ("<=", ">") if what == "sup" else (">=", "<")
    strict = op in (beyond, "!=")
    need(op in ("=", "<=", ">=") or strict, "another claim")
    demand_ends(goal, lo, hi)
    need(x.args[1] == "real" or infinity(hi), "an interval that may hold no integer")
    need(infinity(lo) or infinity(hi) or goal.sign(minus(hi, lo)) == POS, "an interval that may be empty")
    need(not infinity(right) and not has_law(left), "an infinite or random extremum")
    demand_defined(goal, right)
    name, f = opened(goal, x, body, lo, hi)
    need(name not in right.free and x not in right.free, "the bound names the variable")
    inside = goal.suppose(*between(name, lo, hi))
    if op in ("=", outer):
        need(bound is not None, "no bound")
        check(inside.claiming(relation(outer, f, right)), bound)
    if op == outer:
        return
    if op != "=":
        size = relation(">=", apply("abs", f), number(0))
        if bound is not None:
            check(inside.claiming(size), bound)
        else:
            demand_defined(inside, f)
    need(approach is not None, "nothing comes up to the bound")
    if point is None:
        place = {"+": hi, "-": lo}.get(end)
        if place is None or strict:
            raise Wrong("no end")
        side = "" if infinity(place) else "-" if end == "+" else "+"
        check(goal.claiming(relation("=", make("Limit", f, name, place, side), right)), approach)
        return
    need(name not in point.free, "the point names the variable")
    admits(goal, name, point)
    for part in between(name, lo, hi):
        goal.demand(put(part, {name: point}))
    pinned = new_name(goal, name, point)
    inner = Goal(
        goal.statement, goal.claim, (*goal.hypotheses, relation("=", pinned, point)), ((pinned, point), *goal.rewrites)
    )
    check(inner.claiming(relation(beyond if strict else beyond + "=", renamed(f, name, pinned), right)), approach)
