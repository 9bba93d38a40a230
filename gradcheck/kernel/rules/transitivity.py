"""Replaces a side of a relation by a term that equals it by an equation among the hypotheses."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByTransitivity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Term


def check_transitivity(
    goal: Goal, evidence: ByTransitivity, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]
) -> None:
    """Check a op c, from a = b among the hypotheses and b op c: an equation says that both of its sides are defined."""
    claim, equation = relation_of(goal), evidence.equation
    if not isinstance(equation, Relation) or equation.op != "=" or equation not in set(goal.parts()):
        raise Rejected("the equation is not among the hypotheses")
    if equation.left not in (claim.left, claim.right):
        raise Rejected("the equation is not about a side of the claim")

    def put(side: Term) -> Term:
        return equation.right if side is equation.left else side

    check(goal.claiming(Relation(claim.op, put(claim.left), put(claim.right))), evidence.rest, trail)
