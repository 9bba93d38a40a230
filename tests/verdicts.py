"""What the search and the kernel together make of a claim.

The conditions that an undecided claim lacks are no part of a verdict, so nobody looks for them here; they are tested in
``tests/findings/test_conditions.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved, Refuted
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import decide
from gradcheck.search import driver
from gradcheck.search.tactic import MAX_DEPTH, Search
from gradcheck.search.tactics import new_search


def verdict_on(goal: Goal, depth: int = MAX_DEPTH) -> str:
    """'proved', 'refuted' or 'undecided'; proofs are searched for to this depth.

    A near miss need not be searched deeper than what it is a near miss of: at that depth a wrong proof would be found.
    """

    def bounded(*given: Any) -> Search:
        return replace(new_search(*given), depth=depth)

    with (
        mock.patch.object(driver, "missing_conditions", return_value=[]),
        mock.patch.object(driver, "new_search", bounded),
    ):
        finding = driver.search_finding(goal, Step("claim", goal.claim, goal.hypotheses))
    found = decide(goal, finding)
    return {Proved: "proved", Refuted: "refuted"}.get(type(found), "undecided")


def verdict(written: str) -> str:
    """The same for a claim as a user types it."""
    return verdict_on(Goal(*read_claim(written)))
