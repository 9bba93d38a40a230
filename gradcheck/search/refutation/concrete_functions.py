"""Concrete functions that replace arbitrary ones in the search for a counterexample.

``candidates(goal)`` lists for each arbitrary function of a goal the concrete functions that may stand for it, the
simplest first.  Whether one has the properties that the goal assumes, the kernel decides.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Apply, Num, Pow, Term
from gradcheck.language.syntax.uninterpreted import ARGUMENT, Uninterpreted

z = ARGUMENT
HALF = Num(Fraction(1, 2))
SIMPLE: tuple[Term, ...] = (
    z,
    Num(Fraction(0)),
    HALF * Pow(z, Num(Fraction(2))),
    HALF * z,
    z + 1,
    -z,
    2 * z,
)
CURVED: tuple[Term, ...] = (Apply("sin", (z,)), Apply("tanh", (z,)), Apply("sigmoid", (z,)), Pow(z, Num(Fraction(3))))
ROUGH: tuple[Term, ...] = (Apply("abs", (z,)),)  # for functions that need not be differentiable
ROUNDS = 4  # of the simple ones, whose values are rational, before others are tried


def function_names(goal: Goal) -> dict[str, int]:
    """Return the arbitrary functions of a goal, and how often each can be differentiated."""
    parts = (goal.claim, *goal.hypotheses, *goal.definitions)
    return dict(sorted({name: order for part in parts for name, order in _functions_in(part)}.items()))


@lru_cache(maxsize=2_000)
def _functions_in(node: Node) -> tuple[tuple[str, int], ...]:
    return tuple((part.name, part.differentiable) for part in walk(node) if isinstance(part, Uninterpreted))


def candidates(goal: Goal) -> list[tuple[tuple[str, Term], ...]]:
    """Return choices of a concrete function for every arbitrary one: the same for all first, then different ones."""
    names = function_names(goal)
    if not names:
        return [()]
    chosen = []
    for pool in (*(SIMPLE,) * ROUNDS, CURVED + ROUGH):
        for shift in range(2 if len(names) > 1 else 1):
            for k in range(len(pool)):
                picks = ((name, pool[(k + shift * place) % len(pool)]) for place, name in enumerate(names))
                chosen.append(tuple(picks))
    return chosen
