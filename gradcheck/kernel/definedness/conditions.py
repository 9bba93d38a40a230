"""When a term has a value, as far as its form says it: the conditions that one node asks of its parts.

``own_conditions(node)`` are the propositions under which the node has a value, given that its parts have one:

    a/b                        b != 0
    a**b                       b an integer by its form: b >= 0 or a != 0
                               b a number: a >= 0, or a > 0 where b < 0;     any other b: a > 0, which suffices
    log(a), sqrt(a)            a > 0, a >= 0; of an array for every entry
    A[i]                       1 <= i <= the side
    inverse(A)                 A is invertible
    an array, ones, identity   every side is at least 0;  a norm by vectors of length 1 needs sides of at least 1
    a sum, an ordered product  hi - lo + 1 >= 0
    an integral, an extremum   lo <= hi, lo < hi
    a random variable          its law is one: 0 <= p <= 1, a variance is not negative, lo < hi, rate > 0

``unguarded(node)`` are the nodes that have a value wherever the node has one: a branch of a choice, the body of a sum
and the conclusion of an implication may never be asked for.  Whoever supposes a proposition supposes them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term, free_symbols, number_of
from gradcheck.language.syntax.uninterpreted import ArbitraryMap
from gradcheck.language.syntax.widths import Here, Width

ZERO, ONE = as_term(0), as_term(1)
FAR = as_term(1000)  # a neighbourhood of oo, where what has a limit is to be defined
OPEN = (terms.Limit, terms.Extremum, terms.Integral)  # alone as a side of a relation they may be infinite
SIDED = (arrays.Array, arrays.Sequence, ArbitraryMap, random.RandomVariable, random.RandomSequence, arrays.Ones)


def infinity(term: Node) -> int:
    """Return 1 for oo, -1 for -oo, 0 for anything else."""
    if isinstance(term, terms.Neg):
        return -infinity(term.term)
    return int(isinstance(term, terms.Const) and term.name == "oo")


def ends_of(node: Node) -> tuple[Term, ...]:
    """Return the finite ends of a binder over numbers, or the finite point of a limit."""
    ends = (node.point,) if isinstance(node, terms.Limit) else (node.lo, node.hi)  # type: ignore[attr-defined]
    return tuple(end for end in ends if not infinity(end))


def between(variable: Symbol, lo: Term, hi: Term) -> list[Relation]:
    """Return lo < variable < hi, infinite ends left out."""
    found = [] if infinity(lo) else [Relation("<", lo, variable)]
    return found if infinity(hi) else [*found, Relation("<", variable, hi)]


def close_to(x: Symbol, limit: terms.Limit) -> list[Relation]:
    """Return inequalities that hold for the variable as it comes close to the point of a limit."""
    if infinity(limit.point):
        return [Relation(">", x, FAR) if infinity(limit.point) > 0 else Relation("<", x, -FAR)]
    point, step = limit.point, {"+": 1 / FAR, "-": -1 / FAR}.get(limit.side)
    if step is None:
        return [Relation("!=", x, point)]
    return between(x, *((point, point + step) if limit.side == "+" else (point + step, point)))


@lru_cache(maxsize=10_000)
def own_conditions(node: Node) -> tuple[Proposition, ...]:
    """Return the conditions that the node requires, given that its parts have values; see the module."""
    return tuple(_own(node))


def _own(node: Node) -> Iterator[Proposition]:
    match node:
        case terms.Div(denominator=divisor):
            yield Relation("!=", divisor, ZERO)
        case terms.Pow():
            yield from _of_power(node)
        case terms.Apply(function=name, args=(argument,)) if (domain := FUNCTIONS[name].domain) in (">", ">="):
            yield Relation(domain, argument, arrays.spread(0, argument))
        case arrays.Entry(array=array, indices=indices):
            for index, side in zip(indices, array.shape, strict=True):
                yield from (Relation("<=", ONE, index), Relation("<=", index, side))
        case arrays.Inverse(matrix=matrix):
            yield Invertible(matrix)
        case arrays.Identity(side=side):
            yield from _lengths(side)
        case Spectral(matrix=matrix):
            yield from (Relation(">=", side, ONE) for side in matrix.shape if not _is_least(side, 1))
        case terms.Sum(lo=lo, hi=hi) | arrays.OrderedProduct(lo=lo, hi=hi):
            yield Relation(">=", hi if lo is ONE else hi - lo + 1, ZERO)
        case terms.Integral(lo=lo, hi=hi):
            yield from _interval("<=", lo, hi)
        case terms.Extremum(lo=lo, hi=hi):
            yield from _interval("<", lo, hi)
    if isinstance(node, SIDED):
        yield from _lengths(*node.shape)
    if isinstance(node, random.RandomVariable | random.RandomSequence):
        yield from random.law_conditions(node.law)


def _of_power(power: terms.Pow) -> Iterator[Proposition]:
    number = number_of(power.exponent)
    if number is not None and number.denominator == 1:
        if number < 0:
            yield Relation("!=", power.base, ZERO)
    elif number is not None:
        yield Relation(">=" if number > 0 else ">", power.base, ZERO)
    elif arrays.is_integer(power.exponent):
        if not _is_least(power.exponent, 0):
            yield Or((Relation(">=", power.exponent, ZERO), Relation("!=", power.base, ZERO)))
    else:
        yield Relation(">", power.base, ZERO)


def _lengths(*sides: Term) -> Iterator[Proposition]:
    return (Relation(">=", side, ZERO) for side in sides if not _is_least(side, 0))


def _is_least(side: Term, least: int) -> bool:
    """Whether an integer term is at least 0 or 1 by its form."""
    match side:
        case Num(value=value):
            return value >= least
        case Symbol():
            return side.sort == "dimension" or (side.sort == "natural" and least == 0)
        case terms.Add(terms=parts):
            return all(_is_least(part, 0) for part in parts) and (not least or any(_is_least(p, 1) for p in parts))
        case terms.Mul(factors=factors):
            return all(_is_least(factor, least) for factor in factors)
    return isinstance(side, Width | Here)


def _interval(op: str, lo: Term, hi: Term) -> Iterator[Proposition]:
    """Yield the condition for an interval from lo up to hi; one that goes from oo or to -oo is none."""
    if infinity(lo) > 0 or infinity(hi) < 0:
        yield Relation("<", ONE, ZERO)
    elif not infinity(lo) and not infinity(hi):
        yield Relation(op, lo, hi)


def unguarded(root: Node) -> Iterator[Node]:
    """Yield the nodes that have a value, or a truth value, wherever the root has one; see the module."""
    todo, seen = [root], set[Node]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        todo += _unguarded_parts(node)


def _unguarded_parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Relation(left=left, right=right):
            sides = ((ends_of(side) if isinstance(side, OPEN) else (side,)) for side in (left, right))
            return tuple(part for side in sides for part in side)
        case Implies(premise=premise):
            return (premise,)
        case ForAll() | Exists():
            return ()
        case And() | Iff() | Invertible() | PositiveDefinite():
            return node.children()
        case Or(parts=(first, *_)):
            return (first,)
        case terms.Where(condition=condition):
            return (condition,)
        case terms.Limit() | terms.Extremum() | terms.Integral() | terms.Sum() | arrays.OrderedProduct():
            return ends_of(node)
        case random.Expectation() | random.Variance():
            return ()
        case random.RandomVariable() | random.RandomSequence():
            index = (node.index,) if isinstance(node, random.RandomSequence) else ()
            return (*index, *random.law_terms(node.law))
    return node.children()


@lru_cache(maxsize=2_000)
def presupposed_by(node: Node) -> frozenset[Node]:
    """Return the nodes that have a value, and the conditions that hold, wherever the proposition is true."""
    found = set(unguarded(node))
    demanded = {condition for part in found if not _is_broad(part) for condition in own_conditions(part)}
    return frozenset(found | demanded)


def _is_broad(node: Node) -> bool:
    """Whether the node may have a value where its conditions do not hold:
    x**y where y is a whole number at the point.
    """
    if not isinstance(node, terms.Pow):
        return False
    return number_of(node.exponent) is None and not arrays.is_integer(node.exponent)


def law_claims(node: Node) -> Iterator[tuple[Proposition, bool]]:
    """Yield the presuppositions of the laws of random variables in the node,
    and whether each is about a bound variable.
    """
    parts = list(walk(node))
    bound = {symbol for part in parts for symbol in terms.bound_variables(part)}
    for part in parts:
        if not isinstance(part, random.AnyLaw):
            continue
        inside = [inner for parameter in random.law_terms(part) for inner in unguarded(parameter)]
        claims = [condition for inner in reversed(inside) for condition in own_conditions(inner)]
        for claim in (*claims, *random.law_conditions(part)):
            yield claim, bool(free_symbols(claim) & bound)
