"""Goals that are immediate: by hypotheses, signs, normal forms, and linear combinations of the hypotheses.

Decides what the named rules decide without any search around them; ``seen`` returns evidence that the kernel accepted.
Undecided: whatever needs an instance, a case distinction or an induction.
"""

from __future__ import annotations

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.algebra.signs import ANY, sign_of
from gradcheck.kernel.evidence import ByConjunction, ByCut, ByHypothesis, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.propositions import And, Relation
from gradcheck.language.syntax.terms import Term, as_term, free_symbols
from gradcheck.search.equations.identities import multiples
from gradcheck.search.inequalities.one_variable import certificates
from gradcheck.search.tactic import Search, direct_evidence


def seen(goal: Goal, combine: bool = True) -> Evidence | None:
    """Return evidence by hypotheses, signs or normal forms;
    with ``combine`` also by linear combinations of hypotheses.
    """
    claim = goal.claim
    if isinstance(claim, And):
        proofs = [seen(goal.claiming(part), combine) for part in claim.parts]
        return None if None in proofs else ByConjunction(tuple(p for p in proofs if p is not None))
    if not isinstance(claim, Relation):
        return ByHypothesis() if Search().accepts(goal, ByHypothesis()) else None
    quick: list[Evidence] = [ByHypothesis(), direct_evidence(claim)]
    for evidence in quick:
        if Search().accepts(goal, evidence):
            return evidence
    if not combine:
        return None
    for candidate in multiples(goal, Search()) if claim.op == "=" else certificates(goal, Search()):
        if candidate is not None and Search().accepts(goal, candidate):
            return candidate
    return None if claim.op == "=" else _by_factors(goal, claim) or _by_both_sides(goal)


def _by_both_sides(goal: Goal) -> Evidence | None:
    """Return a linear combination that also uses equations between integers, each as two inequalities; or None."""
    known = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and not h.left.shape and is_whole(h)]
    halves = [Relation(op, h.left, h.right) for h in known for op in ("<=", ">=")]
    if not halves:
        return None
    extended = goal.suppose(*halves)
    for candidate in certificates(extended, Search()):
        if candidate is not None and Search().accepts(extended, candidate):
            evidence: Evidence = candidate
            for half in reversed(halves):
                evidence = ByCut(half, ByHypothesis(), evidence)
            return evidence
    return None


def _by_factors(goal: Goal, claim: Relation) -> Evidence | None:
    """Return evidence for the sign of a product by those of its factors, one of which needs a certificate; or None."""

    def work(ring: Ring, lowering: Lowering) -> list[Term]:
        value = lowering.scalar(claim.left) - lowering.scalar(claim.right)
        _, parts = value.num.factor()
        factors = [Quotient(part, ONE, ring.relations) for part, _ in parts]
        return [show(ring, factor) for factor in factors if sign_of(ring, factor) == ANY] if len(parts) > 1 else []

    unknown = goal.in_ring(work)
    if len(unknown) != 1:
        return None
    for op in ("<=", ">="):
        lemma = Relation(op, unknown[0], as_term(0))
        for candidate in certificates(goal.claiming(lemma), Search()):
            if candidate is not None:
                evidence = ByCut(lemma, candidate, BySign())
                if Search().accepts(goal, evidence):
                    return evidence
    return None


def is_whole(h: Relation) -> bool:
    return is_integer(h.left) and is_integer(h.right) and bool(free_symbols(h))
