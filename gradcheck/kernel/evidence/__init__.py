"""Evidence: what the search hands to the kernel.  Plain frozen data, picklable, without value until it is checked.

Each class is one rule of proof; ``gradcheck.kernel`` holds one checker a class, and a class without a checker cannot
be used (a test compares the two lists).  The goal that a piece of evidence is for is never part of it: the checker
derives every sub-goal from the goal by itself, so evidence for one claim proves nothing about another.

In the formulas below, H are the hypotheses in force: assumptions of the derivation and of the step, and what rules
such as induction and case distinction add on the way.
"""

from __future__ import annotations

from gradcheck.kernel.evidence.algebra import (
    ByDefiniteness,
    ByEvaluation,
    ByFact,
    ByInverse,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    BySolver,
    ByTransitivity,
)
from gradcheck.kernel.evidence.analysis import (
    ByBoxes,
    ByContinuity,
    ByCover,
    ByDecay,
    ByExpansion,
    ByExtremum,
    ByIntermediateValue,
    ByMeanValue,
    ByMonotonicity,
    BySqueeze,
    Cell,
)
from gradcheck.kernel.evidence.counterexample import Counterexample
from gradcheck.kernel.evidence.integration import (
    ByAntiderivative,
    ByDensity,
    ByImproperIntegral,
    ByQuadrature,
    DensityPiece,
)
from gradcheck.kernel.evidence.logic import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByDisjunct,
    ByDisjunction,
    ByExistsElimination,
    ByFiniteCases,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByInduction,
    ByModusPonens,
    ByStep,
    ByWitness,
)
from gradcheck.kernel.evidence.rule import Evidence

__all__ = [
    "ByAntiderivative", "ByBoxes", "ByCases", "ByConjunction", "ByContinuity", "ByContradiction", "ByCover", "ByCut",
    "ByDecay", "ByDefiniteness", "ByDensity", "ByDisjunct", "ByDisjunction", "ByEvaluation", "ByExistsElimination",
    "ByExpansion", "ByExtremum", "ByFact", "ByFiniteCases", "ByForallElimination", "ByForallIntroduction",
    "ByHypothesis", "ByImplication", "ByImproperIntegral", "ByInduction", "ByIntermediateValue", "ByInverse",
    "ByMeanValue", "ByModusPonens", "ByMonotonicity", "ByNormalForm", "ByPositivity", "ByQuadrature",
    "ByRewriting", "BySign", "BySolver", "BySqueeze", "ByStep", "ByTransitivity", "ByWitness",
    "Cell", "Counterexample", "DensityPiece", "Evidence",
]  # fmt: skip
