"""What the search and the kernel together make of a claim."""

from __future__ import annotations

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved, Refuted
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding


def verdict_on(goal: Goal) -> str:
    """'proved', 'refuted' or 'undecided'."""
    found = decide(goal, search_finding(goal, Step("claim", goal.claim, goal.hypotheses)))
    return {Proved: "proved", Refuted: "refuted"}.get(type(found), "undecided")


def verdict(written: str) -> str:
    """The same for a claim as a user types it."""
    return verdict_on(Goal(*read_claim(written)))
