r"""Reads a formula at a point: ``\left. \frac{d}{dx} f \right|_{x = c}`` is d/dx f of a new letter x_0, given x_0 = c.

The letter must mean the same inside and outside: nothing is changed below a sign that binds or derives, and where a
definition mentions the letter, or it is no real number.  What stays is refused by the notation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gradcheck.language.notation.tree import (
    Binder,
    Declaration,
    Defining,
    Differential,
    Distributed,
    Evaluated,
    Group,
    Item,
    Joined,
    Name,
    Operator,
    Power,
    Precedence,
    Quantified,
    Signature,
    Signed,
    Tree,
    bare,
    pieces,
)

REAL = ("R", "reals")


def at_points(tree: Tree, items: Sequence[Item]) -> tuple[Tree, list[Item]]:
    """Return a claim without formulas at a point, and what is supposed of the new letters in it."""
    if not any(isinstance(piece, Evaluated) for piece in pieces(tree)):
        return tree, []
    walk = _Points(tree, items)
    return walk.tree(tree), walk.found


class _Points:
    def __init__(self, tree: Tree, items: Sequence[Item]) -> None:
        self.taken = {name for part in (tree, *items) for name in _names(part)}
        self.fixed = {name for item in items for name in _unlike_reals(item)}
        self.letters: dict[tuple[str, Tree], str] = {}
        self.found: list[Item] = []

    def tree(self, tree: Tree) -> Tree:
        if isinstance(tree, Evaluated):
            return self.point(tree)
        if isinstance(tree, Differential) and (turned := _turned(tree)) is not None:
            return self.tree(turned)
        if not isinstance(tree, Joined | Group | Signed | Power):
            return tree
        fields: dict[str, Any] = {name: self.field(getattr(tree, name)) for name in tree.__dataclass_fields__}
        return type(tree)(**fields)

    def field(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self.field(part) for part in value)
        return self.tree(value) if isinstance(value, Tree) else value

    def point(self, tree: Evaluated) -> Tree:
        """Return the formula at a point with a new letter, or as it is."""
        place = bare(tree.values[0])
        if len(tree.values) > 1 or not isinstance(place, Joined) or [sign.text for sign in place.operators] != ["="]:
            return tree
        letter, value = bare(place.parts[0]), place.parts[1]
        if not isinstance(letter, Name) or letter.text in self.fixed or letter.text in _names(value):
            return tree
        inner = (Evaluated, Binder, Quantified)
        binds = any(isinstance(piece, inner) for part in (tree.body, value) for piece in pieces(part))
        if binds or any(isinstance(piece, Differential) for piece in pieces(value)):
            return tree
        new = self.letter(letter, value)
        body: Any = _renamed(tree.body, letter.text, new)
        return Group(tree.start, tree.end, body)

    def letter(self, old: Name, value: Tree) -> str:
        """Return the letter for a name at a value, and suppose what it is."""
        for (name, known), letter in self.letters.items():
            if name == old.text and _same(known, value):
                return letter
        new = next(name for k in range(1000) if (name := f"{old.text}_{k}") not in self.taken)
        self.taken.add(new)
        self.letters[old.text, value] = new
        start, end = value.start, value.end
        own = Name(start, start, new)
        equal = Joined(start, end, Precedence.RELATION, (own, value), (Operator(start, start, "="),))
        self.found.append(Item(start, start, "where", Declaration(start, start, (own,), Name(start, start, "reals"))))
        self.found.append(Item(start, end, "given", equal))
        return new


def _turned(tree: Differential) -> Evaluated | None:
    """Return the derivative at a point for  d/dx f |_{x = c} , whose bar the notation puts on f alone."""
    body = tree.body
    if not isinstance(body, Evaluated) or len(tree.variables) != 1 or len(body.values) != 1:
        return None
    place, by = bare(body.values[0]), bare(tree.variables[0])
    letter = bare(place.parts[0]) if isinstance(place, Joined) else None
    if not isinstance(letter, Name) or not isinstance(by, Name) or letter.text != by.text:
        return None
    return Evaluated(tree.start, tree.end, replace(tree, body=body.body), body.values)


def _unlike_reals(item: Item) -> set[str]:
    """Return the names that an item defines or mentions in a definition, or that it says to be no real numbers."""
    content = item.content
    if isinstance(content, Defining):
        return _names(content)
    if isinstance(content, Distributed | Signature):
        return {name for tree in content.names for name in _names(tree)}
    if isinstance(content, Declaration) and not (isinstance(content.sort, Name) and content.sort.text in REAL):
        return {name for tree in content.names for name in _names(tree)}
    return set()


def _names(tree: Tree) -> set[str]:
    return {piece.text for piece in pieces(tree) if isinstance(piece, Name)}


def _renamed(value: object, old: str, new: str) -> object:
    if isinstance(value, tuple):
        return tuple(_renamed(part, old, new) for part in value)
    if isinstance(value, Name):
        return replace(value, text=new) if value.text == old else value
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _renamed(getattr(value, name), old, new) for name in value.__dataclass_fields__}
    return type(value)(**fields)


def _same(one: Tree, other: Tree) -> bool:
    """Return whether two trees are alike but for their places."""
    return type(one) is type(other) and all(
        _alike(getattr(one, name), getattr(other, name)) for name in one.__dataclass_fields__ if name not in PLACES
    )


PLACES = ("start", "end")


def _alike(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, Tree) and isinstance(other, Tree):
        return _same(one, other)
    return one == other
