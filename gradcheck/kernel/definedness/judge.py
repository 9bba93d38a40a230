"""The judgement of definedness for one statement: traverses it and decides whether conditions hold;
see ``judgement``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gradcheck.algebra.hypotheses import decide
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import NeedsCase, Ring, Unsupported
from gradcheck.algebra.ring_cache import shared_memory
from gradcheck.algebra.signs import of_number
from gradcheck.kernel.definedness.conditions import own_conditions, presupposed_by
from gradcheck.kernel.definedness.total import is_total
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import check_sign, entry_indices, is_invertible, settle
from gradcheck.kernel.evidence import BySign
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Invertible, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols, number_of

MAX_EXPLICIT = 64  # terms of a sum, or members, that are judged one by one
TOLD = (terms.Div, terms.Pow, terms.Apply, arrays.Inverse)  # divisions, powers, logarithms, roots and inverses
Rule = Callable[["Judge", Goal, Any, Trail], None]


@dataclass
class Judge:
    """One judgement: its goal, and the conditions that were not established."""

    base: Goal
    shown: frozenset[Term]
    rules: Mapping[type[Node], Rule]
    missing: list[Proposition] = field(default_factory=list)  # one entry for each failure: it grows only by failures
    bound: list[Symbol] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)  # sequences whose earlier members count as defined
    entries_only: bool = False  # nothing is required except that the entries of arrays exist
    expanded: Symbol | None = None  # the variable of a limit: a rule checks the conditions of terms that contain it

    def judge(self, goal: Goal, node: Node, trail: Trail) -> None:
        """Judge the node from the root down; a result is kept together with what it rests on."""
        if is_total(node):
            return
        memory = memory_of(goal)
        found = memory.get(node)
        if found is not None:
            trail.join(found)
            return
        if self.entries_only and not any(isinstance(part, arrays.Entry) for part in walk(node)):
            return
        if any(node in presupposed_by(h) for h in goal.parts()):
            return
        rule = self.rules.get(type(node))
        if rule is None:
            raise Rejected(f"{type(node).__name__} has no rule that says when it has a value")
        before, own = len(self.missing), Trail()
        rule(self, goal, node, own)
        if len(self.missing) == before and not (
            self.shown or self.assumed or self.entries_only or self.expanded is not None
        ):
            memory[node] = own
        trail.join(own)

    def each(self, goal: Goal, nodes: Any, trail: Trail) -> None:
        for node in nodes:
            self.judge(goal, node, trail)

    def ask(self, goal: Goal, node: Node, trail: Trail) -> None:
        """Demand what the node requires of its parts."""
        if self.entries_only and not isinstance(node, arrays.Entry):
            return
        told = isinstance(node, TOLD)
        for condition in own_conditions(node):
            if not self.leaves(condition):
                self.demand(goal, condition, trail, told)

    def leaves(self, node: Node) -> bool:
        """Whether a rule about a limit checks the conditions of the node itself."""
        return self.expanded is not None and self.expanded in free_symbols(node)

    def demand(self, goal: Goal, condition: Proposition, trail: Trail, told: bool = False) -> None:
        """Note the condition as missing unless it holds; ``told``: a verdict lists the condition if it holds."""
        own = Trail()
        if holds(goal, condition, own):
            own.side_conditions.clear()
            alone = told and not self.bound and goal is self.base
            if alone and isinstance(condition, Relation) and not condition.left.shape and free_symbols(condition):
                own.side_conditions.update({} if is_known(goal, condition) else {condition: None})
            trail.join(own)
            return
        closed = self.closed(goal, condition)
        if closed is not condition and closed in self.base.parts():
            return
        if closed is condition and isinstance(condition, Relation) and is_false(condition) and not self.entries_only:
            raise Rejected(f"{condition.left!r} {condition.op} {condition.right!r} is false: the claim has no value")
        self.missing.append(closed)

    def closed(self, goal: Goal, condition: Proposition) -> Proposition:
        """Return the condition for all values of the bound variables in it, under what guards it.

        The range of a variable of which the condition does not speak is left out: that asks for no less.
        """
        bound, guards = set(self.bound), []
        needed = free_symbols(condition) & bound
        for guard in goal.hypotheses[len(self.base.hypotheses) :]:
            ranging = free_symbols(guard) & bound
            if not ranging or ranging & needed:
                guards.append(guard)
                needed |= ranging
        if guards:
            condition = Implies(And(tuple(guards)) if len(guards) > 1 else guards[0], condition)
        variables = tuple(symbol for symbol in self.bound if symbol in needed)
        return ForAll(variables, condition) if variables else condition

    def under(self, goal: Goal, guard: Proposition, guarded: Node) -> Goal:
        """Return the goal with the guard supposed; inside of a mean,
        a guard that holds for some outcomes only is not supposed.
        """
        if random_names(guard, goal.definitions):
            averages = (random.Expectation, random.Variance, arrays.Sequence)
            if any(isinstance(part, averages) for part in walk(guarded)):
                return goal
        return goal.suppose(guard)

    @contextmanager
    def binding(self, *symbols: Symbol) -> Iterator[None]:
        self.bound += symbols
        try:
            yield
        finally:
            del self.bound[len(self.bound) - len(symbols) :]


def memory_of(goal: Goal) -> dict[object, Trail]:
    """Return what was established under just these hypotheses, laws and definitions, in this piece of work."""
    setting = goal.setting
    found: dict[object, Trail] = shared_memory().setdefault(("defined", setting), {})
    return found


def is_known(goal: Goal, condition: Proposition) -> bool:
    """Whether a hypothesis states the condition, or could not be true without it."""
    if any(condition is h or condition in presupposed_by(h) for h in goal.parts()):
        return True
    return condition in goal.setting.hypotheses


def is_false(relation: Relation) -> bool:
    left, right = number_of(relation.left), number_of(relation.right)
    return left is not None and right is not None and not _compare(left, relation.op, right)


def _compare(left: Fraction, op: str, right: Fraction) -> bool:
    return decide(of_number(left - right), op) is True


def holds(goal: Goal, condition: Proposition, trail: Trail) -> bool:
    """Whether the hypotheses give the condition: they state it, or its sign is visible."""
    if is_known(goal, condition):
        return True
    if isinstance(condition, Invertible):
        return is_invertible(goal, condition, trail)
    if isinstance(condition, Or):
        return any(holds(goal, part, trail) for part in condition.parts)
    if not isinstance(condition, Relation):
        return False
    left, right = number_of(condition.left), number_of(condition.right)
    if left is not None and right is not None:
        return _compare(left, condition.op, right)
    try:
        return _attempt(lambda own: check_sign(goal.claiming(condition), BySign(), own), trail)
    except Unsupported:
        return False


def _attempt(work: Callable[[Trail], None], trail: Trail) -> bool:
    own = Trail()
    try:
        work(own)
    except (Rejected, TooLarge, DivisionByZero):
        return False
    trail.join(own)
    return True


def by_normal_form(goal: Goal, term: Term, trail: Trail) -> bool:
    """Whether the normal form of the term exists, with all its side conditions; raise Rejected where none ever will."""

    def work(own: Trail) -> None:
        def lowered(ring: Ring, lowering: Lowering) -> None:
            lowering.remembered(term, entry_indices(ring, lowering, term), {})
            settle(goal, ring, ring.conditions, own)

        try:
            goal.in_ring(lowered, own)
        except NeedsCase:
            raise Rejected("a sign is open") from None

    try:
        return _attempt(work, trail)
    except Unsupported as reason:
        raise Rejected(str(reason)) from None


@contextmanager
def opened_binder(
    judge: Judge, goal: Goal, variable: Symbol, body: Any, ends: tuple[Term, ...], sort: str = ""
) -> Iterator[tuple[Symbol, Any]]:
    """Yield a bound variable and the body, under a name that occurs nowhere outside: not in the ends, either."""
    others = free_symbols(body) - {variable}
    new = unused_symbol(goal, variable.name, sort or variable.sort, *others, *ends, *judge.bound)
    inside = body if new is variable else put_in(body, {variable: new})
    with judge.binding(new):
        yield new, inside


def unused_symbol(goal: Goal, name: str, sort: str, *others: Node) -> Symbol:
    """Return a symbol of the sort, of the name or the name with primes, that does not occur in the others."""
    rules = (side for rule in goal.rewrites for side in rule)
    taken = {part.name for node in (*goal.setting.hypotheses, *rules, *others) for part in free_symbols(node)}
    taken |= {symbol.name for definition in goal.definitions for symbol in _symbols(definition)}
    while name in taken:
        name += "'"
    return Symbol(name, sort)


def _symbols(definition: Node) -> frozenset[Symbol]:
    return frozenset(part for part in walk(definition) if isinstance(part, Symbol))


def within_range(place: Symbol, lo: Any, hi: Any) -> tuple[Relation, ...]:
    return Relation("<=", as_term(lo), place), Relation("<=", place, as_term(hi))
