"""The rule by the mean value theorem: |f(a) - f(b)| <= c |a - b|, from bounds of f'."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByMeanValue, Evidence
from gradcheck.kernel.forming import instantiated, put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, is_continuous
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation, Variance
from gradcheck.language.syntax.terms import Add, Apply, Derivative, Mul, Neg, Num, Symbol, Term, Where, free_symbols

Check = Callable[[Goal, Evidence, Trail], None]
CLOSED = ("<", "<=", ">", ">=")  # both l <= r and l >= r are closed, and cover everything


def check_mean_value(goal: Goal, evidence: ByMeanValue, trail: Trail, check: Check) -> None:
    """Check |f(a) - f(b)| <= c |a - b| for a continuous f with |f'| <= c except at finitely many points (Lagrange).

    From b to a the theorem holds on every piece between two cuts, and the increments add up.  Where there are no cuts
    f has a derivative everywhere, and is continuous for that reason.
    """
    z, f, c = _read(goal, evidence, trail)
    cuts = evidence.cuts
    if any(not lo < hi for lo, hi in pairwise(cuts)):
        raise Rejected("the cuts are not in rising order")
    if len(evidence.slopes) != len(cuts) + 1:
        raise Rejected(f"{len(cuts) + 1} pieces need as many proofs, not {len(evidence.slopes)}")
    if cuts:
        _check_continuous(goal, f, evidence.joins, trail, check)
        trail.rest_on("continuity")
    for cut in cuts:
        check_defined(goal, instantiated(f, {z: Num(cut)}, goal.definitions), trail)
    ends: list[Fraction | None] = [None, *cuts, None]
    claim = Relation("<=", Apply("abs", (Derivative(f, z),)), c)
    for (lo, hi), proof in zip(pairwise(ends), evidence.slopes, strict=True):
        inside = [] if lo is None else [Relation("<", Num(lo), z)]
        inside += [] if hi is None else [Relation("<", z, Num(hi))]
        check(goal.suppose(*inside).claiming(claim), proof, trail)


def _check_continuous(goal: Goal, f: Term, joins: tuple[Evidence, ...], trail: Trail, check: Check) -> None:
    """Check that f is continuous wherever it is defined; a choice between p and q joins them where they are equal."""
    choices = [node for node in dict.fromkeys(walk(f)) if isinstance(node, Where)]
    if len(choices) != len(joins):
        raise Rejected(f"{len(choices)} choices need as many proofs that they join, not {len(joins)}")
    for choice, proof in zip(choices, joins, strict=True):
        relation = choice.condition
        if not isinstance(relation, Relation) or relation.op not in CLOSED or relation.left.shape:
            raise Rejected("a choice that is not by the order of two numbers")
        border = goal.suppose(Relation("=", relation.left, relation.right))
        check(border.claiming(Relation("=", choice.then, choice.otherwise)), proof, trail)
    todo: list[Node] = [f]
    while todo:
        node = todo.pop()
        if isinstance(node, Where):
            todo += [node.condition.left, node.condition.right, node.then, node.otherwise]
        elif isinstance(node, Add | Mul | Neg):
            todo += node.children()
        elif not is_continuous(node):
            raise Rejected("the function is not continuous by its form")


def _read(goal: Goal, evidence: ByMeanValue, trail: Trail) -> tuple[Symbol, Term, Term]:
    """Return a new variable, f of it, and c, of the claim |f(a) - f(b)| <= c |a - b|; Rejected for any other claim.

    That a and b are numbers is checked here; f has a value at every number where its derivative is bounded.
    """
    claim, z, f = relation_of(goal), evidence.variable, evidence.function
    if z.is_integer:
        raise Rejected("the theorem is about functions of a real variable")
    match claim:
        case Relation(op="<=", left=Apply(function="abs", args=(difference,))):
            pass
        case _:
            raise Rejected("the rule proves abs(f(a) - f(b)) <= c * abs(a - b)")
    averages = any(isinstance(part, Expectation | Variance) for part in walk(f))
    points = [point for point in _candidates(difference) if not (averages and random_names(point, goal.definitions))]
    values = [instantiated(f, {z: point}, goal.definitions) for point in points]
    for a, fa in zip(points, values, strict=True):
        for b, fb in zip(points, values, strict=True):
            for c in _candidates(claim.right):
                shapes = (c * Apply("abs", (a - b,)), Apply("abs", (a - b,)) / c, Apply("abs", (a - b,)) * c)
                if difference is fa - fb and claim.right in shapes and not (free_symbols(c) & {z}):
                    for point in (a, b):
                        check_defined(goal, point, trail)
                    new = fresh(goal, z, f)
                    return new, put_in(f, {z: new}), 1 / c if claim.right is shapes[1] else c
    raise Rejected("the claim has not the form abs(f(a) - f(b)) <= c * abs(a - b)")


def _candidates(term: Term) -> list[Term]:
    return [part for part in walk(term) if isinstance(part, Term) and not part.shape]
