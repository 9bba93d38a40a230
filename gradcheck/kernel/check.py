"""The one entrance: evidence in, an established claim out, or ``Rejected``.

``CHECKERS`` pairs every class of evidence with its checker.  Evidence of any other type, a subclass or an imitation
included, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcheck import evidence as rules
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.ring import Unsupported
from gradcheck.evidence import Evidence
from gradcheck.kernel import equality, logic
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import (
    analysis,
    boxes,
    connectives,
    decay,
    evaluation,
    expansion,
    expectation,
    facts,
    limits,
    matrices,
    mean_value,
    quadrature,
    solver,
    transitivity,
)
from gradcheck.kernel.rules.quantifiers import check_generalising, check_values
from gradcheck.kernel.trail import Trail

Checker = Callable[[Goal, Any, Trail, Callable[[Goal, Evidence, Trail], None]], None]


def _direct(check: Callable[[Goal, Any, Trail], None]) -> Checker:
    return lambda goal, evidence, trail, _: check(goal, evidence, trail)


CHECKERS: dict[type[Evidence], Checker] = {
    rules.ByNormalForm: _direct(equality.check_normal_form),
    rules.ByPositivity: _direct(equality.check_positivity),
    rules.ByRealRoots: _direct(equality.check_real_roots),
    rules.BySolver: _direct(solver.check_solver),
    rules.ByEvaluation: evaluation.check_evaluation,
    rules.ByCover: analysis.check_by_cover,
    rules.ByBoxes: boxes.check_boxes,
    rules.ByDecay: decay.check_decay,
    rules.ByMonotonicity: analysis.check_monotonicity,
    rules.ByExtremum: analysis.check_extremum,
    rules.ByMeanValue: mean_value.check_mean_value,
    rules.ByPieces: mean_value.check_pieces,
    rules.ByIntermediateValue: analysis.check_intermediate_value,
    rules.ByObtaining: analysis.check_obtaining,
    rules.ByAntiderivative: analysis.check_antiderivative,
    rules.ByRationalLimit: limits.check_rational_limit,
    rules.ByExpansion: expansion.check_expansion,
    rules.BySqueeze: limits.check_squeeze,
    rules.ByContinuity: limits.check_continuity,
    rules.ByInduction: logic.check_induction,
    rules.ByCases: logic.check_cases,
    rules.ByRewriting: logic.check_rewriting,
    rules.ByTransitivity: transitivity.check_transitivity,
    rules.ByContradiction: logic.check_contradiction,
    rules.ByHypothesis: logic.check_hypothesis,
    rules.ByParts: logic.check_parts,
    rules.ByAssuming: connectives.check_assuming,
    rules.ByDisjunct: connectives.check_disjunct,
    rules.ByDisjunction: connectives.check_disjunction,
    rules.ByLemma: logic.check_lemma,
    rules.ByConsequence: logic.check_consequence,
    rules.ByStep: logic.check_step,
    rules.ByInstance: logic.check_forall_instance,
    rules.ByWitness: logic.check_witness,
    rules.ByGeneralising: check_generalising,
    rules.ByValues: check_values,
    rules.ByFact: facts.check_fact,
    rules.ByDensity: expectation.check_density,
    rules.ByQuadrature: quadrature.check_quadrature,
    rules.ByInverse: matrices.check_inverse,
    rules.ByDefiniteness: matrices.check_definiteness,
}

FACTS_OF_RULES = {
    rules.ByInduction: "induction",
    rules.ByMonotonicity: "monotonicity",
    rules.ByMeanValue: "mean-value",
    rules.ByIntermediateValue: "intermediate-value",
    rules.ByAntiderivative: "fundamental-theorem",
    rules.ByRationalLimit: "growth",
    rules.ByContinuity: "continuity",
}


def check(goal: Goal, evidence: Evidence, trail: Trail) -> None:
    """Return if the evidence proves the goal; else Rejected."""
    checker = CHECKERS.get(type(evidence))
    if checker is None:
        raise Rejected(f"{type(evidence).__name__} is no rule of proof")
    try:
        checker(goal, evidence, trail, check)
    except (Unsupported, TooLarge, DivisionByZero) as reason:
        raise Rejected(str(reason)) from None
    except (AttributeError, TypeError, KeyError, IndexError, ValueError) as reason:
        raise Rejected(f"the evidence is malformed: {reason}") from reason
    if type(evidence) in FACTS_OF_RULES:
        trail.rest_on(FACTS_OF_RULES[type(evidence)])
