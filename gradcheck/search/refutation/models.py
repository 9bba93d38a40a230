"""Values at which the assumptions hold, for a negation that is to be proved, and small changes of these values.

A limit is wrong for some values of its symbols only: 0 ** T and (1/2) ** T tend to 0, 1 ** T does not.  So besides the
values that the search meets first, each real symbol of the claim gets the others of ``MOVED`` that the assumptions
allow.  Arrays are halved where no integers will do, as for a matrix of norm 1/2.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Extremum, Limit, Symbol, free_symbols
from gradcheck.search.refutation.candidates import is_model, search_candidates
from gradcheck.search.refutation.counterexample import search_models

MOVED = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 4))
WHOLE = (Fraction(2), Fraction(1))
MAX_MOVED = 3
MAX_HALVED = 24  # candidates whose arrays are halved


def models_for(goal: Goal) -> list[Counterexample]:
    """Return values at which the hypotheses hold; for a claim about a limit, first those at which it may fail."""
    found = [_without_members(goal, model) for model in search_models(goal)]
    kinds = {type(node) for node in walk(goal.claim)}
    if {Extremum, Sequence} <= kinds:
        return [*_moved(goal, found[:1], integers=True), *found]
    if not isinstance(goal.claim, Relation) or Limit not in kinds:
        return found
    found = found or _assumed(goal) or _halved(goal)
    return [*_moved(goal, found[:1]), *found]


def _without_members(goal: Goal, model: Counterexample) -> Counterexample:
    """Return the model without members of sequences that neither the assumptions nor a claim about suprema need."""
    kinds = {type(node) for node in walk(goal.claim)}
    names = {node.name for node in walk(goal.claim) if isinstance(node, Sequence)} if Extremum in kinds else set()
    for _ in goal.definitions if names else ():
        bodies = [d.body for d in goal.definitions if d.member.name in names]
        names |= {node.name for body in bodies for node in walk(body) if isinstance(node, Sequence)}
    bare = replace(model, members=tuple(member for member in model.members if member[0] in names))
    return bare if is_model(goal, bare) else model


def _assumed(goal: Goal) -> list[Counterexample]:
    """Return models of the assumptions alone, with 1 for symbols that only the claim has."""
    found = search_models(goal.claiming(goal.hypotheses[0])) if goal.hypotheses else []
    return [replace(one, scalars=_completed(goal, one)) for one in found]


def _completed(goal: Goal, model: Counterexample) -> tuple[tuple[Symbol, Fraction], ...]:
    known = dict(model.scalars)
    missing = sorted((s for s in free_symbols(goal.claim) if s not in known), key=lambda s: s.name)
    return (*model.scalars, *((symbol, Fraction(1)) for symbol in missing))


def _moved(goal: Goal, models: list[Counterexample], integers: bool = False) -> list[Counterexample]:
    """Return the models with another value for one symbol of the claim, a real number or an integer."""
    result: list[Counterexample] = []
    symbols = sorted((s for s in free_symbols(goal.claim) if s.is_integer == integers), key=lambda s: s.name)
    for model in models:
        for symbol in symbols:
            for value in WHOLE if integers else MOVED:
                scalars = tuple((s, value if s is symbol else v) for s, v in model.scalars)
                moved = replace(model, scalars=scalars)
                if scalars != model.scalars and len(result) < MAX_MOVED and is_model(goal, moved):
                    result.append(moved)
    return result


def _halved(goal: Goal) -> list[Counterexample]:
    """Return the first candidate that is a model once all entries of arrays are halved."""
    for candidate in islice(search_candidates(goal), MAX_HALVED):
        arrays = tuple((name, place, value / 2) for name, place, value in candidate.arrays)
        halved = replace(candidate, arrays=arrays)
        if arrays and is_model(goal, halved):
            return [halved]
    return []
