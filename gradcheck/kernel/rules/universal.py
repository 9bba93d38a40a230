"""Assumptions for all numbers, at the values of a counterexample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring, with_ring
from gradcheck.algebra.signs import sign_of, within
from gradcheck.kernel.equality import KINDS, WANTED
from gradcheck.language.propositions import And, ForAll, Relation
from gradcheck.language.substitution import replace_symbols
from gradcheck.language.terms import Symbol

if TYPE_CHECKING:
    from gradcheck.kernel.witness import Valuation


def holds_everywhere(values: Valuation, claim: ForAll) -> bool | None:
    """True if the relations of the claim hold for all values of its variables by visible signs, None otherwise.

    The variables get names of their own first: a value of a free symbol of the same name is not theirs.
    """
    body = claim.body
    if isinstance(body, And):
        return True if all(holds_everywhere(values, ForAll(claim.variables, part)) for part in body.parts) else None
    if not isinstance(body, Relation) or body.left.shape:
        return None
    fresh = {variable: Symbol(f"<{variable.name}>", variable.sort) for variable in claim.variables}
    body = values.put(replace_symbols(body, fresh))

    def work(ring: Ring) -> bool:
        lowering = prepare(ring)
        value = values.exact(ring, lowering.scalar(body.left) - lowering.scalar(body.right))
        defined = all(
            c.kind in KINDS and within(sign_of(ring, values.exact(ring, c.quotient)), KINDS[c.kind])
            for c in ring.conditions
        )
        holds = defined and within(sign_of(ring, value), WANTED[body.op])
        values.trail.rest_on(*ring.facts_used)
        return holds

    return with_ring(values.setting, work) or None
