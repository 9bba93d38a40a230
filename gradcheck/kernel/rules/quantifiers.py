"""Quantifiers: generalisation, and the finitely many values of a bounded integer."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByFiniteCases, ByForallIntroduction, Evidence
from gradcheck.kernel.goal import Goal, check_bindable
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.terms import as_term

Check = Callable[[Goal, Evidence, Trail], None]
MAX_VALUES = 256


def check_generalising(goal: Goal, evidence: ByForallIntroduction, trail: Trail, check: Check) -> None:
    """Check the body of a universal claim; hypotheses about a symbol of the same name are not used."""
    claim = goal.claim
    if not isinstance(claim, ForAll):
        raise Rejected(f"only a universal claim is generalised to, not {type(claim).__name__}")
    for variable in claim.variables:
        check_bindable(goal, variable, claim)
        goal = goal.without(variable, only_free=True)
    check(goal.claiming(claim.body), evidence.rest, trail)


def check_values(goal: Goal, evidence: ByFiniteCases, trail: Trail, check: Check) -> None:
    """Check lo <= term <= hi, and a proof for every integer in between."""
    term, lo, hi = evidence.term, evidence.lo, evidence.hi
    if term.shape or not is_integer(term):
        raise Rejected("only an integer term has finitely many values")
    if random_names(term, goal.definitions):
        raise Rejected("the value of a random term is not the same in every case")
    if hi - lo >= MAX_VALUES or len(evidence.proofs) != max(hi - lo + 1, 0):
        raise Rejected(f"a term between {lo} and {hi} needs a proof for each of its values")
    check_defined(goal, term, trail)
    check(goal.claiming(Relation("<=", as_term(lo), term)), evidence.lower, trail)
    check(goal.claiming(Relation("<=", term, as_term(hi))), evidence.upper, trail)
    for value, proof in zip(range(lo, hi + 1), evidence.proofs, strict=True):
        check(goal.suppose(Relation("=", term, as_term(value))), proof, trail)
