"""Near misses of the shipped claims are refuted by exact values, or by a proof of the opposite."""

from __future__ import annotations

import mutants_of_activations  # noqa: F401  adds its own
import pytest
from mutants import MUTANTS, Mutant

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Refuted, genuine
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.tactics import missing_conditions, new_search, search_proof

BY_VALUES = [m for m in MUTANTS if m.expected == "refuted"]


def goal_of(mutant: Mutant) -> Goal:
    return Goal(mutant.claim, mutant.given, mutant.definitions)


@pytest.mark.parametrize("mutant", BY_VALUES, ids=lambda m: f"{m.derivation}: {m.description}")
def test_a_mutant_is_refuted(mutant: Mutant) -> None:
    goal = goal_of(mutant)
    finding = search_finding(goal, Step("mutant", mutant.claim, expected="refuted"))
    verdict = decide(goal, finding)
    assert isinstance(verdict, Refuted)
    assert genuine(verdict)


@pytest.mark.parametrize(
    "mutant", [m for m in MUTANTS if m.expected == "undecided"], ids=lambda m: f"{m.derivation}: {m.description}"
)
def test_a_claim_that_lacks_a_condition_is_not_proved_and_the_condition_is_named(mutant: Mutant) -> None:
    search = new_search()
    assert search_proof(goal_of(mutant), search) is None
    assert missing_conditions(search)
