"""Concrete functions to put in the place of arbitrary ones, where a counterexample is looked for.

``candidates(goal)`` lists for each arbitrary function of a goal the concrete functions that may stand for it, the
simplest first.  Whether one has the properties that the goal assumes, the kernel decides.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.kernel.goal import Goal
from gradcheck.language.node import walk
from gradcheck.language.terms import Apply, Num, Pow, Term
from gradcheck.language.uninterpreted import ARGUMENT, Uninterpreted

z = ARGUMENT
HALF = Num(Fraction(1, 2))
SIMPLE: tuple[Term, ...] = (
    z,
    Num(Fraction(0)),
    HALF * Pow(z, Num(Fraction(2))),
    HALF * z,
    z + 1,
    Pow(z, Num(Fraction(3))),
    -z,
    Apply("sin", (z,)),
    Apply("tanh", (z,)),
    Apply("sigmoid", (z,)),
    2 * z,
)
ROUGH: tuple[Term, ...] = (Apply("abs", (z,)),)  # for functions that need not be differentiable


def function_names(goal: Goal) -> dict[str, int]:
    """The arbitrary functions of a goal, and how often they are differentiable."""
    parts = (goal.claim, *goal.hypotheses, *goal.definitions)
    found = {node.name: node.differentiable for part in parts for node in walk(part) if isinstance(node, Uninterpreted)}
    return dict(sorted(found.items()))


def candidates(goal: Goal) -> list[tuple[tuple[str, Term], ...]]:
    """Choices of a concrete function for every arbitrary one: all alike first, then different ones."""
    names = function_names(goal)
    pools = {name: SIMPLE if differentiable else SIMPLE + ROUGH for name, differentiable in names.items()}
    longest = max(map(len, pools.values()), default=0)
    chosen = []
    for shift in range(2 if len(names) > 1 else 1):
        for k in range(longest):
            picks = ((name, pools[name][(k + shift * place) % len(pools[name])]) for place, name in enumerate(names))
            chosen.append(tuple(picks))
    return chosen or [()]
