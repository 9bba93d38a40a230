"""From the rows of a display to what they claim: relation by relation, with the conditions of each row.

a = b = c            two relations
= d                  continues what stands before
a = b  if  x > 0     the condition belongs to the row
a \\implies b         b under the premise a; where a stands in a row of its own it is claimed, too
u := t               a definition; the relations behind it are claims
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gradcheck.documents.scope import is_pattern, names_in, subject
from gradcheck.language.notation.latex import items_of, tending
from gradcheck.language.notation.latex.rows import Clause, Display, Row
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Call,
    Declaration,
    Defining,
    Interval,
    Item,
    Joined,
    Name,
    Operator,
    Precedence,
    Tending,
    Tree,
    pieces,
)

CLAIMS = ("=", "!=", "<", "<=", ">", ">=", "≈")
CONDITIONS = ("if", "given", "where", "for", "all", "for all", "let")
ARROWS = ("=>", "so")
HARMLESS = (",", "and", "so", "since", "blank", "as", "otherwise", "hence", "")
UNJUDGED = {
    "≡": "≡ has several meanings", "∝": "∝ does not say up to what", "<<": "≪ has no exact meaning",
    ">>": "≫ has no exact meaning", "~": "this is no law", "in": "this is no set that a declaration knows",
    "->": "→ needs a variable and a point, as in  as n -> oo",
}  # fmt: skip


@dataclass
class Claimed:
    """One relation of a display: its tree, or why it is not judged; ``conditions`` of its row, ``premises`` before it.

    ``number`` counts the relations of the display from 1.  ``equivalent``: the premise follows from it, too.
    """

    number: int
    start: int
    end: int
    tree: Tree | None = None
    problem: str = ""
    code: str = "GC601"
    conditions: tuple[Item, ...] = ()
    premise: Tree | None = None
    equivalent: bool = False
    tag: str = ""
    labels: tuple[str, ...] = ()
    row: int = 0
    error: ReadError | None = None


@dataclass
class Found:
    """What a display holds: claims, and what it declares or defines, in reading order."""

    claims: list[Claimed] = field(default_factory=list)
    items: list[tuple[int, Item]] = field(default_factory=list)  # behind that many claims


def relations_of(display: Display, defining: bool, defined: tuple[str, ...], to: Clause | None = None) -> Found:
    """Return the relations of a display.  ``defining``: the first one defines, or that of each of the left sides.

    ``to`` says what tends to what.
    """
    walk = _Walk(defining, frozenset(defined), to=to)
    for number, row in enumerate(display.rows):
        walk.row(row, number)
    found = walk.found
    if len(display.rows) == 1 or not any(row.tag or row.labels for row in display.rows):
        for one in found.claims:
            one.tag, one.labels = one.tag or display.tag, one.labels or display.labels
    return found


@dataclass
class _Walk:
    defining: bool
    defined: frozenset[str]
    found: Found = field(default_factory=Found)
    last: Tree | None = None  # the last side that was read
    chain: Joined | None = None  # the last claim
    chain_row: int = -1
    lost: bool = False  # the row above could not be read
    count: int = 0
    to: Clause | None = None  # what tends to what in this display, as a comment says

    def row(self, row: Row, number: int) -> None:
        if row.error is not None:
            self.count += 1
            self.found.claims.append(
                Claimed(self.count, row.start, row.end, problem=str(row.error), row=number, error=row.error,
                        tag=row.tag, labels=row.labels)
            )  # fmt: skip
            self.lost, self.last, self.chain = True, None, None
            return
        begins, defined = len(self.found.claims), len(self.found.items)
        conditions: list[Item] = []
        try:
            clauses = self.with_points(row.clauses)
        except ReadError as error:
            self.row(replace(row, clauses=(), error=error), number)
            return
        for place, clause in enumerate(clauses):
            kinds = [word.kind for word in clause.words]
            following = clauses[place + 1].words if place + 1 < len(clauses) else ()
            if any(one.kind in ARROWS for one in following) and (premise := _within(clause)) is not None:
                conditions.append(premise)  # s in [0, 1] => s^2 <= s
                continue
            word = next((kind for kind in reversed(kinds) if kind in CONDITIONS), "")
            if word:
                conditions += _condition(clause, word)
                continue
            self.clause(clause, kinds, number, row)
        functions = [
            item for item in conditions if isinstance(item.content, Defining) and is_pattern(item.content.left)
        ]
        rest = [item for item in conditions if item not in functions]
        if len(self.found.items) > defined and len(self.found.claims) == begins:
            functions, rest = conditions, []  # what a definition says of its names holds as long as it does
        self.found.items += [(begins, item) for item in functions]
        conditions = rest
        for one in self.found.claims[begins:]:
            one.conditions, one.tag, one.labels = tuple(conditions), row.tag, row.labels

    def with_points(self, clauses: tuple[Clause, ...]) -> list[Clause]:
        """Return the clauses of a row with  as n \\to \\infty  in the claim before it, which then is about a limit."""
        found: list[Clause] = []
        for clause in clauses:
            about = any(word.kind == "as" for word in clause.words) and [one.text for one in clause.relations] == ["->"]
            before = found[-1] if found else None
            if not about or before is None or before.relations[-1:] == () or not _tends(before):
                found.append(clause)
                continue
            if before.continues and self.last is not None:
                before = replace(before, continues=False, sides=(self.last, *before.sides[-len(before.relations) :]))
            found[-1] = tending("", before, clause)
        if self.to is not None:
            found = [
                tending("", one, self.to) if one.relations and _tends(one) and not one.continues else one
                for one in found
            ]
        return found

    def clause(self, clause: Clause, kinds: list[str], number: int, row: Row) -> None:
        """Take a clause that is no condition."""
        odd = next((word for word in clause.words if word.kind in ("or", "exists")), None)
        declared = None if clause.continues else items_of(clause)
        if declared is not None and not isinstance(declared, Defining):
            self.found.items.append((len(self.found.claims), Item(clause.start, clause.end, "where", declared)))
            self.last = None
            return
        arrow = next((kind for kind in reversed(kinds) if kind in ("=>", "<=>")), "")
        premise = self.chain if arrow else None
        if arrow and premise is not None and self.chain_row == number and self.found.claims:
            self.drop_premise(number)
        sides: list[Tree | None] = list(clause.sides)
        if clause.continues:
            sides = [self.last, *clause.sides[-len(clause.relations) :]]
        if not clause.relations and isinstance(clause.tree, Tending):
            self.count += 1
            self.found.claims.append(Claimed(self.count, clause.start, clause.end, clause.tree, row=number))
        pairs = zip(sides, sides[1:], clause.relations, strict=False)
        for left, right, operator in pairs:
            self.relation(left, right, operator, clause, number, premise, arrow == "<=>", odd is not None)
        self.last = clause.sides[-1] if clause.sides else self.last
        if clause.sides:
            self.lost = False

    def drop_premise(self, number: int) -> None:
        """Take back the claims of the clause before in this row: they are a condition of what follows from them."""
        while self.found.claims and self.found.claims[-1].row == number and self.found.claims[-1].tree is self.chain:
            self.found.claims.pop()
            self.count -= 1

    def relation(self, left: Tree | None, right: Tree | None, operator: Operator, clause: Clause, number: int,
                 premise: Joined | None, equivalent: bool, is_odd: bool) -> None:  # fmt: skip
        if right is None:
            return
        start = operator.start if left is None else left.start if not clause.continues else operator.start
        self.count += 1
        one = Claimed(self.count, start, right.end, row=number)
        sign = operator.text
        if left is None:
            self.count -= not self.lost
            if not self.lost:
                return  # "= O(d)": a right side alone, after words
            one.problem = "its left side stands in a row that cannot be read"
        elif sign == ":=" or (sign == "=" and self.defines(left)):
            self.count -= 1
            item = Item(left.start, right.end, "where", Defining(left.start, right.end, left, right))
            self.found.items.append((len(self.found.claims), item))
            return
        elif is_odd:
            one.problem, one.code = (
                "claims joined by or, and about what exists, are not read in displays",
                "GC607",
            )
        elif sign not in CLAIMS:
            one.problem, one.code = UNJUDGED.get(sign, f"{sign} is no relation that gradcheck judges"), "GC607"
        else:
            one.tree = Joined(left.start, right.end, Precedence.RELATION, (left, right), (operator,))
            one.premise, one.equivalent = premise, equivalent
            self.chain, self.chain_row = one.tree, number
        self.found.claims.append(one)

    def defines(self, left: Tree) -> bool:
        """Whether the comment before the display makes this relation a definition."""
        if self.defined:
            return subject(left) in self.defined
        if self.defining:
            self.defining = False
            return True
        return False


def _within(clause: Clause) -> Item | None:
    """Return  0 <= s <= 1  for  s in [0, 1] , as a condition; None of any other clause."""
    declared = None if clause.continues else items_of(clause)
    if not isinstance(declared, Declaration) or not isinstance(declared.sort, Interval) or declared.sort.whole:
        return None
    if len(declared.names) != 1:
        return None
    (name,), inside = declared.names, declared.sort
    ends = [
        (inside.lower, "<" if inside.lower_open else "<=", True),
        (inside.upper, "<" if inside.upper_open else "<=", False),
    ]
    parts: list[Tree] = [name]
    signs: list[Operator] = []
    for end, sign, is_lower in ends:
        if any(isinstance(one, Name) and one.text == "oo" for one in pieces(end)):
            continue
        parts = [end, *parts] if is_lower else [*parts, end]
        operator = Operator(name.start, name.end, sign)
        signs = [operator, *signs] if is_lower else [*signs, operator]
    if not signs:
        return None
    chain = Joined(clause.start, clause.end, Precedence.RELATION, tuple(parts), tuple(signs))
    return Item(clause.start, clause.end, "given", chain)


def _tends(clause: Clause) -> bool:
    """Whether a claim is about what its sides tend to: it has an arrow, or O(...)."""
    if clause.relations[-1].text == "->":
        return True
    return any(isinstance(one, Call) and one.name in ("O", "o") for side in clause.sides for one in pieces(side))


def _condition(clause: Clause, word: str) -> Iterator[Item]:
    """Yield what a clause behind ``if`` or ``where`` says."""
    declared = items_of(clause)
    if declared is not None:
        yield Item(clause.start, clause.end, "where", declared)
    elif word in ("where", "let") and len(clause.sides) == 2 and _is_definition(clause):
        left, right = clause.sides
        yield Item(clause.start, clause.end, "where", Defining(left.start, right.end, left, right))
    elif len(clause.sides) > 1:
        yield Item(clause.start, clause.end, "where" if word in ("where", "let") else "given", clause.tree)


def _is_definition(clause: Clause) -> bool:
    """Whether f(z) = ... or s_i = ... behind ``where`` says what f or s is."""
    left, right = clause.sides
    is_equation = clause.relations[0].text == "=" and not clause.continues
    return is_equation and is_pattern(left) and subject(left) not in set(names_in(right))
