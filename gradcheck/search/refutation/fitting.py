"""Candidates with some of their values changed so that equations among the hypotheses hold.

    k = t                  an integer alone on the left gets the value of the other side
    a x + b = 0            a real symbol, or an entry of an array, in which the equation is affine at the other values
    f(t p, t x) = 0        all arrays, members and real numbers of the equation, times one t > 0: so signs and ratios
                           stay, and what is positive comes to lie on the simplex, or on the unit sphere

Whether the hypotheses hold then is for the kernel to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import product
from typing import NamedTuple

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Neg, Num, Symbol, as_term, free_symbols

MAX_ENTRIES = 4  # of an array that an equation is solved for
MOST = 10**6  # what a number that solves an equation may be made of

Moved = Callable[[Fraction], Counterexample]


class Equation(NamedTuple):
    """A hypothesis, with the symbols on which it may depend, one that is its left side first, and its arrays."""

    relation: Relation
    symbols: tuple[Symbol, ...]
    names: frozenset[str]


def solved(goal: Goal, candidate: Counterexample, scaling: bool = False) -> Counterexample:
    """Return the candidate with values set so that equations among the hypotheses hold."""
    return fitted(goal, candidate, equations_of(goal), pinned(goal), scaling)


def fitted(
    goal: Goal,
    candidate: Counterexample,
    equations: list[Equation],
    fixed: dict[Symbol, Fraction],
    scaling: bool = False,
) -> Counterexample:
    """Return the candidate with values set, one equation after the other; with ``scaling`` all of one at once first."""
    taken = set(fixed)
    for equation in equations:
        if scaling and (scaled := _scaled(goal, candidate, equation, taken)) is not None:
            candidate = scaled
            continue
        for symbol in equation.symbols:
            if symbol in taken:
                continue
            other = _for_symbol(goal, candidate, equation.relation, symbol)
            if other is not None:
                candidate = other
                taken.add(symbol)
                break
        else:
            candidate = _for_entry(goal, candidate, equation) or candidate
    return candidate


def equations_of(goal: Goal) -> list[Equation]:
    """Return the equations among the hypotheses; of one for all values of some variables the instances at 0 and 1."""
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
            named = [n for n in walk(h) if isinstance(n, Array | Sequence)]
            own = free_symbols(h) | (hidden if any(isinstance(n, Sequence) for n in named) else set())
            symbols = tuple(sorted(own, key=lambda s: (s is not h.left, s.name)))
            equations.append(Equation(h, symbols, frozenset(n.name for n in named)))
    return equations


def pinned(goal: Goal) -> dict[Symbol, Fraction]:
    """Return the symbols that an assumption sets equal to a number."""
    return {
        h.left: h.right.value
        for h in goal.parts()
        if isinstance(h, Relation) and h.op == "=" and isinstance(h.left, Symbol) and isinstance(h.right, Num)
    }


def _for_symbol(goal: Goal, candidate: Counterexample, h: Relation, symbol: Symbol) -> Counterexample | None:
    def at(value: Fraction) -> Counterexample:
        return replace(candidate, scalars=tuple((s, value if s is symbol else v) for s, v in candidate.scalars))

    value = _other_side(goal, candidate, h, symbol) if symbol.is_integer else _root(goal, h, at, Fraction(0))
    return None if value is None else at(value)


def _for_entry(goal: Goal, candidate: Counterexample, equation: Equation) -> Counterexample | None:
    """Return the candidate with one entry of an array set, the last at which that is possible."""
    if equation.relation.left.shape:
        return None
    places = [k for k, (name, _, _) in enumerate(candidate.arrays) if name in equation.names]
    for place in places[: -MAX_ENTRIES - 1 : -1]:
        at = partial(_with_entry, candidate, place)
        value = _root(goal, equation.relation, at, Fraction(0))
        if value is not None:
            return at(value)
    return None


def _with_entry(candidate: Counterexample, place: int, value: Fraction) -> Counterexample:
    name, indices, _ = candidate.arrays[place]
    return replace(
        candidate, arrays=(*candidate.arrays[:place], (name, indices, value), *candidate.arrays[place + 1 :])
    )


def _scaled(goal: Goal, candidate: Counterexample, equation: Equation, taken: set[Symbol]) -> Counterexample | None:
    """Return the candidate with all real numbers of the equation times one positive number."""
    own = {symbol for symbol in equation.symbols if not symbol.is_integer} - taken
    if equation.relation.left.shape or len(own) + 2 * len(equation.names) < 2:
        return None

    def at(t: Fraction) -> Counterexample:
        return replace(
            candidate,
            scalars=tuple((s, v * t if s in own else v) for s, v in candidate.scalars),
            arrays=tuple((name, place, v * t if name in equation.names else v) for name, place, v in candidate.arrays),
            members=tuple((n, k, at, v * t if n in equation.names else v) for n, k, at, v in candidate.members),
        )

    t = _root(goal, equation.relation, at, Fraction(1))
    return at(t) if t is not None and t > 0 else None


def _other_side(goal: Goal, candidate: Counterexample, h: Relation, symbol: Symbol) -> Fraction | None:
    """Return the value that the equation gives an integer alone on its left; the kernel checks its sort."""
    if h.left is not symbol or symbol in free_symbols(h.right):
        return None
    try:
        return Valuation(goal, candidate).number(h.right)
    except (Rejected, Unsupported, TooLarge, ArithmeticError):
        return None


def _root(goal: Goal, h: Relation, at: Moved, start: Fraction) -> Fraction | None:
    """Return the value at which the first entry of the equation holds, of which it is an affine function."""
    found: list[Fraction] = []
    gap, place = Add((h.left, Neg(h.right))), (1,) * len(h.left.shape)
    for step in range(3):
        try:
            value = Valuation(goal, at(start + step)).number(gap, place)
        except (Rejected, Unsupported, TooLarge, ArithmeticError):
            return None
        if value is None:
            return None
        found.append(value)
        if len(set(found)) < len(found):
            return None  # it is not an affine function, or a constant one
    slope = found[1] - found[0]
    if not slope or found[2] - found[1] != slope:
        return None
    root = start - found[0] / slope
    return root if max(abs(root.numerator), root.denominator) <= MOST else None
