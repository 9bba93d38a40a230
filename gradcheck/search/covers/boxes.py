"""Inequalities of several real variables on a bounded box, by branch and bound with balls.

Decides what holds with a margin, or touches only at corners where both sides are the same number exactly, and what is
monotone in a variable there.  Gives up when the budget of boxes is spent, and at points where the relation fails.
Undecided: equality inside of the box or along a face.  Nothing here is trusted: ``kernel.rules.boxes`` checks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.kernel.evidence import ByBoxes, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.kernel.rules.boxes import Box, Difference, difference_of
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import free_symbols
from gradcheck.search.inequalities.one_variable import is_pointwise
from gradcheck.search.tactic import Search

QUICK, FULL = 200, 6000
FINEST = Fraction(1, 2**24)
PRECISION = 64


def boxes_at_once(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim with a few boxes."""
    yield from _boxes(goal, QUICK)


def boxes(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim with many boxes."""
    yield from _boxes(goal, FULL)


def _boxes(goal: Goal, budget: int) -> Iterator[Evidence | None]:
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "=" or claim.left.shape or goal.rewrites:
        return
    variables = tuple(sorted(free_symbols(claim), key=lambda s: s.name))
    if not 2 <= len(variables) <= 4 or any(v.is_integer for v in variables):
        return
    if not is_pointwise(claim):
        return
    box: list[tuple[Fraction, Fraction]] = []
    for variable in variables:
        lo, _, hi, _ = domain_of(goal, variable)
        if lo is None or hi is None or not lo < hi:
            return
        box.append((lo, hi))
    difference = difference_of(claim, variables, goal.definitions, PRECISION)
    cuts = find_cuts(difference, tuple(box), budget)
    if cuts is not None:
        yield ByBoxes(variables, cuts, PRECISION)


def find_cuts(difference: Difference, box: Box, budget: int) -> tuple[tuple[int, Fraction] | None, ...] | None:
    """Return how to cut the box so that balls show the sign on every part, or None:
    the widest side is cut in the middle.
    """
    todo, cuts = [box], list[tuple[int, Fraction] | None]()
    while todo:
        current = todo.pop()
        if difference.has_sign_on(current):
            cuts.append(None)
            continue
        if len(cuts) >= budget:
            return None
        widths = [(hi - lo) / (high - low) for (lo, hi), (low, high) in zip(current, box, strict=True)]
        axis = widths.index(max(widths))
        if widths[axis] < FINEST:
            return None
        lo, hi = current[axis]
        place = (lo + hi) / 2
        cuts.append((axis, place))
        before, behind = current[:axis], current[axis + 1 :]
        todo += [(*before, (place, hi), *behind), (*before, (lo, place), *behind)]
    return tuple(cuts)
