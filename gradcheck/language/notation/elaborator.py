"""What the parts of the elaboration share: the meanings of names, and the interface through which they ask each other.

A name stands for a term, for a ``Family`` of members, for an arbitrary function, or for a definition that has not been
elaborated.  A ``Row`` is the transpose of a vector: it is no term, and stands only in products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from gradcheck.language.notation.frozen import frozen
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Call, Tree, bare
from gradcheck.language.syntax.arrays import Ones, Sequence
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import AnyLaw, RandomSequence
from gradcheck.language.syntax.shorthand import ArbitraryFunction
from gradcheck.language.syntax.terms import Const, Mul, Shape, Symbol, Term
from gradcheck.language.syntax.widths import Width

INFINITY = Const("oo")


@frozen
class Family:
    """Members that are numbered: of a sequence, of a sequence of random terms with a law, or widths.

    ``parameters`` is how many variables the members are functions of; None where nobody has said it.
    """

    name: str
    sides: Shape = ()
    law: AnyLaw | None = None
    is_width: bool = False
    parameters: int | None = None

    def at(self, index: Term, parameters: tuple[Term, ...] = ()) -> Term:
        """Return the member of the index."""
        if self.is_width:
            return Width(self.name, index)
        if self.law is not None:
            return RandomSequence(self.name, self.sides, index, self.law)
        return Sequence(self.name, self.sides, index, parameters)


@frozen
class Row:
    """A vector that is read as a matrix of one row."""

    vector: Term


@dataclass
class Deferred:
    """A definition: what the name stands for is elaborated when somebody asks, and only once."""

    name: str
    tree: Tree
    value: Term | None = None
    is_open: bool = False  # while it is elaborated


@frozen
class Abbreviated:
    """A function that abbreviates a formula: f(x) = x**2; its body is elaborated with the arguments for the names."""

    name: str
    parameters: tuple[str, ...]
    body: Tree


Meaning = Term | Family | ArbitraryFunction | Deferred | Abbreviated


class Elaborator(Protocol):
    """An elaborator that knows the meaning of names: ``scope`` maps them to what they stand for.

    ``like`` is the shape that the surroundings ask for, ``alone`` the names that occur otherwise than before
    parentheses; ``remarks`` are what a reader is told of how the text was read.
    """

    source: str
    scope: dict[str, Any]
    like: Shape | None
    alone: frozenset[str]
    undeclared: set[str]
    families: set[str]
    axes: dict[Symbol, Term]
    expansions: int

    def read(self, text: str) -> Term: ...

    def term(self, tree: Tree, depth: int = 0) -> Term: ...

    def value(self, tree: Tree, depth: int = 0) -> Term | Row: ...

    def claim(self, tree: Tree, depth: int = 0, hint: str = "") -> Proposition: ...

    def alike(self, parts: tuple[Tree, ...], depth: int) -> list[Term | Row]: ...

    def meaning(self, name: str) -> Meaning | None: ...

    def symbol_of(self, tree: Tree) -> Term | None: ...

    def unit(self, index: Term, side: Term) -> Term: ...

    def remark(self, text: str) -> None: ...

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError: ...


def spread_like(value: Term, shape: Shape) -> Term:
    """Return a scalar in this shape: that many times the array of ones."""
    if not shape or value.shape:
        return value
    return Mul((value, Ones(shape)))


def has_members(meaning: object) -> bool:
    """Whether something with an index can be a part of it."""
    return isinstance(meaning, Family) or (isinstance(meaning, Term) and bool(meaning.shape))


def is_array_tree(tree: Tree) -> bool:
    """Whether a formula is an array whatever its names stand for."""
    inner = bare(tree)
    return isinstance(inner, Call) and inner.name in ("diag", "ones", "zeros", "identity", "softmax", "inverse", "inv")
