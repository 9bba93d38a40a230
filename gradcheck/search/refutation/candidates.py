"""Candidates for a counterexample: values of everything that a claim depends on, small ones first.

Dimensions as small as the assumptions allow, then small rational values, then random ones from a fixed seed; equations
among the assumptions are solved for a symbol where they are linear in it.  Whether a candidate refutes the claim is
for the kernel to decide, which evaluates it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from operator import eq, ge, gt, le, lt, ne

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Recurrence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Neg, Num, Symbol, Term, as_term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.language.syntax.widths import Width, at_index
from gradcheck.search.refutation.concrete_functions import candidates
from gradcheck.search.refutation.sequences import free_families, steady_names, with_families

Equation = tuple[Relation, tuple[Symbol, ...]]
SIMPLE = [Fraction(v) for v in (1, 0, -1, 2, -2)] + [Fraction(1, 2), Fraction(-1, 2), Fraction(3), Fraction(1, 4)]
MORE = [Fraction(n, d) for d in (1, 2, 3, 4, 10) for n in range(-12, 13)]
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
    fixed = _pinned(goal)
    ranges = {s: [int(fixed[s])] if s in fixed else _integer_range(goal, s) for s in integers}
    pools = _pools(goal, reals)
    every = islice(_by_sum([ranges[s] for s in integers]), MAX_SIZES)
    fitting = (size for size in every if _fits(goal, dict(zip(integers, size, strict=True))))
    sizes: list[tuple[int, ...]] = []
    grids = _grids(tuple(pools[s][:5] for s in reals)) if len(reals) <= 3 else ()
    instances = candidates(goal)
    named, equations = _named(goal, nodes), _equations(goal)
    steady, families = steady_names(goal), free_families(goal)
    turn = 0
    for attempt in range(60):
        if attempt == SECOND:
            instances = _admissible(goal, instances)
        sizes += islice(fitting, min(2 + attempt, MAX_FITTING) - len(sizes))
        for position, size in enumerate(sizes):
            scalars = dict(zip(integers, map(Fraction, size), strict=True))
            if attempt < len(grids):
                chosen = dict(zip(reals, grids[attempt], strict=True))
            else:
                simple = generator.random() < HALF
                chosen = {s: generator.choice(pools[s][: len(SIMPLE)] if simple else pools[s]) for s in reals}
            scalars |= chosen
            scalars |= {s: v for s, v in fixed.items() if s in scalars}
            widths = _widths(named, scalars, generator, attempt)
            entries = _entries(named, scalars, widths, generator)
            members = _members(named, scalars, widths, generator, steady)
            functions = instances[turn % len(instances) if position < SMALL_SIZES else 0]
            turn += 1
            sized = tuple((name, index, value) for (name, index), value in widths.items())
            chosen_values = Counterexample(tuple(scalars.items()), entries, members, functions, widths=sized)
            ready = _solved(goal, chosen_values, equations, fixed)
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


def _solved(
    goal: Goal, candidate: Counterexample, equations: list[Equation], fixed: dict[Symbol, Fraction]
) -> Counterexample:
    """Return the candidate with symbols set, one by one, so that equations among the hypotheses hold.

    A symbol is solved for where the equation, at the other values, is linear in it.
    """
    scalars = dict(candidate.scalars)
    taken = set(fixed)
    for h, symbols in equations:
        for symbol in symbols:
            if symbol in taken:
                continue
            solve = _other_side if symbol.is_integer else _root
            value = solve(goal, replace(candidate, scalars=tuple(scalars.items())), h, symbol)
            if value is not None:
                scalars[symbol] = value
                taken.add(symbol)
                break
    return replace(candidate, scalars=tuple(scalars.items()))


def solved(goal: Goal, candidate: Counterexample) -> Counterexample:
    """Return the candidate with symbols set so that equations among the hypotheses hold."""
    return _solved(goal, candidate, _equations(goal), _pinned(goal))


def _equations(goal: Goal) -> list[Equation]:
    """Return the equations among the hypotheses, and of one for all values of some variables the instances at 0 and 1.

    With each come the symbols on which it may depend, one that is its left side first.
    """
    hidden = constants_of(goal.definitions)
    found: list[Relation] = []
    for h in goal.parts():
        if isinstance(h, ForAll) and isinstance(h.body, Relation) and len(h.variables) <= 3:
            for values in product((0, 1), repeat=len(h.variables)):
                numbers = map(as_term, values)
                found.append(replace_symbols(h.body, dict(zip(h.variables, numbers, strict=True))))
        elif isinstance(h, Relation):
            found.append(h)
    equations = []
    for h in found:
        if h.op == "=":
            own = free_symbols(h) | (hidden if any(isinstance(n, Sequence) for n in walk(h)) else set())
            equations.append((h, tuple(sorted(own, key=lambda s: (s is not h.left, s.name)))))
    return equations


def _other_side(goal: Goal, candidate: Counterexample, h: Relation, symbol: Symbol) -> Fraction | None:
    """Return the value that the equation gives an integer alone on its left; the kernel checks its sort."""
    if h.left is not symbol or symbol in free_symbols(h.right):
        return None
    try:
        return Valuation(goal, candidate).number(h.right)
    except (Rejected, Unsupported, TooLarge, ArithmeticError):
        return None


def _root(goal: Goal, candidate: Counterexample, h: Relation, symbol: Symbol) -> Fraction | None:
    """Return the value of the symbol at which the first entry of the equation holds."""
    found = []
    for value in (Fraction(0), Fraction(1), Fraction(2)):
        scalars = tuple((s, value if s is symbol else v) for s, v in candidate.scalars)
        try:
            valuation = Valuation(goal, replace(candidate, scalars=scalars))
            left, right = (valuation.number(side, (1,) * len(side.shape)) for side in (h.left, h.right))
        except (Rejected, Unsupported, TooLarge, ArithmeticError):
            return None
        if left is None or right is None:
            return None
        found.append(left - right)
        if len(set(found)) < len(found):
            return None  # it is not an affine function of the symbol
    slope = found[1] - found[0]
    return -found[0] / slope if slope and found[2] - found[1] == slope else None


def _scalars(goal: Goal) -> set[Symbol]:
    found: set[Symbol] = set()
    for part in (goal.claim, *goal.hypotheses):
        found |= free_symbols(part)
    for definition in goal.definitions:
        body = definition.body if isinstance(definition, Recurrence) else definition.value
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
            left, right = _whole(h.left, size), _whole(h.right, size)
            if left is not None and right is not None and not COMPARE[h.op](left, right):
                return False
    return True


COMPARE = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def _whole(term: Term, size: dict[Symbol, int]) -> Fraction | None:
    match term:
        case Num():
            return term.value
        case Symbol():
            return Fraction(size[term]) if term in size else None
        case Neg():
            inner = _whole(term.term, size)
            return None if inner is None else -inner
        case Add():
            parts = [_whole(part, size) for part in term.terms]
            known = [part for part in parts if part is not None]
            return sum(known, Fraction(0)) if len(known) == len(parts) else None
    return None


def _pinned(goal: Goal) -> dict[Symbol, Fraction]:
    return {
        h.left: h.right.value
        for h in goal.parts()
        if isinstance(h, Relation) and h.op == "=" and isinstance(h.left, Symbol) and isinstance(h.right, Num)
    }


def _pools(goal: Goal, reals: list[Symbol]) -> dict[Symbol, tuple[Fraction, ...]]:
    """Return values for each real symbol: simple ones that its numeric bounds admit, and points near those bounds."""
    pools = {}
    for symbol in reals:
        pools[symbol] = _pool(*_bounds(goal, symbol))
    return pools


@lru_cache(maxsize=256)
def _grids(pools: tuple[tuple[Fraction, ...], ...]) -> tuple[tuple[Fraction, ...], ...]:
    """Return every choice of one value from each pool, small values first."""
    return tuple(sorted(product(*pools), key=lambda values: sum(size_of(v) for v in values)))


@lru_cache(maxsize=256)
def _pool(lo: Fraction | None, hi: Fraction | None) -> tuple[Fraction, ...]:
    near = [end + step for end in (lo, hi) if end is not None for step in (0, Fraction(1, 1000), Fraction(-1, 1000))]
    if lo is not None and hi is not None:
        near += [lo + (hi - lo) * Fraction(k, 8) for k in (4, 2, 6, 1, 3, 5, 7)]
    values = dict.fromkeys([*SIMPLE, *near, *MORE])
    return tuple(v for v in values if (lo is None or v >= lo) and (hi is None or v <= hi)) or (Fraction(0),)


def _bounds(goal: Goal, symbol: Symbol) -> tuple[Fraction | None, Fraction | None]:
    lo: Fraction | None = None
    hi: Fraction | None = None
    for part in goal.parts():
        if isinstance(part, Relation):
            for left, op, right in (
                (part.left, part.op, part.right),
                (part.right, part.op.translate(_FLIP), part.left),
            ):
                if left is symbol and isinstance(right, Num):
                    if op in (">", ">=", "="):
                        lo = right.value if lo is None else max(lo, right.value)
                    if op in ("<", "<=", "="):
                        hi = right.value if hi is None else min(hi, right.value)
    return lo, hi


_FLIP = str.maketrans("<>", "><")


def size_of(value: Fraction) -> int:
    """Return a measure of how complicated a number is."""
    return abs(value.numerator) + 2 * (value.denominator - 1) + (value < 0)


def _entries(
    named: Named, scalars: dict[Symbol, Fraction], widths: Widths, generator: random.Random
) -> tuple[tuple[str, tuple[int, ...], Fraction], ...]:
    found = []
    for name in sorted(named.arrays):
        for indices in _places(named.arrays[name].sides, scalars, widths):
            found.append((name, indices, generator.choice(SIMPLE[:5])))
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
        index = _whole(side.index, {symbol: int(value) for symbol, value in scalars.items() if symbol.is_integer})
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
    named: Named,
    scalars: dict[Symbol, Fraction],
    widths: Widths,
    generator: random.Random,
    steady: frozenset[str],
) -> tuple[tuple[str, int | None, tuple[int, ...], Fraction], ...]:
    found: list[tuple[str, int | None, tuple[int, ...], Fraction]] = []
    if steady:
        common = generator.choice(SIMPLE[:2]) if generator.random() < HALF else None
        found += [(n, None, (), generator.choice(SIMPLE[:2]) if common is None else common) for n in sorted(steady)]
    for name in sorted(named.free.keys() - steady):
        for index in range(LOWEST_MEMBER, _top(scalars) + 1):
            sides = tuple(at_index(side, Num(Fraction(index))) for side in named.free[name].sides)
            for place in _places(sides, scalars, widths):
                found.append((name, index, place, generator.choice(SIMPLE[:5])))
    return tuple(found)
