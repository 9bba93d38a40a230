"""Assumptions for all numbers, at the values of a counterexample."""

from __future__ import annotations

from itertools import product

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring, with_ring
from gradcheck.algebra.signs import KINDS, WANTED, sign_of, within
from gradcheck.kernel.counterexample.finite_laws import whole
from gradcheck.kernel.counterexample.values import Values
from gradcheck.kernel.forming import put_in
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Relation
from gradcheck.language.syntax.terms import Symbol


def holds_everywhere(values: Values, claim: ForAll) -> bool | None:
    """Whether the relations of the claim hold for all values of its variables by visible signs; None if not shown.

    The variables get names of their own first: a value of a free symbol of the same name is not theirs.  Of an
    implication the conclusion has to hold, and the premise to have a value, everywhere.
    """
    body = claim.body
    if isinstance(body, Implies):
        premises = body.premise.parts if isinstance(body.premise, And) else (body.premise,)
        if not all(isinstance(part, Relation) for part in premises):
            return None
        parts = (*(Relation("=", side, side) for part in premises for side in (part.left, part.right)), body.conclusion)
    elif isinstance(body, And):
        parts = body.parts
    else:
        return _holds(values, claim, body) if isinstance(body, Relation) else None
    return True if all(holds_everywhere(values, ForAll(claim.variables, part)) for part in parts) else None


def _holds(values: Values, claim: ForAll, part: Relation) -> bool | None:
    """Whether one relation of the claim holds for all values; None if not shown."""
    fresh = {variable: Symbol(f"<{variable.name}>", variable.sort) for variable in claim.variables}
    body = values.put(put_in(part, fresh))

    def work(ring: Ring) -> bool:
        lowering = prepare(ring)
        sides = [range(1, whole(lowering.scalar(side)) + 1) for side in body.left.shape]
        places = [tuple(map(ring.constant, place)) for place in product(*sides)]
        gaps = [
            values.exact(ring, lowering.remembered(body.left, place, {}) - lowering.remembered(body.right, place, {}))
            for place in places
        ]
        defined = all(
            c.kind in KINDS and within(sign_of(ring, values.exact(ring, c.quotient)), KINDS[c.kind])
            for c in ring.conditions
        )
        holds = defined and all(within(sign_of(ring, gap), WANTED[body.op]) for gap in gaps)
        values.trail.rest_on(*ring.facts_used)
        return holds

    return with_ring(values.setting, work) or None
