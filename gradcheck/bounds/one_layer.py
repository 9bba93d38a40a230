"""Proves, of one activation f, |f'(z)| <= c for every z, or |f(a) - f(b)| <= c |a - b| for all a and b.

The second holds with kinks too.  The constant c is a rational, the supremum of |f'| or a little more.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from gradcheck.activations.analysis.pieces import Activation, X
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByCover, ByEvaluation, ByMeanValue, ByNormalForm, ByRewriting, BySign, Evidence
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.kernel.rules.mean_value import check_mean_value
from gradcheck.kernel.verdict import established as established_goal
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import absolute, real
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term, Where, free_symbols
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.enclosure import find_cover

Z, A, B = real("z"), real("s"), real("t")
REPEATING = ("sin", "cos")


def slope_of(function: Activation, at: Term) -> Term | None:
    """f' as a person would write it, at a term; None where f has pieces, or no rule gives its derivative."""
    written = None if function.cuts else derivative(function.formula, X)
    return None if written is None else replace_symbols(written, {X: at})


def value_of(function: Activation, at: Term) -> Term:
    """f at a term."""
    return replace_symbols(function.formula, {X: at})


def prove_slope(
    function: Activation, constant: Fraction, definitions: tuple[Definition, ...], bits: int
) -> Established | None:
    """|f'(z)| <= c for every z, for an activation without kinks."""
    slope = slope_of(function, Z)
    return None if slope is None else prove_slope_of(slope, constant, definitions, bits, function.name)


def prove_slope_of(
    slope: Term, constant: Fraction, definitions: tuple[Definition, ...], bits: int, name: str = "slope"
) -> Established | None:
    """|slope| <= c for every z."""
    goal = Goal(Relation("<=", absolute(slope), Num(constant)), (), definitions)
    return established(goal, _evidence(goal, bits), name)


def prove_lipschitz(
    function: Activation, constant: Fraction, definitions: tuple[Definition, ...], bits: int
) -> Established | None:
    """|f(a) - f(b)| <= c |a - b| for all a and b, from |f'| <= c on the pieces of f."""
    gap = absolute(value_of(function, A) - value_of(function, B))
    goal = Goal(Relation("<=", gap, Num(constant) * absolute(A - B)), (), definitions)
    f = value_of(function, Z)
    choices = sum(isinstance(node, Where) for node in walk(f))
    unproved = ByEvaluation()
    trial = ByMeanValue(f, Z, (unproved,) * len(function.pieces), function.cuts, (unproved,) * choices)
    goals = _subgoals(goal, trial)
    if len(goals) != choices + len(function.pieces):
        return None
    found = [_joined(join) for join in goals[:choices]] + [_evidence(slope, bits) for slope in goals[choices:]]
    proofs = tuple(evidence for evidence in found if evidence is not None)
    if len(proofs) < len(found):
        return None
    evidence = ByMeanValue(f, Z, proofs[choices:], function.cuts, proofs[:choices])
    return established(goal, evidence, function.name)


@lru_cache(maxsize=512)  # chains of the same layers have the same layers proved
def established(goal: Goal, evidence: Evidence | None, name: str) -> Established | None:
    """The goal as a step that later proofs may use, if the kernel accepts the evidence."""
    if evidence is None:
        return None
    try:
        return established_goal(prove(goal, evidence), name)
    except Rejected:
        return None


def _evidence(goal: Goal, bits: int) -> Evidence | None:
    """The sign of a polynomial in one generator, or else a cover with balls."""
    if _accepts(goal, BySign()):
        return BySign()
    (variable,) = free_symbols(goal.claim) or {Z}
    if any(isinstance(node, Apply) and node.function in REPEATING for node in walk(goal.claim)):
        return _searched(goal)  # no cover of the line has an end
    cover = _cover(goal, variable, bits) if isinstance(variable, Symbol) else None
    return cover if cover is not None and _accepts(goal, cover) else None


def _searched(goal: Goal) -> Evidence | None:
    from gradcheck.search.tactics import (  # dear to import, and seldom needed
        new_search,
        search_proof,
    )

    return search_proof(goal, new_search())


def _cover(goal: Goal, variable: Symbol, bits: int) -> ByCover | None:
    if not isinstance(goal.claim, Relation):
        return None
    found = find_cover(goal.claim, variable, domain_of(goal, variable), goal.definitions, precision=bits)
    return found if isinstance(found, ByCover) else None


def _joined(goal: Goal) -> Evidence | None:
    """Prove that the branches of a choice are equal at its border, which often is a value of the variable."""
    border = goal.hypotheses[-1]
    if isinstance(border, Relation) and isinstance(border.left, Symbol):
        at_border = ByRewriting((border,), ByNormalForm())
        if _accepts(goal, at_border):
            return at_border
    return _searched(goal)


def _accepts(goal: Goal, evidence: Evidence) -> bool:
    try:
        check(goal, evidence, Trail())
    except Rejected:
        return False
    return True


def _subgoals(goal: Goal, evidence: ByMeanValue) -> list[Goal]:
    """Return what the rule asks for, in order."""
    return list(_asked(goal, evidence))


def _asked(goal: Goal, evidence: ByMeanValue) -> Iterator[Goal]:
    goals: list[Goal] = []

    def collect(sub: Goal, proof: Evidence, trail: Trail) -> None:
        del proof, trail
        goals.append(sub)

    try:
        check_mean_value(goal, evidence, Trail(), collect)
    except Rejected:
        return
    yield from goals
