"""The making of one statement: seeded choices, the names in use with their meanings, and the depth.

Each kind of node has a generator in ``GENERATORS``, entered by ``generates`` in the module of its subject.  A generator
makes one node of its kind whose parts are at their edges; it takes the parts from the ``Maker``, which chooses any
kind that fits, and leaves at the greatest depth.
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
        """Return one of the choices."""
        return choices[self.random.randrange(len(choices))]

    def once_in(self, count: int) -> bool:
        """Whether a random choice succeeds, once in ``count`` times."""
        return self.random.randrange(count) == 0

    def any_of(self, *makers: Callable[[], Some]) -> Some:
        """Return the result of one of the makers."""
        return self.of(makers)()

    def number(self) -> Term:
        """Return a number at an edge."""
        return as_term(self.of(NUMBERS))

    def real_symbol(self) -> Symbol:
        return self.of(REALS)

    def integer_symbol(self) -> Symbol:
        return self.of(INTEGERS)

    def integer(self) -> Term:
        """Return a term that is an integer by its form."""
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
        """Return a scalar term, of any kind while there is depth left."""
        if self.once_in(self.one_edge_in):
            return self.edge()
        if depth <= 0 or self.once_in(4):
            return self.leaf()
        from attack.kinds import SCALARS

        return self.make(self.of(SCALARS), depth)

    def leaf(self) -> Term:
        """Return a symbol or a number."""
        return self.any_of(
            lambda: self.real_symbol(),
            lambda: self.real_symbol(),
            lambda: self.real_symbol(),
            lambda: self.integer_symbol(),
            self.number,
            self.number,
        )

    def edge(self) -> Term:
        """Return a term that has no value, has none at some point, or has one at an edge only."""
        from attack.scalars import edges

        return self.of(edges(self.of((x, x, y, k, z))))

    def make(self, kind: type[Node], depth: int) -> Any:
        """Return a node of this kind whose parts are less deep."""
        return GENERATORS[kind](self, depth - 1)

    def vector(self, side: Term, depth: int) -> Term:
        """Return a vector of this side."""
        from attack.arrays import vector

        return vector(self, side, depth)

    def matrix(self, rows: Term, columns: Term, depth: int) -> Term:
        """Return a matrix of these sides."""
        from attack.arrays import matrix

        return matrix(self, rows, columns, depth)

    def square(self, depth: int) -> Term:
        """Return a square matrix."""
        side = self.side()
        return self.matrix(side, side, depth)

    def side(self) -> Term:
        """Return a side: a dimension, a number, or an integer that may be 0 or less."""
        return self.of(SIDES)

    def side_of(self) -> str:
        """Return the side from which a limit is taken."""
        return self.of(("", "", "+", "-"))

    def proposition(self, depth: int) -> Proposition:
        """Return a proposition, true or not."""
        from attack.logic import proposition

        return proposition(self, depth)

    def guard(self) -> Proposition:
        """Return a condition such as statements put before a part that may have no value."""
        from attack.logic import guard

        return guard(self)

    def all_definitions(self) -> tuple[Definition, ...]:
        """Return the definitions in force, in the order in which they were made."""
        return tuple(one for group in self.definitions.values() for one in group)


def zero() -> Num:
    return as_term(0)  # type: ignore[return-value]
