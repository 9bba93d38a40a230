"""Relations of constants, in balls: as a rule of proof, and at the values of a counterexample.

Values that are too small or too large for normal forms, exp(1e-6) or sin(1/1000), are evaluated in balls as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import arb, ctx, fmpq

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import NEGATIVE, POSITIVE
from gradcheck.balls.evaluate import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.values import Values
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByEvaluation, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol

PLAIN: tuple[type[Node], ...] = (Num, Symbol, Const, Add, Mul, Neg, Div, Pow, Apply, Relation)
BITS = (128, 512)


def check_evaluation(
    goal: Goal, evidence: ByEvaluation, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]
) -> None:
    """Check a scalar relation in balls, its variables at the rational numbers that they are rewritten to."""
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


def signs_at(valuation: Values, claim: Relation, work: Callable[[Lowering], list[int]]) -> list[int]:
    """Return the signs of left - right at the values: by ``work`` on normal forms;
    in balls where those are too large.
    """
    try:
        return valuation.in_ring(work)
    except (Unsupported, TooLarge) as reason:
        if claim.left.shape or valuation.laws.given or any(type(node) not in PLAIN for node in walk(claim)):
            raise
        for bits in BITS:
            with ctx.workprec(bits):
                points = {s: arb(fmpq(v.numerator, v.denominator)) for s, v in valuation.scalars.items()}
                try:
                    gap = enclose(claim.left - claim.right, points, (), bits)
                except Undefined:
                    raise Unsupported(str(reason)) from None
                if gap > 0 or gap < 0:
                    valuation.trail.rest_on("ball-arithmetic")
                    return [POSITIVE if gap > 0 else NEGATIVE]
        raise
