"""The facts about finite sums: their conclusions, and the premises that they need."""

from __future__ import annotations

from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Sum, Symbol, Term, as_term, free_symbols


def termwise(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises of an order between two sums over one range, 0 being a sum of zeros; None for another claim.

    The terms are in that order for every integer of the range; of a strict order, that the range is not empty, too.
    """
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape:
        return None
    sums = [side for side in (claim.left, claim.right) if isinstance(side, Sum)]
    if not sums or any((one.index, one.lo, one.hi) != (sums[0].index, sums[0].lo, sums[0].hi) for one in sums):
        return None
    first, ends = sums[0], (sums[0].lo, sums[0].hi)
    least = first.lo.value if isinstance(first.lo, Num) else -1
    place = Symbol(first.index.name, "dimension" if least >= 1 else "natural" if least >= 0 else "integer")
    if any(place in free_symbols(part) or first.index in free_symbols(end) for part in (*sums, *ends) for end in ends):
        return None
    left, right = (_summand(side, first.index, place) for side in (claim.left, claim.right))
    if left is None or right is None:
        return None
    inside = And((Relation("<=", ends[0], place), Relation("<=", place, ends[1])))
    every = ForAll((place,), Implies(inside, Relation(claim.op, left, right)))
    return (every, Relation("<=", *ends)) if claim.op in ("<", ">") else (every,)


def _summand(side: Term, index: Symbol, place: Symbol) -> Term | None:
    """Return what is added at the place; 0 of 0, and None of what is no sum."""
    if isinstance(side, Sum):
        return replace_symbols(side.body, {index: place})
    return as_term(0) if isinstance(side, Num) and side.value == 0 else None
