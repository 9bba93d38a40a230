"""Limits that do not exist, since those from the two sides are proved, and differ.

Decides limits at a point of a claim that has one of them, where expansions prove what SymPy proposes for each side: two
different rational numbers, or infinity and something else.  Says nothing where a side oscillates.
"""

from __future__ import annotations

from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Limit, Num, Term, free_symbols
from gradcheck.search.calculus.improper import INFINITE
from gradcheck.search.calculus.proposed_limits import limits_of
from gradcheck.search.tactic import Search


def limit_without_value(goal: Goal, search: Search) -> str:
    """Return which limit of the claim does not exist, and why, in words; empty where none is found."""
    free = free_symbols(goal.claim)
    for node in walk(goal.claim):
        if isinstance(node, Limit) and not node.side and not is_infinite(node.point) and free_symbols(node) <= free:
            left, right = (_from_side(node, side, goal, search) for side in "-+")
            if left is not None and right is not None and left is not right:
                sides = f"it is {render_text(left)} from the left and {render_text(right)} from the right"
                return f"{render_text(node)} does not exist: {sides}"
    return ""


def _from_side(node: Limit, side: str, goal: Goal, search: Search) -> Term | None:
    """Return the limit from one side, a number or infinite, with a proof at hand."""
    limit = Limit(node.body, node.variable, node.point, side)
    for value in (*limits_of(limit), *INFINITE):
        plain = isinstance(value, Num) or is_infinite(value)
        if plain and search.sub(goal.claiming(Relation("=", limit, value))) is not None:
            return value
    return None
