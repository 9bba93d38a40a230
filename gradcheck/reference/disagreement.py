"""A claim is evaluated at a dozen instances: where is it false, or without a value?"""

from __future__ import annotations

from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.reference.choice import admitted
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.judging import Found, judged, told, without_value
from gradcheck.reference.refusals import NoValue, OutOfWork, Work

STEPS = 260  # for all instances together; so what is found does not depend on how fast a machine is
LONGEST = 60  # characters of a value that is told


def disagreement(
    claim: Proposition,
    hypotheses: tuple[Proposition, ...] = (),
    definitions: tuple[Definition, ...] = (),
    count: int = 12,
    steps: int = STEPS,
) -> str | None:
    """What speaks against a claim that was proved, in a sentence; None if nothing was found.

    Only what is certain is told: where nothing can be told, or the work is done, nothing speaks against it.
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
    """The instance in words: the symbols, and the arrays that were looked at."""
    values = [f"{symbol.name} = {value}" for symbol, value in e.instance.scalars.items()]
    for name, tensor in sorted(e.arrays.items()):
        entries = ", ".join(str(entry) for entry in tensor.entries)
        values.append(f"{name} = [{entries if len(entries) <= LONGEST else entries[:LONGEST] + '...'}]")
    return ", ".join(values)
