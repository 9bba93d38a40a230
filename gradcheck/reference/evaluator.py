"""The values of terms at one instance: scopes, members of sequences, and the work that is spent.

A binder opens a scope; a term that does not depend on its variable is evaluated outside of it, once.  A derivative and
an outcome of random entries change the values of names, so earlier values are not reused then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Const, Neg, Num, Symbol, Term, free_symbols
from gradcheck.language.syntax.widths import Width
from gradcheck.reference.indeterminates import Polynomial
from gradcheck.reference.instance import Instance
from gradcheck.reference.numbers import PLAIN, exact, settled
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue, Work
from gradcheck.reference.tensors import Tensor, places

LARGEST_SIDE, MAX_ENTRIES, LONGEST_RUN = 9, 300, 400
UNBOUND = object()
Rules = Mapping[type[Any], Callable[["Evaluator", Any], Any]]


class Level:
    """The scope of a binder: its variable, and what was in force around it."""

    __slots__ = ("above", "before", "memo", "symbol")

    def __init__(self, symbol: Symbol, before: Any, memo: dict[Node, Any], above: Level | None) -> None:
        self.symbol, self.before, self.memo, self.above = symbol, before, memo, above


class Evaluator:
    """The evaluator at an instance.  ``rules`` evaluate each kind of node; ``chance`` evaluates random entries."""

    def __init__(self, instance: Instance, definitions: tuple[Definition, ...], work: Work, rules: Rules) -> None:
        self.instance, self.work, self.rules = instance, work, rules
        self.definitions: dict[str, list[Definition]] = {}
        self.constants: set[Symbol] = set()
        for one in definitions:
            self.definitions.setdefault(one.member.name, []).append(one)
            body = one.body if isinstance(one, Recurrence) else one.value
            self.constants |= free_symbols(body) - {*one.member.parameters, getattr(one, "index", None)}
        self.scalars: dict[Symbol, Any] = {symbol: settled(value) for symbol, value in instance.scalars.items()}
        self.bound: dict[Symbol, Any] = {}
        self.arrays: dict[str, Tensor] = {}
        self.moved: dict[tuple[str, int], Any] = {}
        self.members: dict[tuple[str, int, tuple[Any, ...]], Any] = {}
        self.memo: dict[Node, Any] = {}
        self.level: Level | None = None
        self.chance: Any = None

    def value(self, term: Term) -> Any:
        """Return the number or array that the term is; NoValue or CannotTell."""
        kind = type(term)
        if kind is Num:
            number = term.value  # type: ignore[attr-defined]
            return number.numerator if number.denominator == 1 else number
        if kind is Symbol:
            return self.symbol(term)  # type: ignore[arg-type]
        found = self.memo.get(term)
        if found is not None:
            return found
        level = self.level
        if level is not None and level.symbol not in free_symbols(term):
            return self._outside(term, level)
        self.work.spend()
        rule = self.rules.get(kind)
        if rule is None:
            raise CannotTell(f"there is no rule for {kind.__name__}")
        try:
            found = rule(self, term)
        except NoValue as reason:
            if reason.part is None:
                raise self.none(term, reason.why) from None
            raise
        if type(found) is Tensor and len(found.entries) > MAX_ENTRIES:
            raise CannotTell("an array is too large")
        self.memo[term] = found
        return found

    def none(self, term: Node, why: str) -> NoValue:
        """Return the exception for a term without a value; its message gives the values of bound variables."""
        own = sorted((symbol.name, self.bound[symbol]) for symbol in free_symbols(term) if symbol in self.bound)
        return NoValue(term, why, ", ".join(f"{name} = {value}" for name, value in own if exact(value)))

    def symbol(self, symbol: Symbol) -> Any:
        found = self.bound.get(symbol)
        if found is None:
            found = self.scalars.get(symbol)
            if found is None:
                raise CannotTell(f"{symbol.name} stands for nothing")
        return found

    def _outside(self, term: Term, level: Level) -> Any:
        """Return the value of a term that does not depend on the variable of the innermost binder."""
        memo, bound = self.memo, self.bound[level.symbol]
        self._restore(level)
        try:
            return self.value(term)
        finally:
            self.memo, self.level, self.bound[level.symbol] = memo, level, bound

    def _restore(self, level: Level) -> None:
        self.memo, self.level = level.memo, level.above
        if level.before is UNBOUND:
            del self.bound[level.symbol]
        else:
            self.bound[level.symbol] = level.before

    @contextmanager
    def binding(self, symbol: Symbol, value: Any) -> Iterator[None]:
        """Give the bound variable this value within the scope."""
        if symbol in self.constants:
            raise CannotTell(f"{symbol.name} is bound, and a constant of a definition")
        level = Level(symbol, self.bound.get(symbol, UNBOUND), self.memo, self.level)
        self.level, self.memo, self.bound[symbol] = level, {}, value
        try:
            yield
        finally:
            self._restore(level)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Ignore earlier values within the scope."""
        kept = self.memo, self.level, self.members
        self.memo, self.level, self.members = {}, None, {}
        try:
            yield
        finally:
            self.memo, self.level, self.members = kept

    # whole numbers and sides

    def whole(self, term: Term) -> int:
        """Return the integer that the term is."""
        found = self.value(term)
        if isinstance(found, int):
            return found
        if isinstance(found, Fraction):
            if found.denominator != 1:
                raise self.none(term, "it is no integer")
            return int(found)
        if isinstance(found, Polynomial):
            raise NotPolynomial("an integer is asked for")
        raise CannotTell("whether a number is an integer")

    def side(self, term: Term) -> int:
        found = self.whole(term)
        if found < 0:
            raise self.none(term, "a side of an array is less than 0")
        if found > LARGEST_SIDE:
            raise CannotTell("a side is too long")
        return found

    def sides(self, shape: tuple[Term, ...]) -> tuple[int, ...]:
        return tuple(self.side(side) for side in shape)

    def end(self, term: Term) -> Any:
        """Return the end of an interval or the point of a limit: a number, or 'oo' or '-oo'."""
        if isinstance(term, Const) and term.name == "oo":
            return "oo"
        if isinstance(term, Neg) and isinstance(term.term, Const) and term.term.name == "oo":
            return "-oo"
        return self.value(term)

    # what names stand for

    def array(self, name: str, shape: tuple[Term, ...]) -> Tensor:
        sides = self.sides(shape)
        known = self.arrays.get(name)
        if known is None:
            given = self.instance.arrays.get(name)
            entries = list(given) if given is not None else [self.instance.entry(name, None, p) for p in places(sides)]
            known = self.arrays[name] = Tensor(sides, entries)
        size = 1
        for side in sides:
            size *= side
        if known.sides != sides or len(known.entries) != size:
            raise CannotTell(f"the instance gives {name} other sides")
        return known

    def width(self, term: Width) -> int:
        index = self.value(term.index)
        if isinstance(index, Polynomial) and self.instance.constant_member() is not None and not self.instance.widths:
            return 1
        return self.instance.width(term.name, self.whole(term.index))

    def member(self, term: Sequence) -> Any:
        """Return the member of a sequence: given, or computed from the start of its definition."""
        parameters = tuple(self.value(parameter) for parameter in term.parameters)
        if term.name in self.definitions:
            return self._defined(term, self.whole(term.index), parameters)
        index = self.value(term.index)
        if isinstance(index, Polynomial):
            if self.instance.constant_member() is None or any(key[0] == term.name for key in self.instance.members):
                raise NotPolynomial("a member of a sequence at a variable")
            number = 0
        else:
            number = self.whole(term.index)
            if (term.name, number) in self.moved:
                return self.moved[term.name, number]
        given = self.instance.members

        def entry(place: tuple[int, ...]) -> Any:
            key = term.name, number, place
            return settled(given[key]) if key in given else self.instance.entry(term.name, number, place)

        if not term.shape:
            return entry(())
        sides = self.sides(term.shape)
        return Tensor(sides, [entry(place) for place in places(sides)])

    def _defined(self, term: Sequence, index: int, parameters: tuple[Any, ...]) -> Any:
        """Return the member at the index, from the first one on;
        earlier members must have values only if it uses them.
        """
        own = self.definitions[term.name]
        recurrences = [one for one in own if isinstance(one, Recurrence)]
        initial = {one.at: one for one in own if isinstance(one, Initial)}
        first = min([one.start for one in recurrences] + list(initial))
        if index < first:
            raise self.none(term, f"{term.name} is defined from {first} on, and not at {index}")
        if index - first > LONGEST_RUN:
            raise CannotTell("a recurrence is too long")
        for k in range(first, index + 1):
            key = term.name, k, parameters
            if key not in self.members:
                definition = initial[k] if k in initial else recurrences[0]
                body = definition.value if isinstance(definition, Initial) else definition.body
                bound: dict[Symbol, Any] = {}
                for symbol, given in zip(definition.member.parameters, parameters, strict=True):
                    if not isinstance(symbol, Symbol) or (symbol.is_integer and not isinstance(given, int)):
                        raise CannotTell("a parameter of a sequence of another sort")
                    bound[symbol] = given
                if isinstance(definition, Recurrence):
                    bound[definition.index] = k
                try:
                    self.members[key] = self._in_definition(body, bound)
                except (NoValue, CannotTell) as reason:
                    self.members[key] = reason
        found = self.members[term.name, index, parameters]
        if isinstance(found, Exception):
            raise found
        return found

    def _in_definition(self, body: Term, bound: dict[Symbol, Any]) -> Any:
        kept = self.bound, self.memo, self.level
        self.bound, self.memo, self.level = bound, {}, None
        try:
            return self.value(body)
        finally:
            self.bound, self.memo, self.level = kept


def plain(value: Any) -> bool:
    """Whether the value is one number, exact or approximate."""
    return type(value) in PLAIN
