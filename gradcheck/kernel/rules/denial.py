"""What contradicts a proposition."""

from __future__ import annotations

from gradcheck.kernel.rejection import Rejected
from gradcheck.language.propositions import NEGATION, And, Exists, ForAll, Implies, Proposition, Relation


def negate(claim: Proposition) -> Proposition:
    """A proposition that contradicts the claim."""
    match claim:
        case Exists(body=Relation() as body):
            return Relation(NEGATION[body.op], body.left, body.right)
        case Exists():
            return ForAll((claim.variable,), negate(claim.body))
        case ForAll():
            denied = negate(claim.body)
            for variable in reversed(claim.variables):
                denied = Exists(variable, denied)
            return denied
        case And(parts=(*others, last)) if others:
            return Implies(And(tuple(others)) if len(others) > 1 else others[0], negate(last))
        case Implies():
            return And((claim.premise, negate(claim.conclusion)))
        case Relation() if not claim.left.shape:
            return Relation(NEGATION[claim.op], claim.left, claim.right)
    raise Rejected(f"the negation of {type(claim).__name__} is no claim of the language")
