"""Candidates for a counterexample: values of everything that a claim depends on, small ones first.

Dimensions as small as the assumptions allow, then small rational values, then random ones from a fixed seed; equations
among the assumptions are solved for a symbol where they are linear in it.  Whether a candidate refutes the claim is
for the kernel to decide, which evaluates it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Recurrence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.language.syntax.widths import Width, at_index
from gradcheck.search.refutation.concrete_functions import candidates
from gradcheck.search.refutation.fitting import equations_of, fitted, pinned
from gradcheck.search.refutation.pools import (
    COMPARE,
    SIMPLE,
    Bound,
    entry_bounds,
    entry_pool,
    grids,
    limits_at,
    pools_of,
    whole,
)
from gradcheck.search.refutation.sequences import free_families, steady_names, with_families

MAX_SIZES = 20_000  # choices of integers looked at
MAX_FITTING = 24  # of them that meet the hypotheses
SMALL_SIZES = 6  # sizes for which all kinds of functions are tried; for larger ones the simplest
SECOND = 2  # the round of candidates from which on functions are left out that the assumptions exclude
HALF = 0.5  # of the candidates have simple values only: equations between products hold at 0 and 1
LOWEST_MEMBER = -1  # the lowest index at which members of a free sequence get values
Functions = tuple[tuple[str, Term], ...]
Widths = dict[tuple[str, int], int]


def search_candidates(goal: Goal) -> Iterator[Counterexample]:
    """Yield small candidates in the order of their size, then random ones, the same in every run."""
    generator = random.Random(20)
    nodes: list[Node] = [goal.claim, *goal.hypotheses, *goal.definitions]
    symbols = sorted(_scalars(goal), key=lambda s: s.name)
    integers = [s for s in symbols if s.is_integer]
    reals = [s for s in symbols if not s.is_integer]
    fixed = pinned(goal)
    ranges = {s: [int(fixed[s])] if s in fixed else _integer_range(goal, s) for s in integers}
    pools = pools_of(goal, reals)
    every = islice(_by_sum([ranges[s] for s in integers]), MAX_SIZES)
    fitting = (size for size in every if _fits(goal, dict(zip(integers, size, strict=True))))
    sizes: list[tuple[int, ...]] = []
    grid = grids(tuple(pools[s][:5] for s in reals)) if len(reals) <= 3 else ()
    instances = candidates(goal)
    named, equations, bounds = _named(goal, nodes), equations_of(goal), entry_bounds(goal)
    steady, families = steady_names(goal), free_families(goal)
    turn, seen = 0, set[Counterexample]()
    for attempt in range(60):
        if attempt == SECOND:
            instances = _admissible(goal, instances)
        sizes += islice(fitting, min(2 + attempt, MAX_FITTING) - len(sizes))
        for position, size in enumerate(sizes):
            scalars = dict(zip(integers, map(Fraction, size), strict=True))
            if attempt < len(grid):
                chosen = dict(zip(reals, grid[attempt], strict=True))
            else:
                simple = generator.random() < HALF
                chosen = {s: generator.choice(pools[s][: len(SIMPLE)] if simple else pools[s]) for s in reals}
            scalars |= chosen
            scalars |= {s: v for s, v in fixed.items() if s in scalars}
            widths = _widths(named, scalars, generator, attempt)
            choice = _Choice(bounds, {symbol: int(value) for symbol, value in scalars.items() if symbol.is_integer},
                             attempt % 3 != 2, attempt == 1, generator)  # fmt: skip
            entries = _entries(named, scalars, widths, choice)
            members = _members(named, scalars, widths, choice, steady)
            functions = instances[turn % len(instances) if position < SMALL_SIZES else 0]
            turn += 1
            sized = tuple((name, index, value) for (name, index), value in widths.items())
            chosen_values = Counterexample(tuple(scalars.items()), entries, members, functions, widths=sized)
            for scaling in (False, True) if equations else (False,):
                ready = fitted(goal, chosen_values, equations, fixed, scaling)
                if ready not in seen:
                    seen.add(ready)
                    yield with_families(goal, ready, families, generator) if families else ready
            if not integers and not named.has_entries:
                break


def is_model(goal: Goal, candidate: Counterexample) -> bool:
    """Whether the hypotheses hold at the candidate."""
    try:
        valuation = Valuation(goal, candidate)
        return all(valuation.holds(h) is True for h in goal.hypotheses)
    except (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError):
        return False


def _admissible(goal: Goal, instances: list[Functions]) -> list[Functions]:
    """Return the choices of concrete functions that satisfy the hypotheses about functions alone; all if none does."""
    own = tuple(h for h in goal.parts() if isinstance(h, ForAll) and not free_symbols(h)
                and any(isinstance(n, Uninterpreted) for n in walk(h))
                and not any(isinstance(n, Array | Sequence) for n in walk(h)))  # fmt: skip
    if not own:
        return instances
    alone = Goal(goal.claim, own)
    known = {one: is_model(alone, Counterexample((), functions=one)) for one in dict.fromkeys(instances)}
    kept = [one for one in instances if known[one]]
    return list(dict.fromkeys(kept)) if len(set(kept)) in (1, 2) else kept or instances


def _scalars(goal: Goal) -> set[Symbol]:
    found: set[Symbol] = set()
    for part in (goal.claim, *goal.hypotheses):
        found |= free_symbols(part)
    for definition in goal.definitions:
        body = definition.body
        own = {definition.index} if isinstance(definition, Recurrence) else set()
        found |= free_symbols(body) - own - set(definition.member.parameters)
    return found


@dataclass(frozen=True)
class Named:
    """The names whose entries a candidate gives: arrays, widths by name, and the sequences without a definition."""

    arrays: dict[str, Array]
    widths: list[str]
    free: dict[str, Sequence]
    has_entries: bool  # arrays or any sequences


@lru_cache(maxsize=2_000)
def _with_names(node: Node) -> tuple[Array | Sequence | Width, ...]:
    return tuple(n for n in walk(node) if isinstance(n, Array | Sequence | Width))


def _named(goal: Goal, nodes: list[Node]) -> Named:
    every = [n for node in nodes for n in _with_names(node)]
    arrays = {n.name: n for n in every if isinstance(n, Array)}
    sequences = {n.name: n for n in every if isinstance(n, Sequence)}
    defined = {d.member.name for d in goal.definitions}
    free = {name: member for name, member in sequences.items() if name not in defined}
    return Named(arrays, sorted({n.name for n in every if isinstance(n, Width)}), free, bool(arrays or sequences))


def _integer_range(goal: Goal, symbol: Symbol) -> list[int]:
    least = {"natural": 0, "dimension": 1, "integer": -1}.get(symbol.sort, 0)
    for part in goal.parts():
        if (
            isinstance(part, Relation)
            and part.left is symbol
            and isinstance(part.right, Num)
            and part.op in (">=", ">")
        ):
            least = max(least, int(part.right.value) + (part.op == ">"))
    return [least, least + 1, least + 2, least + 3]


def _by_sum(ranges: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one number from each range of successive integers, small sums first."""
    for extra in range(sum(len(numbers) - 1 for numbers in ranges) + 1):
        yield from _with_extra(ranges, extra)


def _with_extra(ranges: list[list[int]], extra: int) -> Iterator[tuple[int, ...]]:
    if not ranges:
        yield ()
        return
    first, *rest = ranges
    room = sum(len(numbers) - 1 for numbers in rest)
    for k in range(max(0, extra - room), min(extra, len(first) - 1) + 1):
        for others in _with_extra(rest, extra - k):
            yield (first[k], *others)


def _fits(goal: Goal, size: dict[Symbol, int]) -> bool:
    """Whether the integers meet the hypotheses that compare sums of them."""
    for h in goal.parts():
        if isinstance(h, Relation) and not h.left.shape:
            left, right = whole(h.left, size), whole(h.right, size)
            if left is not None and right is not None and not COMPARE[h.op](left, right):
                return False
    return True


@dataclass(frozen=True)
class _Choice:
    """How the entries of arrays are chosen: whole numbers or fractions, one at a time or all of them alike."""

    bounds: list[Bound]
    sizes: dict[Symbol, int]
    simple: bool
    alike: bool
    generator: random.Random

    def of(self, name: str, place: tuple[int, ...]) -> Fraction:
        partly = any(bound.partly for bound in self.bounds) and self.generator.random() < HALF
        pool = entry_pool(limits_at(self.bounds, name, place, self.sizes, not partly), self.simple)
        return pool[0] if self.alike else self.generator.choice(pool)


def _entries(
    named: Named, scalars: dict[Symbol, Fraction], widths: Widths, choice: _Choice
) -> tuple[tuple[str, tuple[int, ...], Fraction], ...]:
    found = []
    for name in sorted(named.arrays):
        for indices in _places(named.arrays[name].sides, scalars, widths):
            found.append((name, indices, choice.of(name, indices)))
    return tuple(found)


def _widths(named: Named, scalars: dict[Symbol, Fraction], generator: random.Random, attempt: int) -> Widths:
    """Return a value for every width that small indices lead to: all of them 1, then 1 and 2 at random."""
    places = [(name, index) for name in named.widths for index in range(LOWEST_MEMBER - 1, _top(scalars) + 1)]
    return {place: generator.choice((1, 2)) if attempt else 1 for place in places}


def _top(scalars: dict[Symbol, Fraction]) -> int:
    """Return the largest index at which members get values."""
    return max((int(v) for s, v in scalars.items() if s.is_integer), default=0) + 3


def _length(side: Term, scalars: dict[Symbol, Fraction], widths: Widths) -> int:
    """Return the length of a side at the values; 1 where that is not known."""
    if isinstance(side, Width):
        index = whole(side.index, {symbol: int(value) for symbol, value in scalars.items() if symbol.is_integer})
        return 1 if index is None else widths.get((side.name, int(index)), 1)
    if isinstance(side, Num):
        return int(side.value)
    return int(scalars.get(side, Fraction(1))) if isinstance(side, Symbol) else 1


def _places(sides: tuple[Term, ...], scalars: dict[Symbol, Fraction], widths: Widths) -> list[tuple[int, ...]]:
    places: list[tuple[int, ...]] = [()]
    for side in sides:
        length = _length(side, scalars, widths)
        places = [(*p, i) for p in places for i in range(1, length + 1)]
    return places


def _members(
    named: Named, scalars: dict[Symbol, Fraction], widths: Widths, choice: _Choice, steady: frozenset[str]
) -> tuple[tuple[str, int | None, tuple[int, ...], Fraction], ...]:
    found: list[tuple[str, int | None, tuple[int, ...], Fraction]] = []
    generator = choice.generator
    if steady:
        common = generator.choice(SIMPLE[:2]) if generator.random() < HALF else None
        for name in sorted(steady):
            limits = limits_at(choice.bounds, name, (), choice.sizes, True)
            pool = entry_pool(limits, choice.simple) if limits or not choice.simple else tuple(SIMPLE[:2])
            found.append((name, None, (), generator.choice(pool) if common is None or limits else common))
    for name in sorted(named.free.keys() - steady):
        for index in range(LOWEST_MEMBER, _top(scalars) + 1):
            sides = tuple(at_index(side, Num(Fraction(index))) for side in named.free[name].sides)
            for place in _places(sides, scalars, widths):
                found.append((name, index, place, choice.of(name, place)))
    return tuple(found)
