"""Whether assumptions contradict each other: from such assumptions every claim follows, so a proof says nothing.

Decides where the kernel's sign rule refutes one scalar assumption from the others, or by itself.  Undecided (None):
assumptions that exclude each other for a deeper reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByContradiction, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import NEGATION, Relation
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.tactic import Search, first_proof

ABSURD = Relation("=", as_term(0), as_term(1))


def contradiction(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove any claim from a hypothesis that the others refute."""
    key = "contradiction", goal.hypotheses, goal.presupposed(), goal.rewrites, search.trust
    if key in search.failed:
        return
    for hypothesis in goal.parts():
        if not isinstance(hypothesis, Relation) or hypothesis.left.shape:
            continue
        negation = Relation(NEGATION[hypothesis.op], hypothesis.left, hypothesis.right)
        alone = goal.dropping(hypothesis).claiming(negation)
        sign = BySign()
        if search.accepts(alone, sign):
            yield ByContradiction(hypothesis, sign)
    search.failed[key] = search.depth  # there is none


def search_inconsistency(goal: Goal) -> ByContradiction | None:
    """Return evidence for 0 = 1 from the assumptions of the goal; None where no contradiction is found."""
    if not goal.hypotheses:
        return None
    try:
        found = first_proof(goal.claiming(ABSURD), Search(), (contradiction,))
    except RecursionError:
        return None
    return found if isinstance(found, ByContradiction) else None


def are_inconsistent(goal: Goal, evidence: ByContradiction | None) -> bool:
    """Whether the kernel accepts the evidence for 0 = 1 from the assumptions of the goal."""
    if evidence is None:
        return False
    try:
        check(goal.claiming(ABSURD), evidence, Trail())
    except (Rejected, RecursionError):
        return False
    return True
