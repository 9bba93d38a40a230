"""The rules that rest on normal forms and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.atoms import constant
from recheck.definedness import demand_defined
from recheck.intervals import opposite, product
from recheck.nodes import NEG, POS, SIGN_OF, ZERO, fit, make, minus, times, value_of
from recheck.refusal import Wrong, need
from recheck.rule import known, rule

if TYPE_CHECKING:
    from recheck.goal import Goal
    from recheck.nodes import Node


def combination(multiplier: Node, equation: Node) -> Node:
    """Return a multiple of left - right: scalar, inner, by a matrix or a diagonal."""
    gap = minus(equation.args[1], equation.args[2])
    if multiplier.kind == "Outer":
        return make("MatMul", make("MatMul", multiplier.args[0], gap), multiplier.args[1])
    if not multiplier.shape or not gap.shape:
        return times(multiplier, gap)
    return (
        make("MatMul", make("Diag", gap), multiplier) if multiplier.kind == "Diag" else make("MatMul", multiplier, gap)
    )


def vanishes(goal: Goal, left: Node, right: Node, multipliers: tuple[Any, ...]) -> None:
    places, total = goal.places(left), constant(0)
    for multiplier, equation in multipliers:
        known(goal, equation)
        need(equation.args[0] == "=", "a multiplier of what is no equation")
        demand_defined(goal, multiplier)
        multiple = combination(multiplier, equation)
        fit(multiple.shape == left.shape)
        total = total + goal.value(multiple, places)
    gap = goal.value(left, places) - goal.value(right, places) - total
    if not gap.num or goal.forms().sign(gap) == ZERO:
        return
    raise Wrong("the two sides have different normal forms")


@rule("ByNormalForm", strict=True)
def normal_form(goal: Goal, multipliers: Any) -> None:
    op, left, right = goal.claim.args
    need(goal.claim.kind == "Relation" and op == "=", "no equation")
    vanishes(goal, left, right, multipliers)


@rule("ByPositivity", strict=True)
def positivity(goal: Goal, certificate: Node, multipliers: Any) -> None:
    op, left, right = goal.claim.args
    need(op != "=", "a sign of an equation")
    demand_defined(goal, certificate)
    upper, lower = (right, left) if op in ("<=", "<") else (left, right)
    vanishes(goal, minus(upper, lower), certificate, multipliers)
    need(not certificate.shape, "a certificate for arrays")
    wanted = {"<=": POS | ZERO, ">=": POS | ZERO, "!=": NEG | POS}.get(op, POS)
    need(not goal.forms().visible(certificate, goal.value) & ~wanted, "the certificate has no sign that shows")


@rule("BySign", strict=True)
def sign_rule(goal: Goal) -> None:
    op, left, right = goal.claim.args
    for term, other, turn in ((left, right, lambda m: m), (right, left, opposite)):
        if not term.shape and value_of(other) == 0 and term.kind == "Mul":
            mask = POS
            for factor in term.args[0]:
                mask = product(mask, goal.sign(factor))
            if not turn(mask) & ~SIGN_OF[op]:
                return
    goal.demand(goal.claim)
