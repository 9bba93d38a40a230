"""Quantifiers: generalisation, and the finitely many values of a bounded integer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByFiniteCases, ByForallIntroduction, Evidence
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.propositions import ForAll, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, as_term, free_symbols
from gradcheck.language.syntax.widths import sizing_symbols

Check = Callable[[Goal, Evidence, Trail], None]
MAX_VALUES = 256


def forgetting(goal: Goal, symbol: Symbol) -> Goal:
    """Return the goal without hypotheses and rewritings that mention the symbol; those that only bind it are kept."""
    kept = tuple(h for h in goal.hypotheses if symbol not in free_symbols(h))
    rules = tuple(rule for rule in goal.rewrites if not any(symbol in free_symbols(side) for side in rule))
    laws = tuple(law for law in goal.presupposed() if symbol not in free_symbols(law))
    return replace(goal, hypotheses=kept, rewrites=rules, laws=laws)


def check_generalising(goal: Goal, evidence: ByForallIntroduction, trail: Trail, check: Check) -> None:
    """Check the body of a universal claim; hypotheses about a symbol of the same name are not used."""
    claim = goal.claim
    if not isinstance(claim, ForAll):
        raise Rejected(f"only a universal claim is generalised to, not {type(claim).__name__}")
    for variable in claim.variables:
        _check_bindable(goal, variable, claim)
        goal = forgetting(goal, variable)
    check(goal.claiming(claim.body), evidence.rest, trail)


def check_values(goal: Goal, evidence: ByFiniteCases, trail: Trail, check: Check) -> None:
    """Check lo <= term <= hi, and a proof for every integer in between."""
    term, lo, hi = evidence.term, evidence.lo, evidence.hi
    if term.shape or not is_integer(term) or type(lo) is not int or type(hi) is not int:
        raise Rejected("only an integer term between two integers has finitely many values")
    if random_names(term, goal.definitions):
        raise Rejected("the value of a random term is not the same in every case")
    if hi - lo >= MAX_VALUES or len(evidence.proofs) != max(hi - lo + 1, 0):
        raise Rejected(f"a term between {lo} and {hi} needs a proof for each of its values")
    check_defined(goal, term, trail)
    check(goal.claiming(Relation("<=", as_term(lo), term)), evidence.lower, trail)
    check(goal.claiming(Relation("<=", term, as_term(hi))), evidence.upper, trail)
    for value, proof in zip(range(lo, hi + 1), evidence.proofs, strict=True):
        check(goal.suppose(Relation("=", term, as_term(value))), proof, trail)


def _check_bindable(goal: Goal, variable: Symbol, statement: Proposition) -> None:
    if variable in constants_of(goal.definitions):
        raise Rejected(f"{variable.name} is a constant of a definition")
    if variable in sizing_symbols(statement):
        raise Rejected(f"{variable.name} is the size of an array, and one name keeps one size")
