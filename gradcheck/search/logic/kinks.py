"""Conditions that keep the derivatives of a claim away from kinks.

A derivative of abs(u) or sign(u) may have no value where u = 0, one of where(a < b, f, g) where a = b, one of sqrt(u)
at the end of its domain.  relu, max and their like are read as what they stand for.  The conditions are proposals:
whoever tells them proves the claim under them first.  None are made for variables that the claim binds, nor for arrays.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Apply, Derivative, Symbol, Where, as_term, free_symbols

ZERO = as_term(0)


def away_from_kinks(goal: Goal) -> tuple[Proposition, ...]:
    """Return the relations under which no derivative of the claim is taken at a kink; () without a kink."""
    free = free_symbols(goal.claim)
    found: dict[Proposition, None] = {}
    for node in walk(goal.claim):
        if isinstance(node, Derivative) and isinstance(node.variable, Symbol):
            for condition in _kinks(node.body):
                names = free_symbols(condition)
                if node.variable in names and names <= free:
                    found[condition] = None
    return tuple(found)


def _kinks(body: Node) -> Iterator[Relation]:
    for part in walk(body):
        if isinstance(part, Where) and isinstance(part.condition, Relation) and not part.condition.left.shape:
            yield Relation("!=", part.condition.left, part.condition.right)
        if not isinstance(part, Apply):
            continue
        meaning = unfold(part)
        if meaning is not None:
            yield from _kinks(meaning)
        elif part.function in ("abs", "sign"):
            yield Relation("!=", part.args[0], ZERO)
        elif part.function == "sqrt":
            yield Relation(">", part.args[0], ZERO)
