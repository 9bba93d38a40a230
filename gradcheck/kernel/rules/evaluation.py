"""Relations of constants, in balls: as a rule of proof, and at the values of a counterexample.

Values that are too small or too large for normal forms, exp(1e-6) or sin(1/1000), are evaluated in balls as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge, rational_number
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import NEGATIVE, POSITIVE
from gradcheck.balls.evaluate import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.values import Bounds, FailingRelation, Values
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
LARGEST = 4_000  # bits of a side that is given as a number


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
                    sides = [enclose(side, points, (), bits) for side in (claim.left, claim.right)]
                except Undefined:
                    raise Unsupported(str(reason)) from None
                gap = sides[0] - sides[1]
                if gap > 0 or gap < 0:
                    _tell(valuation, claim, sides)
                    return [POSITIVE if gap > 0 else NEGATIVE]
        raise


def _tell(valuation: Values, claim: Relation, sides: list[Any]) -> None:
    """Keep the values of the two sides, in case the relation is the one that fails."""
    valuation.trail.rest_on("ball-arithmetic")
    ends = [end for side in sides for end in (side.lower(), side.upper())]
    if all(abs(int(end.man_exp()[1])) <= LARGEST for end in ends):
        told = [rational_number(end.fmpq()) for end in ends]
        left: Bounds = told[0], told[1]
        valuation.failures.setdefault(claim, FailingRelation(claim, (), left, (told[2], told[3])))
