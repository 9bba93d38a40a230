"""Definedness of a member of a sequence: every member from the start up to it has a value.

For a recurrence u(k) = b(k), k >= s, the body is judged at a k >= s, its parameters put in, while earlier members of u
count as defined: that is induction over k.  Where it does not succeed, k is at most the index that is used besides, and
one sign for all members (u > 0, u >= 0, ...) is tried as what the induction carries along: the initial values must have
it, and b(k) where the earlier members have it.  Where the index is a number, the members are unfolded one by one.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

from gradcheck.kernel.definedness.judge import (
    MAX_EXPLICIT,
    Judge,
    by_normal_form,
    holds,
    memory_of,
    unused_symbol,
    within_range,
)
from gradcheck.kernel.definedness.total import is_total_but_for
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.definitions import Initial, Recurrence, look_back, takes
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term, free_symbols, number_of

CARRIED = (">", ">=", "<", "<=")


def judge_member(judge: Judge, goal: Goal, node: arrays.Sequence, trail: Trail) -> None:
    """Judge a member of a sequence; see the module."""
    judge.each(goal, (node.index, *node.parameters), trail)
    judge.ask(goal, node, trail)
    own = [definition for definition in goal.definitions if definition.member.name == node.name]
    if not own or judge.entries_only or node.name in judge.assumed:
        return None
    if not all(takes(definition, node.parameters) for definition in own):
        raise Rejected(f"a parameter of {node.name} is an integer in its definition")
    initials = [definition for definition in own if isinstance(definition, Initial)]
    for initial in initials:
        if number_of(node.index) == initial.at:
            return judge.judge(goal, put_in(initial.value, _binding(initial, node.parameters)), trail)
    for recurrence in own:
        if isinstance(recurrence, Recurrence):
            first = recurrence.start - look_back(recurrence)
            judge.demand(goal, Relation(">=", node.index, as_term(first)), trail)
            used, moved = _used(goal, node, recurrence)
            with judge.binding(*moved):  # an earlier member is used at other values of the parameters that change
                judge.each(goal, (put_in(initial.value, _binding(initial, used)) for initial in initials), trail)
            _recurrence(judge, goal, node, recurrence, trail)
    return None


def _binding(definition: Initial | Recurrence, parameters: tuple[Term, ...]) -> dict[Symbol, Term]:
    """Return the terms for the parameters of a definition."""
    return dict(zip(definition.member.parameters, parameters, strict=True))  # type: ignore[arg-type]


def _recurrence(judge: Judge, goal: Goal, node: arrays.Sequence, recurrence: Recurrence, trail: Trail) -> None:
    """Judge the body at every index from the start on;
    where it is not defined at all of them, up to that of the member.
    """
    if is_total_but_for(recurrence.body, node.name):
        return None
    if not look_back(recurrence):  # each member stands alone
        body = put_in(recurrence.body, _binding(recurrence, node.parameters))
        return judge.judge(goal, put_in(body, {recurrence.index: node.index}), trail)
    bound = set(judge.bound)
    home = goal if any(free_symbols(parameter) & bound for parameter in node.parameters) else judge.base
    key = "from the start on", node.name, node.sides, node.parameters
    found = memory_of(home).get(key) if key not in memory_of(goal) else memory_of(goal)[key]
    if found is not None:
        return trail.join(found)
    own = Trail()
    before = len(judge.missing)
    for upper in (None, node.index):
        del judge.missing[before:]
        _members(judge, home if upper is None else goal, node, recurrence, upper, own)
        if len(judge.missing) == before:
            own.rest_on("induction")
            if upper is None and not judge.shown:
                memory_of(home)[key] = own
            return trail.join(own)
    number = number_of(node.index)
    if number is not None and number - recurrence.start < MAX_EXPLICIT:
        indices = range(recurrence.start, int(number) + 1)
        members = (arrays.Sequence(node.name, node.sides, Num(Fraction(k)), node.parameters) for k in indices)
        if all(by_normal_form(goal, member, trail) for member in members):  # unfolded to the initial values
            del judge.missing[before:]
    return None


def _members(
    judge: Judge, goal: Goal, node: arrays.Sequence, recurrence: Recurrence, upper: Term | None, trail: Trail
) -> None:
    """Judge the body at an index from the start on, with earlier members defined,
    with or without a sign of all members.
    """
    used, moved = _used(goal, node, recurrence)
    body = put_in(recurrence.body, _binding(recurrence, used))
    sort = recurrence.index.sort if recurrence.index.admits(recurrence.start) else "integer"
    place = unused_symbol(goal, recurrence.index.name, sort, node, body, *judge.bound)
    low, high = within_range(place, recurrence.start, place if upper is None else upper)
    inside = goal.suppose(low) if upper is None else goal.suppose(low, high)
    before = len(judge.missing)
    judge.assumed.add(node.name)
    with judge.binding(place, *moved):
        at_place = put_in(body, {recurrence.index: place})
        judge.judge(inside, at_place, trail)
        left = judge.missing[before:]
        for op in CARRIED if left and not moved else ():
            del judge.missing[before:]
            if _carried(judge, inside, node, recurrence, (place, at_place), op, trail):
                break
            judge.missing[before:] = left
    judge.assumed.discard(node.name)


def _used(goal: Goal, node: arrays.Sequence, recurrence: Recurrence) -> tuple[tuple[Term, ...], tuple[Symbol, ...]]:
    """Return the terms for the parameters, and which of them are new symbols:
    any integer where the recurrence changes it.
    """
    used, moved = list(node.parameters), []
    own = [part for part in walk(recurrence.body) if isinstance(part, arrays.Sequence) and part.name == node.name]
    for position, symbol in enumerate(recurrence.member.parameters):
        if isinstance(symbol, Symbol) and any(part.parameters[position] is not symbol for part in own):
            used[position] = new = unused_symbol(goal, symbol.name, symbol.sort, node, recurrence.body)
            moved.append(new)
    return tuple(used), tuple(moved)


def _carried(
    judge: Judge,
    goal: Goal,
    node: arrays.Sequence,
    recurrence: Recurrence,
    opened: tuple[Symbol, Term],
    op: str,
    trail: Trail,
) -> bool:
    """Whether all members have a sign, and with it the body has a value: the induction carries both."""
    place, body = opened

    def has(term: Term) -> Relation:
        return Relation(op, term, arrays.spread(0, term))

    def member(index: Term) -> Relation:
        return has(arrays.Sequence(node.name, node.sides, index, node.parameters))

    own = Trail()
    initials = [d for d in goal.definitions if isinstance(d, Initial) and d.member.name == node.name]
    if not initials or not all(holds(goal, has(put_in(d.value, _binding(d, node.parameters))), own) for d in initials):
        return False
    before = len(judge.missing)
    inside = goal.suppose(*(member(place - k) for k in range(1, look_back(recurrence) + 1)))
    with suppress(Rejected):
        judge.judge(inside, body, own)
        if len(judge.missing) == before and holds(inside, has(body), own):
            own.side_conditions.clear()
            trail.join(own)
            return True
    return False
