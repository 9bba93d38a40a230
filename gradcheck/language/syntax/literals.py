"""Vectors and matrices that are written out, as terms that the language has already.

The vector of length n with 1 in the place k and 0 elsewhere is the gradient of an entry, d(u[k], u) for any u of that
length.  Then [a, b] is a*onehot(1, 2) + b*onehot(2, 2), and a matrix is the sum of its entries, row by row, times the
outer products of two such vectors.  Every entry is there, also a zero, so that what was written can be told from the
term: ``literal_of`` and ``unit_of`` do that for print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from gradcheck.language.syntax.arrays import Array, Entry, Identity, OrderedProduct, Outer
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Add, Derivative, Mul, Num, Symbol, Term, as_term

UNIT_NAME = re.compile(r"u(_\w+)?'+")
ONE = as_term(1)
Unit = Callable[[Term, Term], Term]  # from an index and a side
Literal = tuple[tuple[Term, ...], ...]


def unit_name(side: Term) -> str:
    """Return the name of the array whose gradients are the unit vectors of this side."""
    if isinstance(side, Num) and side.value.denominator == 1 and side.value >= 0:
        return f"u_{side.value}'"
    return f"u_{side.name}'" if isinstance(side, Symbol) and side.name.isidentifier() else "u'"


def unit(index: Term, side: Term, name: str = "") -> Term:
    """Return the vector of this length with 1 at the index and 0 elsewhere."""
    array = Array(name or unit_name(side), (side,))
    return Derivative(Entry(array, (index,)), array)


def unit_of(term: Term) -> tuple[Term, Term] | None:
    """Return the index and the side of a unit vector; None for every other term."""
    if not isinstance(term, Derivative) or not isinstance(term.body, Entry) or term.body.array is not term.variable:
        return None
    array = term.variable
    if not isinstance(array, Array) or len(array.sides) != 1 or not UNIT_NAME.fullmatch(array.name):
        return None
    return term.body.indices[0], array.sides[0]


def vector_of(entries: Sequence[object], make: Unit = unit) -> Term:
    """Return the vector of these numbers, two or more."""
    side = as_term(len(entries))
    return Add(tuple(Mul((as_term(part), make(as_term(k), side))) for k, part in enumerate(entries, 1)))


def matrix_of(rows: Sequence[Sequence[object]], make: Unit = unit) -> Term:
    """Return the matrix of these rows, with two or more entries altogether."""
    height, width = as_term(len(rows)), as_term(len(rows[0]))
    summands = [
        Mul((as_term(part), Outer(make(as_term(i), height), make(as_term(j), width))))
        for i, row in enumerate(rows, 1)
        for j, part in enumerate(row, 1)
    ]
    return Add(tuple(summands))


def literal_of(term: Term) -> tuple[bool, Literal] | None:
    """Return whether a term is a matrix that is written out, and its rows, of a vector one; None for any other term."""
    if not isinstance(term, Add) or not 1 <= len(term.shape) <= 2 or not all(isinstance(s, Num) for s in term.shape):
        return None
    sides = [int(side.value) for side in term.shape if isinstance(side, Num)]
    height, width = sides if len(sides) == 2 else (1, sides[0])
    if len(term.terms) != height * width or height * width < 2:
        return None
    rows: list[tuple[Term, ...]] = []
    parts = iter(term.terms)
    for i in range(1, height + 1):
        row = [_factor(next(parts), (i, j) if len(sides) == 2 else (j,)) for j in range(1, width + 1)]
        if any(part is None for part in row):
            return None
        rows.append(tuple(part for part in row if part is not None))
    return len(sides) == 2, tuple(rows)


def _factor(summand: Term, place: tuple[int, ...]) -> Term | None:
    """Return the entry that a summand puts in the place."""
    if not isinstance(summand, Mul) or len(summand.factors) != 2 or summand.factors[0].shape:
        return None
    entry, where = summand.factors
    units = (where.left, where.right) if isinstance(where, Outer) else (where,)
    if len(units) != len(place):
        return None
    for one, wanted in zip(units, place, strict=True):
        found = unit_of(one)
        if found is None or not isinstance(found[0], Num) or found[0].value != wanted:
            return None
    return entry


def factorial_argument(term: Term) -> Term | None:
    """Return n of the product of 1, ..., n, as n! is read; None for every other term."""
    match term:
        case Entry(array=OrderedProduct(body=Mul(factors=(first, Identity(side=side)))) as product, indices=places):
            begins = product.lo is ONE and product.rising and places == (ONE, ONE)
            return product.hi if first is product.index and side is ONE and begins else None
    return None


def only_in_units(nodes: Iterable[Node]) -> set[str]:
    """Return the names of the arrays that occur in unit vectors alone, where print does not show them."""
    inside: set[str] = set()
    outside: set[str] = set()
    seen: set[Node] = set()
    todo = list(nodes)
    while todo:
        part = todo.pop()
        if part in seen:
            continue
        seen.add(part)
        place = unit_of(part) if isinstance(part, Derivative) else None
        if place is not None and isinstance(part, Derivative) and isinstance(part.variable, Array):
            inside.add(part.variable.name)
            todo += place
        else:
            outside |= {part.name} if isinstance(part, Array) else set()
            todo += part.children()
    return inside - outside
