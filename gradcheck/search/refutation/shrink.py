"""Removes the values of a counterexample that a reader does not need.

A search gives a value to every symbol that it knows, also to those of definitions that the claim does not use.  Values
of symbols that neither the claim nor an assumption names are left out, as long as the kernel accepts the rest, with
the same two sides.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace

from gradcheck.kernel.counterexample.checking import check_counterexample
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected, TooDeep
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import definitions_in_use
from gradcheck.language.syntax.terms import Symbol
from gradcheck.search.refutation.sides import FailingRelation, sides_of

MAX_ATTEMPTS = 12
WORD = re.compile(r"\w+")


def without_needless(goal: Goal, witness: Counterexample) -> Counterexample:
    """Return the counterexample without unnecessary values; itself if all are needed."""
    said = {word for part in (goal.claim, *goal.hypotheses) for word in WORD.findall(render_text(part))}
    names = {_name(value) for field in fields(witness) for value in getattr(witness, field.name)}
    unsaid = sorted(names - said)
    if not unsaid or len(unsaid) > MAX_ATTEMPTS:
        return witness
    failure = _failure(goal, witness)
    goal = replace(goal, definitions=definitions_in_use(goal.definitions, (goal.claim, *goal.hypotheses)))
    for attempt in (set(unsaid), *({name} for name in unsaid)):
        rest = _without(witness, attempt)
        if rest != witness and failure is not None and _failure(goal, rest) == failure:
            witness = rest
    return witness


def _name(value: tuple[object, ...]) -> str:
    first = value[0]
    return first.name if isinstance(first, Symbol) else str(first)


def _without(witness: Counterexample, names: set[str]) -> Counterexample:
    kept = {
        field.name: tuple(value for value in getattr(witness, field.name) if _name(value) not in names)
        for field in fields(witness)
    }
    return replace(witness, **kept)


def _failure(goal: Goal, witness: Counterexample) -> FailingRelation | None:
    try:
        check_counterexample(goal, witness, Trail())
    except (Rejected, TooDeep, RecursionError):
        return None
    return sides_of(goal, witness)
