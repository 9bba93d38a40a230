"""Assumptions for all numbers, at the values of a counterexample."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring, with_ring
from gradcheck.algebra.signs import sign_of, within
from gradcheck.kernel.equality import KINDS, WANTED
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.rules.members import whole
from gradcheck.language.propositions import And, ForAll, Implies, Relation
from gradcheck.language.terms import Symbol

if TYPE_CHECKING:
    from gradcheck.kernel.witness import Valuation


def holds_everywhere(values: Valuation, claim: ForAll) -> bool | None:
    """True if the relations of the claim hold for all values of its variables by visible signs, None otherwise.

    The variables get names of their own first: a value of a free symbol of the same name is not theirs.  Of an
    implication only the conclusion is looked at.
    """
    body = claim.body.conclusion if isinstance(claim.body, Implies) else claim.body
    if isinstance(body, And):
        return True if all(holds_everywhere(values, ForAll(claim.variables, part)) for part in body.parts) else None
    if not isinstance(body, Relation):
        return None
    fresh = {variable: Symbol(f"<{variable.name}>", variable.sort) for variable in claim.variables}
    body = values.put(put_in(body, fresh))

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
