"""Random instances of a statement at which its assumptions hold, for the oracle."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import mpmath

from attack.mutants.oracle import Instance, Oracle, Undefined, Unknown, number
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, Recurrence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.random import Bernoulli, Exponential, Independent, Normal, Uncorrelated, Uniform
from gradcheck.language.syntax.terms import Num, Pow, Symbol, Term, free_symbols
from gradcheck.language.syntax.widths import Width, at_index

SPECIAL = [Fraction(v) for v in (0, 1, -1, 2, -2)] + [Fraction(1, 2), Fraction(-1, 2), Fraction(1, 4), Fraction(3, 4)]
LEAST = {"natural": 0, "dimension": 1, "integer": -2}
GRID = sorted(range(-24, 25), key=lambda k: (k < 0, k))  # quarters of it are tried, positive ones first
LONGEST = 6  # free members have values up to this index


def instances(
    claim: Proposition, given: tuple[Proposition, ...], definitions: tuple[Definition, ...], seed: int, tries: int = 150
) -> Iterator[tuple[Oracle, Instance]]:
    """Yield instances that satisfy the assumptions and the laws of the random variables."""
    generator = random.Random(seed)
    nodes: tuple[Node, ...] = (claim, *given, *definitions)
    hypotheses = [part for premise in given for part in _parts(premise)]
    bounds = {symbol: _bounds(hypotheses, symbol) for symbol in _symbols(claim, given, definitions)}
    for attempt in range(tries):
        scalars = {s: _value(s, bounds[s], generator, attempt) for s in sorted(bounds, key=lambda s: s.name)}
        instance = Instance(scalars)
        for name in sorted({n.name for node in nodes for n in walk(node) if isinstance(n, Width)}):
            instance.widths.update(((name, index), generator.randint(1, 2)) for index in range(-4, 2 * LONGEST + 2))
        _solve(instance, hypotheses, definitions)
        _roots(instance, hypotheses, definitions)
        _solve(instance, [h for h in hypotheses if isinstance(h, Relation) and isinstance(h.left, Symbol)], definitions)
        for array in {n.name: n for node in nodes for n in walk(node) if isinstance(n, Array)}.values():
            for place in _places(array.sides, instance):
                instance.entries[array.name, place] = generator.choice(SPECIAL)
        defined = {definition.member.name for definition in definitions}
        free = {n.name: n for node in nodes for n in walk(node) if isinstance(n, Sequence) and n.name not in defined}
        for name, sequence in free.items():
            for index in range(-2, (2 * LONGEST if instance.widths else LONGEST) + 1):
                sides = tuple(at_index(side, Num(Fraction(index))) for side in sequence.sides)
                for place in _places(sides, instance):
                    instance.members[name, index, place] = generator.choice(SPECIAL)
        oracle = Oracle(instance, definitions)
        try:
            if all(oracle.holds(premise) for premise in given) and all(_lawful(oracle, node) for node in nodes):
                yield oracle, instance
        except (Undefined, ZeroDivisionError):
            continue


def counterexample(
    claim: Proposition,
    given: tuple[Proposition, ...],
    definitions: tuple[Definition, ...],
    seed: int = 1,
    tries: int = 150,
    seconds: float = 8.0,
) -> tuple[Instance | None, int]:
    """Return an instance at which the claim fails, or None,
    with the number of instances at which it held in the time.
    """
    held, start = 0, time.perf_counter()
    for oracle, instance in instances(claim, given, definitions, seed, tries):
        if not oracle.holds(claim):
            return instance, held
        held += 1
        if time.perf_counter() - start > seconds:
            break
    return None, held


def _parts(claim: Proposition) -> list[Proposition]:
    return [p for part in claim.parts for p in _parts(part)] if isinstance(claim, And) else [claim]


def _symbols(claim: Proposition, given: tuple[Proposition, ...], definitions: tuple[Definition, ...]) -> set[Symbol]:
    found = set(free_symbols(claim))
    for premise in given:
        found |= free_symbols(premise)
    for definition in definitions:
        own = {definition.index} if isinstance(definition, Recurrence) else set()
        body = definition.body
        found |= free_symbols(body) - own - set(definition.member.parameters)
        for side in definition.member.sides:
            found |= free_symbols(side)
    return found


def _bounds(hypotheses: list[Proposition], symbol: Symbol) -> tuple[Fraction | None, Fraction | None]:
    lo: Fraction | None = None
    hi: Fraction | None = None
    for part in hypotheses:
        if isinstance(part, Relation):
            for side, other, op in ((part.left, part.right, part.op), (part.right, part.left, _turned(part.op))):
                if side is symbol and isinstance(other, Num):
                    lo = other.value if op in (">", ">=", "=") else lo
                    hi = other.value if op in ("<", "<=", "=") else hi
    return lo, hi


def _turned(op: str) -> str:
    return op.translate(str.maketrans("<>", "><"))


def _value(
    symbol: Symbol, bounds: tuple[Fraction | None, Fraction | None], generator: random.Random, attempt: int
) -> Any:
    lo, hi = bounds
    if symbol.is_integer:
        least = max(LEAST[symbol.sort], int(lo) if lo is not None else LEAST[symbol.sort])
        most = int(hi) if hi is not None else least + (2 if symbol.sort == "dimension" else 3)
        return Fraction(generator.randint(least, max(least, most)))
    if attempt % 3 == 2:
        value = Fraction(generator.randint(-3000, 3000), generator.randint(100, 1000))
    else:
        value = generator.choice(SPECIAL)
    if lo is not None and hi is not None:
        return lo + (hi - lo) * Fraction(generator.randint(0, 12), 12)
    if lo is not None and value < lo:
        return lo + abs(value)
    return hi - abs(value) if hi is not None and value > hi else value


def _solve(instance: Instance, hypotheses: list[Proposition], definitions: tuple[Definition, ...]) -> None:
    """Satisfy assumptions that give the value of a symbol, or of its square."""
    for part in hypotheses:
        if not isinstance(part, Relation) or part.op != "=":
            continue
        for side, other in ((part.left, part.right), (part.right, part.left)):
            symbol = side.base if isinstance(side, Pow) and isinstance(side.exponent, Num) else side
            if isinstance(symbol, Symbol) and not symbol.is_integer and symbol not in free_symbols(other):
                try:
                    value = Oracle(instance, definitions).value(other)
                    if isinstance(side, Pow):
                        value = mpmath.root(value, int(side.exponent.value))  # type: ignore[attr-defined]
                    instance.scalars[symbol] = value
                    break
                except (Undefined, Unknown, ZeroDivisionError, ValueError, KeyError):
                    continue


def _roots(instance: Instance, hypotheses: list[Proposition], definitions: tuple[Definition, ...]) -> None:
    """Satisfy the equations that still fail at the instance by halving an interval of one of their symbols."""
    for part in hypotheses:
        if not isinstance(part, Relation) or part.op != "=" or part.left.shape:
            continue
        symbols = sorted((s for s in free_symbols(part) if not s.is_integer), key=lambda s: s.name)
        for symbol in symbols if not _holds(instance, part, definitions) else ():
            root = _root(instance, part, symbol, definitions)
            if root is not None:
                instance.scalars[symbol] = root
                break


def _holds(instance: Instance, part: Relation, definitions: tuple[Definition, ...]) -> bool:
    try:
        return Oracle(instance, definitions).holds(part)
    except (Undefined, Unknown, ZeroDivisionError, ValueError, KeyError):
        return True  # nothing can be done


def _root(instance: Instance, part: Relation, symbol: Symbol, definitions: tuple[Definition, ...]) -> Any:
    def gap(value: Any) -> Any:
        moved = Instance({**instance.scalars, symbol: value}, instance.entries, instance.members, instance.widths)
        try:
            oracle = Oracle(moved, definitions)
            return oracle.value(part.left) - oracle.value(part.right)
        except (Undefined, Unknown, ZeroDivisionError, ValueError, KeyError):
            return None

    points = [(mpmath.mpf(k) / 4 + mpmath.mpf(1) / 64, gap(mpmath.mpf(k) / 4 + mpmath.mpf(1) / 64)) for k in GRID]
    for (low, first), (high, second) in pairwise(points):
        if high < low or first is None or second is None or first * second > 0:
            continue
        for _ in range(320):
            middle = (low + high) / 2
            value = gap(middle)
            if value is None:
                break
            low, high = (middle, high) if value * first > 0 else (low, middle)
        return (low + high) / 2
    return None


def _places(sides: tuple[Term, ...], instance: Instance) -> Iterator[tuple[int, ...]]:
    oracle = Oracle(instance)
    return product(*(range(1, oracle.size(side) + 1) for side in sides))


def _lawful(oracle: Oracle, node: Node) -> bool:
    for part in walk(node):
        match part:
            case Bernoulli(p=p) if not 0 <= oracle.value(p) <= 1:
                return False
            case Exponential(rate=rate) if not oracle.value(rate) > 0:
                return False
            case Uniform(lo=lo, hi=hi) if not oracle.value(lo) < oracle.value(hi):
                return False
            case Normal(variance=v) | Independent(variance=v) | Uncorrelated(variance=v):
                if any(oracle.value(v, place) < 0 for place in oracle.places(v)):
                    return False
    return True


__all__ = ["counterexample", "instances", "number"]
