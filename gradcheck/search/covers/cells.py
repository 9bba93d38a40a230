"""One relation on one cell: finds the method that establishes it, or a point that refutes it.

The mathematics of the methods is in ``gradcheck.kernel.rules.cover``, which checks what is proposed here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.branches import holds
from gradcheck.balls.extended import Germs, tail_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import Cell
from gradcheck.kernel.rules.cover import Domain, ExactZero
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Derivative, Symbol, Term

DEEPEST_TOUCH = 12
TAYLOR_ORDERS = (4, 9)
STEEP = 4  # from there on, a polynomial is cheaper than smaller cells
LARGEST_EXPONENT = 10**6  # bits


@dataclass
class Search:
    """One relation, as D sign 0 (see ``kernel.rules.cover``), with what the search has found about it."""

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
        """Return the order of the exact zero of D at the point;
        0 when there is none, or when it is too high to be detected.
        """
        derivative = self.difference
        for order in range(DEEPEST_TOUCH):
            if not self.exact_zero(derivative, self.variable, point):
                return order
            derivative = Derivative(derivative, self.variable)
        return 1  # probably constant

    def attempt(self, lo: Fraction, hi: Fraction) -> Cell | None:
        """Return a cell over [lo, hi] with some method, or None; Undefined where D has no value that balls enclose."""
        jet = self._highest_jet(lo, hi)
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
        touching = next((cell for cell in self._touches(lo, hi)), None)
        return touching or (self._taylor(lo, hi, jet[1]) if len(jet) > 1 else None)

    def _taylor(self, lo: Fraction, hi: Fraction, slope: Any) -> Cell | None:
        """Return a cell by a Taylor polynomial, where D is small beside what its slope allows for over the cell."""
        middle = (lo + hi) / 2
        value = self.jet(middle, middle, 0)[0]
        if not value > 0 or abs(slope) * ball((hi - lo) / 2) < STEEP * value:
            return None
        for order in TAYLOR_ORDERS:
            coefficients, last = self.jet(middle, middle, order - 1), self.jet(lo, hi, order)[order]
            total = last
            for coefficient in reversed(coefficients):
                total = total * (between(lo, hi) - ball(middle)) + coefficient
            if self.good(total):
                return Cell(lo, hi, "taylor", order=order)
        return None

    def _highest_jet(self, lo: Fraction, hi: Fraction) -> list[Any]:
        for order in (2, 1):
            with contextlib.suppress(Undefined):
                return self.jet(lo, hi, order)
        return self.jet(lo, hi, 0)

    def _slope(self, lo: Fraction, hi: Fraction, slope: Any) -> bool:
        if slope >= 0 or slope <= 0:
            end = lo if slope >= 0 else hi
            return self.good(self.jet(end, end, 0)[0])
        middle = (lo + hi) / 2
        return self.good(self.jet(middle, middle, 0)[0] + slope * (between(lo, hi) - ball(middle)))

    def _valley(self, lo: Fraction, hi: Fraction) -> Fraction:
        """Return roughly the place where a convex D is least on [lo, hi]."""
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
        """Return the tail cell, if the relation holds on it."""
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

    def holds_widely(self, point: Fraction) -> bool:
        """Whether the relation holds with a margin at and near the point, inside of the domain or not."""
        try:
            return self.good(self.jet(point, point, 1)[0])
        except Undefined:
            return False

    def violated(self, point: Fraction) -> bool:
        if not self.inside(point):
            return False
        try:
            return self.bad(self.jet(point, point, 0)[0])
        except Undefined:
            return False


def midpoint(value: Any, precision: int) -> Fraction:
    """Return the exact rational of the midpoint of a finite ball, rounded to the precision."""
    with ctx.workprec(precision):
        return to_fraction((+value).mid())


def to_fraction(value: Any) -> Fraction:
    """Return an exact ball as a rational; raise Undefined when it is too large or too small to be written out."""
    if not value.is_finite() or abs(value.man_exp()[1]) > LARGEST_EXPONENT:
        raise Undefined("a number is too large or too small")
    exact = value.fmpq()
    return Fraction(int(exact.p), int(exact.q))


def show(value: Fraction) -> str:
    """Return a rational as short text."""
    return str(value) if value.denominator < 10**6 else f"{float(value):.12g}"
