"""Recurrences: the definitions of sequences, and the conditions that make a definition conservative.

    Recurrence(member, body, start)     member(k) = body for every integer k >= start
    Initial(member, value)              member(a) = value at one integer a

``body`` may use earlier members of the same sequence (k - 1, k - 2, ...) and members of sequences that are defined
before it, and may move parameters that are integer() symbols: f(n; i) = f(n - 1; i) + f(n - 1; i - 1).  A recurrence
that looks back m members needs the m initial values at start - 1, ..., start - m; then every member from start - m on
is defined exactly once, at every value of its parameters, and no new assumption enters.  ``check_definitions`` refuses
everything else: f(k) = f(k) + 1, f(k) = f(k + 1), a body that binds k again (such as a sum over k), two definitions
of one member, a start that is not reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Collection
from functools import lru_cache

from gradcheck.language.syntax.arrays import Sequence, is_integer
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Add, Neg, Num, Symbol, Term, bound_variables, free_symbols


class DefinitionError(ValueError):
    """A definition that is not conservative."""


class Recurrence(Node):
    """``member`` (a sequence at the symbol ``index``) equals ``body`` for every index >= start."""

    member: Sequence
    body: Term
    start: int

    def settle(self) -> None:
        if not isinstance(self.member.index, Symbol) or not self.member.index.is_integer:
            raise DefinitionError("the left side of a recurrence is a sequence at an integer symbol, such as v(k)")
        parameters = self.member.parameters
        if len(set(parameters)) != len(parameters) or not all(isinstance(p, Symbol) for p in parameters):
            raise DefinitionError(f"the parameters of {self.member.name} are distinct symbols")
        if self.member.index in parameters:
            raise DefinitionError(f"the index of {self.member.name} is no parameter of it")
        if self.member.shape != self.body.shape:
            raise DefinitionError(f"{self.member.name} and its definition have different shapes")
        if any(free_symbols(side) & {self.member.index, *parameters} for side in self.member.sides):
            raise DefinitionError(f"the sides of {self.member.name} depend on its index as widths do, or not at all")

    @property
    def index(self) -> Symbol:
        if not isinstance(self.member.index, Symbol):
            raise DefinitionError("a recurrence stands at a symbol")
        return self.member.index

    @property
    def parameters(self) -> tuple[Symbol, ...]:
        """Return the symbols that its members are functions of."""
        return tuple(parameter for parameter in self.member.parameters if isinstance(parameter, Symbol))


class Initial(Node):
    """``member`` (a sequence at a number) equals ``value``."""

    member: Sequence
    value: Term

    def settle(self) -> None:
        if not isinstance(self.member.index, Num) or self.member.index.value.denominator != 1:
            raise DefinitionError("an initial value stands at an integer, such as v(0)")
        if self.member.shape != self.value.shape:
            raise DefinitionError(f"{self.member.name} and its initial value have different shapes")

    @property
    def body(self) -> Term:
        """Return the value, as that of a recurrence is called."""
        return self.value

    @property
    def at(self) -> int:
        if not isinstance(self.member.index, Num):
            raise DefinitionError("an initial value stands at an integer")
        return int(self.member.index.value)


Definition = Recurrence | Initial


def offset_from(index: Term, symbol: Symbol) -> int | None:
    """Return the integer c with index = symbol + c, or None when the index has another form."""
    if index is symbol:
        return 0
    if isinstance(index, Add):
        total, seen = 0, 0
        for part in index.terms:
            if part is symbol:
                seen += 1
            elif isinstance(part, Num) and part.value.denominator == 1:
                total += int(part.value)
            elif isinstance(part, Neg) and isinstance(part.term, Num) and part.term.value.denominator == 1:
                total -= int(part.term.value)
            else:
                return None
        return total if seen == 1 else None
    return None


@lru_cache(maxsize=2_000)
def look_back(recurrence: Recurrence) -> int:
    """Return how many members before its own the recurrence uses;
    raise DefinitionError if it uses itself or later ones.
    """
    deepest = 0
    for node in walk(recurrence.body):
        if recurrence.index in bound_variables(node):
            raise DefinitionError(f"the recurrence of {recurrence.member.name} binds its index {recurrence.index.name}")
        if isinstance(node, Sequence) and node.name == recurrence.member.name:
            if node.sides != recurrence.member.sides:
                raise DefinitionError(f"the recurrence of {node.name} must keep its shape")
            offset = offset_from(node.index, recurrence.index)
            _check_parameters(recurrence.member, node)
            if offset is None or offset >= 0:
                raise DefinitionError(
                    f"the recurrence of {node.name} must use earlier members only, such as"
                    f" {node.name}({recurrence.index.name} - 1)"
                )
            deepest = max(deepest, -offset)
    return deepest


def _check_parameters(member: Sequence, earlier: Sequence) -> None:
    """Check that an earlier member has the same parameters; those declared integer() may move to any integer term."""
    if len(earlier.parameters) != len(member.parameters):
        raise DefinitionError(f"the recurrence of {member.name} must keep its parameters")
    for own, moved in zip(member.parameters, earlier.parameters, strict=True):
        free = isinstance(own, Symbol) and own.sort == "integer" and is_integer(moved)
        if moved is not own and not free:
            raise DefinitionError(
                f"the recurrence of {member.name} must keep its parameters; one declared integer() may move to an"
                " integer term"
            )


def takes(definition: Definition, given: tuple[Term, ...]) -> bool:
    """Whether a term for an integer parameter of the definition is an integer, and not below its least value."""
    for own, term in zip(definition.member.parameters, given, strict=True):
        if own is term or not (isinstance(own, Symbol) and own.is_integer):
            continue
        least = own.least
        known = isinstance(term, Num) and least is not None and term.value >= least
        if not is_integer(term) or not (least is None or known or getattr(term, "sort", "") == own.sort):
            return False
    return True


def definitions_in_use(definitions: tuple[Definition, ...], nodes: Iterable[Node]) -> tuple[Definition, ...]:
    """Return the definitions of the sequences that the nodes mention,
    and of those that these definitions mention in turn.

    The others are conservative: whatever they define, the nodes mean the same without them.
    """
    if not definitions:
        return ()
    mentioned, more = set[str](), _sequences(nodes)
    while not more <= mentioned:
        mentioned |= more
        more = _sequences(item for item in definitions if item.member.name in mentioned)
    return tuple(item for item in definitions if item.member.name in mentioned)


def _sequences(nodes: Iterable[Node]) -> set[str]:
    return {part.name for node in nodes for part in walk(node) if isinstance(part, Sequence)}


def check_definitions(definitions: Collection[Definition]) -> None:
    """Raise DefinitionError unless every sequence is defined once, from its start on, by what comes before it."""
    seen: set[str] = set()
    names = {definition.member.name for definition in definitions}
    order = list(dict.fromkeys(d.member.name for d in definitions))
    for name in order:
        recurrences = [d for d in definitions if isinstance(d, Recurrence) and d.member.name == name]
        initials = [d for d in definitions if isinstance(d, Initial) and d.member.name == name]
        if len(recurrences) != 1:
            raise DefinitionError(f"{name} needs exactly one recurrence, and has {len(recurrences)}")
        (recurrence,) = recurrences
        if len({(d.member.sides, d.member.parameters) for d in definitions if d.member.name == name}) != 1:
            raise DefinitionError(f"{name} is defined with two shapes or two lists of parameters")
        needed = set(range(recurrence.start - look_back(recurrence), recurrence.start))
        given = [d.at for d in initials]
        if sorted(given) != sorted(needed):
            raise DefinitionError(
                f"the recurrence of {name} from {recurrence.start} needs initial values at"
                f" {sorted(needed) or 'no index'}, and has them at {sorted(given) or 'none'}"
            )
        allowed = seen | {name}
        for body in (recurrence.body, *(d.value for d in initials)):
            used = {node.name for node in walk(body) if isinstance(node, Sequence)}
            later = (used & names) - allowed
            if later:
                raise DefinitionError(f"{name} uses {min(later)}, which is defined after it")
        for initial in initials:
            if any(isinstance(n, Sequence) and n.name == name for n in walk(initial.value)):
                raise DefinitionError(f"the initial value of {name} uses {name} itself")
            if recurrence.index in free_symbols(initial.value):
                raise DefinitionError(f"the initial value of {name} uses the index {recurrence.index.name}")
        seen.add(name)
