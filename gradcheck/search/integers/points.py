"""Comparisons in one integer that fail between two integers: n**2 >= n fails on (0, 1), where there is no integer.

Decides claims of rational arithmetic in one integer n: it splits at an integer k such that the claim fails at k + 1/2,
or its sides change places there, while all assumptions about n hold at both; below k and above it the claim is looked
at anew.
Claims about up to three integers are refuted at the points of a grid around 0, and at powers of ten.
Undecided: claims that fail at a half with |k| > 64, and those whose parts no other tactic proves; what fails far away.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from gradcheck.balls.exact import exact_jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.search.refutation.counterexample import refutes
from gradcheck.search.tactic import Search, split_by_sign

FARTHEST = 64
RADII = (64, 8, 4)  # of the grids for one, two and three integers
FAR = [sign * 10**k for k in (2, 3, 6) for sign in (1, -1)]
LEAST_DEPTH = 2


def between_integers(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Split at the integer nearest to 0 such that the claim fails one half above it."""
    variable = _integer_of(goal.claim)
    if variable is None or search.depth < LEAST_DEPTH or goal.rewrites:
        return
    assumed = [h for h in goal.hypotheses if _integer_of(h) is variable]
    for integer in sorted(range(-FARTHEST, FARTHEST), key=abs):
        half = integer + Fraction(1, 2)
        fails = _holds(goal.claim, variable, half) is False or _changes(goal.claim, variable, integer)
        if fails and all(_holds(h, variable, value) for h in assumed for value in (Fraction(integer), half)):
            break
    else:
        return
    yield split_by_sign(goal, search, variable - integer)


def _integer_of(claim: Proposition) -> Symbol | None:
    """Return the only free symbol of a comparison of scalars, if it is an integer; else None."""
    symbols = free_symbols(claim)
    if not isinstance(claim, Relation) or claim.left.shape or len(symbols) != 1:
        return None
    (symbol,) = symbols
    return symbol if symbol.is_integer else None


def search_at_integers(goal: Goal) -> Counterexample | None:
    """Return integers at which the kernel confirms that the claim fails, those near 0 first; None if none are found."""
    parts = (goal.claim, *goal.hypotheses, *goal.definitions)
    symbols = sorted(set().union(*map(free_symbols, parts)), key=lambda symbol: symbol.name)
    if not 1 <= len(symbols) <= len(RADII) or not all(symbol.is_integer for symbol in symbols):
        return None
    if any(isinstance(node, Array | Sequence | Uninterpreted) for part in parts for node in walk(part)):
        return None
    radius = RADII[len(symbols) - 1]
    near = product(sorted(range(-radius, radius + 1), key=abs), repeat=len(symbols))
    far = ((number,) * len(symbols) for number in FAR)
    for point in (*sorted(near, key=lambda values: sum(map(abs, values))), *far):
        candidate = Counterexample(tuple(zip(symbols, map(Fraction, point), strict=True)))
        if refutes(goal, candidate):
            return candidate
    return None


def search_at_one_integer(goal: Goal) -> Counterexample | None:
    """Return the same for a comparison of one integer, where the search is cheap whether or not the claim holds."""
    return search_at_integers(goal) if _integer_of(goal.claim) is not None else None


def _sides(claim: Proposition, variable: Symbol, value: Fraction) -> tuple[Fraction, Fraction] | None:
    """Return both sides of a comparison at this value, read as functions of a real variable."""
    if not isinstance(claim, Relation):
        return None
    try:
        left, right = (exact_jet(side, variable, value, 0, ())[0] for side in (claim.left, claim.right))
    except Undefined:
        return None
    return None if left is None or right is None else (left, right)


def _holds(claim: Proposition, variable: Symbol, value: Fraction) -> bool | None:
    """Whether a comparison holds at the value; None when that is open."""
    sides = _sides(claim, variable, value)
    if sides is None or not isinstance(claim, Relation):
        return None
    left, right = sides
    return {"=": left == right, "!=": left != right, "<": left < right, "<=": left <= right, ">": left > right,
            ">=": left >= right}[claim.op]  # fmt: skip


def _changes(claim: Proposition, variable: Symbol, integer: int) -> bool:
    """Whether the larger side at an integer is the smaller one at the next."""
    here, there = (_sides(claim, variable, Fraction(value)) for value in (integer, integer + 1))
    return here is not None and there is not None and (here[0] - here[1]) * (there[0] - there[1]) < 0
