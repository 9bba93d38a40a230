"""One statement in the making: seeded choices, the names in use with what they stand for, and how deep to go.

Each kind of node has a generator in ``GENERATORS``, entered by ``generates`` in the module of its subject.  A generator
makes one node of its kind whose parts are at their edges; the parts are asked for from the ``Maker``, which takes any
kind that fits, and leaves when it is deep enough.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Const, Num, Symbol, Term, as_term, rational

Some = TypeVar("Some")
Generator = Callable[["Maker", int], Any]

GENERATORS: dict[type[Node], Generator] = {}

x, y, z = (Symbol(name) for name in "xyz")
p, s = Symbol("p"), Symbol("s")
i, j = Symbol("i", "integer"), Symbol("j", "integer")
k, N = Symbol("k", "natural"), Symbol("N", "natural")
n, m = Symbol("n", "dimension"), Symbol("m", "dimension")

REALS = (x, x, x, y, y, z, p, s)
INTEGERS = (k, k, N, N, i, j, n)
OO = Const("oo")
NUMBERS = (0, 0, 1, 1, -1, 2, 2, 3, rational(1, 2), rational(-1, 2), -2, rational(1, 3), 10)
SIDES: tuple[Term, ...] = (n, n, n, m, as_term(1), as_term(2), as_term(0), k, i, n + 1, n - 1)


def generates(*kinds: type[Node]) -> Callable[[Generator], Generator]:
    """Enter a generator for these kinds of node."""

    def enter(function: Generator) -> Generator:
        for kind in kinds:
            GENERATORS[kind] = function
        return function

    return enter


class Maker:
    """Seeded choices for one statement; the same seed and number make the same choices."""

    def __init__(self, seed: int, number: int, attempt: int = 0) -> None:
        self.random = random.Random(f"{seed} {number} {attempt}")
        self.one_edge_in = self.of((2, 4, 8, 16))  # how often a scalar part is at an edge
        self.definitions: dict[str, tuple[Definition, ...]] = {}
        self.randoms: dict[str, Any] = {}  # name to law and sides
        self.sequences: dict[str, Callable[[Maker], Term]] = {}  # name to a maker of a member

    def of(self, choices: Sequence[Some]) -> Some:
        """One of them."""
        return choices[self.random.randrange(len(choices))]

    def once_in(self, count: int) -> bool:
        """True once in so many times."""
        return self.random.randrange(count) == 0

    def any_of(self, *makers: Callable[[], Some]) -> Some:
        """What one of the makers makes."""
        return self.of(makers)()

    def number(self) -> Term:
        """A number at an edge."""
        return as_term(self.of(NUMBERS))

    def real_symbol(self) -> Symbol:
        return self.of(REALS)

    def integer_symbol(self) -> Symbol:
        return self.of(INTEGERS)

    def integer(self) -> Term:
        """A term that is an integer by its form."""
        symbol: Term = self.integer_symbol()
        return self.any_of(
            lambda: symbol,
            lambda: symbol,
            lambda: symbol + self.of((1, -1, 2)),
            lambda: as_term(self.of((0, 1, -1, 2, 3))),
            lambda: as_term(self.of((0, 1, 2))),
            lambda: self.of((2, -1, 3)) * symbol,
            lambda: symbol - self.integer_symbol(),
        )

    def scalar(self, depth: int) -> Term:
        """A scalar term, of any kind while there is depth left."""
        if self.once_in(self.one_edge_in):
            return self.edge()
        if depth <= 0 or self.once_in(4):
            return self.leaf()
        from attack.kinds import SCALARS

        return self.make(self.of(SCALARS), depth)

    def leaf(self) -> Term:
        """A symbol or a number."""
        return self.any_of(
            lambda: self.real_symbol(),
            lambda: self.real_symbol(),
            lambda: self.real_symbol(),
            lambda: self.integer_symbol(),
            self.number,
            self.number,
        )

    def edge(self) -> Term:
        """A term that has no value, has none at some point, or has one at an edge only."""
        from attack.scalars import edges

        return self.of(edges(self.of((x, x, y, k, z))))

    def make(self, kind: type[Node], depth: int) -> Any:
        """A node of this kind whose parts are less deep."""
        return GENERATORS[kind](self, depth - 1)

    def vector(self, side: Term, depth: int) -> Term:
        """A vector of this side."""
        from attack.arrays import vector

        return vector(self, side, depth)

    def matrix(self, rows: Term, columns: Term, depth: int) -> Term:
        """A matrix of these sides."""
        from attack.arrays import matrix

        return matrix(self, rows, columns, depth)

    def square(self, depth: int) -> Term:
        """A square matrix."""
        side = self.side()
        return self.matrix(side, side, depth)

    def side(self) -> Term:
        """A side: a dimension, a number, or an integer that may be 0 or less."""
        return self.of(SIDES)

    def side_of(self) -> str:
        """From where a limit is taken."""
        return self.of(("", "", "+", "-"))

    def proposition(self, depth: int) -> Proposition:
        """A proposition, true or not."""
        from attack.logic import proposition

        return proposition(self, depth)

    def guard(self) -> Proposition:
        """A condition such as statements put before what may have no value."""
        from attack.logic import guard

        return guard(self)

    def all_definitions(self) -> tuple[Definition, ...]:
        """The definitions in force, in the order in which they were made."""
        return tuple(one for group in self.definitions.values() for one in group)


def zero() -> Num:
    return as_term(0)  # type: ignore[return-value]
