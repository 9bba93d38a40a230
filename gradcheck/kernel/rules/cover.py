"""The checker of ``ByCover``: a relation of one real variable, cell by cell.

The goal is ``left op right`` for every value of the variable in a domain.  Write D for the difference that the
relation makes nonnegative or positive (right - left for <= and <, left - right for >= and >, either for = and !=).
Every cell is a closed interval, or reaches to infinity; together they contain the domain.  On each cell:

    value   D over the whole cell is enclosed, and has the sign.
    slope   D' over the whole cell is enclosed.  Either it has one sign, and D has the sign at the end where it is
            least; or D(c) + D'(cell) (cell - c) has the sign, c the middle (mean value theorem).
    taylor  D(c) + D'(c) (cell - c) + ... + D^(m)(cell)/m! (cell - c)^m has the sign, c the middle, m = ``order``.
    bend    D'' has one sign over the cell.  Where D'' <= 0, D is least at an end, and has the sign at both.  Where
            D'' >= 0, D lies above its tangent at ``point``, and the tangent has the sign at both ends.
    touch   D, D', ..., D^(m - 1) are exactly 0 at the rational ``point`` of the cell, and D^(m) has one sign s on the
            cell, m = ``order``.  By Taylor D = D^(m)(xi) (x - point)^m / m!, so D >= 0 where s (x - point)^m >= 0.
    tail    D is a germ of certain sign on an unbounded cell; or on a bounded one without its end ``point``, where the
            relation is shown separately if it is in the domain (a kink, or a singularity that the domain excludes).

That D and what is needed of its derivatives can be enclosed over the cell shows that both sides are defined there.
Refuses (``Rejected``) everything else; ``Undefined`` of the balls is a refusal too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.branches import holds
from gradcheck.balls.extended import Germs, tail_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCover, Cell
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Derivative, Symbol, Term, free_symbols

Domain = tuple[Fraction | None, bool, Fraction | None, bool]  # lower end, closed there?, upper end, closed there?
ExactZero = Callable[[Term, Symbol, Fraction], bool]  # is the term certainly 0 at variable = point?

LARGEST_PRECISION = 20_000
LARGEST_ORDER = 40


def check_cover(
    goal: Relation,
    variable: Symbol,
    domain: Domain,
    evidence: ByCover,
    definitions: tuple[Definition, ...],
    exact_zero: ExactZero,
    kinks: bool = False,
) -> None:
    """Return if the goal holds, with both sides defined, for all values in the domain; else raise Rejected.

    With ``kinks`` the goal is claimed only where the derivatives in it exist (see ``jets.jet``).
    """
    if evidence.variable is not variable:
        raise Rejected(f"the cover is over {evidence.variable.name}, and the goal over {variable.name}")
    if variable.is_integer or goal.left.shape or free_symbols(goal) - {variable}:
        raise Rejected(f"a cover proves relations of scalars in one real variable, here {variable.name}")
    if type(evidence.precision) is not int or not 30 <= evidence.precision <= LARGEST_PRECISION:
        raise Rejected(f"the precision {evidence.precision} is not between 30 and {LARGEST_PRECISION} bits")
    check_covers(domain, evidence.cells)
    difference = goal.right - goal.left if goal.op in ("<=", "<") else goal.left - goal.right
    sign = {"<=": ">=", "<": ">"}.get(goal.op, goal.op)  # the goal is now: difference sign 0
    checker = _Checker(difference, sign, variable, domain, evidence.precision, definitions, exact_zero, kinks)
    for cell in evidence.cells:
        checker.check(cell)


def check_covers(domain: Domain, cells: tuple[Cell, ...]) -> None:
    """Raise Rejected unless every point of the domain is in a cell;
    the cells are in order, the first at the lower end.
    """
    lo, _, hi, _ = domain
    if not cells:
        raise Rejected("a cover needs at least one cell")
    for cell in cells:
        for end in (cell.lo, cell.hi, cell.point):
            if end is not None and type(end) is not Fraction:
                raise Rejected(f"the number {end!r} of a cell is not a rational")
        if cell.lo is not None and cell.hi is not None and not cell.lo < cell.hi:
            raise Rejected(f"the cell {_show(cell)} is empty")
    first, last = cells[0], cells[-1]
    if first.lo is not None and (lo is None or first.lo > lo):
        raise Rejected(f"the first cell {_show(first)} starts after the domain")
    for before, after in pairwise(cells):
        if before.hi is None or after.lo is None or after.lo > before.hi:
            raise Rejected(f"there is a gap, or no order, between the cells {_show(before)} and {_show(after)}")
    if last.hi is not None and (hi is None or last.hi < hi):
        raise Rejected(f"the last cell {_show(last)} ends before the domain")


@dataclass(frozen=True)
class _Checker:
    """D ``sign`` 0 on one cell after the other."""

    difference: Term
    sign: str
    variable: Symbol
    domain: Domain
    precision: int
    definitions: tuple[Definition, ...]
    exact_zero: ExactZero
    kinks: bool

    def check(self, cell: Cell) -> None:
        if cell.method not in METHODS:
            raise Rejected(f"{cell.method!r} is no method; expected one of {', '.join(METHODS)}")
        try:
            with ctx.workprec(self.precision):
                ordered = self.sign in (">=", ">") or cell.method not in ("slope", "bend", "touch")
                if not ordered or not METHODS[cell.method](self, cell):
                    raise Rejected(f"on {_show(cell)} the method {cell.method!r} does not give the sign {self.sign} 0")
        except Undefined as reason:
            raise Rejected(f"on {_show(cell)}: {reason}") from None

    def has_sign(self, value: Any) -> bool:
        return holds(self.sign, Balls().signs(value)) is True

    def jet(self, lo: Fraction, hi: Fraction, order: int) -> list[Any]:
        kinks = self.kinks and order == 0  # the forms with derivatives of D need them to exist
        return jet_over(self.difference, self.variable, lo, hi, order, self.definitions, self.precision, kinks)

    def value(self, cell: Cell) -> bool:
        lo, hi = _ends(cell)
        return self.has_sign(self.jet(lo, hi, 0)[0])

    def slope(self, cell: Cell) -> bool:
        lo, hi = _ends(cell)
        derivative = self.jet(lo, hi, 1)[1]
        if derivative >= 0 or derivative <= 0:
            least = lo if derivative >= 0 else hi
            return self.has_sign(self.jet(least, least, 0)[0])
        return self.taylor(replace(cell, order=1))

    def taylor(self, cell: Cell) -> bool:
        lo, hi = _ends(cell)
        if not 1 <= cell.order <= LARGEST_ORDER:
            return False
        middle = (lo + hi) / 2
        total = self.jet(lo, hi, cell.order)[cell.order]
        for coefficient in reversed(self.jet(middle, middle, cell.order - 1)):
            total = total * (between(lo, hi) - ball(middle)) + coefficient
        return self.has_sign(total)

    def bend(self, cell: Cell) -> bool:
        lo, hi = _ends(cell)
        bend = self.jet(lo, hi, 2)[2]
        if bend <= 0:
            return self.has_sign(self.jet(lo, lo, 0)[0]) and self.has_sign(self.jet(hi, hi, 0)[0])
        if not bend >= 0 or cell.point is None or not lo <= cell.point <= hi:
            return False
        value, slope = self.jet(cell.point, cell.point, 1)
        return all(self.has_sign(value + slope * ball(end - cell.point)) for end in (lo, hi))

    def touch(self, cell: Cell) -> bool:
        lo, hi = _ends(cell)
        point, order = cell.point, cell.order
        if point is None or not lo <= point <= hi or type(order) is not int or not 1 <= order <= LARGEST_ORDER:
            return False
        if self.sign == ">" and self.contains(point):
            return False
        derivative = self.difference
        for k in range(order):
            if not self.exact_zero(derivative, self.variable, point):
                raise Rejected(f"the derivative of order {k} is not shown to be 0 at {point}")
            derivative = Derivative(derivative, self.variable)
        leading = self.jet(lo, hi, order)[order]
        signs = ({1} if point < hi else set()) | ({(-1) ** order} if point > lo else set())  # of (x - point)^order
        return all(bool(leading * sign > 0 if self.sign == ">" else leading * sign >= 0) for sign in signs)

    def contains(self, point: Fraction) -> bool:
        lo, lo_closed, hi, hi_closed = self.domain
        above = lo is None or point > lo or (point == lo and lo_closed)
        return above and (hi is None or point < hi or (point == hi and hi_closed))

    def tail(self, cell: Cell) -> bool:
        end = ""
        if cell.lo is not None and cell.hi is not None:
            if cell.point is None or cell.point not in (cell.lo, cell.hi):
                raise Rejected(f"{_show(cell)} is no tail: it is bounded, and has no end as its point")
            if self.contains(cell.point) and not self.holds_at(cell.point):
                return False
            end = "-" if cell.point == cell.lo else "+"
        (germ,) = tail_jet(self.difference, self.variable, cell.lo, cell.hi, 0, self.definitions, self.precision, end)
        return holds(self.sign, Germs(germ.start).signs(germ)) is True

    def holds_at(self, point: Fraction) -> bool:
        exactly_zero = self.sign in (">=", "=") and self.exact_zero(self.difference, self.variable, point)
        return self.has_sign(self.jet(point, point, 0)[0]) or exactly_zero


METHODS: dict[str, Callable[[_Checker, Cell], bool]] = {
    "value": _Checker.value, "slope": _Checker.slope, "bend": _Checker.bend, "touch": _Checker.touch,
    "tail": _Checker.tail, "taylor": _Checker.taylor,
}  # fmt: skip


def _ends(cell: Cell) -> tuple[Fraction, Fraction]:
    if cell.lo is None or cell.hi is None:
        raise Rejected(f"the unbounded cell {_show(cell)} needs the method 'tail', not {cell.method!r}")
    return cell.lo, cell.hi


def _show(cell: Cell) -> str:
    return f"[{'-oo' if cell.lo is None else cell.lo}, {'oo' if cell.hi is None else cell.hi}]"
