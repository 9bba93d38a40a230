"""Propositions that contradict a given one."""

from __future__ import annotations

from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import NEGATION, And, Exists, ForAll, Implies, Or, Proposition, Relation


def deny(claim: Proposition) -> Proposition:
    """Return a proposition that contradicts the claim if it is proved for all values of its free symbols.

    The outermost variable of an existential claim becomes one of them, if its name occurs nowhere else.
    """
    if isinstance(claim, Exists) and isinstance(claim.body, Relation):
        return negate(claim.body)
    return negate(claim)


def negate(claim: Proposition) -> Proposition:
    """Return a proposition that contradicts the claim, at every value of its free symbols,
    which are those of the claim.

    So every variable stays bound: for all k there is an x with x = k, though no x is every k.
    """
    match claim:
        case Exists():
            return ForAll((claim.variable,), negate(claim.body))
        case ForAll():
            denied = negate(claim.body)
            for variable in reversed(claim.variables):
                denied = Exists(variable, denied)
            return denied
        case And(parts=(*others, last)) if others:
            return Implies(And(tuple(others)) if len(others) > 1 else others[0], negate(last))
        case Or():
            return And(tuple(negate(part) for part in claim.parts))
        case Implies():
            return And((claim.premise, negate(claim.conclusion)))
        case Relation() if not claim.left.shape:
            return Relation(NEGATION[claim.op], claim.left, claim.right)
    raise Rejected(f"the negation of {type(claim).__name__} is no claim of the language")
