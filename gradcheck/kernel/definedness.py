"""The judgement of definedness: that a statement has a value wherever the hypotheses hold.

    H |- t defined      t has a value at all values of the free symbols at which the propositions in H are true

It is demanded of every goal at which evidence ends (``check``), so that no rule has to remember it: of claims, lemmas,
instances, witnesses and cases alike.  It goes down the term.  Each node asks what ``conditions.own_conditions`` says,
its parts are judged under what guards them, and bound variables under their ranges:

    where(c, a, b)             a under c, b under not c
    P and Q, P => Q            Q under P
    sum, ordered product       the body for every index from lo to hi
    integral, extremum         the body for lo < x < hi; that the value is a number must be a hypothesis, unless the
                               rule itself shows it (``shown``)
    limit                      its point; that it exists, likewise
    derivative                 the body at the point; differentiable there, by its normal form
    mean, variance             the body at every outcome; that the mean exists, by its normal form
    a member of a sequence     its index is not before the first, and every member from there up to it has a value
    for all x: P               P for every x
    there is an x: P           nothing: where P has no value, x does not count

A condition holds if a hypothesis says it, if a hypothesis could not be true without it, or if its sign is visible.

**Members.**  For a recurrence u(k) = b(k), k >= s, the body is judged at a k with s <= k <= the index that is used, its
parameters put in, while earlier members of u count as defined: that is induction over k.  Where this does not succeed,
one sign for all members (u > 0, u >= 0, ...) is tried as what the induction carries along: the initial values must have
it, and b(k) where the earlier members have it.  Where the index is a number, the members are judged one by one.

What is not established is reported as ``Missing``, closed over its bound variables and guards: a hypothesis or a lemma
that says just that will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from gradcheck.algebra.keeping import shared_memory
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.evidence import ByRealRoots
from gradcheck.kernel.conditions import OPEN, ends_of, infinity, number_of, own_conditions, presupposed_by
from gradcheck.kernel.differentiability import is_variable, times
from gradcheck.kernel.equality import check_real_roots, entry_indices, is_invertible, settle
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import negate
from gradcheck.kernel.rules.finiteness import is_finite
from gradcheck.kernel.trail import Missing, Trail
from gradcheck.language import arrays, random, terms
from gradcheck.language.definitions import Initial, Recurrence, look_back, takes
from gradcheck.language.functions import PRIMITIVES, UNFOLDINGS, unfold
from gradcheck.language.node import Node, walk
from gradcheck.language.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.spectra import Spectral
from gradcheck.language.substitution import replace_symbols
from gradcheck.language.terms import Const, Num, Symbol, Term, as_term, free_symbols
from gradcheck.language.uninterpreted import Uninterpreted
from gradcheck.language.widths import Here, Width

MOST_EXPLICIT = 64
LEAST = {"natural": 0, "dimension": 1}
PARTIAL = frozenset(("tan", "logit", "csch", "coth", "acos", "asin", "acosh", "atanh"))  # judged as what they unfold to
TOTAL = frozenset(PRIMITIVES | UNFOLDINGS.keys()) - PARTIAL - {"log", "sqrt"}
BY_PARTS = (
    terms.Add, terms.Neg, terms.Mul, terms.Div, terms.Pow, arrays.Array, arrays.Entry, arrays.MatMul, arrays.Transpose,
    arrays.Hadamard, arrays.Outer, arrays.Diag, arrays.Diagonal, arrays.Trace, arrays.Inverse, arrays.Determinant,
    arrays.Identity, arrays.Ones, arrays.Norm, Uninterpreted, Spectral, Width,
)  # fmt: skip
CARRIED = (">", ">=", "<", "<=")


def check_defined(goal: Goal, node: Node, trail: Trail, shown: frozenset[Term] = frozenset()) -> None:
    """Return if the node has a value wherever the hypotheses of the goal hold; else Missing, with what is left open.

    Of the terms in ``shown`` the rule at hand proves itself that they have a value, if their ends have one.
    """
    if is_total(node):
        return
    judge = _Judge(goal, shown)
    own = Trail()
    judge.judge(goal, node, own)
    if judge.missing:
        raise Missing(tuple(dict.fromkeys(judge.missing)))
    trail.join(own)


class VoidAssumption(Rejected):
    """A hypothesis that no statement may have, and what is wrong with it."""

    def __init__(self, hypothesis: Proposition, why: str) -> None:
        super().__init__(f"an assumption {why}")
        self.hypothesis, self.why = hypothesis, why


def check_hypotheses(goal: Goal) -> None:
    """VoidAssumption where a hypothesis supposes what no statement may suppose.

    An entry that does not exist is nothing to suppose something of: at the values of bound variables every entry in a
    hypothesis must be shown to exist, and one outside of all binders must not certainly be missing.  What holds for
    some outcomes of a random variable only is no hypothesis either: a mean is over all of them.
    """
    for position, hypothesis in enumerate(goal.hypotheses):
        if random_names(hypothesis, goal.definitions):
            raise VoidAssumption(hypothesis, "would hold for some outcomes of a random variable only")
        if not any(isinstance(part, arrays.Entry) for part in walk(hypothesis)):
            continue
        before = replace(goal, hypotheses=goal.hypotheses[:position])
        judge = _Judge(before, frozenset(), entries_only=True)
        judge.judge(before, hypothesis, Trail())
        for condition in judge.missing:  # one under a bound variable is no relation
            if not isinstance(condition, Relation) or holds(before, negate(condition), Trail()):
                raise VoidAssumption(hypothesis, "speaks of an entry that does not exist")


def is_total(node: Node) -> bool:
    """Whether the node has a value everywhere by its form: no part of it asks for anything."""
    known: bool | None = node.__dict__.get("_total")
    if known is None:
        known = _asks_nothing(node) and all(map(is_total, node.children()))
        object.__setattr__(node, "_total", known)
    return known


def _asks_nothing(node: Node) -> bool:
    match node:
        case Num() | Symbol() | Const(name="pi") | Here() | Proposition() | terms.Where():
            return True
        case terms.Apply(function=name):
            return name in TOTAL
        case _ if isinstance(node, BY_PARTS):
            return not own_conditions(node)
    return False


@dataclass
class _Judge:
    """One judgement: the goal that it is for, and what was not established."""

    base: Goal
    shown: frozenset[Term]
    missing: list[Proposition] = field(default_factory=list)  # one entry for each failure: it only grows where one is
    bound: list[Symbol] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)  # sequences whose earlier members count as defined
    entries_only: bool = False  # nothing is asked but that the entries of arrays exist

    def judge(self, goal: Goal, node: Node, trail: Trail) -> None:
        """Go down the node; what is established is kept with what it rests on."""
        if is_total(node):
            return
        memory = _memory(goal)
        found = memory.get(node)
        if found is not None:
            trail.join(found)
            return
        if self.entries_only and not any(isinstance(part, arrays.Entry) for part in walk(node)):
            return
        if any(node in presupposed_by(h) for h in goal.parts()):
            return
        rule = RULES.get(type(node))
        if rule is None:
            raise Rejected(f"{type(node).__name__} has no rule that says when it has a value")
        before, own = len(self.missing), Trail()
        rule(self, goal, node, own)
        if len(self.missing) == before and not (self.shown or self.assumed or self.entries_only):
            memory[node] = own
        trail.join(own)

    def each(self, goal: Goal, nodes: Any, trail: Trail) -> None:
        for node in nodes:
            self.judge(goal, node, trail)

    def ask(self, goal: Goal, node: Node, trail: Trail) -> None:
        """What the node asks of its parts."""
        if self.entries_only and not isinstance(node, arrays.Entry):
            return
        for condition in own_conditions(node):
            self.demand(goal, condition, trail)

    def demand(self, goal: Goal, condition: Proposition, trail: Trail) -> None:
        """Note the condition as missing unless it holds."""
        own = Trail()
        if holds(goal, condition, own):
            guarded = self.bound or goal is not self.base
            if guarded:
                own.side_conditions.clear()
            elif free_symbols(condition) and not _is_known(goal, condition):
                own.side_conditions[condition] = None
            trail.join(own)
            return
        closed = self.closed(goal, condition)
        if closed is not condition and closed in self.base.parts():
            return
        if closed is condition and isinstance(condition, Relation) and _is_false(condition) and not self.entries_only:
            raise Rejected(f"{condition.left!r} {condition.op} {condition.right!r} is false: the claim has no value")
        self.missing.append(closed)

    def closed(self, goal: Goal, condition: Proposition) -> Proposition:
        """The condition for all values of the bound variables, under what guards it."""
        guards = goal.hypotheses[len(self.base.hypotheses) :]
        if guards:
            condition = Implies(And(guards) if len(guards) > 1 else guards[0], condition)
        free = free_symbols(condition)
        variables = tuple(symbol for symbol in self.bound if symbol in free)
        return ForAll(variables, condition) if variables else condition

    def under(self, goal: Goal, guard: Proposition, guarded: Node) -> Goal:
        """The goal with the guard supposed; one that holds for some outcomes only says nothing inside of a mean."""
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


def _memory(goal: Goal) -> dict[Node, Trail]:
    """What was established under just these hypotheses, laws and definitions, in this piece of work."""
    setting = goal.setting
    found: dict[Node, Trail] = shared_memory().setdefault(("defined", setting), {})
    return found


def _is_known(goal: Goal, condition: Proposition) -> bool:
    """Whether a hypothesis says the condition, or could not be true without it."""
    if any(condition is h or condition in presupposed_by(h) for h in goal.parts()):
        return True
    return condition in goal.setting.hypotheses


def _is_false(relation: Relation) -> bool:
    left, right = number_of(relation.left), number_of(relation.right)
    return left is not None and right is not None and not _compare(left, relation.op, right)


def _compare(left: Fraction, op: str, right: Fraction) -> bool:
    return {"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
            ">=": left >= right}[op]  # fmt: skip


def holds(goal: Goal, condition: Proposition, trail: Trail) -> bool:
    """Whether the hypotheses give the condition: they say it, or its sign is visible."""
    if _is_known(goal, condition):
        return True
    if isinstance(condition, Invertible):
        return is_invertible(goal, condition)
    if not isinstance(condition, Relation):
        return False
    left, right = number_of(condition.left), number_of(condition.right)
    if left is not None and right is not None:
        return _compare(left, condition.op, right)
    return _attempt(lambda own: check_real_roots(goal.claiming(condition), ByRealRoots(Symbol("-")), own), trail)


def _attempt(work: Callable[[Trail], None], trail: Trail) -> bool:
    own = Trail()
    try:
        work(own)
    except (Rejected, Unsupported, TooLarge, DivisionByZero):
        return False
    trail.join(own)
    return True


def by_normal_form(goal: Goal, term: Term, trail: Trail) -> bool:
    """Whether the normal form of the term exists, with all its side conditions."""

    def work(own: Trail) -> None:
        def lowered(ring: Ring, lowering: Lowering) -> None:
            lowering.remembered(term, entry_indices(ring, lowering, term), {})
            settle(goal, ring, ring.conditions, own)

        goal.in_ring(lowered, own)

    return _attempt(work, trail)


def _parts(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """The parts, and then what the node itself asks of them."""
    judge.each(goal, node.children(), trail)
    judge.ask(goal, node, trail)


def _constant(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    if infinity(node):
        raise Rejected("oo is no number: it stands as an end, as a point, or alone beside a limit")


def _function(judge: _Judge, goal: Goal, node: terms.Apply, trail: Trail) -> None:
    if node.function not in PARTIAL:
        return _parts(judge, goal, node, trail)
    judge.each(goal, node.args, trail)
    (argument,) = node.args
    if not argument.shape:
        opened = unfold(node)
        return judge.judge(goal, opened, trail) if opened is not None else None
    places = tuple(_new(goal, f"i{axis + 1}", "integer", node) for axis in range(len(argument.shape)))
    for place, side in zip(places, argument.shape, strict=True):
        goal = goal.suppose(*_range(place, 1, side))
    with judge.binding(*places):
        judge.judge(goal, terms.Apply(node.function, (arrays.Entry(argument, places),)), trail)
    return None


def _range(place: Symbol, lo: Any, hi: Any) -> tuple[Relation, ...]:
    return Relation("<=", as_term(lo), place), Relation("<=", place, as_term(hi))


def _choice(judge: _Judge, goal: Goal, node: terms.Where, trail: Trail) -> None:
    judge.judge(goal, node.condition, trail)
    judge.judge(judge.under(goal, node.condition, node.then), node.then, trail)
    with suppress(Rejected):  # what has no negation in the language guards nothing
        goal = judge.under(goal, negate(node.condition), node.otherwise)
    judge.judge(goal, node.otherwise, trail)


def _sum(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """A sum or an ordered product: its ends, and the body for every index between them."""
    if not (arrays.is_integer(node.lo) and arrays.is_integer(node.hi)):
        raise Rejected("a finite sum runs between integers")
    judge.each(goal, (node.lo, node.hi), trail)
    judge.ask(goal, node, trail)
    if is_total(node.body):
        return
    first, last = number_of(node.lo), number_of(node.hi)
    if first is not None and last is not None and last - first < MOST_EXPLICIT:
        values = (Num(first + k) for k in range(int(last - first) + 1))
        judge.each(goal, [_put(node.body, {node.index: value}) for value in values], trail)
        return
    least = LEAST.get(node.index.sort)
    keeps = least is None or (first is not None and first >= least)
    with _opened(judge, goal, node.index, node.body, "" if keeps else "integer") as (place, body):
        judge.judge(goal.suppose(*_range(place, node.lo, node.hi)), body, trail)


@contextmanager
def _opened(judge: _Judge, goal: Goal, variable: Symbol, body: Any, sort: str = "") -> Iterator[tuple[Symbol, Any]]:
    """A bound variable and the body, under a name of which nothing outside speaks."""
    others = free_symbols(body) - {variable}
    new = _new(goal, variable.name, sort or variable.sort, *others, *judge.bound)
    try:
        inside = body if new is variable else replace_symbols(body, {variable: new})
    except ValueError as reason:
        raise Rejected(f"the bound variable {variable.name} can't be renamed: {reason}") from None
    with judge.binding(new):
        yield new, inside


def _new(goal: Goal, name: str, sort: str, *others: Node) -> Symbol:
    """A symbol of the sort, of the name or the name with primes, of which nothing outside of the others speaks."""
    rules = (side for rule in goal.rewrites for side in rule)
    taken = {part.name for node in (*goal.setting.hypotheses, *rules, *others) for part in free_symbols(node)}
    taken |= {symbol.name for definition in goal.definitions for symbol in _symbols(definition)}
    while name in taken:
        name += "'"
    return Symbol(name, sort)


def _symbols(definition: Node) -> frozenset[Symbol]:
    return frozenset(part for part in walk(definition) if isinstance(part, Symbol))


def _between(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """An integral or an extremum: its ends, the body between them, and that it is a number."""
    judge.each(goal, ends_of(node), trail)
    if node in judge.shown:
        return
    judge.ask(goal, node, trail)
    with _opened(judge, goal, node.variable, node.body) as (x, body):
        ends = [] if infinity(node.lo) else [Relation("<", node.lo, x)]
        ends += [] if infinity(node.hi) else [Relation("<", x, node.hi)]
        judge.judge(goal.suppose(*ends), body, trail)
    _number(judge, goal, node, trail)


def _number(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """That an integral, an extremum or a limit is a number: a hypothesis says so."""
    if not judge.entries_only and not is_finite(goal, Relation("=", node, node)):
        judge.missing.append(judge.closed(goal, Relation("=", node, node)))


def _limit(judge: _Judge, goal: Goal, node: terms.Limit, trail: Trail) -> None:
    judge.each(goal, ends_of(node), trail)
    if node not in judge.shown:
        _number(judge, goal, node, trail)


def _derivative(judge: _Judge, goal: Goal, node: terms.Derivative, trail: Trail) -> None:
    judge.each(goal, node.children(), trail)
    known = goal.definitions
    if not (is_variable(node.variable, known) and times(node.body, node.variable, known) >= 1):
        _exists(judge, goal, node, trail)


def _mean(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """A mean: the body at every outcome, whatever is supposed of the one outside, and that the mean exists."""
    random_ones = [h for h in goal.parts() if random_names(h, goal.definitions)]
    if random_ones:
        goal = goal.dropping(*random_ones)
        judge = _Judge(goal, judge.shown, judge.missing)
    judge.judge(goal, node.body, trail)
    if node not in judge.shown:
        _exists(judge, goal, node, trail)


def _exists(judge: _Judge, goal: Goal, node: Term, trail: Trail) -> None:
    """A derivative or a mean, by its normal form."""
    if judge.entries_only:
        return
    own = Trail()
    if is_finite(goal, Relation("=", node, node)) or by_normal_form(goal, node, own):
        own.side_conditions.clear()
        trail.join(own)
    else:
        judge.missing.append(judge.closed(goal, Relation("=", node, node)))


def _random(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    index = (node.index,) if isinstance(node, random.RandomSequence) else ()
    judge.each(goal, (*index, *random.law_terms(node.law)), trail)
    judge.ask(goal, node, trail)


def _member(judge: _Judge, goal: Goal, node: arrays.Sequence, trail: Trail) -> None:
    """A member of a sequence; see the module."""
    judge.each(goal, (node.index, *node.parameters), trail)
    judge.ask(goal, node, trail)
    own = [definition for definition in goal.definitions if definition.member.name == node.name]
    if not own or judge.entries_only or node.name in judge.assumed:
        return
    if not all(takes(definition, node.parameters) for definition in own):
        raise Rejected(f"a parameter of {node.name} is an integer in its definition")
    for initial in own:
        if isinstance(initial, Initial):
            judge.judge(goal, _put(initial.value, _binding(initial, node)), trail)
    for recurrence in own:
        if isinstance(recurrence, Recurrence):
            first = recurrence.start - look_back(recurrence)
            judge.demand(goal, Relation(">=", node.index, as_term(first)), trail)
            _recurrence(judge, goal, node, recurrence, trail)


def _binding(definition: Initial, node: arrays.Sequence) -> dict[Symbol, Term]:
    """What stands for the parameters of a definition."""
    return dict(zip(definition.member.parameters, node.parameters, strict=True))  # type: ignore[arg-type]


def _put(body: Any, mapping: dict[Symbol, Term]) -> Any:
    try:
        return replace_symbols(body, mapping)
    except ValueError as reason:
        raise Rejected(f"the parameters of a sequence can't be put in: {reason}") from None


def _recurrence(judge: _Judge, goal: Goal, node: arrays.Sequence, recurrence: Recurrence, trail: Trail) -> None:
    """The body at every index from the start on; where it is not defined at all of them, up to that of the member."""
    if is_total_but_for(recurrence.body, node.name):
        return None
    bound = set(judge.bound)
    home = goal if any(free_symbols(parameter) & bound for parameter in node.parameters) else judge.base
    key = arrays.Sequence(node.name, node.sides, recurrence.index, node.parameters)  # for every index from the start on
    found = _memory(home).get(key) if key not in _memory(goal) else _memory(goal)[key]
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
                _memory(home)[key] = own
            return trail.join(own)
    number = number_of(node.index)
    if number is not None and number - recurrence.start < MOST_EXPLICIT:
        indices = range(recurrence.start, int(number) + 1)
        members = (arrays.Sequence(node.name, node.sides, Num(Fraction(k)), node.parameters) for k in indices)
        if all(by_normal_form(goal, member, trail) for member in members):  # unfolded to the initial values
            del judge.missing[before:]
    return None


def _members(
    judge: _Judge, goal: Goal, node: arrays.Sequence, recurrence: Recurrence, upper: Term | None, trail: Trail
) -> None:
    """The body at a place from the start on, earlier members being defined, with or without a sign of all members."""
    parameters = _generalised(goal, node, recurrence)
    body = _put(recurrence.body, parameters)
    moved = [s for own, s in parameters.items() if isinstance(s, Symbol) and s not in node.parameters]
    sort = recurrence.index.sort
    sort = sort if recurrence.start >= LEAST.get(sort, recurrence.start) else "integer"
    place = _new(goal, recurrence.index.name, sort, node, body, *judge.bound)
    low, high = _range(place, recurrence.start, place if upper is None else upper)
    inside = goal.suppose(low) if upper is None else goal.suppose(low, high)
    before = len(judge.missing)
    judge.assumed.add(node.name)
    with judge.binding(place, *moved):
        at_place = _put(body, {recurrence.index: place})
        judge.judge(inside, at_place, trail)
        left = judge.missing[before:]
        for op in CARRIED if left and not moved else ():
            del judge.missing[before:]
            if _carried(judge, inside, node, recurrence, (place, at_place), op, trail):
                break
            judge.missing[before:] = left
    judge.assumed.discard(node.name)


def is_total_but_for(node: Node, name: str) -> bool:
    """Whether the node has a value everywhere if the members of the sequence have one."""
    return all(
        (isinstance(part, arrays.Sequence) and part.name == name and not own_conditions(part)) or _asks_nothing(part)
        for part in walk(node)
    )


def _generalised(goal: Goal, node: arrays.Sequence, recurrence: Recurrence) -> dict[Symbol, Term]:
    """What stands for the parameters: what is used, or any integer where the recurrence moves a parameter."""
    found: dict[Symbol, Term] = {}
    own = [part for part in walk(recurrence.body) if isinstance(part, arrays.Sequence) and part.name == node.name]
    for position, (symbol, used) in enumerate(zip(recurrence.member.parameters, node.parameters, strict=True)):
        if isinstance(symbol, Symbol):
            moves = any(part.parameters[position] is not symbol for part in own)
            found[symbol] = _new(goal, symbol.name, symbol.sort, node, recurrence.body) if moves else used
    return found


def _carried(
    judge: _Judge,
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
        return Relation(op, term, terms.Mul((as_term(0), arrays.Ones(term.shape))) if term.shape else as_term(0))

    def member(index: Term) -> Relation:
        return has(arrays.Sequence(node.name, node.sides, index, node.parameters))

    own = Trail()
    initials = [d for d in goal.definitions if isinstance(d, Initial) and d.member.name == node.name]
    if not initials or not all(holds(goal, has(_put(d.value, _binding(d, node))), own) for d in initials):
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


def _relation(judge: _Judge, goal: Goal, node: Relation, trail: Trail) -> None:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if infinity(side) and isinstance(other, OPEN):
            continue
        judge.judge(goal, side, trail)


def _in_order(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    for part in node.parts:
        judge.judge(goal, part, trail)
        goal = judge.under(goal, part, node)


def _implication(judge: _Judge, goal: Goal, node: Implies, trail: Trail) -> None:
    judge.judge(goal, node.premise, trail)
    judge.judge(judge.under(goal, node.premise, node.conclusion), node.conclusion, trail)


def _for_all(judge: _Judge, goal: Goal, node: ForAll, trail: Trail) -> None:
    first, *others = node.variables
    rest = ForAll(tuple(others), node.body) if others else node.body
    with _opened(judge, goal, first, rest) as (_, body):
        judge.judge(goal, body, trail)


def _nothing(judge: _Judge, goal: Goal, node: Any, trail: Trail) -> None:
    """What has a value anyway."""


Rule = Callable[[_Judge, Goal, Any, Trail], None]
RULES: dict[type[Node], Rule] = {
    **dict.fromkeys(BY_PARTS, _parts), **dict.fromkeys((Num, Symbol, Here, Exists), _nothing),
    Const: _constant, terms.Apply: _function, terms.Where: _choice, terms.Sum: _sum, arrays.OrderedProduct: _sum,
    terms.Integral: _between, terms.Extremum: _between, terms.Limit: _limit, terms.Derivative: _derivative,
    random.Expectation: _mean, random.Variance: _mean, random.RandomVariable: _random, random.RandomSequence: _random,
    arrays.Sequence: _member, Relation: _relation, And: _in_order, Implies: _implication, Iff: _parts,
    ForAll: _for_all, Invertible: _parts, PositiveDefinite: _parts,
}  # fmt: skip
