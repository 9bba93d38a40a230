"""Assumptions for all numbers, at the values of a counterexample."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.kernel.forming import put_in
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol


def holds_everywhere(holds: Callable[[Proposition], bool | None], claim: ForAll) -> bool | None:
    """Whether the relations of the claim hold for all values of its variables by visible signs; None if not shown.

    The variables get names of their own first: a value of a free symbol of the same name is not theirs.  Of an
    implication the conclusion has to hold, and the premise to have a value, everywhere.
    """
    body = claim.body
    if isinstance(body, Relation):
        fresh = {variable: Symbol(f"<{variable.name}>", variable.sort) for variable in claim.variables}
        return holds(put_in(body, fresh))
    if isinstance(body, Implies):
        premises = body.premise.parts if isinstance(body.premise, And) else (body.premise,)
        if not all(isinstance(part, Relation) for part in premises):
            return None
        parts = (*(Relation("=", side, side) for part in premises for side in (part.left, part.right)), body.conclusion)
    else:
        parts = body.parts if isinstance(body, And) else ()
    return True if parts and all(holds_everywhere(holds, ForAll(claim.variables, part)) for part in parts) else None
