"""Evaluation of a claim at a dozen instances: where it is false, or has no value."""

from __future__ import annotations

from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.reference.choice import admitted
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.judging import Found, judged, told, without_value
from gradcheck.reference.refusals import NoValue, OutOfWork, Work

STEPS = 260  # for all instances together, so that the result does not depend on the speed of the machine
LONGEST = 60  # characters of a reported value


def disagreement(
    claim: Proposition,
    hypotheses: tuple[Proposition, ...] = (),
    definitions: tuple[Definition, ...] = (),
    count: int = 12,
    steps: int = STEPS,
) -> str | None:
    """Return what contradicts a claim that was proved, in a sentence; None if nothing was found.

    Only what is certain is reported: where a value is undecided, or the work is used up, nothing contradicts the claim.
    """
    try:
        for evaluator in admitted(claim, hypotheses, definitions, count, 0, Work(steps)):
            found = judged(evaluator, claim)
            if found.kind in ("false", "undefined"):
                return _sentence(evaluator, found)
    except OutOfWork:
        return None
    return None


def _sentence(e: Evaluator, found: Found) -> str:
    place = describe(e)
    if isinstance(found.told, NoValue):
        return without_value(found.told, ", ".join(part for part in (found.told.at, place) if part))
    return f"false{f' at {place}' if place else ''}: {told(found).detail}"


def describe(e: Evaluator) -> str:
    """Return the instance in words: the symbols, and the arrays that were used."""
    values = [f"{symbol.name} = {value}" for symbol, value in e.instance.scalars.items()]
    for name, tensor in sorted(e.arrays.items()):
        entries = ", ".join(str(entry) for entry in tensor.entries)
        values.append(f"{name} = [{entries if len(entries) <= LONGEST else entries[:LONGEST] + '...'}]")
    return ", ".join(values)
