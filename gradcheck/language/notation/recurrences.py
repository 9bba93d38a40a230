"""Members that are defined: v_0 = 0, v_t = β v_(t-1) + g_t for t >= 1.

An equation whose left side is a member at a letter is a recurrence, one at a number an initial value; v_(t+1) = ...
is read as v_t = ..., one step later.  A recurrence starts where its range says, else behind its initial values, else at
the least value of its index.  The members have the shape that is declared, else that of numbers, else the one shape of
a declared array in which the definitions make sense.  They are ordered so that each uses only what comes before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gradcheck.language.notation.elaboration import Elaboration
from gradcheck.language.notation.elaborator import Family, spread_like
from gradcheck.language.notation.frozen import frozen
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Defining,
    Joined,
    Name,
    Number,
    Precedence,
    Script,
    Tree,
    bare,
)
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import (
    Definition,
    DefinitionError,
    Initial,
    Recurrence,
    check_definitions,
    look_back,
    offset_from,
)
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Shape, Symbol, Term, as_term
from gradcheck.language.syntax.widths import at_index, canonical

MAX_LOOK_BACK = 50  # members that a recurrence uses before its own


@frozen
class Pattern:
    """The left side of a definition of members: the name, the index, and the variables that they are functions of."""

    name: str
    index: Tree
    parameters: tuple[Tree, ...] = ()


@dataclass
class Recurring:
    """An equation that defines members, and where it starts."""

    pattern: Pattern
    equation: Defining
    start: Tree | None = None
    is_given: bool = False  # whether it stands among assumptions

    def takes(self, tree: Tree) -> bool:
        """Whether a relation such as t >= 1 says where the recurrence starts; then it is kept."""
        inner = bare(tree)
        letter = _letter(self.pattern.index)
        if not isinstance(inner, Joined) or inner.precedence is not Precedence.RELATION or not letter:
            return False
        left = bare(inner.parts[0])
        is_start = len(inner.parts) == 2 and isinstance(left, Name) and left.text == letter
        if not is_start or inner.operators[0].text not in (">=", ">") or self.start is not None:
            return False
        last = bare(inner.parts[1])
        if not isinstance(last, Number) or not last.text.isdecimal():
            return False
        more = inner.operators[0].text == ">"
        self.start = Number(last.start, last.end, str(int(last.text) + more))
        return True


def _letter(tree: Tree) -> str:
    """Return the letter of an index t or t + 1."""
    names = [one for one in _parts(tree) if isinstance(one, Name)]
    return names[0].text if len(names) == 1 else ""


def _parts(tree: Tree) -> list[Tree]:
    inner = bare(tree)
    return [inner, *(part for child in inner.children() for part in _parts(child))]


def member_pattern(within: Elaboration, left: Tree, arrays: dict[str, tuple[Shape, Tree]]) -> Pattern | None:
    """Return the pattern of a left side that is a member of what is no array; None for every other one."""
    inner = bare(left)
    parameters: tuple[Tree, ...] = ()
    if isinstance(inner, Call) and isinstance(inner.function, Script | Bracket):
        parameters = inner.arguments
        inner = inner.function
    name = ""
    index: Tree | None = None
    if isinstance(inner, Name) and "_" in inner.text and inner.text not in within.scope:
        name, _, mark = inner.text.rpartition("_")
        start = inner.start + len(name) + 1
        kind = Number if mark.isdecimal() else Name
        index = kind(start, inner.end, mark)
    elif isinstance(inner, Script | Bracket) and isinstance(inner.base, Name) and len(inner.indices) == 1:
        name, index = inner.base.text, inner.indices[0]
    elif isinstance(inner, Call) and len(inner.arguments) == 1 and isinstance(inner.function, Name):
        if not isinstance(within.scope.get(inner.name), Family):
            return None
        name, index = inner.name, inner.arguments[0]
    if index is None or not name or name in arrays:
        return None
    known = within.scope.get(name)
    if known is not None and not (isinstance(known, Family) and known.law is None and not known.is_width):
        return None
    if known is None and not isinstance(index, Number) and not _letter(index):
        return None
    if known is None and name not in within.families:
        return None
    return Pattern(name, index, parameters)


def mentions(tree: Tree, name: str) -> bool:
    """Whether a formula has a member of the sequence."""
    names = (one.text for one in _parts(tree) if isinstance(one, Name))
    return any(text == name or text.startswith(f"{name}_") for text in names)


def define_members(within: Elaboration, recurring: list[Recurring]) -> tuple[Definition, ...]:
    """Return the definitions, in an order in which each uses only what comes before it."""
    groups: dict[str, list[Recurring]] = {}
    for one in recurring:
        groups.setdefault(one.pattern.name, []).append(one)
    if not groups:
        return ()
    for name, members in groups.items():
        known = within.scope.get(name)
        sides = known.sides if isinstance(known, Family) else ()
        within.scope[name] = Family(name, sides, parameters=len(members[0].pattern.parameters))
    waiting = [name for name, family in ((n, within.scope[n]) for n in groups) if not family.sides]
    _find_shapes(within, groups, waiting)
    found = {name: _begun(within, _defined(within, members), members[0].equation) for name, members in groups.items()}
    ordered = _ordered(found)
    try:
        check_definitions(ordered)
    except DefinitionError as error:
        raise within.error("GC414", str(error), recurring[0].equation) from None
    return ordered


def _begun(within: Elaboration, definitions: list[Definition], tree: Tree) -> list[Definition]:
    """Return the definitions of a sequence, with any values where an initial one is not said."""
    recurrence = next((one for one in definitions if isinstance(one, Recurrence)), None)
    try:
        needed = 0 if recurrence is None else look_back(recurrence)
    except DefinitionError:
        return definitions  # which is refused as a whole
    if recurrence is not None and needed > MAX_LOOK_BACK:
        message = f"the recurrence of {recurrence.member.name} uses more than {MAX_LOOK_BACK} members before its own"
        raise within.error("GC408", message, tree)
    if recurrence is None or recurrence.member.parameters:
        return definitions
    given = {one.at for one in definitions if isinstance(one, Initial)}
    if given and max(given) >= recurrence.start:
        return definitions
    member = recurrence.member
    added: list[Definition] = []
    for place in range(recurrence.start - needed, recurrence.start):
        if place not in given:
            name = member.name + "'"
            while name in within.scope or name in within.undeclared:
                name += "'"
            sides = tuple(at_index(side, as_term(place)) for side in member.sides)
            value: Term = Array(name, sides) if sides else Symbol(name)
            within.scope[name] = value
            within.remark(f"{member.name}_{place} is any value, called {name}")
            added.append(Initial(_member_at(member, as_term(place)), value))
    return [*added, *definitions]


def _find_shapes(within: Elaboration, groups: dict[str, list[Recurring]], waiting: list[str]) -> None:
    """Give sequences without a declared shape the one in which their definitions make sense."""
    shapes: list[Shape] = [()]
    for meaning in within.scope.values():
        sides = meaning.sides if isinstance(meaning, Family | Array) else ()
        if sides and sides not in shapes:
            shapes.append(sides)
    for name in waiting:
        first: ReadError | None = None
        for shape in shapes:
            before = within.undeclared.copy()
            within.scope[name] = Family(name, shape, parameters=within.scope[name].parameters)
            try:
                _defined(within, groups[name])
                break
            except ReadError as error:
                first = first or error
                within.undeclared = before
        else:
            within.scope[name] = Family(name, parameters=within.scope[name].parameters)
            if first is not None:
                raise first


def _defined(within: Elaboration, members: list[Recurring]) -> list[Definition]:
    """Return the definitions of one sequence, the initial values first."""
    initials: list[Initial] = []
    recurrences: list[Recurring] = []
    for one in members:
        index = bare(one.pattern.index)
        if isinstance(index, Number) and index.text.isdecimal():
            member = _member(within, one, Num(Fraction(int(index.text))))
            value = _value(within, one, member)
            initials.append(_checked(within, one, Initial, member, value))  # type: ignore[arg-type]
        else:
            recurrences.append(one)
    found: list[Definition] = list(initials)
    for one in recurrences:
        found.append(_recurrence(within, one, [initial.at for initial in initials]))
    return found


def _checked(within: Elaboration, one: Recurring, kind: type, *values: object) -> Definition:
    try:
        made: Definition = kind(*values)
    except (DefinitionError, TypeError, ValueError) as error:
        raise within.error("GC414", str(error), one.equation) from None
    return made


def _member(within: Elaboration, one: Recurring, index: Term) -> Sequence:
    family = within.scope[one.pattern.name]
    parameters = tuple(within.term(tree) for tree in one.pattern.parameters)
    return Sequence(family.name, family.sides, index, parameters)


def _value(within: Elaboration, one: Recurring, member: Sequence) -> Term:
    """Return the right side; a number stands for an array of it."""
    before, within.like = within.like, member.shape
    value = within.term(one.equation.right)
    within.like = before
    return spread_like(value, member.shape) if isinstance(value, Num) else value


def _recurrence(within: Elaboration, one: Recurring, given: list[int]) -> Definition:
    name = _letter(one.pattern.index)
    known = within.scope.get(name)
    sort = "integer" if name in within.bound else "natural"  # as in the sums that bind it
    symbol = known if isinstance(known, Symbol) and known.is_integer else Symbol(name, sort)
    outer = within.scope
    within.scope = outer | {name: symbol}
    try:
        index = within.term(one.pattern.index)
        member = _member(within, one, index)
        body = _value(within, one, member)
    finally:
        within.scope = outer
    moved = offset_from(index, symbol)
    if moved is None:
        raise within.error("GC414", "a recurrence defines the member at t, or at t + 1", one.equation.left)
    if one.start is not None and isinstance(one.start, Number):
        start = int(one.start.text) + moved
    elif given:
        start = max(given) + 1
    else:
        start = (symbol.least or 0) + moved
    if moved:
        back = {symbol: symbol - moved if moved > 0 else symbol + (-moved)}
        member, body = _member_at(member, symbol), _tidy(replace_symbols(body, back))
    return _checked(within, one, Recurrence, member, body, start)


def _member_at(member: Sequence, index: Term) -> Sequence:
    return Sequence(member.name, member.sides, index, member.parameters)


def _tidy(term: Term) -> Term:
    """Return the term with the integers in the indices of its members added."""
    if not any(isinstance(part, Sequence) for part in walk(term)):
        return term
    if isinstance(term, Sequence):
        return _member_at(term, canonical(term.index))
    names: tuple[str, ...] = term.fields
    made: Term = type(term)(*(_tidied(getattr(term, name)) for name in names))
    return made


def _tidied(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_tidied, value))
    return _tidy(value) if isinstance(value, Term) else value


def _ordered(found: dict[str, list[Definition]]) -> tuple[Definition, ...]:
    """Return the definitions of all sequences, those that others use first."""
    uses = {
        name: {part.name for one in group for part in walk(one) if isinstance(part, Sequence)} & set(found) - {name}
        for name, group in found.items()
    }
    order: list[str] = []
    while len(order) < len(found):
        ready = [name for name in found if name not in order and uses[name] <= set(order)]
        order += ready or [name for name in found if name not in order]  # a circle, which is refused
    return tuple(one for name in order for one in found[name])
