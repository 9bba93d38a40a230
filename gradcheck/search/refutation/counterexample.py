"""The search for a counterexample among the candidates (``candidates``), and its simplification.

Every candidate is evaluated by the kernel's own evaluation; the result has been confirmed there once and is
confirmed again where the verdict is made.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.checking import check_counterexample
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected, Upheld
from gradcheck.language.syntax.widths import sizing_symbols
from gradcheck.search.refutation.candidates import is_model, search_candidates
from gradcheck.search.refutation.concrete_functions import candidates
from gradcheck.search.refutation.fitting import solved
from gradcheck.search.refutation.pools import SIMPLE, size_of
from gradcheck.search.refutation.random_values import families_of, with_laws
from gradcheck.search.tactic import FOREIGN

MAX_CANDIDATES = 260
LIGHT_REFUTATION = 3  # candidates tried against what was proved
MAX_WITH_LAWS = 40  # candidates for which laws of random variables are tried
ENOUGH = 16  # candidates at which the assumed moments decide the claim, so that the laws do not leave it open


def search_counterexample(goal: Goal, effort: int = MAX_CANDIDATES) -> Counterexample | None:
    """Return a confirmed and simplified counterexample, or None."""
    families, tried, decided = families_of(goal) if effort > LIGHT_REFUTATION else (), 0, 0
    for candidate in islice(search_candidates(goal), effort):
        if refutes(goal, candidate):
            return shrink(goal, candidate)
        if families and tried < MAX_WITH_LAWS and decided < ENOUGH:
            is_open = _is_open(goal, candidate)
            tried, decided = tried + (is_open is True), decided + (is_open is False)
            for chosen in with_laws(goal, candidate, families) if is_open else ():
                if refutes(goal, chosen):
                    return shrink(goal, chosen)
    return None


def search_contradiction(goal: Goal, effort: int = LIGHT_REFUTATION) -> Counterexample | None:
    """Return a counterexample to a claim that was proved without search, or None:
    there is one only if something is badly wrong.

    The search ends at the first candidate at which the claim is seen to hold; more are tried where a proof is found.
    """
    for candidate in islice(search_candidates(goal), effort):
        try:
            check_counterexample(goal, candidate, Trail())
            return candidate
        except Upheld:
            return None
        except FOREIGN:
            continue
    return None


def _is_open(goal: Goal, candidate: Counterexample) -> bool | None:
    """Whether the laws leave the claim without a value at the candidate; None where an assumption fails."""
    try:
        valuation = Valuation(goal, candidate)
        if not all(valuation.holds(h) is True for h in goal.hypotheses):
            return None
    except (Rejected, ArithmeticError, ValueError, Unsupported, TooLarge):
        return None
    try:
        return valuation.holds(goal.claim) is None
    except (Rejected, Unsupported, TooLarge):
        return True
    except (ArithmeticError, ValueError):
        return None


def refutes(goal: Goal, candidate: Counterexample) -> bool:
    """Whether the kernel confirms the candidate."""
    try:
        check_counterexample(goal, candidate, Trail())
    except FOREIGN:
        return False
    return True


def search_models(goal: Goal, effort: int = 120) -> list[Counterexample]:
    """Return values at which the hypotheses hold, whether or not the claim does; first those in general position."""
    found: list[Counterexample] = []
    for candidate in islice(search_candidates(goal), effort):
        general = in_general_position(candidate)
        if (general or not found) and is_model(goal, candidate):
            found.insert(0, candidate)
        if general and found:
            break
    spread = [_spread(goal, candidate) for candidate in found[:1]]
    return [candidate for candidate in spread if candidate not in found and is_model(goal, candidate)] + found


def _spread(goal: Goal, candidate: Counterexample) -> Counterexample:
    """Return the candidate with different integers where no array has their size."""
    sizes = sizing_symbols(goal.claim, *goal.hypotheses, *goal.definitions)
    free = [symbol for symbol, _ in candidate.scalars if symbol.is_integer and symbol not in sizes]
    values = {symbol: Fraction(2 + k) for k, symbol in enumerate(free)} if len(free) > 1 else {}
    return replace(candidate, scalars=tuple((s, values.get(s, v)) for s, v in candidate.scalars))


def in_general_position(candidate: Counterexample) -> bool:
    """Whether no real value is 0, no two of them are equal, and no two integers are."""
    reals = [value for symbol, value in candidate.scalars if not symbol.is_integer]
    integers = [value for symbol, value in candidate.scalars if symbol.is_integer]
    return 0 not in reals and len(set(reals)) == len(reals) and len(set(integers)) == len(integers)


def _changed(found: Counterexample, field: str, items: list[Any]) -> Counterexample:
    return replace(found, **{field: tuple(items)})


def shrink(goal: Goal, found: Counterexample) -> Counterexample:
    """Make one value after the other simpler while the counterexample stays one; drop what is not needed."""
    current = found
    for functions in candidates(goal) if found.functions else ():
        simpler = replace(current, functions=functions)
        if functions == current.functions:
            break
        if refutes(goal, simpler):
            current = simpler
            break
    for place, (name, index, width) in enumerate(found.widths):
        narrower = (*current.widths[:place], (name, index, 1), *current.widths[place + 1 :])
        if width > 1 and refutes(goal, replace(current, widths=narrower)):
            current = replace(current, widths=narrower)
    for _ in range(2):
        for field in ("scalars", "arrays", "members"):
            for position in range(len(getattr(current, field))):
                for value in sorted(SIMPLE, key=size_of):
                    items = list(getattr(current, field))
                    if size_of(value) >= size_of(items[position][-1]):
                        break
                    items[position] = (*items[position][:-1], value)
                    smaller = solved(goal, _changed(current, field, items))
                    if refutes(goal, smaller):
                        current = smaller
                        break
    for field in ("members", "arrays", "outcomes", "laws", "widths"):
        for position in reversed(range(len(getattr(current, field)))):
            items = list(getattr(current, field))
            del items[position]
            smaller = _changed(current, field, items)
            if refutes(goal, smaller):
                current = smaller
    return current
