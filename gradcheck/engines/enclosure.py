"""Search for a cover: a relation of one real variable on a domain, by branch and bound with balls.

Decides relations that hold with a margin, or touch at a rational point where both sides are exactly equal, or are
tight only at infinity.  Gives up on irrational touching points, on equalities of functions, and when the budget of
cells is spent; a point at which the relation certainly fails is reported as a witness.  Nothing here is trusted:
``gradcheck.kernel.cover`` checks the cells again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.exact import exact_zero as exact_zero_by_rationals
from gradcheck.balls.extended import Germs, tail_jet
from gradcheck.balls.interpreter import BRANCHES, closed_rational, holds
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.evidence import ByCover, Cell
from gradcheck.kernel.cover import Domain, ExactZero
from gradcheck.language.definitions import Definition
from gradcheck.language.node import walk
from gradcheck.language.propositions import Relation
from gradcheck.language.terms import Apply, Derivative, Num, Symbol, Term, Where

TAIL_STARTS = (4, 8, 16, 32, 64, 128, 512, 4096)
DEEPEST_TOUCH = 12


@dataclass(frozen=True)
class Failure:
    """Why there is no cover; ``witness`` is a point of the domain where the relation certainly fails."""

    reason: str
    witness: Fraction | None = None


@dataclass
class Search:
    """One relation, as D sign 0 (see ``kernel.cover``), with what was found about it."""

    difference: Term
    sign: str
    variable: Symbol
    domain: Domain
    definitions: tuple[Definition, ...]
    precision: int
    kinks: bool
    exact_zero: ExactZero
    budget: int
    touching: dict[Fraction, int]

    def jet(self, lo: Fraction, hi: Fraction, order: int) -> list[Any]:
        kinks = self.kinks and order == 0
        return jet_over(self.difference, self.variable, lo, hi, order, self.definitions, self.precision, kinks)

    def good(self, value: Any) -> bool:
        return holds(self.sign, Balls().signs(value)) is True

    def bad(self, value: Any) -> bool:
        return holds(self.sign, Balls().signs(value)) is False

    def inside(self, point: Fraction) -> bool:
        lo, lo_closed, hi, hi_closed = self.domain
        return (lo is None or point > lo or (lo_closed and point == lo)) and (
            hi is None or point < hi or (hi_closed and point == hi)
        )

    def touch_order(self, point: Fraction) -> int:
        """The order of the exact zero of D at the point, 0 when there is none, or when it is too high to be seen."""
        derivative = self.difference
        for order in range(DEEPEST_TOUCH):
            if not self.exact_zero(derivative, self.variable, point):
                return order
            derivative = Derivative(derivative, self.variable)
        return 1  # probably constant

    def attempt(self, lo: Fraction, hi: Fraction) -> Cell | None:
        """A cell over [lo, hi] with some method, or None."""
        jet = self._highest_jet(lo, hi)
        if not jet:
            return None
        if self.good(jet[0]):
            return Cell(lo, hi, "value")
        if self.sign not in (">=", ">"):
            return None
        if len(jet) > 1 and self._slope(lo, hi, jet[1]):
            return Cell(lo, hi, "slope")
        if len(jet) > 2 and jet[2] <= 0 and all(self.good(self.jet(end, end, 0)[0]) for end in (lo, hi)):
            return Cell(lo, hi, "bend")
        if len(jet) > 2 and jet[2] >= 0:
            point = self._valley(lo, hi)
            value, slope = self.jet(point, point, 1)
            if all(self.good(value + slope * ball(end - point)) for end in (lo, hi)):
                return Cell(lo, hi, "bend", point)
        return next((cell for cell in self._touches(lo, hi)), None)

    def _highest_jet(self, lo: Fraction, hi: Fraction) -> list[Any]:
        for order in (2, 1, 0):
            try:
                return self.jet(lo, hi, order)
            except Undefined:
                continue
        return []

    def _slope(self, lo: Fraction, hi: Fraction, slope: Any) -> bool:
        if slope >= 0 or slope <= 0:
            end = lo if slope >= 0 else hi
            return self.good(self.jet(end, end, 0)[0])
        middle = (lo + hi) / 2
        return self.good(self.jet(middle, middle, 0)[0] + slope * (between(lo, hi) - ball(middle)))

    def _valley(self, lo: Fraction, hi: Fraction) -> Fraction:
        """About the place where a convex D is least on [lo, hi]."""
        point = (lo + hi) / 2
        for _ in range(40):
            jet = self.jet(point, point, 2)
            if not jet[2] > 0:
                return point
            step = -(jet[1] / (2 * jet[2])).mid()
            following = min(max(point + midpoint(step, self.precision), lo), hi)
            if abs(following - point) * 2 ** (self.precision // 2) < hi - lo:
                return following
            point = following
        return point

    def _touches(self, lo: Fraction, hi: Fraction) -> Iterator[Cell]:
        for point, order in self.touching.items():
            if lo <= point <= hi and not (self.sign == ">" and self.inside(point)) and order:
                if order % 2 and lo < point < hi and order > 1:
                    continue
                try:
                    leading = self.jet(lo, hi, order)[order]
                except Undefined:
                    continue
                needs = ([leading] if point < hi else []) + (
                    [leading if order % 2 == 0 else -leading] if point > lo else []
                )
                if all(bool(need > 0 if self.sign == ">" else need >= 0) for need in needs):
                    yield Cell(lo, hi, "touch", point, order)

    def tail(self, lo: Fraction | None, hi: Fraction | None, end: str = "") -> Cell | None:
        """The tail cell, if the relation holds on it."""
        try:
            with ctx.workprec(self.precision):
                (germ,) = tail_jet(
                    self.difference, self.variable, lo, hi, 0, self.definitions, self.precision, end
                )  # fmt: skip
                good = holds(self.sign, Germs(germ.start).signs(germ)) is True
        except Undefined:
            return None
        if not good:
            return None
        corner = lo if end == "-" else hi if end == "+" else None
        return Cell(lo, hi, "tail", corner) if corner is None or self.holds_at(corner) else None

    def holds_at(self, point: Fraction) -> bool:
        if not self.inside(point):
            return True
        try:
            if self.good(self.jet(point, point, 0)[0]):
                return True
        except Undefined:
            return False
        return self.sign in (">=", "=") and self.exact_zero(self.difference, self.variable, point)

    def violated(self, point: Fraction) -> bool:
        if not self.inside(point):
            return False
        try:
            return self.bad(self.jet(point, point, 0)[0])
        except Undefined:
            return False


def midpoint(value: Any, precision: int) -> Fraction:
    """The exact rational of the midpoint of a finite ball, rounded to the precision."""
    with ctx.workprec(precision):
        middle = (+value).mid().fmpq()
    return Fraction(int(middle.p), int(middle.q))


def find_cover(
    goal: Relation,
    variable: Symbol,
    domain: Domain,
    definitions: tuple[Definition, ...] = (),
    exact_zero: ExactZero | None = None,
    *,
    precision: int = 64,
    budget: int = 1500,
    kinks: bool = False,
    points: tuple[Fraction, ...] = (),
) -> ByCover | Failure:
    """A cover that proves the goal on the domain, or why none was found.

    ``points`` are places to cut at, and to look for exact equality; 0, 1, -1, the ends of the domain and the kinks of
    linear arguments are always among them.
    """
    difference = goal.right - goal.left if goal.op in ("<=", "<") else goal.left - goal.right
    sign = {"<=": ">=", "<": ">"}.get(goal.op, goal.op)
    exact = exact_zero or (lambda term, at, point: exact_zero_by_rationals(term, at, point, definitions))
    search = Search(difference, sign, variable, domain, definitions, precision, kinks, exact, budget, {})
    with ctx.workprec(precision):
        return _find(search, {*points, *_natural_points(goal, variable, definitions)})


def _natural_points(goal: Relation, variable: Symbol, definitions: tuple[Definition, ...]) -> set[Fraction]:
    """0, 1, -1, and where abs, max, where and their like, of a linear argument, have their kink."""
    found = {Fraction(0), Fraction(1), Fraction(-1)}
    for node in walk(goal):
        argument: Term | None = None
        if isinstance(node, Apply) and node.function in BRANCHES:
            argument = node.args[0]
        elif isinstance(node, Apply) and node.function in ("max", "min"):
            argument = node.args[0] - node.args[1]
        elif isinstance(node, Where) and isinstance(node.condition, Relation) and not node.condition.left.shape:
            argument = node.condition.left - node.condition.right
        root = None if argument is None else linear_root(argument, variable)
        if root is not None:
            found.add(root)
    return found


def linear_root(term: Term, variable: Symbol) -> Fraction | None:
    """The zero of a term that is linear in the variable with rational values, as far as two samples and a test tell."""
    from gradcheck.balls.exact import exact_jet

    try:
        value, slope, bend = exact_jet(term, variable, Fraction(7, 3), 2)
    except Undefined:
        return None
    return Fraction(7, 3) - value / slope if slope and not bend else None


def _find(search: Search, points: set[Fraction]) -> ByCover | Failure:
    lo, lo_closed, hi, hi_closed = search.domain
    if lo is not None and hi is not None and not lo < hi:
        return Failure("the domain is empty or a point")
    marks = sorted(point for point in points if (lo is None or point >= lo) and (hi is None or point <= hi))
    ends = [end for end in (lo, hi) if end is not None]
    for point in {*marks, *ends}:
        order = search.touch_order(point)
        if order and (not search.inside(point) or search.sign != ">"):
            search.touching[point] = order
        if search.violated(point):
            return Failure(f"the relation fails at {point}", point)
    before = _outer(search, lo, hi, left=True) if lo is None else None
    after = _outer(search, lo, hi, left=False) if hi is None else None
    if isinstance(before, Failure) or isinstance(after, Failure):
        return before if isinstance(before, Failure) else after  # type: ignore[return-value]
    left = lo if before is None else before.hi
    right = hi if after is None else after.lo
    if left is None or right is None:
        return Failure("the domain has no compact part")
    cells = [before] if before is not None else []
    if left < right:
        middle = _compact(search, left, right, [mark for mark in marks if left < mark < right])
        if isinstance(middle, Failure):
            return middle
        cells += middle
    cells += [after] if after is not None else []
    return ByCover(search.variable, tuple(cells), search.precision)


def _outer(search: Search, lo: Fraction | None, hi: Fraction | None, left: bool) -> Cell | Failure:
    """The largest tail cell found towards -oo or oo."""
    for start in TAIL_STARTS:
        if left:
            place = Fraction(-start) if hi is None else min(Fraction(-start), hi - (start - 4))
            cell = search.tail(None, place)
        else:
            place = Fraction(start) if lo is None else max(Fraction(start), lo + (start - 4))
            cell = search.tail(place, None)
        if cell is not None:
            return cell
        if search.violated(place):
            return Failure(f"the relation fails at {place}", place)
    return Failure("no tail was found on which the relation holds")


def _compact(search: Search, lo: Fraction, hi: Fraction, marks: list[Fraction]) -> list[Cell] | Failure:
    """Cells over [lo, hi], from left to right."""
    cuts = [lo, *marks, hi]
    stack = list(zip(cuts, cuts[1:], strict=False))[::-1]
    cells: list[Cell] = []
    spent = 0
    corners = {*cuts} - ({lo} if search.domain[0] is None else set()) - ({hi} if search.domain[2] is None else set())
    while stack:
        left, right = stack.pop()
        spent += 1
        if spent > search.budget:
            return Failure(f"the budget of {search.budget} cells is spent, near {show(left)}")
        try:
            cell = search.attempt(left, right)
        except Undefined:
            cell = None
        if cell is None and left in corners:
            cell = search.tail(left, right, "-")
        if cell is None and right in corners:
            cell = search.tail(left, right, "+")
        if cell is not None:
            cells.append(cell)
            continue
        middle = (left + right) / 2
        if search.violated(middle):
            return Failure(f"the relation fails at {show(middle)}", middle)
        if (right - left) * 2 ** (search.precision * 3 // 4) < 1:
            return Failure(f"the two sides are too close near {show(middle)}")
        if (right - left) * 2**20 < 1:
            _guess(search, left, right)
        stack += [(middle, right), (left, middle)]
    return cells


def _guess(search: Search, lo: Fraction, hi: Fraction) -> None:
    """Look for a simple rational near a stubborn cell at which the two sides are exactly equal."""
    for limit in (12, 1000):
        guess = ((lo + hi) / 2).limit_denominator(limit)
        if abs(guess - lo) <= 4 * (hi - lo) and guess not in search.touching:
            search.touching[guess] = search.touch_order(guess)


def show(value: Fraction) -> str:
    """A rational, short."""
    return str(value) if value.denominator < 10**6 else f"{float(value):.12g}"


def at_number(term: Term) -> Fraction | None:
    """The rational that a term without symbols is."""
    return term.value if isinstance(term, Num) else closed_rational(term)


__all__ = ["Callable", "Failure", "Search", "at_number", "find_cover", "linear_root", "midpoint", "show"]
