"""What one tactic makes of a goal.  Whatever it finds is checked by the kernel once more, as a verdict is."""

from __future__ import annotations

from dataclasses import replace

from gradcheck.kernel.evidence import Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.tactic import Tactic, first_proof
from gradcheck.search.tactics import new_search

DEPTH = 3  # of the search for sub-goals: what the tactics decide needs no more, and near misses take no time


def goal_of(line: str) -> Goal:
    """The goal of a claim as a user types it."""
    claim, given = read_claim(line)
    return Goal(claim, given)


def found_by(
    tactic: Tactic,
    goal: Goal | str,
    depth: int = DEPTH,
    hints: tuple[object, ...] = (),
    using: tuple[str, ...] = (),
) -> Evidence | None:
    """The evidence that the tactic finds for the goal, the other tactics at hand for its sub-goals."""
    asked = goal_of(goal) if isinstance(goal, str) else goal
    evidence = first_proof(asked, replace(new_search(using, hints), depth=depth), (tactic,))
    if evidence is not None:
        assert genuine(prove(asked, evidence))
    return evidence
