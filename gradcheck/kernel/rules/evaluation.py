"""Relations of constants, in balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb, ctx, fmpq

from gradcheck.balls.evaluate import enclose
from gradcheck.balls.series import Undefined
from gradcheck.evidence import ByEvaluation, Evidence
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.trail import Trail
from gradcheck.language.terms import Num, Symbol


def check_evaluation(
    goal: Goal, evidence: ByEvaluation, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]
) -> None:
    """Both sides of a scalar relation in balls, its variables at the rational numbers that they are rewritten to."""
    del check
    claim = relation_of(goal)
    if claim.left.shape or type(evidence.precision) is not int or not 30 <= evidence.precision <= 20_000:
        raise Rejected("an evaluation is of scalars, at 30 to 20000 bits")
    values: dict[Symbol, Fraction] = {}
    for left, right in goal.rewrites:
        if not isinstance(left, Symbol) or not isinstance(right, Num):
            raise Rejected("an evaluation needs rational numbers for its variables")
        values[left] = right.value
    with ctx.workprec(evidence.precision):
        points = {s: arb(fmpq(v.numerator, v.denominator)) for s, v in values.items()}
        try:
            gap = enclose(claim.left - claim.right, points, goal.definitions, evidence.precision)
        except Undefined as reason:
            raise Rejected(f"the two sides can't be evaluated: {reason}") from None
        holds = {"<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0, "!=": not gap.contains(0)}
    if not holds.get(claim.op, False):
        raise Rejected("the balls of the two sides do not decide the relation")
    trail.rest_on("ball-arithmetic")
