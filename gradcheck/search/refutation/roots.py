"""Counterexamples at a number that only an equation among the assumptions determines:
r > 0 with r tanh r = 1, r**2 = 1/2.

Roots are located on a grid by changes of sign and halved down;
the reported interval is as wide as the kernel allows for the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise
from math import floor
from typing import Any

from flint import ctx

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term, free_symbols
from gradcheck.search.refutation.candidates import search_candidates
from gradcheck.search.refutation.counterexample import in_general_position, refutes, shrink
from gradcheck.search.refutation.pools import interval_of

ASIDE = Fraction(1, 97)  # so that no simple number is hit
GRID = [Fraction(k, 8) + ASIDE for k in range(-40, 41)]
FAR = [Fraction(3, 2) ** k for k in range(4, 40)]  # beyond it, on either side
PARTS = 96  # of a bounded interval, and of what is near to the end of one with one end
DIGITS = (2, 6, 15, 36)  # of the intervals that are tried, coarse ones first
MAX_DIGITS = 40
BITS = 192
MAX_TRIED = 60
Values = tuple[tuple[Symbol, Fraction], ...]
Root = tuple[Fraction, Fraction]  # the ends of an interval around it


def search_at_roots(goal: Goal) -> Counterexample | None:
    """Return a confirmed counterexample with a root in it, or None."""
    for candidate in islice(_located(goal), MAX_TRIED):
        for digits in DIGITS:
            found = _rounded(candidate, digits)
            if refutes(goal, found):
                return shrink(goal, found)
    return None


def search_models_at_roots(goal: Goal) -> list[Counterexample]:
    """Return values with a root in them at which the assumptions hold: one in general position, and the first found."""
    first: Counterexample | None = None
    for candidate in islice(_located(goal), MAX_TRIED):
        found, general = _rounded(candidate, DIGITS[2]), in_general_position(candidate)
        if first is not None and not general:
            continue
        try:
            negated(goal, found)
        except (Rejected, ArithmeticError, ValueError, Unsupported):
            continue
        if general:
            return [found] if first is None else [found, first]
        first = found
    return [] if first is None else [first]


def _located(goal: Goal) -> Iterator[Counterexample]:
    """Yield candidates with roots of equations to many digits, and no value for symbols that roots define."""
    known = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "="]
    if isinstance(goal.claim, Relation) and goal.claim.op == "!=":  # fails where an equation holds
        known.append(Relation("=", goal.claim.left, goal.claim.right))
    equations = [h for h in known if not h.left.shape]
    equations = [h for h in equations if not (isinstance(h.left, Symbol) and isinstance(h.right, Num))]
    memory: dict[tuple[Relation, Symbol, Values], list[Root]] = {}
    for candidate in search_candidates(goal) if equations else ():
        todo = [h for h in equations if not _is_met(goal, candidate, h)]
        yield from _assigned(goal, candidate, _connected(todo, equations), memory)


def _connected(todo: list[Relation], equations: list[Relation]) -> list[Relation]:
    """Return the equations, followed by those that share a real symbol with one of them, and so on."""
    found = list(todo)
    while True:
        symbols = {s for h in found for s in free_symbols(h) if not s.is_integer}
        more = [h for h in equations if h not in found and free_symbols(h) & symbols]
        if not more:
            return found
        found += more


def _is_met(goal: Goal, candidate: Counterexample, equation: Relation) -> bool:
    try:
        return Valuation(goal, candidate).holds(equation) is True
    except (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError):
        return False


def _assigned(
    goal: Goal,
    candidate: Counterexample,
    equations: list[Relation],
    memory: dict[tuple[Relation, Symbol, Values], list[Root]],
) -> Iterator[Counterexample]:
    """Yield the candidate with a root for each equation,
    or without the value where an equation defines a symbol by roots.
    """
    if not equations:
        if candidate.roots:
            yield candidate
        return
    h, *rest = equations
    constants = constants_of(goal.definitions)
    taken = {root for root, _, _ in candidate.roots}
    valued = {symbol for symbol, _ in candidate.scalars}
    if isinstance(h.left, Symbol) and free_symbols(h.right) - valued and h.left not in taken | constants:
        scalars = tuple(item for item in candidate.scalars if item[0] is not h.left)
        yield from _assigned(goal, replace(candidate, scalars=scalars), rest, memory)
        return
    hidden = constants if any(isinstance(node, Sequence) for node in walk(h)) else set()
    relevant = free_symbols(h) | hidden
    for root in sorted((s for s in relevant - taken if not s.is_integer), key=lambda s: (s is not h.left, s.name)):
        scalars = tuple(item for item in candidate.scalars if item[0] is not root)
        values = tuple(item for item in scalars if item[0] in relevant)
        if (h, root, values) not in memory:
            memory[h, root, values] = list(isolated(goal, h.left - h.right, root, dict(values)))
        for lo, hi in memory[h, root, values]:
            located = replace(candidate, scalars=scalars, roots=(*candidate.roots, (root, lo, hi)))
            yield from _assigned(goal, located, rest, memory)


def isolated(
    goal: Goal, gap: Term, root: Symbol, values: dict[Symbol, Fraction]
) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield short intervals at the ends of which the gap has opposite signs, first those close to 0."""
    with ctx.workprec(BITS):
        known: dict[Symbol, Any] = {symbol: ball(value) for symbol, value in values.items()}

        def sign(point: Fraction) -> int:
            try:
                value = enclose(gap, {**known, root: ball(point)}, goal.definitions, BITS)
            except Undefined:
                return 0
            return 1 if value > 0 else -1 if value < 0 else 0

        signs = [(point, sign(point)) for point in _grid(goal, root)]
        changes = [(low, high) for low, high in pairwise(signs) if low[1] * high[1] < 0]
        for (lo, first), (hi, _) in sorted(changes, key=lambda change: (abs(change[0][0]) > 5, change[0][0])):
            while hi - lo > Fraction(1, 10**MAX_DIGITS):
                middle = (lo + hi) / 2
                here = sign(middle)
                if not here:
                    break
                lo, hi = (middle, hi) if here == first else (lo, middle)
            yield lo, hi


def _grid(goal: Goal, root: Symbol) -> list[Fraction]:
    """Return increasing points at which signs are looked at, within the bounds that the assumptions give."""
    lo, hi = interval_of(goal, root)
    if lo is not None and hi is not None:
        return [lo + (hi - lo) * (Fraction(k, PARTS) + ASIDE / PARTS) for k in range(PARTS)]
    steps = sorted({*(Fraction(k, 8) + ASIDE for k in range(PARTS)), *(16 + step for step in FAR)})
    if lo is not None:
        return [lo + step for step in steps]
    if hi is not None:
        return [hi - step for step in reversed(steps)]
    return [*(ASIDE - step for step in reversed(FAR)), *GRID, *(ASIDE + step for step in FAR)]


def _rounded(candidate: Counterexample, digits: int) -> Counterexample:
    """Return the candidate with intervals between neighbouring decimals of that many digits."""
    unit = Fraction(1, 10**digits)
    wider = []
    for root, lo, hi in candidate.roots:
        low = floor(lo / unit) * unit
        wider.append((root, low, low + unit if hi <= low + unit else low + 2 * unit))
    return replace(candidate, roots=tuple(wider))
