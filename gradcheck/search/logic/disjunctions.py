"""Disjunctions: claims of the form p or q, such assumptions, and values that an assumption excludes.

Decides a claim whose rest follows from the negation of its first part, or that has a part which holds by itself; claims
that follow from each part of an assumed disjunction; and inequalities on both sides of an excluded value.  Undecided:
what needs two disjunctions at once beyond the depth of the search, and parts without a negation in the language that
only hold together.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import ByConjunction, ByDisjunct, ByDisjunction, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.connectives import otherwise
from gradcheck.kernel.rules.denial import negate
from gradcheck.language.syntax.propositions import Or, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Neg, as_term, free_symbols
from gradcheck.search.tactic import Search, split_by_sign


def disjunctions(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the rest of a disjunction where its first part is false; then try its parts one by one."""
    claim = goal.claim
    if not isinstance(claim, Or):
        return
    places = range(len(claim.parts))
    try:
        rest = search.prove(goal.claiming(otherwise(claim)), search)
        yield None if rest is None else ByConjunction((rest,))
        places = range(1)  # the earlier tactics have found what the other parts prove by themselves
    except Rejected:
        pass  # the first part has no negation
    for place in places:
        proof = search.prove(goal.claiming(claim.parts[place]), search)
        yield None if proof is None else ByDisjunct(place, proof)


def cases_of_assumptions(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim under each part of an assumed disjunction."""
    for known in goal.parts():
        if isinstance(known, Or):
            yield _in_each_case(goal, search, known)


def sides_of_excluded(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim on both sides of a value that an assumption excludes: under x < c and under x > c, for x != c."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or search.depth < 2:
        return
    known = [(h.op, h.left, h.right) for h in goal.parts() if isinstance(h, Relation)]
    for op, left, right in known:
        ordered = any(other in ("<", ">", "=") and {left, right} == {a, b} for other, a, b in known)
        if op != "!=" or left.shape or ordered or not free_symbols(left) | free_symbols(right) <= free_symbols(claim):
            continue
        term = left if right is as_term(0) else Add((left, Neg(right)))
        yield split_by_sign(goal, search, term)


def _in_each_case(goal: Goal, search: Search, known: Or) -> Evidence | None:
    rest, proofs = goal.dropping(known), []
    for part in known.parts:
        proof = search.sub(rest.suppose(part))
        if proof is None:
            return None
        proofs.append(proof)
        rest = rest.suppose(*_denial(part))
    return ByDisjunction(known, tuple(proofs))


def _denial(part: Proposition) -> tuple[Proposition, ...]:
    try:
        return (negate(part),)
    except Rejected:
        return ()
