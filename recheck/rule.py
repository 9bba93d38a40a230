"""What a rule of proof is, and the check of one piece of evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from recheck.definedness import demand_defined
from recheck.printing import printed
from recheck.refusal import Unread, Wrong, need

if TYPE_CHECKING:
    from recheck.goal import Goal
    from recheck.nodes import Node

Rule = Callable[..., None]
RULES: dict[str, Rule] = {}
STRICT: set[str] = set()


def rule(name: str, strict: bool = False) -> Callable[[Rule], Rule]:
    """Enter a rule; a strict one proves a claim itself, which must have a value."""

    def enter(function: Rule) -> Rule:
        RULES[name] = function
        if strict:
            STRICT.add(name)
        return function

    return enter


def check(goal: Goal, evidence: Any) -> None:
    """Return where the evidence proves the claim, and the claim has a value wherever the hypotheses hold."""
    name, *fields = evidence
    try:
        found = RULES.get(name)
        if found is None:
            raise Unread(f"the rule {name}")
        try:
            apply_rule(name, found, goal, fields)
        except (Unread, Wrong) as problem:
            if problem.at or not goal.folds or not goal.spoken_of():
                raise
            apply_rule(name, found, goal.unfolding(), fields)
    except (Unread, Wrong) as problem:
        problem.at = problem.at or evidence
        raise


def apply_rule(name: str, found: Callable[..., Any], goal: Goal, fields: Any) -> None:
    if name in STRICT:
        demand_defined(goal, goal.claim)
    found(goal, *fields)


def known(goal: Goal, claim: Node) -> None:
    need(claim in goal.parts(), f"what is used is not among the hypotheses: {printed(claim)}")
