"""Inequalities by enclosures: of numbers, over the cells of a line, over the parts of a box."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from recheck import balls
from recheck.atoms import ATOMS, as_quotient, atom, constant
from recheck.balls import NOUGHT, ONE, Ball, Loose, ball, between
from recheck.definedness import demand_defined
from recheck.forms import Forms
from recheck.intervals import opposite, product
from recheck.jets import Reading
from recheck.nodes import NEG, POS, SIGN_OF, ZERO, make, minus, number, relation
from recheck.numerics import enclosed
from recheck.refusal import Unread, Wrong, need
from recheck.rule import rule

if TYPE_CHECKING:
    from recheck.goal import Goal
    from recheck.intervals import Interval
    from recheck.nodes import Node
    from recheck.polynomials import Poly
    from recheck.statement import Statement

DEPTH = 9  # how often a cell is halved
ONE_SIDED = NEG, NEG | ZERO, POS, POS | ZERO


def gap_of(goal: Goal) -> tuple[Any, ...]:
    """Return the difference of a scalar relation, left less right, and its possible signs."""
    need(goal.claim.kind == "Relation" and not goal.claim.args[1].shape, "no relation of numbers")
    op, left, right = goal.claim.args
    return minus(left, right), SIGN_OF[op]


@rule("ByEvaluation")
def evaluation(goal: Goal, precision: int) -> None:
    """left op right, for numbers: balls around the two sides do not meet.

    Symbols have the rational values that rewritings give them.  That the balls can be made shows that both have values.
    """
    gap, wanted = gap_of(goal)
    values = {}
    for left, right in goal.rewrites:
        need(left.kind == "Symbol" and right.kind == "Num", "a value that is no rational number")
        values[left] = [ball(right.args[0])]
    found = Reading(goal.statement, values).jet(gap)[0]
    need(not found.mask() & ~wanted, "the balls do not decide the relation")


@rule("ByCover")
def cover(goal: Goal, x: Node, cells: Any, precision: int) -> None:
    """left op right for every x that the hypotheses allow: on each cell, and the cells leave none of them out."""
    gap, wanted = gap_of(goal)
    need(x.args[1] == "real" and not goal.claim.free - {x} and not goal.rewrites, "no relation of one real variable")
    need(x not in goal.statement.constants(), "a constant of a definition")
    place = goal.forms().interval(atom("symbol", x))
    rows = [cell[1:] for cell in cells]
    need(rows and all(lo is None or hi is None or lo < hi for lo, hi, *_ in rows), "an empty cell")
    first, last = rows[0][0], rows[-1][1]
    need(first is None or (place.lo is not None and first <= place.lo), "the first cell starts too late")
    need(last is None or (place.hi is not None and place.hi <= last), "the last cell ends too early")
    need(all(a[1] is not None and b[0] is not None and b[0] <= a[1] for a, b in pairwise(rows)), "a gap")
    line = Line(goal, gap, wanted, x, place)
    for cell in rows:
        line.check(*cell)


class Line:
    """The difference of a relation as a function of one real variable, on its domain."""

    def __init__(self, goal: Goal, gap: Node, wanted: int, x: Node, domain: Interval) -> None:
        self.goal, self.gap, self.wanted, self.x, self.domain = goal, gap, wanted, x, domain

    def jet(self, lo: Fraction | None, hi: Fraction | None, order: int) -> list[Ball]:
        """Return enclosures of the Taylor coefficients of the difference at every number between lo and hi."""
        values = {self.x: [between(lo, hi), ONE]}
        return Reading(self.goal.statement, values, self.x).jet(self.gap, order)

    def check(self, lo: Fraction | None, hi: Fraction | None, method: str, point: Fraction | None, order: int) -> None:
        """Raise unless the difference has the sign wherever the cell meets the domain."""
        if lo is None or hi is None:
            need(self.tail(lo, hi), "the sign at infinity is not shown")
        elif method == "touch":
            self.touch(lo, hi, point, order)
        elif method == "tail":
            need(self.somewhere(lo, hi, None, 6) or self.open_cell(lo, hi, point), "the sign on a cell is not shown")
        else:
            need(self.somewhere(lo, hi, point, DEPTH), "the sign on a cell is not shown")

    def somewhere(self, lo: Fraction, hi: Fraction, point: Fraction | None, depth: int) -> bool:
        """Return whether balls show the sign on a closed cell: of the value, by slopes, by halves."""
        try:
            if not self.jet(lo, hi, 0)[0].mask() & ~self.wanted:
                return True
            if self.by_slope(lo, hi) or self.by_bend(lo, hi, point):
                return True
        except Loose:
            pass
        middle = (lo + hi) / 2
        return (
            depth > 0 and self.somewhere(lo, middle, point, depth - 1) and self.somewhere(middle, hi, point, depth - 1)
        )

    def at(self, point: Fraction) -> bool:
        """Return whether the difference has the sign at a number."""
        found = self.jet(point, point, 0)[0].mask()
        return not found & ~self.wanted or (bool(self.wanted & ZERO) and self.vanishes(0, point))

    def by_slope(self, lo: Fraction, hi: Fraction) -> bool:
        """D(c) + D'(x') (x - c) has the sign, c the middle; or D' has one, and D has it at the end that decides."""
        slope, middle = self.jet(lo, hi, 1)[1], (lo + hi) / 2
        found = self.jet(middle, middle, 0)[0] + slope * (between(lo, hi) - ball(middle))
        if not found.mask() & ~self.wanted:
            return True
        if self.wanted not in ONE_SIDED or slope.mask() in (NEG | POS, NEG | ZERO | POS):
            return False
        falling = not slope.mask() & POS
        return self.at(hi if falling == bool(self.wanted & POS) else lo)

    def by_bend(self, lo: Fraction, hi: Fraction, point: Fraction | None) -> bool:
        """D is convex and D <= 0 at both ends, or lies above a tangent that is >= 0 there; the same turned around."""
        if self.wanted not in ONE_SIDED:
            return False
        bend = self.jet(lo, hi, 2)[2].mask()
        inward = NEG if self.wanted & POS else POS
        if not bend & ~(inward | ZERO):
            return self.at(lo) and self.at(hi)
        if bend & inward or point is None or not lo <= point <= hi:
            return False
        value, slope = self.jet(point, point, 1)
        return all(not (value + slope * ball(end - point)).mask() & ~self.wanted for end in (lo, hi))

    def vanishes(self, order: int, point: Fraction) -> bool:
        """Return whether the derivative of this order is exactly 0 at a number, by its normal form."""
        forms, term = Forms(self.goal.statement, ()), self.gap
        for _ in range(order):
            term = make("Derivative", term, self.x)
        try:
            return not forms.substitute(forms.of(term), {atom("symbol", self.x): constant(point)}).num
        except (Unread, Wrong):
            return False

    def touch(self, lo: Fraction, hi: Fraction, point: Fraction | None, order: int) -> None:
        """D = D^(m)(x') (x - p)^m/m!, where D, ..., D^(m - 1) are 0 at p (Taylor)."""
        if point is None or not lo <= point <= hi or not 1 <= order <= 40:
            raise Wrong("no point of the cell")
        need(self.wanted & ZERO or not self.contains(point), "a zero where none may be")
        need(all(self.vanishes(k, point) for k in range(order)), "a derivative that is not shown to be 0")
        for end, wanted in ((hi, self.wanted), (lo, opposite(self.wanted) if order % 2 else self.wanted)):
            ends = min(end, point), max(end, point)
            need(end == point or self.kept(*ends, order, wanted, DEPTH), "a derivative of another sign")

    def kept(self, lo: Fraction, hi: Fraction, order: int, wanted: int, depth: int) -> bool:
        """Return whether a derivative keeps to some signs on a closed cell."""
        try:
            if not self.jet(lo, hi, order)[order].mask() & ~wanted:
                return True
        except Loose:
            pass
        middle = (lo + hi) / 2
        return (
            depth > 0
            and self.kept(lo, middle, order, wanted, depth - 1)
            and self.kept(middle, hi, order, wanted, depth - 1)
        )

    def contains(self, point: Fraction) -> bool:
        lo, hi = self.domain.lo, self.domain.hi
        above = lo is None or point > lo or (point == lo and not self.domain.lo_open)
        return above and (hi is None or point < hi or (point == hi and not self.domain.hi_open))

    def open_cell(self, lo: Fraction, hi: Fraction, point: Fraction | None) -> bool:
        """Return whether the sign shows on a cell without the end ``point``, where nothing is claimed or it holds."""
        if point is None or point not in (lo, hi):
            raise Wrong("no end of the cell")
        if self.contains(point) and not self.at(point):
            return False
        ends = (
            relation("<" if lo == point else "<=", number(lo), self.x),
            relation("<" if hi == point else "<=", self.x, number(hi)),
        )
        return self.by_form(lo, hi, ends)

    def tail(self, lo: Fraction | None, hi: Fraction | None) -> bool:
        """Return whether the sign shows on an unbounded cell."""
        try:
            if not self.jet(lo, hi, 0)[0].mask() & ~self.wanted:
                return True
        except Loose:
            pass
        ends = [relation("<=", number(lo), self.x)] if lo is not None else []
        return self.by_form(lo, hi, ends + ([relation("<=", self.x, number(hi))] if hi is not None else []))

    def by_form(self, lo: Fraction | None, hi: Fraction | None, ends: Sequence[Node]) -> bool:
        """Return whether the normal form of the difference has the sign where x lies between the ends."""
        inside = self.goal.suppose(*ends)
        demand_defined(inside, inside.claim)
        forms = inside.forms()
        q = forms.of(self.gap)
        if not forms.sign(q) & ~self.wanted:
            return True
        num, den = (row_signs(forms, poly, atom("symbol", self.x), lo, hi) for poly in (q.num, q.den))
        return not product(num, den & ~ZERO) & ~self.wanted


def row_signs(forms: Forms, poly: Poly, x: int, lo: Fraction | None, hi: Fraction | None) -> int:
    """Return the signs of a sum of c x**k exp(r x) on an unbounded cell: of 0 < x, by what grows fastest.

    Divided by that, the others are c x**a exp(-b x), and x**a exp(-b x) is largest at x = a/b, or where x begins.
    """
    turned: int
    start: Any
    turned, start = (1, lo) if hi is None else (-1, None if hi is None else -hi)
    if (lo is None) == (hi is None) or start <= 0 or not poly:
        return forms.p_sign(poly)
    row: dict[Any, Ball] = {}
    for mono, c in poly.items():
        rate, degree, factor = Fraction(0), 0, ball(c)
        for a, e in mono:
            head, data = ATOMS[a]
            slope = (data[0] / as_quotient(x)).constant() if head == "exp" else None
            if a == x:
                degree += e
            elif slope is not None:
                rate += slope * e * turned
            else:
                factor = factor * enclosed(a, e)
        row[rate, degree] = row.get((rate, degree), NOUGHT) + factor * ball(turned**degree)
    top = max(row)
    total = row[top]
    for (rate, degree), value in row.items():
        b, a = top[0] - rate, degree - top[1]
        if (rate, degree) != top:
            peak = ball(max(start, a / b) if b else start)
            size = (peak.power(a) if a >= 0 else ONE.over(peak.power(-a))) * balls.exp(-ball(b) * peak)
            total = total + value * Ball(0, size.hi)
    return total.mask()


@rule("ByBoxes")
def boxes(goal: Goal, variables: tuple[Node, ...], cuts: Any, precision: int) -> None:
    """left op right in a box that the hypotheses give: on each part, by its value or the mean value form."""
    gap, wanted = gap_of(goal)
    need(all(v.args[1] == "real" for v in variables) and len(set(variables)) == len(variables), "no real variables")
    need(not goal.claim.free - set(variables) and not goal.rewrites, "other variables")
    need(goal.statement.constants().isdisjoint(variables), "a constant of a definition")
    places = [goal.forms().interval(atom("symbol", v)) for v in variables]
    need(all(p.lo is not None and p.hi is not None for p in places), "a variable without bounds")
    todo = [tuple((p.lo, p.hi) for p in places)]
    for cut in cuts:
        need(todo, "more cuts than boxes")
        box = todo.pop()
        if cut is None:
            need(box_holds(goal.statement, gap, wanted, variables, box), "the sign on a box is not shown")
            continue
        axis, place = cut
        need(
            type(axis) is int and 0 <= axis < len(box) and box[axis][0] < place < box[axis][1],
            "a cut outside of its box",
        )
        for ends in ((place, box[axis][1]), (box[axis][0], place)):
            todo.append((*box[:axis], ends, *box[axis + 1 :]))
    need(not todo, "a box is left over")


def box_holds(statement: Statement, gap: Node, wanted: int, variables: tuple[Node, ...], box: tuple[Any, ...]) -> bool:
    """Return whether the gap has one of the signs in a box: put at the end of every axis along which that is enough."""
    sides = {v: between(lo, hi) for v, (lo, hi) in zip(variables, box, strict=True)}

    def at(values: dict[Node, Ball]) -> Ball:
        return Reading(statement, {v: [b] for v, b in values.items()}).jet(gap)[0]

    if not at(sides).mask() & ~wanted:
        return True
    slopes = {}
    for v in variables:
        values = {s: [b, ONE] if s is v else [b] for s, b in sides.items()}
        slopes[v] = Reading(statement, values, v).jet(gap, 1)[1]
    middle = {v: ball((lo + hi) / 2) for v, (lo, hi) in zip(variables, box, strict=True)}
    total = at(middle)
    for v in variables:
        total = total + slopes[v] * (sides[v] - middle[v])
    if not total.mask() & ~wanted:
        return True
    if wanted not in ONE_SIDED:
        return False
    for v, (lo, hi) in zip(variables, box, strict=True):
        rising, falling = not slopes[v].mask() & NEG, not slopes[v].mask() & POS
        if lo < hi and (rising or falling):
            end = hi if rising == bool(wanted & NEG) else lo
            place = variables.index(v)
            return box_holds(statement, gap, wanted, variables, (*box[:place], (end, end), *box[place + 1 :]))
    return False
