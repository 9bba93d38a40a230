"""Puts the places and the notation of a document into what was found of its steps."""

from __future__ import annotations

from dataclasses import replace

from gradcheck.documents.corrections import in_notation
from gradcheck.outcome.run import DerivationOutcome, StepOutcome


def with_sides(outcome: DerivationOutcome) -> DerivationOutcome:
    """Return the outcome with each false equation at its wrong side, and with what is right in the author's notation.

    The wrong side is the right one, where a true one is known.
    """
    about = outcome.document
    if about is None:
        return outcome
    places = {name: (place, is_latex) for name, place, is_latex in about.sides}
    spelling = dict(about.spelling)

    def mended(step: StepOutcome) -> StepOutcome:
        right = step.correction
        if right is None or step.name not in places or step.verdict != "refuted":
            return step
        place, is_latex = places[step.name]
        right = replace(right, latex=in_notation(right.latex, spelling))
        advice = f"write  {right.latex if is_latex else right.text}  there; gradcheck check --fix does"
        return replace(step, location=place, correction=right, advice="" if step.as_expected else advice)

    return replace(outcome, steps=tuple(map(mended, outcome.steps)), document=replace(about, sides=()))
