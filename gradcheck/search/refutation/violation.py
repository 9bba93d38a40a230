"""Points at which an inequality of a few real variables fails, also by little, or only far away.

Candidates are, in this order,
    one variable: the point that branch and bound meets, where the relation certainly fails on a cell;
    numbers close to 0, to 1, to the ends of the domain, rational or not, to the kinks, and far away (10**-k and 10**k);
    several variables: pairs of such numbers;
    the end of a descent of left - right, by steps along the axes that shrink where nothing is gained.
Whatever is found is rounded to the simplest rational numbers at which the kernel confirms the failure.  Not found:
failures at irrational points only, and narrow ones away from every place above.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from flint import ctx

from gradcheck.algebra.ring import Unsupported
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.kernel.rules.cover import Domain
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Const, Num, Symbol, Term, free_symbols
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.covers.enclosure import NotFound, find_cover, natural_points
from gradcheck.search.inequalities.one_variable import is_pointwise, real_variable
from gradcheck.search.refutation.counterexample import refutes, shrink
from gradcheck.search.refutation.pools import interval_of

DENOMINATORS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000, 10**4, 10**6, 10**9, 10**12, 10**18)
FAR = [Fraction(10) ** k for k in (1, 2, 3, 4, 6, 8, 10, 12, 20, 50, 100, 400)]
NEAR = [Fraction(1, 10**k) for k in (1, 2, 3, 4, 5, 6, 8, 10, 12)]
GRID = [Fraction(k, 4) for k in range(-40, 41)]
COARSE = [Fraction(k, 2) for k in range(-6, 7)]
BITS = 192
MAX_VARIABLES = 3
MAX_CANDIDATES = 400
MAX_STEPS = 400
STARTS = 3
Point = tuple[Fraction, ...]


def search_violation(goal: Goal) -> Counterexample | None:
    """Return a confirmed counterexample for a scalar relation of a few real variables, None when none is found."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape:
        return None
    variable = real_variable(goal)
    if variable is not None:
        found = find_cover(claim, variable, domain_of(goal, variable), goal.definitions)
        if isinstance(found, NotFound) and found.witness is not None:
            confirmed = _simplest(goal, (variable,), (found.witness,))
            if confirmed is not None:
                return confirmed
    return search_nearby(goal)


def search_nearby(goal: Goal) -> Counterexample | None:
    """Return the same without branch and bound, in a few hundredths of a second."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or not is_pointwise(claim):
        return None
    variables = tuple(sorted(free_symbols(claim), key=lambda s: s.name))
    if not 1 <= len(variables) <= MAX_VARIABLES or any(v.is_integer for v in variables):
        return None
    try:
        for place in _Landscape(goal, claim, variables).failures():
            confirmed = _simplest(goal, variables, place)
            if confirmed is not None:
                return shrink(goal, confirmed)
    except (Unsupported, Rejected):
        return None
    return None


def _simplest(goal: Goal, variables: tuple[Symbol, ...], place: Point) -> Counterexample | None:
    """Return the simplest rational numbers close to the place at which the kernel confirms the failure."""
    near = [tuple(value.limit_denominator(bound) for value in place) for bound in DENOMINATORS]
    for values in dict.fromkeys((*near, place)):
        candidate = Counterexample(tuple(zip(variables, values, strict=True)))
        if refutes(goal, candidate):
            return candidate
    return None


def _narrowed(goal: Goal, variable: Symbol) -> Domain:
    """Return the interval of the variable; what abs(x) <= c says of it, too."""
    lo, with_lo, hi, with_hi = domain_of(goal, variable)
    low, high = interval_of(goal, variable)
    return low if lo is None else lo, with_lo, high if hi is None else hi, with_hi


class _Landscape:
    """The function that the claim says is not negative (or positive),
    and the places where to look for its lowest values.
    """

    def __init__(self, goal: Goal, claim: Relation, variables: tuple[Symbol, ...]) -> None:
        self.goal, self.variables, self.strict = goal, variables, claim.op in ("<", ">")
        self.height: Term = claim.right - claim.left if claim.op in ("<", "<=") else claim.left - claim.right
        self.domains: list[Domain] = [_narrowed(goal, variable) for variable in variables]
        self.relations = [h for h in goal.parts() if isinstance(h, Relation) and not h.left.shape]
        self.marks = {Fraction(0), Fraction(1)}
        ends = [side for h in self.relations for side in (h.left, h.right) if not free_symbols(side)]
        self.marks |= {value for value in map(self._number, ends) if value is not None}
        if len(variables) == 1:
            self.marks |= natural_points(claim, variables[0], goal.definitions)
            angles = any(isinstance(n, Apply) and n.function in ("sin", "cos", "tan") for n in walk(claim))
            self.marks |= {k * self._circle(Fraction(1, 2)) for k in range(-4, 5)} if angles else set()

    def _circle(self, part: Fraction) -> Fraction:
        return self._number(Const("pi") * Num(part)) or Fraction(0)

    def _number(self, term: Term) -> Fraction | None:
        try:
            with ctx.workprec(BITS):
                return to_fraction(enclose(term, {}, (), BITS).mid())
        except Undefined:
            return None

    def _axis(self, domain: Domain, fine: bool) -> list[Fraction]:
        """Return places on one axis: a grid, simple numbers first,
        then those close to special points and those far away.
        """
        lo, _, hi, _ = domain
        ends = [end for end in (lo, hi) if end is not None]
        close = [
            mark + sign * step
            for step in (Fraction(0), *NEAR)
            for mark in sorted({*self.marks, *ends})
            for sign in (1, -1)
        ]
        close += [mark * (1 - step) for mark in self.marks if abs(mark) > FAR[7] for step in NEAR[:3]]
        far = [sign * step for step in FAR for sign in (1, -1)]
        if lo is not None and hi is not None:
            grid = [lo + (hi - lo) * Fraction(k, 64 if fine else 8) for k in range(1, 64 if fine else 8)]
        else:
            start = lo if lo is not None else hi if hi is not None else Fraction(0)
            grid = [start + step for step in (GRID if fine else COARSE)]
        grid.sort(key=lambda p: abs(p.numerator) + 2 * p.denominator)
        places = [*grid, *close, *far] if fine else [*grid, *(p for p in close if abs(p) >= NEAR[3])]
        return [p for p in dict.fromkeys(places) if (lo is None or p >= lo) and (hi is None or p <= hi)]

    def value(self, place: Point) -> Any:
        """Return the height at the place; None where it is not defined, or an assumption fails."""
        values = {variable: ball(number) for variable, number in zip(self.variables, place, strict=True)}
        try:
            for h in self.relations:
                gap = enclose(h.left - h.right, values, self.goal.definitions, BITS)
                if not {"<": gap < 0, "<=": not gap > 0, ">": gap > 0, ">=": not gap < 0}.get(h.op, True):
                    return None
            return enclose(self.height, values, self.goal.definitions, BITS)
        except (Undefined, KeyError):
            return None

    def failures(self) -> Iterator[Point]:
        """Yield places at which the height is negative (or 0, where the claim says it is positive)."""
        with ctx.workprec(BITS):
            fine = len(self.variables) == 1
            axes = [self._axis(domain, fine)[: MAX_CANDIDATES if fine else 20] for domain in self.domains]
            seen: list[tuple[float, Point]] = []
            for place in product(*axes):
                height = self.value(place)
                if height is None:
                    continue
                if height < 0:
                    yield place
                    return
                if height.contains(0) and self.strict:
                    yield place
                seen.append((round(float(height.mid()), 12), place))
            seen.sort(key=lambda item: item[0])
            for _, start in seen[:STARTS]:
                found = self._descend(start)
                if found is not None:
                    yield found
                    return
            if not fine:
                yield from self._around([place for _, place in seen[:STARTS]])

    def _around(self, places: list[Point]) -> Iterator[Point]:
        """Yield points close to low places, along the axes and the diagonals."""
        for place in places:
            for step in NEAR:
                for signs in product((0, 1, -1), repeat=len(place)):
                    moved = tuple(value + sign * step for value, sign in zip(place, signs, strict=True))
                    height = self.value(moved)
                    if height is not None and height < 0:
                        yield moved
                        return

    def _descend(self, start: Point) -> Point | None:
        """Return a place of negative height, by steps along the axes; None when none is found."""
        place, height = start, self.value(start)
        step = Fraction(1, 4)
        for _ in range(MAX_STEPS):
            better = None
            for axis, sign in product(range(len(place)), (1, -1)):
                moved = (*place[:axis], place[axis] + sign * step, *place[axis + 1 :])
                there = self.value(moved)
                if there is not None and there < height:
                    better, height = moved, there
            if better is None:
                step /= 4
                if step < Fraction(1, 10**14):
                    return None
                continue
            place = better
            if height < 0:
                return place
        return None
