"""The entry of the kernel: evidence in, an established claim out, or ``Rejected``.

``CHECKERS`` pairs every class of evidence with its checker.  Evidence of any other type, a subclass or an imitation
included, is refused.  A rule that neither ``HANDING_ON`` nor ``SHOWING`` names gets the strict check: that the whole
claim has a value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel import equality, logic
from gradcheck.kernel import evidence as rules
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import CheckerFailed, Rejected
from gradcheck.kernel.rules import (
    analysis,
    boxes,
    connectives,
    decay,
    evaluation,
    expansion,
    expectation,
    facts,
    integrals,
    limits,
    matrices,
    mean_value,
    quadrature,
    solver,
    transitivity,
)
from gradcheck.kernel.rules.quantifiers import check_generalising, check_values
from gradcheck.kernel.shape import check_shape
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Term

Checker = Callable[[Goal, Any, Trail, Callable[[Goal, Evidence, Trail], None]], None]


def _direct(check: Callable[[Goal, Any, Trail], None]) -> Checker:
    return lambda goal, evidence, trail, _: check(goal, evidence, trail)


CHECKERS: dict[type[Evidence], Checker] = {
    rules.ByNormalForm: _direct(equality.check_normal_form),
    rules.ByPositivity: _direct(equality.check_positivity),
    rules.BySign: _direct(equality.check_sign),
    rules.BySolver: _direct(solver.check_solver),
    rules.ByEvaluation: evaluation.check_evaluation,
    rules.ByCover: analysis.check_by_cover,
    rules.ByBoxes: boxes.check_boxes,
    rules.ByDecay: decay.check_decay,
    rules.ByMonotonicity: analysis.check_monotonicity,
    rules.ByExtremum: analysis.check_extremum,
    rules.ByMeanValue: mean_value.check_mean_value,
    rules.ByIntermediateValue: analysis.check_intermediate_value,
    rules.ByExistsElimination: analysis.check_obtaining,
    rules.ByAntiderivative: integrals.check_antiderivative,
    rules.ByImproperIntegral: integrals.check_improper,
    rules.ByExpansion: expansion.check_expansion,
    rules.BySqueeze: limits.check_squeeze,
    rules.ByContinuity: limits.check_continuity,
    rules.ByInduction: logic.check_induction,
    rules.ByCases: logic.check_cases,
    rules.ByRewriting: logic.check_rewriting,
    rules.ByTransitivity: transitivity.check_transitivity,
    rules.ByContradiction: logic.check_contradiction,
    rules.ByHypothesis: logic.check_hypothesis,
    rules.ByConjunction: logic.check_parts,
    rules.ByImplication: connectives.check_assuming,
    rules.ByDisjunct: connectives.check_disjunct,
    rules.ByDisjunction: connectives.check_disjunction,
    rules.ByCut: logic.check_lemma,
    rules.ByModusPonens: logic.check_consequence,
    rules.ByStep: logic.check_step,
    rules.ByForallElimination: logic.check_forall_instance,
    rules.ByWitness: logic.check_witness,
    rules.ByForallIntroduction: check_generalising,
    rules.ByFiniteCases: check_values,
    rules.ByFact: facts.check_fact,
    rules.ByDensity: expectation.check_density,
    rules.ByQuadrature: quadrature.check_quadrature,
    rules.ByInverse: matrices.check_inverse,
    rules.ByDefiniteness: matrices.check_definiteness,
}

# These rules hand the claim on, whole or in parts, to proofs that cover all cases: those judge whether it has a value.
HANDING_ON = frozenset((
    rules.ByConjunction, rules.ByImplication, rules.ByCases, rules.ByRewriting, rules.ByTransitivity, rules.ByCut,
    rules.ByModusPonens, rules.ByStep, rules.ByForallElimination, rules.ByExistsElimination,
    rules.ByForallIntroduction, rules.ByFiniteCases,
    rules.ByInduction, rules.ByWitness, rules.ByContradiction, rules.ByHypothesis, rules.ByInverse,
    rules.ByDisjunct, rules.ByDisjunction,
))  # fmt: skip

# What a rule itself shows to have a value, where the ends and the point of it have one: one side, the left one if both
# are of the kind; of means, all.
SHOWING: dict[type[Evidence], type[Term]] = {
    rules.ByExtremum: Extremum, rules.ByExpansion: Limit, rules.BySqueeze: Limit,
    rules.ByContinuity: Limit, rules.ByAntiderivative: Integral, rules.ByImproperIntegral: Integral,
    rules.ByQuadrature: Expectation, rules.ByDensity: Expectation,
}  # fmt: skip


def _shown(rule: type[Evidence], claim: Proposition) -> frozenset[Term]:
    """Return the terms for which the rule itself shows that they have a value."""
    kind = SHOWING.get(rule)
    if kind is None or not isinstance(claim, Relation):
        return frozenset()
    if kind is Expectation:
        return frozenset(part for part in walk(claim) if isinstance(part, kind))
    return frozenset([side for side in (claim.left, claim.right) if isinstance(side, kind)][:1])


def check(goal: Goal, evidence: Evidence, trail: Trail) -> None:
    """Return if the evidence proves the goal, and the claim has a value wherever the hypotheses hold;
    else raise Rejected.

    Raise CheckerFailed where a checker has a bug.
    """
    check_shape(evidence)
    check_rule(goal, evidence, trail)


def check_rule(goal: Goal, evidence: Evidence, trail: Trail) -> None:
    """Check evidence whose shape was checked before; otherwise as ``check``."""
    rule = type(evidence)
    checker = CHECKERS.get(rule)
    if checker is None:
        raise Rejected(f"{rule.__name__} is no rule of proof")
    try:
        if rule not in HANDING_ON:
            check_defined(goal, goal.claim, trail, _shown(rule, goal.claim))
        checker(goal, evidence, trail, check_rule)
    except (Unsupported, TooLarge, DivisionByZero) as reason:
        raise Rejected(str(reason)) from None
    except (Rejected, CheckerFailed, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise CheckerFailed(rule.__name__, error) from error
    if rule.theorem:
        trail.rest_on(rule.theorem)
