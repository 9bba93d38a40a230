"""Conditions under which a claim was shown: which of them are worth reporting, and whether they could be proved.

A condition is reported if it mentions only what the statement mentions, does not repeat the claim, and is possible
together with the assumptions.  Conditions on a variable that the proof itself bound are not reported.
"""

from __future__ import annotations

from gradcheck.algebra.forms import FAILURES
from gradcheck.algebra.show import NUMBERED
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, Proposition, Relation
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.language.syntax.widths import Width, sizing_symbols
from gradcheck.search.logic.consistency import search_inconsistency
from gradcheck.search.refutation.counterexample import search_counterexample

EFFORT = 30  # candidates tried against a condition
ROUNDS = 3  # of conditions that an equation asks for, one after the other
NAMED = Array | Sequence | RandomSequence | RandomVariable | Uninterpreted | Width

Conditions = tuple[Proposition, ...]


def is_worth_telling(goal: Goal, conditions: Conditions) -> bool:
    """Whether all conditions are about the statement, none is the claim itself, and all can hold together."""
    return (
        all(_is_about(goal, condition) for condition in conditions)
        and not any(_repeats(goal, condition) for condition in conditions)
        and search_inconsistency(goal.suppose(*conditions)) is None
    )


def where_one_fails(goal: Goal, conditions: Conditions) -> str:
    """Return values at which the assumptions hold and a condition does not, in words; empty where none are found."""
    for condition in conditions:
        witness = search_counterexample(goal.claiming(condition), EFFORT)
        if witness is not None:
            shown = free_symbols(condition)
            values = [f"{symbol.name} = {value}" for symbol, value in witness.scalars if symbol in shown]
            return ", ".join(values) or "some values"
    return ""


def _is_about(goal: Goal, condition: Proposition) -> bool:
    """Whether a condition mentions no bound symbol and none that a proof introduced;
    a numbered index counts as universal.
    """
    statement = (goal.claim, *goal.hypotheses, *goal.definitions)
    known = {symbol for part in statement[: 1 + len(goal.hypotheses)] for symbol in free_symbols(part)}
    known |= constants_of(goal.definitions) | set(sizing_symbols(*statement))
    names = {node.name for part in statement for node in walk(part) if isinstance(node, NAMED)}
    for node in walk(condition):
        if isinstance(node, NAMED) and node.name not in names:
            return False
    return all(symbol in known or _is_numbered(symbol) for symbol in free_symbols(condition))


def _is_numbered(symbol: Symbol) -> bool:
    return symbol.name.startswith(NUMBERED)


def _repeats(goal: Goal, condition: Proposition) -> bool:
    """Whether the claim, or a part of it, is the condition, up to the form in which it is written."""
    parts = [part for part in walk(goal.claim) if isinstance(part, Proposition)]
    return any(part is condition or _says_the_same(goal, part, condition) for part in parts)


def _says_the_same(goal: Goal, one: Proposition, other: Proposition) -> bool:
    """Whether two relations of scalars have the same normal form, the sides exchanged or not."""
    if not isinstance(one, Relation) or not isinstance(other, Relation) or one.left.shape or other.left.shape:
        return False
    gap = one.left - one.right
    same = [other.left - other.right] if one.op == other.op else []
    same += [other.right - other.left] if CONVERSE[one.op] == other.op else []
    return any(_is_equation(goal, gap, term) for term in same)


def _is_equation(goal: Goal, left: Term, right: Term) -> bool:
    """Whether both sides have the same normal form, wherever they are defined."""
    for _ in range(ROUNDS):
        try:
            check(goal.claiming(Relation("=", left, right)), ByNormalForm(), Trail())
        except Missing as missing:
            goal = goal.suppose(*missing.conditions)
        except (Rejected, *FAILURES):
            return False
        else:
            return True
    return False
