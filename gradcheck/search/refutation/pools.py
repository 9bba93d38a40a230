"""The numbers that symbols and entries of arrays get in candidates: simple ones that their bounds admit.

Bounds are what the assumptions compare a symbol, an entry or a whole array with: 0 < v[1] < 1, v > zeros(n),
abs(w) <= 4, x**2 <= 9.  Whether an assumption holds is for the kernel to decide; a pool only makes it likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import isqrt
from operator import eq, ge, gt, le, lt, ne
from typing import NamedTuple

from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Array, Entry, Ones, Sequence
from gradcheck.language.syntax.propositions import CONVERSE, And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Num, Pow, Symbol, Term

SIMPLE = [Fraction(v) for v in (1, 0, -1, 2, -2)] + [Fraction(1, 2), Fraction(-1, 2), Fraction(3), Fraction(1, 4)]
MORE = [Fraction(n, d) for d in (1, 2, 3, 4, 10) for n in range(-12, 13)]
WHOLE = SIMPLE[:5]  # what entries are first
PARTS = [*SIMPLE, *(Fraction(v) for v in ("3/4", "1/3", "2/3", "-1/4", "4", "-3"))]  # what they are on every other turn
COMPARE = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
Sizes = dict[Symbol, int]
Limits = tuple[tuple[str, Fraction], ...]  # operators, each with the number on its right


class Bound(NamedTuple):
    """What an assumption says of entries of an array: of the one at these indices, of all without any.

    ``partly`` says that it is for some of them only, those that meet a premise.
    """

    name: str
    indices: tuple[Term, ...]
    op: str
    value: Fraction
    partly: bool = False


def size_of(value: Fraction) -> int:
    """Return a measure of how complicated a number is."""
    return abs(value.numerator) + 2 * (value.denominator - 1) + (value < 0)


def whole(term: Term, size: Sizes) -> Fraction | None:
    """Return the value of a sum of integers; None for another term."""
    match term:
        case Num():
            return term.value
        case Symbol():
            return Fraction(size[term]) if term in size else None
        case Neg():
            inner = whole(term.term, size)
            return None if inner is None else -inner
        case Add():
            parts = [whole(part, size) for part in term.terms]
            known = [part for part in parts if part is not None]
            return sum(known, Fraction(0)) if len(known) == len(parts) else None
    return None


def pools_of(goal: Goal, reals: list[Symbol]) -> dict[Symbol, tuple[Fraction, ...]]:
    """Return values for each real symbol: simple ones that its numeric bounds admit, and points near those bounds."""
    return {symbol: _pool(_limits(goal, symbol)) for symbol in reals}


@lru_cache(maxsize=256)
def grids(pools: tuple[tuple[Fraction, ...], ...]) -> tuple[tuple[Fraction, ...], ...]:
    """Return every choice of one value from each pool, small values first."""
    return tuple(sorted(product(*pools), key=lambda values: sum(size_of(v) for v in values)))


@lru_cache(maxsize=256)
def _pool(limits: Limits) -> tuple[Fraction, ...]:
    lo, hi = _ends(limits)
    near = [end + step for end in (lo, hi) if end is not None for step in (0, Fraction(1, 1000), Fraction(-1, 1000))]
    if lo is not None and hi is not None:
        near += [lo + (hi - lo) * Fraction(k, 8) for k in (4, 2, 6, 1, 3, 5, 7)]
    values = dict.fromkeys([*SIMPLE, *near, *MORE])
    return tuple(v for v in values if all(COMPARE[op](v, limit) for op, limit in limits)) or (Fraction(0),)


def interval_of(goal: Goal, symbol: Symbol) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of the interval that the assumptions give a real symbol by numbers; None for one that is not."""
    return _ends(_limits(goal, symbol))


def _ends(limits: Limits) -> tuple[Fraction | None, Fraction | None]:
    lows = [value for op, value in limits if op in (">", ">=", "=")]
    highs = [value for op, value in limits if op in ("<", "<=", "=")]
    return max(lows, default=None), min(highs, default=None)


def _limits(goal: Goal, symbol: Symbol) -> Limits:
    found: list[tuple[str, Fraction]] = []
    for part in goal.parts():
        for left, op, right in both_ways(part):
            if isinstance(right, Num) and left is symbol:
                found.append((op, right.value))
            elif isinstance(right, Num) and op in ("<", "<="):
                reach = _reach(left, symbol, right.value)
                found += [] if reach is None else [(CONVERSE[op], -reach), (op, reach)]
    return tuple(found)


def both_ways(part: Proposition) -> Iterator[tuple[Term, str, Term]]:
    """Yield the relation as it stands, and turned round; nothing for another proposition."""
    if isinstance(part, Relation):
        yield part.left, part.op, part.right
        yield part.right, CONVERSE[part.op], part.left


def _reach(left: Term, symbol: Symbol, most: Fraction) -> Fraction | None:
    """Return how large x may be where abs(x), or x**2, is at most this; rounded down to a thousandth."""
    if most >= 0 and isinstance(left, Apply) and left.function == "abs" and left.args[0] is symbol:
        return most
    if most >= 0 and isinstance(left, Pow) and left.base is symbol and left.exponent is Num(Fraction(2)):
        return Fraction(isqrt(int(most * 10**6)), 1000)
    return None


def entry_bounds(goal: Goal) -> list[Bound]:
    """Return what the assumptions say of the entries of arrays, and of the members of sequences, by numbers."""
    return [bound for part in goal.parts() for bound in _bounds_in(part, frozenset())]


def _bounds_in(part: Proposition, bound: frozenset[Symbol]) -> Iterator[Bound]:
    match part:
        case ForAll():
            yield from _bounds_in(part.body, bound | frozenset(part.variables))
        case Implies() if bound:
            yield from (one._replace(partly=True) for one in _bounds_in(part.conclusion, bound))
        case And():
            for one in part.parts:
                yield from _bounds_in(one, bound)
    for left, op, right in both_ways(part):
        level = _level(right)
        if level is None:
            continue
        match left:
            case Array():
                yield Bound(left.name, (), op, level)
            case Entry(array=Array(name=name), indices=indices):
                yield Bound(name, () if bound.intersection(indices) else indices, op, level)
            case Sequence() if not left.parameters:
                yield Bound(left.name, (), op, level)


def _level(term: Term) -> Fraction | None:
    """Return the number that the term is, or that all of its entries are; None for another term."""
    match term:
        case Num():
            return term.value
        case Ones():
            return Fraction(1)
        case Neg():
            inner = _level(term.term)
            return None if inner is None else -inner
        case Mul():
            found = Fraction(1)
            for factor in term.factors:
                level = _level(factor)
                if level is None:
                    return None
                found *= level
            return found
    return None


def limits_at(bounds: list[Bound], name: str, place: tuple[int, ...], size: Sizes, partly: bool) -> Limits:
    """Return the limits of one entry, or of a member of a sequence; ``partly``: those that may not be for it, too."""
    return tuple(
        (bound.op, bound.value)
        for bound in bounds
        if bound.name == name
        and (partly or not bound.partly)
        and (not bound.indices or tuple(whole(i, size) for i in bound.indices) == place)
    )


@lru_cache(maxsize=1_000)
def entry_pool(limits: Limits, simple: bool) -> tuple[Fraction, ...]:
    """Return the values that an entry with these limits gets; simple ones alone, or fractions too."""
    lows = [value for op, value in limits if op in (">", ">=")]
    highs = [value for op, value in limits if op in ("<", "<=")]
    near = [value for op, value in limits if op != "!="]
    if lows and highs:
        low, high = max(lows), min(highs)
        near += [low + (high - low) * Fraction(k, 4) for k in (2, 1, 3)]
    values = dict.fromkeys([*(WHOLE if simple else PARTS), *near, *PARTS])
    admitted = [value for value in values if all(COMPARE[op](value, limit) for op, limit in limits)]
    return tuple(admitted[: len(WHOLE) if simple else len(PARTS)]) or tuple(near) or tuple(WHOLE)
