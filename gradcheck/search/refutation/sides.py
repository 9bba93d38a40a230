"""What the two sides of a refuted claim are at the values of its counterexample, for the reader.

That the claim fails there is the kernel's to check; nothing rests on the numbers that are told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from flint import ctx

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import WANTED, constant_ball
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.roots_of_assumptions import BITS as BITS_AT_ROOTS
from gradcheck.kernel.counterexample.roots_of_assumptions import Box
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.counterexample.values import BITS
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Iff, Implies, Or, Proposition, Relation

MAX_BITS = 8_192  # of a side that is given as a number
Bounds = tuple[Fraction, Fraction]  # of a number; equal where it is known exactly
Holder = Valuation | Box


@dataclass(frozen=True)
class FailingRelation:
    """A relation that fails at the values, in the entry at ``place`` for arrays,
    and the values of its two sides there.
    """

    relation: Relation
    place: tuple[int, ...]
    left: Bounds
    right: Bounds


def sides_of(goal: Goal, witness: Counterexample) -> FailingRelation | None:
    """Return what fails at the values of a counterexample, where that is a relation between numbers, else None."""
    try:
        values = Valuation(goal, witness)
        if not witness.roots:
            return _failure(values, goal.claim)
        box = Box(goal, values, witness)
        return None if box.deny() else _failure(box, box.claim)
    except (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError):
        return None


def _failure(holder: Holder, claim: Proposition) -> FailingRelation | None:
    """Return the relation that makes a false claim false."""
    match claim:
        case Relation():
            if not isinstance(holder, Box):
                return _at(holder, claim)
            return _over(holder, claim) if holder.roots_in(claim) else _at(holder.values, claim)
        case And():
            return next((_failure(holder, part) for part in claim.parts if holder.holds(part) is False), None)
        case Or():
            return _failure(holder, claim.parts[-1])
        case Implies():
            return _failure(holder, claim.conclusion)
        case Iff():
            return _failure(holder, claim.right if holder.holds(claim.left) else claim.left)
    return None


def _at(values: Valuation, claim: Relation) -> FailingRelation | None:
    """Return the relation with its sides at the values, at the first entry where it fails."""
    left, right = values.put(claim.left), values.put(claim.right)

    def work(lowering: Lowering) -> FailingRelation | None:
        ring = lowering.ring
        lengths = [lowering.scalar(side).constant() for side in left.shape]
        for place in product(*(range(1, int(length or 0) + 1) for length in lengths)):
            indices = tuple(map(ring.constant, place))
            first, second = (lowering.remembered(side, indices, {}) for side in (left, right))
            if not values.evaluate(ring, first - second) & WANTED[claim.op]:
                sides = _bounds(values, ring, first), _bounds(values, ring, second)
                return _told(claim, place, *sides)
        return None

    try:
        return values.in_ring(work)
    except (Unsupported, TooLarge):
        if claim.left.shape:
            return None
    points = {symbol: ball(value) for symbol, value in values.scalars.items()}
    return _enclosed(claim, points, (), 512)


def _over(box: Box, claim: Relation) -> FailingRelation | None:
    """Return the relation with the range of its sides over the box of the roots."""
    bits = BITS_AT_ROOTS[-1]
    with ctx.workprec(bits):
        return None if claim.left.shape else _enclosed(claim, box.balls(), box.definitions, bits)


def _enclosed(
    claim: Relation, points: dict[Any, Any], definitions: tuple[Definition, ...], bits: int
) -> FailingRelation | None:
    with ctx.workprec(bits):
        try:
            sides = [enclose(side, points, definitions, bits) for side in (claim.left, claim.right)]
        except Undefined:
            return None
        return _told(claim, (), *map(_ends, sides))


def _told(claim: Relation, place: tuple[int, ...], left: Bounds | None, right: Bounds | None) -> FailingRelation | None:
    return None if left is None or right is None else FailingRelation(claim, place, left, right)


def _bounds(values: Valuation, ring: Ring, value: Quotient) -> Bounds | None:
    """Return the number that the quotient is at the values, or bounds of it; None where balls do not give them."""
    exact = values.exact(ring, value)
    number = exact.constant()
    if number is not None:
        return number, number
    with ctx.workprec(BITS[1]):
        return _ends(constant_ball(ring, exact, BITS[1]))


def _ends(value: Any) -> Bounds | None:
    """Return the ends of a ball, None where it has none or they take too many digits."""
    ends = () if value is None or not value.is_finite() else (value.lower(), value.upper())
    if not ends or any(abs(int(end.man_exp()[1])) > MAX_BITS for end in ends):
        return None
    return rational_number(ends[0].fmpq()), rational_number(ends[1].fmpq())
