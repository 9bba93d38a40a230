"""Sequences whose members are written as values: u(0) = 1, u(k) = 2 u(k - 1) + 1.

A name is one if items define it at a letter by its value at an earlier place, it is declared as nothing else, and
gradcheck has no function of that name.  Then every u(...) with one argument is read as the member u_(...), and so are
the values of other unknown names at such places: g(k) in u(k) = u(k - 1) + g(k).  A functional equation of a declared
function, ``f: R -> R``, stays an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from gradcheck.language.notation.calls import FORMS
from gradcheck.language.notation.prescan import bound_letters, relations_of_items
from gradcheck.language.notation.tree import (
    Call,
    Declaration,
    Distributed,
    Name,
    Number,
    Operator,
    Script,
    Signature,
    Tree,
    pieces,
)
from gradcheck.language.syntax.functions import ARITIES

Kind = TypeVar("Kind", bound=Tree)


def with_members(trees: list[Tree], scope: Mapping[str, Any]) -> list[Tree]:
    """Return the trees with the values of sequences as members."""
    names = _sequences(trees)
    if not names:
        return trees
    from gradcheck.language.notation.vocabulary import known_words  # not before somebody writes such a sequence

    known = {*_declared(trees), *scope, *ARITIES, *FORMS, *known_words()}
    names -= known
    if not names:
        return trees
    calls = [one for tree in trees for one in pieces(tree) if isinstance(one, Call) and one.name not in known]
    arguments = [call.arguments[0] for call in calls if call.name in names]
    letters = {one.text for place in arguments for one in pieces(place) if isinstance(one, Name)} | bound_letters(trees)
    others = {call.name for call in calls} - names - {""}
    names |= {name for name in others if all(_is_place(call, letters) for call in calls if call.name == name)}
    return [_rewritten(tree, names) for tree in trees]


def _sequences(trees: Iterable[Tree]) -> set[str]:
    """Return the names that an item defines at a letter by themselves, f(k) = ... f(k - 1) ...."""
    found: set[str] = set()
    for left, sign, right in relations_of_items(trees):
        if sign == "=" and isinstance(left, Call) and left.name and len(left.arguments) == 1:
            letters = {one.text for one in pieces(left.arguments[0]) if isinstance(one, Name)}
            here = _written(left)
            again = (one for one in pieces(right) if isinstance(one, Call) and one.name == left.name)
            if len(letters) == 1 and any(_is_place(one, letters) and _written(one) != here for one in again):
                found.add(left.name)
    return found


def _written(call: Call) -> list[str]:
    return [part.text for part in pieces(call.arguments[0]) if isinstance(part, Name | Number | Operator)]


def _is_place(call: Call, letters: set[str]) -> bool:
    """Whether a value is taken at a whole number or at the letter plus or minus one, and so is a member."""
    if len(call.arguments) != 1:
        return False
    parts = list(pieces(call.arguments[0]))
    names = {part.text for part in parts if isinstance(part, Name)}
    return names <= letters and all(part.text.isdecimal() for part in parts if isinstance(part, Number))


def _declared(trees: Iterable[Tree]) -> set[str]:
    """Return the names that a declaration says to be something."""
    said = [
        piece for tree in trees for piece in pieces(tree) if isinstance(piece, Declaration | Signature | Distributed)
    ]
    return {one.text for each in said for name in each.names for one in pieces(name) if isinstance(one, Name)}


def _rewritten(tree: Kind, names: set[str]) -> Kind:
    """Return the tree with f(i) as f_i for the names."""
    changes: dict[str, Any] = {}
    for field in fields(tree):
        value = getattr(tree, field.name)
        if isinstance(value, Tree):
            changes[field.name] = _member(_rewritten(value, names), names)
        elif isinstance(value, tuple) and any(isinstance(part, Tree) for part in value):
            changes[field.name] = tuple(
                _member(_rewritten(part, names), names) if isinstance(part, Tree) else part for part in value
            )
    return replace(tree, **changes) if changes else tree


def _member(tree: Tree, names: set[str]) -> Tree:
    if isinstance(tree, Call) and tree.name in names and len(tree.arguments) == 1:
        return Script(tree.start, tree.end, tree.function, tree.arguments)
    return tree
