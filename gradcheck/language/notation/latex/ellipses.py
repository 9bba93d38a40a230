r"""Ellipses: sums and products that are written with dots, where the pattern is clear.

    x_1 + x_2 + \dots + x_n          the sum of x_k over k from 1 to n
    a_1 a_2 \cdots a_n               the product
    p^1 + \dots + p^n                the sum of p^k

The first and the last summand are alike but for one number or index, which is another one in each of them: that is the
index, and every summand before the dots has the next number in its place.  Whatever else has dots in it keeps them
(``Dots``), and has no meaning.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from gradcheck.language.notation.latex.cursor import Cursor
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.tree import (
    Binder,
    Dots,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Tree,
    bare,
    pieces,
)

INDICES = ("k", "j", "i", "l", "m", "r", "s", "t")
MAX_BEFORE = 4  # summands before the dots


def read_dots(cursor: Cursor, token: Token) -> Tree:
    """Read an ellipsis."""
    del cursor
    return Dots(token.start, token.end)


def read_placeholder(cursor: Cursor, token: Token) -> Tree:
    """Read the dot that stands for an argument, as in f(\\cdot)."""
    del cursor
    return Dots(token.start, token.end)


def closed_form(tree: Joined) -> Tree:
    """Return the sum or product that a joined tree with dots in it stands for, or the tree as it is."""
    places = [at for at, part in enumerate(tree.parts) if isinstance(part, Dots)]
    if len(places) != 1:
        return tree
    (at,) = places
    if tree.precedence is Precedence.SUM and any(operator.text != "+" for operator in tree.operators):
        return tree
    if tree.precedence is Precedence.PRODUCT and any(operator.text not in ("", "*") for operator in tree.operators):
        return tree
    if at != len(tree.parts) - 2 or not 1 <= at <= MAX_BEFORE:
        return tree
    first, last = tree.parts[0], tree.parts[-1]
    if sum(1 for _ in pieces(first)) > 200:
        return tree
    used = {piece.text for part in tree.parts for piece in pieces(part) if isinstance(piece, Name)}
    index = next((name for name in INDICES if name not in used), None)
    if index is None:
        return tree
    differences: list[tuple[Tree, Tree]] = []
    body = _common(first, last, index, differences)
    if body is None or not differences:
        return tree
    lower, upper = differences[0]
    if not isinstance(lower, Number) or not lower.text.isdecimal() or lower.text not in ("0", "1"):
        return tree
    if any(not _same(one, lower) or not _same(two, upper) for one, two in differences[1:]):
        return tree
    if isinstance(upper, Number) and (not upper.text.isdecimal() or int(upper.text) <= int(lower.text) + at):
        return tree
    for number, part in enumerate(tree.parts[1:at], start=1):
        found: list[tuple[Tree, Tree]] = []
        if _common(first, part, index, found) is None or not found:
            return tree
        value = str(int(lower.text) + number)
        if any(not _same(one, lower) or not (isinstance(two, Number) and two.text == value) for one, two in found):
            return tree
        if len(found) != len(differences):
            return tree
    word = Operator(tree.parts[at].start, tree.parts[at].end, "sum" if tree.precedence is Precedence.SUM else "prod")
    variable = Name(tree.parts[at].start, tree.parts[at].end, index)
    return Binder(tree.start, tree.end, word, variable, lower, upper, None, body)


def _same(one: Tree, two: Tree) -> bool:
    """Whether two trees are the same but for their places."""
    one, two = bare(one), bare(two)
    if type(one) is not type(two):
        return False
    if not _alike(one, two):
        return False
    return all(_same(a, b) for a, b in zip(one.children(), two.children(), strict=True))


def _alike(one: Tree, two: Tree) -> bool:
    """Whether two nodes of one kind differ in their places and children alone."""
    if len(one.children()) != len(two.children()):
        return False
    for field in fields(one):
        if field.name in ("start", "end"):
            continue
        left, right = getattr(one, field.name), getattr(two, field.name)
        if isinstance(left, str | int) and left != right:
            return False
        if isinstance(left, tuple) and isinstance(right, tuple) and len(left) != len(right):
            return False
    return True


def _common(one: Tree, two: Tree, index: str, differences: list[tuple[Tree, Tree]]) -> Tree | None:
    """Return the first tree with the index for each number in whose place the second tree has something else."""
    if isinstance(one, Number) and not _same(one, two):
        differences.append((one, bare(two)))
        return Name(one.start, one.end, index)
    if type(one) is not type(two) or not _alike(one, two):
        return None
    changed: dict[str, Any] = {}
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(two, field.name)
        if isinstance(left, Tree):
            inner = _common(left, right, index, differences)
            if inner is None:
                return None
            changed[field.name] = inner
        elif isinstance(left, tuple) and left and all(isinstance(piece, Tree) for piece in left):
            parts = [_common(a, b, index, differences) for a, b in zip(left, right, strict=True)]
            if any(part is None for part in parts):
                return None
            changed[field.name] = tuple(parts)
        elif isinstance(left, tuple) and left:
            return None
    return replace(one, **changed)
