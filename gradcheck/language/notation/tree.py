"""The surface tree of a formula: what was written and where, before it has a meaning.

    item     = formula | declaration
    formula  = number | name | name(formula, ...) | (formula) | sign formula | formula ** formula
             | formula (op formula)+        for the operators of one precedence

``start`` and ``end`` are places in the source, as of a slice.  Parentheses are nodes, so the tree alone distinguishes
a sum in a sum from one longer sum.  Whatever reads a notation makes such a tree; ``elaboration`` gives it a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

MAX_NESTING = 100  # of parentheses, and of operations and calls


class Precedence(IntEnum):
    """How tightly an operator binds, the loosest first."""

    IMPLIES, OR, AND, RELATION, SUM, PRODUCT, SIGN, POWER = range(1, 9)


@dataclass(frozen=True, slots=True)
class Tree:
    """A piece of a formula, at ``source[start:end]``."""

    start: int
    end: int

    def children(self) -> tuple[Tree, ...]:
        """Return the pieces that it consists of, in the order in which they were written."""
        return ()


@dataclass(frozen=True, slots=True)
class Number(Tree):
    """A literal without sign; ``text`` is what ``Fraction`` takes: ``12``, ``0.5``, ``1e-9``."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Tree):
    """A name, Greek letters spelled out; nothing says yet whether it stands for anything."""

    text: str


@dataclass(frozen=True, slots=True)
class Operator(Tree):
    """An operator between two operands, or the sign before one."""

    text: str


@dataclass(frozen=True, slots=True)
class Group(Tree):
    """A formula in parentheses of its own."""

    inner: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.inner,)


@dataclass(frozen=True, slots=True)
class Call(Tree):
    """A name before parentheses with arguments in them."""

    function: Name
    arguments: tuple[Tree, ...]

    def children(self) -> tuple[Tree, ...]:
        return (self.function, *self.arguments)


@dataclass(frozen=True, slots=True)
class Signed(Tree):
    """+ or - before an operand."""

    sign: Operator
    operand: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.sign, self.operand)


@dataclass(frozen=True, slots=True)
class Power(Tree):
    """A base and its exponent: a**b**c is a to the power b**c."""

    base: Tree
    exponent: Tree

    def children(self) -> tuple[Tree, ...]:
        return (self.base, self.exponent)


@dataclass(frozen=True, slots=True)
class Joined(Tree):
    """Two or more operands with operators of one precedence between them: a - b + c, a < b <= c, a => b => c."""

    precedence: Precedence
    parts: tuple[Tree, ...]
    operators: tuple[Operator, ...]  # one fewer than parts

    def children(self) -> tuple[Tree, ...]:
        between = zip(self.operators, self.parts[1:], strict=True)
        return (self.parts[0], *(piece for pair in between for piece in pair))


@dataclass(frozen=True, slots=True)
class Declaration(Tree):
    """Names and a word for what they are: ``n, m in naturals``, ``d dimension``."""

    names: tuple[Name, ...]
    sort: Tree

    def children(self) -> tuple[Tree, ...]:
        return (*self.names, self.sort)


def bare(tree: Tree) -> Tree:
    """Return the tree without the parentheses around it."""
    while isinstance(tree, Group):
        tree = tree.inner
    return tree


def pieces(tree: Tree) -> Iterator[Tree]:
    """Yield the tree and everything in it, each node before its children."""
    todo = [tree]
    while todo:
        piece = todo.pop()
        yield piece
        todo += reversed(piece.children())
