"""Reduces a derivation to its selected steps and those that they use, directly or not.

A step may use the earlier steps that it names in ``using``, in a hint, or in the proof that is recorded for it, and no
others.  So what is proved of the selected steps here is what would be proved of them in the whole, but for an open
relation of a document, which may use those near it where they are checked, too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from gradcheck.derivation import Derivation, Instance, Step
from gradcheck.kernel.evidence.inspection import steps_named
from gradcheck.outcome.run import DerivationOutcome
from gradcheck.project.proofs.records import Record


def choose_steps(derivation: Derivation, selected: Collection[int], records: Mapping[str, Record]) -> Derivation:
    """Return the derivation with the steps at the selected positions and those that they use, directly or not."""
    places = {step.name: place for place, step in enumerate(derivation.steps)}
    chosen: set[int] = set()
    todo = set(selected)
    while todo:
        place = todo.pop()
        chosen.add(place)
        used = {places[name] for name in uses_of(derivation.steps[place], records) if name in places}
        todo |= {other for other in used if other < place} - chosen
    if len(chosen) == len(derivation.steps):
        return derivation
    return replace(derivation, steps=tuple(derivation.steps[place] for place in sorted(chosen)), tables=())


def uses_of(step: Step, records: Mapping[str, Record]) -> set[str]:
    """The names of the earlier steps that the proof of a step may use."""
    hinted = {hint.step for hint in step.hints if isinstance(hint, Instance)}
    record = records.get(step.name)
    found = None if record is None else record.finding
    recorded = set() if found is None else steps_named(found.evidence) | steps_named(found.negation)
    return set(step.using) | hinted | recorded


def tell_of(outcome: DerivationOutcome, names: Sequence[str], selected: Collection[int]) -> DerivationOutcome:
    """Return the outcome with the selected steps, and of those that they use only the ones that are not as expected.

    Remarks on the rest of the module are left to a run of the whole.
    """
    if len(selected) == len(names):
        return outcome
    wanted = {names[place] for place in selected}
    steps = tuple(step for step in outcome.steps if step.name in wanted or not step.is_sound)
    seconds = sum(step.seconds for step in outcome.steps)
    unreached = tuple(name for name in outcome.unreached if name in wanted)
    left = len(names) - len(steps) - len(unreached)
    return replace(outcome, steps=steps, seconds=seconds, unreached=unreached, remarks=(), notices=(), unselected=left)
