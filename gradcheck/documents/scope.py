"""Keeps what a document has declared, defined and assumed so far, and what of it a formula needs.

Sorts, shapes, laws and definitions hold to the end of the document, orders to the end of their section.  A formula
takes the declarations of its names, of the names in these, and so on, and the assumptions about any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from gradcheck.documents.conventions import Conventions
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Declaration,
    Defining,
    Distributed,
    Item,
    Joined,
    Name,
    Precedence,
    Prime,
    Property,
    Raised,
    Script,
    Signature,
    Space,
    Tree,
    bare,
    pieces,
)
from gradcheck.language.notation.words import SORTS


@dataclass(frozen=True)
class Said:
    """One thing that the document says of names, at a place of the sheet.

    ``kind`` is implied (a name that only an order mentions is a real number), shape (a sort, shape or signature),
    property, law, definition, function (f(x) := body), member (of a recurrence), order, assumption, or given (which
    ends with its section).  ``names`` are those that it declares or restricts, ``mentioned`` all that occur.
    """

    item: Item
    kind: str
    names: frozenset[str]
    mentioned: frozenset[str]
    section: int
    written: str
    level: int = 0  # of the heading that it stands under
    more: tuple[Item, ...] = ()  # for which indices it holds
    sides: frozenset[str] = frozenset()  # letters of its shapes, which are dimensions if nothing else declares them

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.item, *self.more)

    @property
    def declares(self) -> bool:
        return self.kind not in ("order", "assumption", "given", "property")


def names_in(tree: Tree) -> Iterator[str]:
    """Yield the names that occur in a tree, and of a name with an index the name before it."""
    for piece in pieces(tree):
        if isinstance(piece, Name):
            yield piece.text
            base, _, index = piece.text.partition("_")
            if index:
                yield base
            if base == "Delta" and index:  # a product, if Δ is declared
                yield index


def subject(tree: Tree) -> str:
    """Return the name that a tree is, or of which it is a pattern: v in v_t, f in f(x); empty if it is neither."""
    inner = bare(tree)
    while isinstance(inner, Script | Bracket | Prime | Raised):
        inner = bare(inner.base)
    if isinstance(inner, Call):
        return subject(inner.function)
    return inner.text if isinstance(inner, Name) else ""


def is_pattern(tree: Tree) -> bool:
    """Return whether a tree is a name with indices or arguments."""
    return not isinstance(bare(tree), Name) and bool(subject(tree))


def said(item: Item, section: int, written: str) -> Said:
    """Return what an item says."""
    tree = item.content
    mentioned = frozenset(names_in(item))
    names: tuple[Tree, ...] = ()
    kind = "assumption"
    if isinstance(tree, Declaration | Signature | Property):
        is_sort = not isinstance(tree, Property) or tree.words[0].text in SORTS
        kind, names = "shape" if is_sort else "property", tree.names
    elif isinstance(tree, Distributed):
        kind, names = "law", tree.names
    elif isinstance(tree, Defining):
        kind, names = DEFINED.get(type(bare(tree.left)), "definition"), (tree.left,)
        if kind == "member" and subject(tree.left) not in set(names_in(tree.right)):
            kind = "function"  # s_i := body, which is no recurrence
    elif (ordered := order_subject(tree)) is not None:
        kind, names = "order", (*item.names, ordered)
    found = frozenset(filter(None, map(subject, names)))
    return Said(item, kind, found, mentioned, section, written, sides=frozenset(_sides(item)))


def _sides(item: Item) -> Iterator[str]:
    for piece in pieces(item):
        if isinstance(piece, Space):
            yield from (side.text for side in piece.sides if isinstance(side, Name))


def implied(one: Said) -> Said | None:
    """Return that the names of an order are real numbers, which holds longer than the order itself."""
    at = one.item.start
    names = tuple(Name(at, at, name) for name in sorted(one.names))
    item = Item(at, one.item.end, "where", Declaration(at, at, names, Name(at, at, "reals")))
    return Said(item, "implied", one.names, one.names, one.section, one.written) if names else None


def _without(one: Said, gone: set[str]) -> Said:
    """Return what is said of the other names of a list, v of  u, v in R^n  where u is gone."""
    tree = one.item.content
    if not isinstance(tree, Declaration | Distributed | Signature | Property) or not one.names - gone:
        return one
    names = tuple(name for name in tree.names if subject(name) not in gone)
    if len(names) == len(tree.names):
        return one
    item = replace(one.item, content=replace(tree, names=names))
    return said(item, one.section, one.written)


DEFINED: dict[type, str] = {Script: "member", Bracket: "member", Call: "function"}
ORDERS = ("<", "<=", ">", ">=", "!=")


def order_subject(tree: Tree) -> Tree | None:
    """Return the name that an order restricts by constants, x of 0 < x <= 1; None of anything else."""
    inner = bare(tree)
    if not isinstance(inner, Joined) or inner.precedence is not Precedence.RELATION:
        return None
    if any(operator.text not in ORDERS for operator in inner.operators) or len(inner.parts) > 3:
        return None
    named = [part for part in inner.parts if subject(part) and not is_constant(part)]
    rest = [part for part in inner.parts if part not in named]
    if len(named) != 1 or not all(map(is_constant, rest)) or isinstance(bare(named[0]), Call):
        return None
    return bare(named[0]) if len(inner.parts) == 2 or inner.parts[1] is named[0] else None


def is_constant(tree: Tree) -> bool:
    """Return whether no name occurs in a tree but those of numbers."""
    return all(name in ("pi", "e", "oo", "infinity") for name in names_in(tree))


@dataclass
class Scope:
    """What holds at a place of the document."""

    active: list[Said] = field(default_factory=list)
    conventions: Conventions = field(default_factory=Conventions)

    def add(self, one: Said) -> None:
        """Take what is said; what was only implied of its names gives way."""
        if one.declares and one.kind != "implied":
            self.active = [old for old in self.active if not (old.kind == "implied" and old.names & one.names)]
        self.active.append(one)

    def copy(self) -> Scope:
        return Scope(list(self.active), self.conventions)

    def completed(self, later: Scope) -> Scope:
        """Return what holds here, and what is declared further below of names that nothing declares here."""
        known = {name for one in self.active if one.declares for name in one.names}
        held = set(map(id, self.active))
        more = [one for one in later.active if id(one) not in held and one.declares and not one.names & known]
        return Scope([*self.active, *more], self.conventions)

    def about(self, name: str) -> list[Said]:
        """Return what declares a name."""
        return [one for one in self.active if one.declares and name in one.names]

    def recurs(self, name: str) -> bool:
        """Whether a name has members: what is said of these holds in all of a derivation, also v_t = b v_{t-1}."""
        declared = (tree for one in self.about(name) for tree in getattr(one.item.content, "names", ()))
        if any(is_pattern(tree) and subject(tree) == name for tree in declared):
            return True
        sides = (bare(one.item.content) for one in self.active if name in one.mentioned and one.kind != "function")
        lefts = (side.left if isinstance(side, Defining) else side.parts[0] for side in sides
                 if isinstance(side, Defining | Joined))  # fmt: skip
        return any(is_pattern(left) and subject(left) == name for left in lefts)

    def orders_of(self, name: str) -> list[Said]:
        return [one for one in self.active if one.kind == "order" and name in one.names]

    def end_section(self, level: int) -> None:
        """Forget the orders of the sections that a heading of this level ends: of its own level and of deeper ones."""
        self.active = [one for one in self.active if one.kind not in ("order", "given") or one.level < level]

    def forget(self, names: Iterable[str]) -> None:
        """Forget what was said of names, and all that was said by means of them."""
        gone = set(names)
        self.active = [_without(one, gone) for one in self.active]
        while True:
            kept = [one for one in self.active if not (one.names & gone or one.mentioned & gone)]
            lost = {name for one in self.active if one not in kept and one.declares for name in one.names}
            self.active = kept
            if lost <= gone:
                return
            gone |= lost

    def _letters_of_shapes(self) -> dict[str, int]:
        """Return the letters that only a shape declares, with the number of the first item that does."""
        declared = {name for one in self.active if one.declares for name in one.names}
        found: dict[str, int] = {}
        for number, one in enumerate(self.active):
            for name in one.sides - declared:
                found.setdefault(name, number)
        return found

    def relevant(self, trees: Iterable[Tree]) -> tuple[Said, ...]:
        """Return what is said of the names in some trees, of the names in that, and so on, in order."""
        known = {name for tree in trees for name in names_in(tree)}
        chosen: set[int] = set()
        shaped = self._letters_of_shapes()
        while True:
            before = len(chosen)
            for number, one in enumerate(self.active):
                is_shape = any(shaped.get(name) == number for name in one.sides & known)
                if number not in chosen and ((one.names or one.mentioned) & known or is_shape):
                    chosen.add(number)
                    known |= one.mentioned
            if len(chosen) == before:
                return tuple(self.active[number] for number in sorted(chosen))
