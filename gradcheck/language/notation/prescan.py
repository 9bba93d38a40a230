"""What a text says of its names before anything has a meaning.

``names_alone`` are those that stand otherwise than before parentheses: x in x(1 - x), so that x is no function there.
``undeclared_families`` are those that have members: g in g_i, if the sum over i or a declaration makes i an integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gradcheck.language.notation.sets import sort_of
from gradcheck.language.notation.tree import (
    Binder,
    Bracket,
    Call,
    Declaration,
    Group,
    Interval,
    Item,
    Joined,
    Marked,
    Name,
    Number,
    Operator,
    Power,
    Precedence,
    Prime,
    Quantified,
    Script,
    Signed,
    Tree,
    bare,
    pieces,
)
from gradcheck.language.notation.words import INFINITE, NUMBERS
from gradcheck.language.syntax.terms import Symbol

BINDING = (
    "sum",
    "prod",
    "Sum",
    "Product",
    "total",
    "product",
    "integral",
    "Integral",
    "limit",
    "lim",
    "Limit",
    "sup",
    "inf",
)
SUMS = ("sum", "prod", "Sum", "Product", "total", "product")


def glued_names(left: Tree, sign: Operator, right: Tree) -> tuple[Name, Name] | None:
    """Return the names of λx, which stand side by side without a blank: one of them is a Greek letter."""
    last = left.base if isinstance(left, Power) else left
    first = right
    while isinstance(first, Power | Script | Prime | Bracket | Marked):
        first = first.base
    if isinstance(first, Call):
        first = first.function
    if sign.text or sign.start != sign.end or not isinstance(last, Name) or not isinstance(first, Name):
        return None
    return (last, first) if last.end == first.start else None


def names_alone(trees: Iterable[Tree]) -> frozenset[str]:
    """Return the names that occur as operands."""
    found: set[str] = set()
    for tree in trees:
        called: set[int] = set()
        for piece in pieces(tree):
            if isinstance(piece, Call):
                function = piece.function.base if isinstance(piece.function, Prime) else piece.function
                called.add(id(function))
            elif isinstance(piece, Power) and isinstance(piece.exponent, Name) and piece.exponent.text == "T":
                called.add(id(piece.exponent))
            elif isinstance(piece, Joined):
                for left, sign, right in zip(piece.parts, piece.operators, piece.parts[1:], strict=False):
                    called |= {id(name) for name in glued_names(left, sign, right) or ()}
            elif isinstance(piece, Name) and id(piece) not in called:
                found.add(piece.text)
    return frozenset(found)


def bound_letters(trees: Iterable[Tree]) -> set[str]:
    """Return the names that a sum or a product binds."""
    found: set[str] = set()
    for tree in trees:
        for piece in pieces(tree):
            if isinstance(piece, Call) and piece.name in SUMS and len(piece.arguments) > 1:
                found |= _named(piece.arguments[1])
            elif isinstance(piece, Binder) and piece.word.text in ("sum", "prod", "up", "down"):
                found |= _named(piece.variable)
    return found


def letters_in_ends(trees: Iterable[Tree]) -> dict[str, str]:
    """Return the names of which the ends of sums, products and ranges consist, and what each is an end of."""
    found: dict[str, str] = {}
    for tree in trees:
        for piece in pieces(tree):
            ends: tuple[Tree | None, ...] = ()
            word = "sum"
            if isinstance(piece, Call) and piece.name in SUMS and len(piece.arguments) == 4:
                ends = piece.arguments[2:]
                word = "sum" if piece.name in ("sum", "Sum", "total") else "product"
            elif isinstance(piece, Binder) and piece.word.text in ("sum", "prod", "up", "down"):
                ends = (piece.lower, piece.upper)
                word = "sum" if piece.word.text == "sum" else "product"
            elif isinstance(piece, Interval) and piece.whole:
                ends, word = (piece.lower, piece.upper), "range"
            for end in ends:
                inside = [] if end is None else list(pieces(end))
                if all(isinstance(one, Name | Number | Joined | Signed | Group | Operator) for one in inside):
                    signs = {one.text for one in inside if isinstance(one, Operator)}
                    names = {one.text for one in inside if isinstance(one, Name)} if "/" not in signs else set()
                    for name in sorted(names - {*INFINITE, *NUMBERS}):
                        found.setdefault(name, word)
    return found


def bound_names(trees: Iterable[Tree]) -> set[str]:
    """Return all names that something binds: sums, integrals, limits, quantifiers."""
    found: set[str] = set()
    for tree in trees:
        for piece in pieces(tree):
            if isinstance(piece, Call) and piece.name in BINDING and len(piece.arguments) > 1:
                found |= _named(piece.arguments[1])
            elif isinstance(piece, Binder):
                found |= _named(piece.variable)
            elif isinstance(piece, Quantified):
                found |= {one.text for item in piece.items for one in pieces(item) if isinstance(one, Name)}
    return found


def integer_letters(trees: Iterable[Tree], scope: Mapping[str, Any]) -> set[str]:
    """Return the names that are bound by a sum or declared as integers."""
    trees = list(trees)
    found = {name for name, value in scope.items() if isinstance(value, Symbol) and value.is_integer}
    found |= bound_letters(trees) | {name for name in letters_in_ends(trees) if name not in scope}
    for tree in trees:
        for piece in pieces(tree):
            if isinstance(piece, Declaration) and sort_of(piece.sort) in ("integer", "natural", "dimension"):
                for name in piece.names:
                    found |= _named(name)
            elif isinstance(piece, Item) and piece.word == "for":
                inner = bare(piece.content)
                if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION:
                    found |= _named(inner.parts[0]) & _indices(trees)
    return found


def _indices(trees: Iterable[Tree]) -> set[str]:
    """Return the letters that stand in the index of something."""
    found: set[str] = set()
    for tree in trees:
        for piece in pieces(tree):
            if isinstance(piece, Script | Bracket):
                found |= {one.text for index in piece.indices for one in pieces(index) if isinstance(one, Name)}
    return found


def _named(tree: Tree) -> set[str]:
    inner = bare(tree)
    return {inner.text} if isinstance(inner, Name) else set()


def relations_of_items(trees: Iterable[Tree]) -> Iterator[tuple[Tree, str, Tree]]:
    """Yield the left side, the sign and the right side of every item that is a relation of two sides."""
    for tree in trees:
        inner = bare(tree.content) if isinstance(tree, Item) else None
        if isinstance(inner, Joined) and inner.precedence is Precedence.RELATION and len(inner.parts) == 2:
            yield bare(inner.parts[0]), inner.operators[0].text, inner.parts[1]


def defined_families(trees: Iterable[Tree]) -> set[str]:
    """Return the names of which an item defines a member: v[0] = 0, v_0 = 0, y[n](x) = ..."""
    found: set[str] = set()
    for left, _, _ in relations_of_items(trees):
        member = left.function if isinstance(left, Call) else left
        if isinstance(member, Bracket | Script) and isinstance(member.base, Name) and len(member.indices) == 1:
            found.add(member.base.text)
    return found


def undeclared_families(trees: list[Tree], scope: Mapping[str, Any]) -> set[str]:
    """Return the names that have a member with an integer as its index."""
    letters = integer_letters(trees, scope)
    found = {name for name in defined_families(trees) if name not in scope}
    for tree in trees:
        for piece in pieces(tree):
            if isinstance(piece, Name) and "_" in piece.text and piece.text not in scope:
                base, _, index = piece.text.rpartition("_")
                if index in letters and base not in scope:
                    found.add(base)
            elif isinstance(piece, Script) and isinstance(piece.base, Name) and len(piece.indices) == 1:
                names = {one.text for one in pieces(piece.indices[0]) if isinstance(one, Name)}
                plain = isinstance(bare(piece.indices[0]), Number)
                if piece.base.text not in scope and not plain and names <= letters:
                    found.add(piece.base.text)
    return found
