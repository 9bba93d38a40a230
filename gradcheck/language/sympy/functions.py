"""Undefined functions and indexed bases of SymPy as arbitrary functions, members of sequences and entries.

    f(x)            an arbitrary function of one real variable, differentiable as often as the derivation derives it
    v(t), y(t, x)   with an integer first: a member of a sequence, perhaps one of functions of x
    A[i, j]         with IndexedBase('A', shape=(n, m)), or with an Idx that has a range in every place: an entry
    g[t]            with an IndexedBase without a shape: a member of a sequence over all integers, as it is numbered
    KroneckerDelta  where(i = j, 1, 0)
    Idx('i', n)     a place: SymPy counts them from 0 to n - 1, the language from 1 to n, and so ``i`` alone is i - 1

A name that is applied to an integer in one place and to a real number in another is a function of a real variable.
How often it is derived is known at the end of a derivation: ``settle`` makes it one function there.

Refused: functions of several real arguments (state the claim for one, the others being symbols).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from gradcheck.language.sympy.places import shifted
from gradcheck.language.sympy.refusals import NoCounterpart, shown
from gradcheck.language.sympy.scalars import CONVERTERS, scalar_from_sympy
from gradcheck.language.sympy.symbols import AUTHOR, Bound, check_unassumed, name_of, ranged
from gradcheck.language.syntax.arrays import Array, Sequence, index_into, is_integer
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Derivative, Neg, Symbol, Term, Where, as_term
from gradcheck.language.syntax.uninterpreted import Uninterpreted


def _applied(expr: Any, bound: Bound) -> Term:
    name = expr.func.__name__
    check_unassumed(expr, name)
    if name in ARITIES:
        raise NoCounterpart(f"{name} is a function of the language, and Function({name!r}) is another one; rename it")
    first, *others = (scalar_from_sympy(arg, bound) for arg in expr.args)
    if is_integer(first):
        return Sequence(name, (), first, tuple(others))
    AUTHOR.functions.add(name)
    if others:
        raise NoCounterpart(f"{shown(expr)} is an undefined function of several real variables; use one variable")
    return Uninterpreted(name, 0, 0, first)


def _index(expr: Any, bound: Bound) -> Term:
    """Return the place, with its range as hypotheses."""
    symbol = Symbol(name_of(expr.label), "integer")
    low, high = (
        None if end is None else next_integer(scalar_from_sympy(end, bound)) for end in (expr.lower, expr.upper)
    )
    if low is None and high is None:
        return ranged(symbol, ())
    facts = [] if low is None else [Relation("<=", low, symbol)]
    facts += [] if high is None else [Relation("<=", symbol, high)]
    return Add((ranged(symbol, tuple(facts)), Neg(as_term(1))))


def _indexed(expr: Any, bound: Bound) -> Term:
    base, *places = expr.args
    name = str(base.label)
    check_unassumed(expr, name)
    indices = tuple(scalar_from_sympy(place, bound) for place in places)
    if not all(map(is_integer, indices)):
        raise NoCounterpart(f"an index of {shown(expr)} is no integer; use an Idx, or a Symbol with integer=True")
    shape = shape_of(expr)
    if shape is None:
        return Sequence(name, (), indices[0], indices[1:])
    return index_into(Array(name, shape), tuple(map(next_integer, indices)))


def shape_of(expr: Any) -> tuple[Term, ...] | None:
    """Return the shape of the array whose entry this is: as declared, or from the ranges of the indices; else None."""
    if expr.base.shape is not None:
        return tuple(scalar_from_sympy(side, {}) for side in expr.base.shape)
    ends = [place.upper for place in expr.indices if isinstance(place, sympy.Idx) and place.lower == 0]
    known = len(ends) == len(expr.indices)
    return tuple(next_integer(scalar_from_sympy(end, {})) for end in ends) if known else None


def next_integer(term: Term) -> Term:
    """Return the term plus 1, with the numbers in it added up: SymPy counts entries from 0."""
    return shifted(term, 1)


def settle(
    nodes: Iterable[Node], defined: frozenset[str], names: frozenset[str], renamed: Mapping[str, str]
) -> Callable[[Any], Any]:
    """Return what makes a node anew such that each of the names is one function, derived as often as anywhere in these.

    A name that is defined stays a sequence; sequences get the names that they are ``renamed`` to.
    """
    orders: dict[str, int] = {}
    seen: set[tuple[Node, int]] = set()

    def count(node: Node, depth: int) -> None:
        if (node, depth) in seen:
            return
        seen.add((node, depth))
        if isinstance(node, Uninterpreted) and node.name in names:
            orders[node.name] = max(orders.get(node.name, 0), node.order + depth, node.differentiable)
        for below in node.below:
            count(below, depth + isinstance(node, Derivative))

    for node in nodes:
        count(node, 0)
    made: dict[Node, Node] = {}

    def rebuilt(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(rebuilt, value))
        if not isinstance(value, Node) or not value.below:
            return value
        if value not in made:
            fields = [rebuilt(getattr(value, name)) for name in value.fields]
            if type(value) is Sequence and fields[0] in renamed:
                made[value] = Sequence(renamed[fields[0]], *fields[1:])
            else:
                made[value] = _settled(type(value), fields, orders, defined)
        return made[value]

    return rebuilt if orders or renamed else lambda value: value


def _settled(kind: type, fields: list[Any], orders: Mapping[str, int], defined: frozenset[str]) -> Any:
    if kind is Uninterpreted and fields[0] in orders:
        name, _, order, argument = fields
        return Uninterpreted(name, orders[name], order, argument)
    if kind is Sequence and fields[0] in orders:
        name, sides, index, parameters = fields
        if name in defined or parameters or sides:
            raise NoCounterpart(f"{name} is a sequence in one place, and a function of a real variable in another")
        return Uninterpreted(name, orders[name], 0, index)
    return kind(*fields)


def _same(expr: Any, bound: Bound) -> Term:
    """Return 1 where two integers are equal, else 0; places that SymPy counts from 0 are those of the language."""
    if len(expr.args) != 2:
        raise NoCounterpart(f"{shown(expr)} has a range; leave it out")
    left, right = (scalar_from_sympy(arg, bound) for arg in expr.args)
    if is_integer(left) and is_integer(right) and any(isinstance(side, Add) for side in (left, right)):
        left, right = next_integer(left), next_integer(right)
    return Where(Relation("=", left, right), as_term(1), as_term(0))


CONVERTERS.update({
    AppliedUndef: _applied, sympy.Idx: _index, sympy.Indexed: _indexed, sympy.KroneckerDelta: _same,
})  # fmt: skip
