"""The judgement of each kind of term and proposition; see ``judgement``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from gradcheck.algebra.differentiability import is_variable, times
from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.conditions import OPEN, between, close_to, ends_of, infinity
from gradcheck.kernel.definedness.judge import (
    MAX_EXPLICIT,
    Judge,
    Rule,
    by_normal_form,
    opened_binder,
    unused_symbol,
    within_range,
)
from gradcheck.kernel.definedness.members import judge_member
from gradcheck.kernel.definedness.total import BY_PARTS, is_total
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import negate
from gradcheck.kernel.rules.finiteness import is_finite
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.functions import FUNCTIONS, unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Relation,
)
from gradcheck.language.syntax.terms import Const, Num, Symbol, Term, number_of
from gradcheck.language.syntax.widths import Here


def _parts(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Judge the parts, and then demand what the node itself requires of them."""
    judge.each(goal, node.children(), trail)
    judge.ask(goal, node, trail)


def _constant(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    if infinity(node):
        raise Rejected("oo is no number: it stands as an end, as a point, or alone beside a limit")


def _function(judge: Judge, goal: Goal, node: terms.Apply, trail: Trail) -> None:
    if FUNCTIONS[node.function].domain != "unfolding":
        return _parts(judge, goal, node, trail)
    judge.each(goal, node.args, trail)
    (argument,) = node.args
    if not argument.shape:
        opened = unfold(node)
        return judge.judge(goal, opened, trail) if opened is not None else None
    places = tuple(
        unused_symbol(goal, f"i{axis + 1}", "integer", node, *judge.bound) for axis in range(len(argument.shape))
    )
    for place, side in zip(places, argument.shape, strict=True):
        goal = goal.suppose(*within_range(place, 1, side))
    with judge.binding(*places):
        judge.judge(goal, terms.Apply(node.function, (arrays.Entry(argument, places),)), trail)
    return None


def _choice(judge: Judge, goal: Goal, node: terms.Where, trail: Trail) -> None:
    judge.judge(goal, node.condition, trail)
    judge.judge(judge.under(goal, node.condition, node.then), node.then, trail)
    with suppress(Rejected):  # what has no negation in the language guards nothing
        goal = judge.under(goal, negate(node.condition), node.otherwise)
    judge.judge(goal, node.otherwise, trail)


def _sum(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Judge a sum or an ordered product: its ends, and the body for every index between them."""
    if not (arrays.is_integer(node.lo) and arrays.is_integer(node.hi)):
        raise Rejected("a finite sum runs between integers")
    judge.each(goal, (node.lo, node.hi), trail)
    judge.ask(goal, node, trail)
    if is_total(node.body):
        return
    first, last = number_of(node.lo), number_of(node.hi)
    if first is not None and last is not None and last - first < MAX_EXPLICIT:
        values = (Num(first + k) for k in range(int(last - first) + 1))
        judge.each(goal, [put_in(node.body, {node.index: value}) for value in values], trail)
        return
    least = node.index.least
    keeps = least is None or (first is not None and first >= least)
    ends, sort = (node.lo, node.hi), "" if keeps else "integer"
    with opened_binder(judge, goal, node.index, node.body, ends, sort) as (place, body):
        judge.judge(goal.suppose(*within_range(place, node.lo, node.hi)), body, trail)


def _between(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Judge an integral or an extremum: its ends, the body between them, and that it is a number."""
    judge.each(goal, ends_of(node), trail)
    if node in judge.shown:
        return
    judge.ask(goal, node, trail)
    with opened_binder(judge, goal, node.variable, node.body, (node.lo, node.hi)) as (x, body):
        judge.judge(goal.suppose(*between(x, node.lo, node.hi)), body, trail)
    _number(judge, goal, node, trail)


def _number(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Demand that an integral, an extremum or a limit is a number, as a hypothesis must say."""
    if not (judge.entries_only or judge.leaves(node) or is_finite(goal, node)):
        judge.missing.append(judge.closed(goal, Relation("=", node, node)))


def _limit(judge: Judge, goal: Goal, node: terms.Limit, trail: Trail) -> None:
    """Judge a limit: its point; where a rule shows that it exists, only what that rule does not check in the body.

    The rules expand the conditions that speak of the variable.  All others are asked here, near the point, and so is
    everything that members of sequences need.
    """
    judge.each(goal, ends_of(node), trail)
    if node not in judge.shown:
        return _number(judge, goal, node, trail)
    with opened_binder(judge, goal, node.variable, node.body, (node.point,)) as (x, body):
        replace(judge, expanded=x).judge(goal.suppose(*close_to(x, node)), body, trail)
    return None


def _derivative(judge: Judge, goal: Goal, node: terms.Derivative, trail: Trail) -> None:
    judge.each(goal, node.children(), trail)
    known = goal.definitions
    if not (is_variable(node.variable, known) and times(node.body, node.variable, known) >= 1):
        _exists(judge, goal, node, trail)


def _mean(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Judge a mean: the body at every outcome, whatever is supposed of the one outside, and that the mean exists."""
    random_ones = [h for h in goal.parts() if random_names(h, goal.definitions)]
    if random_ones:
        goal = goal.dropping(*random_ones)
        judge = replace(judge, base=goal)
    outcomes = [part for part in walk(node.body) if isinstance(part, random.RandomVariable)]
    judge.judge(goal.suppose(*(known for part in outcomes for known in random.support(part))), node.body, trail)
    if node not in judge.shown:
        _exists(judge, goal, node, trail)


def _exists(judge: Judge, goal: Goal, node: Term, trail: Trail) -> None:
    """Demand that a derivative or a mean exists, by its normal form."""
    if judge.entries_only or judge.leaves(node):
        return
    own = Trail()
    if is_finite(goal, node) or by_normal_form(goal, node, own):
        own.side_conditions.clear()
        trail.join(own)
    else:
        judge.missing.append(judge.closed(goal, Relation("=", node, node)))


def _random(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    index = (node.index,) if isinstance(node, random.RandomSequence) else ()
    if random_names(node.law, goal.definitions, averaged=True):
        raise Rejected(f"the law of {node.name} is random itself")
    judge.each(goal, (*index, *random.law_terms(node.law)), trail)
    judge.ask(goal, node, trail)


def _member(judge: Judge, goal: Goal, node: arrays.Sequence, trail: Trail) -> None:
    """Judge a member of a sequence: no other rule demands what its definition needs."""
    judge_member(replace(judge, expanded=None), goal, node, trail)


def _relation(judge: Judge, goal: Goal, node: Relation, trail: Trail) -> None:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if infinity(side) and isinstance(other, OPEN):
            continue
        judge.judge(goal, side, trail)


def _in_order(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    for part in node.parts:
        judge.judge(goal, part, trail)
        goal = judge.under(goal, part, node)


def _alternatives(judge: Judge, goal: Goal, node: Or, trail: Trail) -> None:
    for part in node.parts:
        judge.judge(goal, part, trail)
        with suppress(Rejected):  # what has no negation in the language guards nothing
            goal = judge.under(goal, negate(part), node)


def _implication(judge: Judge, goal: Goal, node: Implies, trail: Trail) -> None:
    judge.judge(goal, node.premise, trail)
    judge.judge(judge.under(goal, node.premise, node.conclusion), node.conclusion, trail)


def _for_all(judge: Judge, goal: Goal, node: ForAll, trail: Trail) -> None:
    first, *others = node.variables
    rest = ForAll(tuple(others), node.body) if others else node.body
    with opened_binder(judge, goal, first, rest, ()) as (_, body):
        judge.judge(goal, body, trail)


def _nothing(judge: Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """Accept a node that always has a value."""


RULES: dict[type[Node], Rule] = {
    **dict.fromkeys(BY_PARTS, _parts), **dict.fromkeys((Num, Symbol, Here, Exists), _nothing),
    Const: _constant, terms.Apply: _function, terms.Where: _choice, terms.Sum: _sum, arrays.OrderedProduct: _sum,
    terms.Integral: _between, terms.Extremum: _between, terms.Limit: _limit, terms.Derivative: _derivative,
    random.Expectation: _mean, random.Variance: _mean, random.RandomVariable: _random, random.RandomSequence: _random,
    arrays.Sequence: _member, Relation: _relation, And: _in_order, Or: _alternatives, Implies: _implication,
    Iff: _parts, ForAll: _for_all, Invertible: _parts, PositiveDefinite: _parts,
}  # fmt: skip
