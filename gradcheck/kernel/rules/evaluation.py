"""Relations of constants, in balls: as a rule of proof, and at the values of a counterexample.

Values that are too small or too large for normal forms, exp(1e-6) or sin(1/1000), are evaluated in balls as they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import NEGATIVE, POSITIVE
from gradcheck.balls.arithmetic import Balls, ball
from gradcheck.balls.branches import holds
from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.values import Values
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByEvaluation, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.definitions import Definition
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
    values: dict[Symbol, Fraction] = {}
    for left, right in goal.rewrites:
        if not isinstance(left, Symbol) or not isinstance(right, Num):
            raise Rejected("an evaluation needs rational numbers for its variables")
        values[left] = right.value
    claim, precision = relation_of(goal), evidence.precision
    check_in_balls(claim, lambda: {s: ball(value) for s, value in values.items()}, goal.definitions, precision)
    trail.rest_on("ball-arithmetic")


def check_in_balls(
    claim: Relation, values: Callable[[], dict[Symbol, Any]], definitions: tuple[Definition, ...], precision: int
) -> None:
    """Raise Rejected unless balls of this precision decide the scalar relation, its symbols in balls of their own."""
    if claim.left.shape or claim.op == "=" or not 30 <= precision <= 20_000:
        raise Rejected("an evaluation orders scalars, at 30 to 20000 bits")
    with ctx.workprec(precision):
        try:
            gap = enclose(claim.left - claim.right, values(), definitions, precision)
        except Undefined as reason:
            raise Rejected(f"the two sides can't be evaluated: {reason}") from None
    if holds(claim.op, Balls().signs(gap)) is not True:
        raise Rejected("the balls of the two sides do not decide the relation")


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
                points = {symbol: ball(value) for symbol, value in valuation.scalars.items()}
                try:
                    gap = enclose(claim.left - claim.right, points, (), bits)
                except Undefined:
                    raise Unsupported(str(reason)) from None
                if gap > 0 or gap < 0:
                    valuation.trail.rest_on("ball-arithmetic")
                    return [POSITIVE if gap > 0 else NEGATIVE]
        raise
