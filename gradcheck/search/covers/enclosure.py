"""Covers of a relation of one real variable on a domain, found by branch and bound with balls.

Decides relations that hold with a margin, or touch at a rational point where both sides are exactly equal, or are
tight only at infinity.  Gives up on irrational touching points, on equalities of functions, and when the budget of
cells is spent; a point at which the relation certainly fails is reported as a witness.  Nothing here is trusted:
``gradcheck.kernel.rules.cover`` checks the cells again.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import ctx

from gradcheck.balls.branches import BRANCHES
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.exact import exact_zero as exact_zero_by_rationals
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCover, Cell
from gradcheck.kernel.rules.cover import Domain, ExactZero, check_cover
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Symbol, Term, Where
from gradcheck.search.covers.cells import Search, show

MAX_TAILS = 16  # halvings of a cell beside a corner, until no expansion there is tried any more
MAX_HALVINGS = 34  # until there is said to be no cell
TAIL_STARTS = (4, 8, 16, 32, 64, 128, 512, 4096)


@dataclass(frozen=True)
class NotFound:
    """Why there is no cover; ``witness`` is a point of the domain where the relation certainly fails.

    ``near`` is a point where the two sides could not be told apart.
    """

    reason: str
    witness: Fraction | None = None
    near: Fraction | None = None


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
) -> ByCover | NotFound:
    """Return a cover that proves the goal on the domain, or why none was found.

    ``points`` are places to cut at, and to look for exact equality; 0, 1, -1, the ends of the domain and the kinks of
    linear arguments are always among them.
    """
    difference = goal.right - goal.left if goal.op in ("<=", "<") else goal.left - goal.right
    sign = {"<=": ">=", "<": ">"}.get(goal.op, goal.op)
    exact = exact_zero or by_rationals(definitions)
    search = Search(difference, sign, variable, domain, definitions, precision, kinks, exact, budget, {})
    with ctx.workprec(precision):
        return _find(search, {*points, *natural_points(goal, variable, definitions)})


def by_rationals(definitions: tuple[Definition, ...]) -> ExactZero:
    """Return the test whether a term is exactly 0 at a point by rational arithmetic alone."""
    return lambda term, at, point: exact_zero_by_rationals(term, at, point, definitions)


def recheck(
    goal: Relation,
    variable: Symbol,
    domain: Domain,
    cover: ByCover,
    definitions: tuple[Definition, ...] = (),
    kinks: bool = False,
) -> None:
    """Check a cover as the kernel does, with rational arithmetic for what is exactly 0; raise Rejected."""
    check_cover(goal, variable, domain, cover, definitions, by_rationals(definitions), kinks)


def natural_points(goal: Relation, variable: Symbol, definitions: tuple[Definition, ...]) -> set[Fraction]:
    """Return 0, 1, -1, and where abs, max, where and similar functions of a linear argument have their kink."""
    return {Fraction(0), Fraction(1), Fraction(-1), *kinks(goal, variable)}


def kinks(claim: Node, variable: Symbol) -> set[Fraction]:
    """Return where abs, max, where and similar functions of a linear argument have their kink."""
    found = set[Fraction]()
    for node in walk(claim):
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


def linear_root(term: Term, variable: Symbol, near: Fraction = Fraction(7, 3)) -> Fraction | None:
    """Return the zero of a term that is linear around a point, as far as its value,
    slope and second derivative show there.
    """
    try:
        value, slope, bend = exact_jet(term, variable, near, 2)
    except Undefined:
        return None
    return near - value / slope if slope and not bend else None


def _find(search: Search, points: set[Fraction]) -> ByCover | NotFound:
    lo, _, hi, _ = search.domain
    if lo is not None and hi is not None and not lo < hi:
        return NotFound("the domain is empty or a point")
    marks = sorted(point for point in points if (lo is None or point >= lo) and (hi is None or point <= hi))
    ends = [end for end in (lo, hi) if end is not None]
    for point in {*marks, *ends}:
        order = search.touch_order(point)
        if order and (not search.inside(point) or search.sign != ">"):
            search.touching[point] = order
        if search.violated(point):
            return NotFound(f"the relation fails at {point}", point)
    before = _outer(search, lo, hi, left=True) if lo is None else None
    after = _outer(search, lo, hi, left=False) if hi is None else None
    if isinstance(before, NotFound) or isinstance(after, NotFound):
        return before if isinstance(before, NotFound) else after  # type: ignore[return-value]
    left = lo if before is None else before.hi
    right = hi if after is None else after.lo
    if left is None or right is None:
        return NotFound("the domain has no compact part")
    cells = [before] if before is not None else []
    if left < right:
        middle = _compact(search, left, right, [mark for mark in marks if left < mark < right])
        if isinstance(middle, NotFound):
            return middle
        cells += middle
    cells += [after] if after is not None else []
    return ByCover(search.variable, tuple(cells), search.precision)


def _outer(search: Search, lo: Fraction | None, hi: Fraction | None, left: bool) -> Cell | NotFound:
    """Return the largest tail cell found towards -oo or oo."""
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
            return NotFound(f"the relation fails at {place}", place)
    return NotFound("no tail was found on which the relation holds")


def _compact(search: Search, lo: Fraction, hi: Fraction, marks: list[Fraction]) -> list[Cell] | NotFound:
    """Return cells over [lo, hi], from left to right."""
    corners = {lo, *marks, hi}
    corners -= {lo} if search.domain[0] is None else set()
    corners -= {hi} if search.domain[2] is None else set()
    around = _at_corners(search, [lo, *marks, hi], corners)
    if isinstance(around, NotFound):
        return around
    cells = [cell for cell in around if cell is not None]
    free = [lo, *(end for cell in cells for end in (cell.lo, cell.hi) if end is not None), hi]
    cuts = sorted({*free, *marks})
    stack = [pair for pair in pairwise(cuts) if not any((cell.lo, cell.hi) == pair for cell in cells)][::-1]
    spent = 0
    while stack:
        left, right = stack.pop()
        spent += 1
        if spent > search.budget:
            return NotFound(f"the budget of {search.budget} cells is spent, near {show(left)}")
        cell = _on(search, left, right)
        if cell is not None:
            cells.append(cell)
            continue
        middle = (left + right) / 2
        if search.violated(middle):
            return NotFound(f"the relation fails at {show(middle)}", middle)
        if (right - left) * 2 ** (search.precision * 3 // 4) < 1:
            return NotFound(f"the two sides are too close near {show(middle)}", near=middle)
        if (right - left) * 2**20 < 1:
            _guess(search, left, right)
        stack += [(middle, right), (left, middle)]
    return sorted(cells, key=lambda cell: cell.lo if cell.lo is not None else lo)


def _on(search: Search, left: Fraction, right: Fraction) -> Cell | None:
    try:
        return search.attempt(left, right)
    except Undefined:
        return None


def _at_corners(search: Search, cuts: list[Fraction], corners: set[Fraction]) -> list[Cell] | NotFound:
    """Return cells beside the corners at which the relation does not hold with a margin; NotFound if one has none.

    Cells that only come near such a corner become ever smaller, so it is seen first whether one reaches it.
    """
    found: list[Cell] = []
    for left, right in pairwise(cuts):
        for corner, end in ((left, "-"), (right, "+")):
            if corner not in corners or search.holds_widely(corner):
                continue
            reached = _at_corner(search, left, right, end)
            if isinstance(reached, NotFound):
                return reached
            cell, (left, right) = reached
            found.append(cell)
            if left == right:
                break
    return found


def _at_corner(
    search: Search, left: Fraction, right: Fraction, end: str
) -> tuple[Cell, tuple[Fraction, Fraction]] | NotFound:
    """Return a cell at an end of [left, right], all of it if possible, and the interval that is left."""
    for halvings in (0, *range(1, MAX_HALVINGS, 3)):
        width = (right - left) / 2**halvings
        lo, hi = (left, left + width) if end == "-" else (right - width, right)
        cell = _on(search, lo, hi)
        if cell is None and halvings < MAX_TAILS:
            cell = search.tail(lo, hi, end)
        if cell is not None:
            return cell, ((hi, right) if end == "-" else (left, lo))
        point = hi if end == "-" else lo
        if search.violated(point):
            return NotFound(f"the relation fails at {show(point)}", point)
    corner = left if end == "-" else right
    return NotFound(f"the two sides are not told apart at {show(corner)}", near=corner)


def _guess(search: Search, lo: Fraction, hi: Fraction) -> None:
    """Look for a simple rational near an undecided cell at which the two sides are exactly equal."""
    for limit in (12, 1000):
        guess = ((lo + hi) / 2).limit_denominator(limit)
        if abs(guess - lo) <= 4 * (hi - lo) and guess not in search.touching:
            search.touching[guess] = search.touch_order(guess)
