"""Integrals by antiderivatives, and means over a normal variable by its density."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from recheck import balls
from recheck.analysis import between, demand_ends, is_continuous, opened
from recheck.balls import NOUGHT, ONE, Ball, Loose, ball
from recheck.covers import gap_of
from recheck.definedness import demand_defined
from recheck.jets import Reading
from recheck.limits import replaced
from recheck.nodes import (
    LAWS,
    NEG,
    POS,
    ZERO,
    apply,
    has_law,
    infinity,
    make,
    minus,
    number,
    plus,
    put,
    relation,
    times,
    walk,
)
from recheck.refusal import need
from recheck.rule import check, rule

if TYPE_CHECKING:
    from recheck.goal import Goal
    from recheck.nodes import Node
    from recheck.statement import Statement

PI = make("Const", "pi")


def integral_of(goal: Goal, *ops: str) -> tuple[Any, ...]:
    """Return op, the integral, its ends and what it is compared with."""
    need(goal.claim.kind == "Relation" and goal.claim.args[0] in ops, "another claim about an integral")
    op, left, right = goal.claim.args
    need(left.kind == "Integral" and left.args[1].args[1] == "real" and not has_law(left, right), "no integral")
    lo, hi = left.args[2:]
    demand_ends(goal, lo, hi)
    if not infinity(right):
        demand_defined(goal, right)
    return op, left, lo, hi, right


def differentiated(goal: Goal, term: Node, primitive: Node, derivative: tuple[Any, ...]) -> tuple[Node, ...]:
    """Return the bound variable and the antiderivative F in it, where F' = f inside and f is continuous."""
    body, variable, lo, hi = term.args
    x, f = opened(goal, variable, body, lo, hi)
    need(is_continuous(f) and not has_law(primitive), "an integrand that may jump")
    own = put(primitive, {variable: x})
    check(goal.suppose(*between(x, lo, hi)).claiming(relation("=", make("Derivative", own, x), f)), derivative)
    return x, own


@rule("ByAntiderivative")
def antiderivative(goal: Goal, primitive: Node, derivative: Any, value: Any) -> None:
    """The integral over lo <= x <= hi is F(hi) - F(lo), F' = f inside, F continuous; 0 where lo = hi."""
    _, term, lo, hi, right = integral_of(goal, "=")
    need(not (infinity(right) or infinity(lo) or infinity(hi)), "an infinite end")
    length = goal.sign(minus(hi, lo))
    if length == ZERO:
        check(goal.claiming(relation("=", number(0), right)), value)
        return
    need(not length & NEG, "ends in the wrong order")
    x, own = differentiated(goal, term, primitive, derivative)
    need(is_continuous(own), "an antiderivative that may jump")
    demand_defined(goal.suppose(relation("<=", lo, x), relation("<=", x, hi)), own)
    check(goal.claiming(relation("=", minus(put(own, {x: hi}), put(own, {x: lo})), right)), value)


@rule("ByImproperIntegral")
def improper(
    goal: Goal,
    primitive: Node,
    derivative: tuple[Any, ...],
    ends: tuple[Any, ...],
    limits: tuple[Any, ...],
    value: tuple[Any, ...],
) -> None:
    """The integral over lo < x < hi is the limit of F at hi less that at lo, F' = f inside.

    It is infinite where one of them is, and has no value where both ends contribute opposite infinities.
    """
    op, term, lo, hi, right = integral_of(goal, "=", "!=")
    need(infinity(lo) or infinity(hi) or goal.sign(minus(hi, lo)) == POS, "an interval that may be empty")
    x, own = differentiated(goal, term, primitive, derivative)
    demand_defined(goal.suppose(*between(x, lo, hi)), own)
    found = []
    for place, side, limit, proof in zip((lo, hi), "+-", ends, limits, strict=True):
        if limit is None:
            need(not infinity(place) and is_continuous(own), "an end without a limit")
            limit = put(own, {x: place})
            demand_defined(goal, limit)
        else:
            need(x not in limit.free, "a limit that names the variable")
            at = make("Limit", own, x, place, "" if infinity(place) else side)
            check(goal.claiming(relation("=", at, limit)), proof)
        found.append(limit)
    signs = {infinity(found[1]), -infinity(found[0])} - {0}
    need(len(signs) < 2, "opposite infinities")
    if not signs:
        need(op == "=" and not infinity(right), "the integral is a number")
        check(goal.claiming(relation("=", minus(found[1], found[0]), right)), value)
    else:
        need((infinity(right) in signs) is (op == "="), "the integral is infinite")


def normal_of(goal: Goal, mean: Node) -> tuple[Node, ...]:
    """Return the only random variable of a mean: a normal scalar whose law is not random."""
    need(mean.kind == "Expectation" and not mean.shape, "no mean of a number")
    body = mean.args[0]
    need(not any(part.kind in ("Expectation", "Variance", "RandomSequence") for part in walk(body)), "a mean inside")
    need(not any(part.kind in LAWS for d in goal.statement.definitions for part in walk(d)), "a random definition")
    found = {part for part in walk(body) if part.kind == "RandomVariable"}
    need(len(found) == 1, "several random variables")
    (z,) = found
    law = z.args[2]
    need(law.kind == "Normal" and not z.shape and not has_law(*law.args), "no normal variable")
    return z, law


def density_of(x: Node, law: Node) -> Node:
    """Return the density of a normal law at x."""
    centre, spread = law.args
    square = make("Neg", make("Pow", minus(x, centre), number(2)))
    return make("Div", apply("exp", make("Div", square, times(number(2), spread))),
                apply("sqrt", times(number(2), PI, spread)))  # fmt: skip


@rule("ByDensity")
def density(goal: Goal, x: Node, pieces: Any, total: Any) -> None:
    """E g(Z) = c: g times the density is a function of one sign on each piece, whose integrals add up to c.

    Of one sign, so that each integral converges absolutely; g has a value between the pieces, too.
    """
    need(goal.claim.kind == "Relation" and goal.claim.args[0] == "=" and not goal.rewrites, "another claim")
    mean, right = goal.claim.args[1:]
    z, law = normal_of(goal, mean)
    nodes = (goal.claim, *goal.hypotheses, *goal.statement.definitions)
    need(x.args[1] == "real" and not any(part is x for node in nodes for part in walk(node)), "a variable in use")
    need(goal.sign(law.args[1]) == POS, "no density")
    g = replaced(mean.args[0], {z: x})
    need(not has_law(g, right), "a mean that hides a random variable")
    rows = [piece[1:] for piece in pieces]
    need(rows and infinity(rows[0][0]) < 0 and infinity(rows[-1][1]) > 0, "the pieces leave out a part of the line")
    for one, other in pairwise(rows):
        cut = one[1]
        need(cut is other[0] and not infinity(cut) and x not in cut.free and not has_law(cut), "a gap")
        demand_defined(goal, cut)
        demand_defined(goal, put(g, {x: cut}))
        need(infinity(other[1]) or goal.sign(minus(other[1], cut)) == POS, "pieces that are not in order")
    for lo, hi, integrand, sign, value, same, signed, integral in rows:
        need(x not in value.free and not has_law(integrand, value) and sign in ("+", "-"), "no piece")
        need(not any(part.kind == "Const" and part.args[0] == "oo" for part in walk(value)), "an infinite piece")
        inside = goal.suppose(*between(x, lo, hi))
        check(inside.claiming(relation("=", times(g, density_of(x, law)), integrand)), same)
        check(inside.claiming(relation(">=" if sign == "+" else "<=", integrand, number(0))), signed)
        check(goal.claiming(relation("=", make("Integral", integrand, x, lo, hi), value)), integral)
    values = [piece[4] for piece in rows]
    check(goal.claiming(relation("=", plus(*values) if len(values) > 1 else values[0], right)), total)


@rule("ByQuadrature")
def quadrature(goal: Goal, cuts: tuple[Fraction, ...], order: int, precision: int) -> None:
    """left op right for numbers with means over normal variables in them, each integrated cell by cell."""
    gap, wanted = gap_of(goal)
    need(not goal.claim.free and not goal.rewrites and 2 <= order <= 40, "no relation of numbers")
    need(cuts and all(a < b for a, b in pairwise(cuts)) and order % 2 == 0, "cuts that do not rise")
    means = [part for part in dict.fromkeys(walk(gap)) if part.kind == "Expectation"]
    names, values = {}, {}
    for place, mean in enumerate(means):
        z, law = normal_of(goal, mean)
        need(all(part.kind == "Num" for part in law.args) and law.args[1].args[0] > 0, "no law with known numbers")
        names[mean] = make("Symbol", f"<{place}>", "real")
        key = mean, cuts, order
        if key not in goal.statement.means:
            goal.statement.means[key] = Mean(goal.statement, mean.args[0], z, cuts, order).whole()
        values[names[mean]] = [goal.statement.means[key]]
    found = Reading(goal.statement, values).jet(replaced(gap, names))[0]
    need(not found.mask() & ~wanted, "the balls do not decide the relation")


class Mean:
    """The integral of g phi over the line, phi the density of a normal variable."""

    def __init__(self, statement: Statement, body: Node, z: Node, cuts: tuple[Fraction, ...], order: int) -> None:
        self.statement, self.cuts, self.order = statement, cuts, order
        self.x = make("Symbol", "<x>", "real")
        self.g = replaced(body, {z: self.x})
        need(not has_law(self.g), "a mean that hides a random variable")
        self.mean, self.variance = (part.args[0] for part in z.args[2].args)
        self.width = balls.root(ball(2 * self.variance))

    def jet(self, lo: Fraction | None, hi: Fraction | None, order: int) -> list[Ball]:
        return Reading(self.statement, {self.x: [balls.between(lo, hi), ONE]}, self.x).jet(self.g, order)

    def erf(self, end: Fraction) -> Ball:
        return balls.erf(ball(end - self.mean).over(self.width))

    def phi(self, end: Fraction) -> Ball:
        away = ball(end - self.mean).over(self.width)
        return balls.exp(-away.power(2)).over(balls.root(balls.pi()) * self.width)

    def whole(self) -> Ball:
        """Return a ball around the mean: on the tails g is bounded, and the rest of the mass is small."""
        total = NOUGHT
        for lo, hi in pairwise(self.cuts):
            total = total + self.cell(lo, hi)
        first, last = self.cuts[0], self.cuts[-1]
        half = ball(Fraction(1, 2))
        tails: list[Any] = [(None, first, ONE + self.erf(first)), (last, None, ONE - self.erf(last))]
        for lo, hi, mass in tails:
            size = self.jet(lo, hi, 0)[0]
            if not size.bounded():
                raise Loose("a tail on which the function is not bounded")
            total = total + size * positive(mass * half)
        return total

    def cell(self, lo: Fraction, hi: Fraction) -> Ball:
        """Return a ball around the integral over a cell, by Taylor's theorem around its middle c.

        With u = x - c the integrals I_j of u**j phi follow from (u**(j - 1) phi)' by parts:
        I_j = (m - c) I_(j-1) - v ([u**(j - 1) phi] - (j - 1) I_(j-2)).
        """
        mass = positive((self.erf(hi) - self.erf(lo)) * ball(Fraction(1, 2)))
        middle, half = (lo + hi) / 2, ball((hi - lo) / 2)
        try:
            rest, near = self.jet(lo, hi, self.order)[-1], self.jet(middle, middle, self.order - 1)
        except Loose:
            return self.jet(lo, hi, 0)[0] * mass
        moments, v, at_lo, at_hi = [mass], ball(self.variance), self.phi(lo), self.phi(hi)
        for j in range(1, self.order):
            edge = half.power(j - 1)
            edges = edge * at_hi - (edge if j % 2 else -edge) * at_lo
            inner = ball(j - 1) * moments[j - 2] if j > 1 else NOUGHT
            moments.append(ball(self.mean - middle) * moments[-1] - v * (edges - inner))
        total = rest * Ball(0, (half.power(self.order) * mass).hi)
        for value, moment in zip(near, moments, strict=True):
            total = total + value * moment
        return total


def positive(mass: Ball) -> Ball:
    return Ball(max(mass.lo, 0), max(mass.hi, 0))
