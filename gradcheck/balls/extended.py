"""Terms on unbounded intervals, and next to the ends of bounded ones: jets whose coefficients are germs.

    [A, oo)       x = t + (A - T)
    (-oo, A]      x = -t + (A + T)
    (p, p + w]    x = p + 3 w e^(-t)       [p - w, p) likewise, for t >= T = log 3

``tail_jet`` encloses f, f', f''/2, ... there; sequences and everything else are read as on balls, so the derivative of
a composition of any depth is bounded on a tail at linear cost.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.balls import germs
from gradcheck.balls import series as power_series
from gradcheck.balls.arithmetic import TAYLOR, Balls
from gradcheck.balls.germs import CONSTANT, Germ
from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.intervals import ONE, Interval, from_ball, point
from gradcheck.balls.series import Series, Signs, Undefined
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Symbol, Term

EARLIEST = Fraction(1)
STEEP = {"sigmoid": 1, "tanh": 2}


class Germs:
    """The ring of germs; see ``series.Ring``."""

    kinks = False

    def __init__(self, start: Any) -> None:
        self.start = start

    def number(self, value: Fraction) -> Germ:
        return germs.constant(point(value), self.start)

    def pi(self) -> Germ:
        return germs.constant(from_ball(arb.pi()), self.start)

    def divide(self, a: Germ, b: Germ) -> Germ:
        return a * germs.inverse(b)

    def taylor(self, name: str, a: Germ, n: int) -> Series | None:
        if name == "sqrt":
            return self.power(a, Fraction(1, 2), n)
        if all(germs.growth(key) <= germs.growth(CONSTANT) for key in a.terms) and a.range.is_bounded:
            found = self._bounded(name, a, n)
            if found is not None:
                return found
        if name in STEEP and germs.grows_beyond_exponents(a):
            return self._step(a, STEEP[name], n)
        if name == "exp":
            value = germs.exponential(a)
            return [value.times(point(Fraction(1, factor))) for factor in _factorials(n)]
        if name == "log":
            return self._logarithm(a, n)
        if name == "erf":
            return self._erf(a, n)
        if name == "atan":
            return self._atan(a, n)
        if name in ("sin", "cos"):
            wave = germs.constant(Interval(arb(-1), arb(1)), self.start)
            return [wave.times(point(Fraction(1, factor))) for factor in _factorials(n)]
        return None

    def _bounded(self, name: str, a: Germ, n: int) -> Series | None:
        """Return the series by g(c + d) = g(c) + g'(c + xi) d, for g and its Taylor coefficients."""
        middle = a.terms.get(CONSTANT, point(Fraction(0)))
        small = a.without(CONSTANT)
        whole = middle + small.range.join(point(Fraction(0)))
        balls = Balls()
        if name == "exp" or name not in TAYLOR or (name == "log" and middle.exact == 1):
            return None  # log(1 + d) = d/(1 + xi) is exact at d = 0, where a ball for the slope is not
        try:
            at_middle, over = balls.taylor(name, middle.ball(), n), balls.taylor(name, whole.ball(), n + 1)
        except Undefined:
            return None
        if at_middle is None or over is None:
            return None
        balls.check(at_middle)
        balls.check(over)
        result = []
        for k in range(n + 1):
            value = germs.constant(_rational_or_interval(at_middle[k]), self.start)
            result.append(value + small.times(from_ball(over[k + 1] * (k + 1))))
        return result

    def _integrated(self, value: Germ, slopes: Series) -> Series:
        """Return the series of this value with these Taylor coefficients of its derivative."""
        return [value, *(slope.times(point(Fraction(1, k + 1))) for k, slope in enumerate(slopes))]

    def _logarithm(self, a: Germ, n: int) -> Series:
        one = self.number(Fraction(1))
        return self._integrated(germs.logarithm(a), power_series.divide(self, [one], [a, one], n - 1))

    def _erf(self, a: Germ, n: int) -> Series:
        """Return erf = 1 - erfc, by (1 - 1/(2 u^2)) <= erfc(u) u sqrt(pi) e^(u^2) <= 1 for u > 0; erf is odd."""
        signs = self.signs(a)
        if not (signs.positive or signs.negative):
            raise Undefined("the sign of the argument of erf is not certain")
        u = a if signs.positive else -a
        bell = germs.exponential(-(u * u))
        root = from_ball(1 / arb.pi().sqrt())
        lowest = u.range.lo
        least = (1 - 1 / (2 * lowest * lowest)).lower() if lowest > 1 else arb(0)
        correction = Interval(least, arb(1))
        tail = (bell * germs.inverse(u)).times(root * correction)
        value = self.number(Fraction(1)) - tail
        slopes = [bell.times(root * point(Fraction(2)))]
        for k in range(n - 1):
            earlier = slopes[k - 1] if k else self.number(Fraction(0))
            slopes.append((a * slopes[k] + earlier).times(point(Fraction(-2, k + 1))))
        return self._integrated(value if signs.positive else -value, slopes[:n])

    def _step(self, a: Germ, steepness: int, n: int) -> Series:
        """Return sigmoid (c = 1) or tanh (c = 2), where e^(c u) has no germ and the small e^(-c u) has, u = |a|.

        g(u) = 1 - d with d = c e^(-c u)/(1 + e^(-c u)) and d' = d^2 - c d; g(-u) = 2 - c - g(u).
        """
        signs = self.signs(a)
        if not (signs.positive or signs.negative):
            raise Undefined("the sign of the argument is not certain")
        c, one = Fraction(steepness), self.number(Fraction(1))
        small = germs.exponential((a if signs.positive else -a).times(point(-c)))
        gap = [self.divide(small.times(point(c)), one + small)]
        for k in range(n):
            total = gap[k].times(point(-c))
            for i in range(k + 1):
                total = total + gap[i] * gap[k - i]
            gap.append(total.times(point(Fraction(1, k + 1))))
        if signs.positive:
            return [one - gap[0], *(-value for value in gap[1:])]
        # the derivative of order k of 2 - c - g(-a) is (-1)^(k + 1) times that of g at -a, which is -d^(k)
        return [gap[0] + self.number(1 - c), *(value if k % 2 == 0 else -value for k, value in enumerate(gap[1:], 1))]

    def _atan(self, a: Germ, n: int) -> Series:
        """Return atan(u) = pi/2 - atan(1/u) for u > 0, -pi/2 - atan(1/u) for u < 0."""
        signs = self.signs(a)
        if not (signs.positive or signs.negative):
            raise Undefined("the sign of the argument of atan is not certain")
        flipped = germs.inverse(a)
        inner = self._bounded("atan", flipped, 0)
        if inner is None:
            raise Undefined("the argument of atan is not bounded away from 0")
        half = self.pi().times(point(Fraction(1, 2) if signs.positive else Fraction(-1, 2)))
        one = self.number(Fraction(1))
        return self._integrated(half - inner[0], power_series.divide(self, [one], [one + a * a, a * 2, one], n - 1))

    def power(self, a: Germ, exponent: Fraction, n: int) -> Series:
        binomial, result = Fraction(1), []
        for k in range(n + 1):
            result.append(germs.power(a, exponent - k).times(point(binomial)) if binomial else self.number(Fraction(0)))
            binomial *= (exponent - k) / (k + 1)
        return result

    def signs(self, a: Germ) -> Signs:
        if not a.terms:
            return Signs(False, True, False, True)
        value = a.relative
        return Signs(bool(value.lo > 0), bool(value.lo >= 0), bool(value.hi < 0), bool(value.hi <= 0))

    def hull(self, a: Germ, b: Germ) -> Germ:
        both: dict[germs.Key, Interval] = {}
        zero = point(Fraction(0))
        for key in {*a.terms, *b.terms}:
            both[key] = a.terms.get(key, zero).join(b.terms.get(key, zero))
        return Germ(both, self.start)

    def split(self, a: Germ) -> tuple[Germ, Germ]:
        """Return min(a, 0), a sum with coefficients in [min(lo, 0), 0], and max(a, 0), one with [0, max(hi, 0)].

        For a = sum c m with c <= h+, 0 <= max(a, 0) <= sum h+ m, so it is sum (r h+) m for an r in [0, 1].
        """
        nothing = arb(0)
        below = {key: Interval(value.lo if value.lo < 0 else nothing, nothing) for key, value in a.terms.items()}
        above = {key: Interval(nothing, value.hi if value.hi > 0 else nothing) for key, value in a.terms.items()}
        return Germ(below, self.start), Germ(above, self.start)

    def integer(self, a: Germ) -> int | None:
        if not a.terms:
            return 0
        exact = a.terms[CONSTANT].exact if set(a.terms) == {CONSTANT} else None
        return int(exact) if exact is not None and exact.denominator == 1 else None

    def check(self, series: Series) -> Series:
        return series


def _factorials(n: int) -> list[int]:
    result = [1]
    for k in range(1, n + 1):
        result.append(result[-1] * k)
    return result


def _rational_or_interval(value: Any) -> Interval:
    """Return an exact small integer exactly; everything else as an interval."""
    if value.is_exact() and value.is_integer() and abs(value) < 2:
        return point(Fraction(int(value.unique_fmpz())))
    return from_ball(value)


def _variable(lo: Fraction | None, hi: Fraction | None, end: str) -> tuple[dict[germs.Key, Interval], Any]:
    linear: germs.Key = (1, 0, 0)
    if lo is None and hi is not None:
        start = max(EARLIEST, -hi)
        return {CONSTANT: point(hi + start), linear: -ONE}, start
    if hi is None and lo is not None:
        start = max(EARLIEST, lo)
        return {CONSTANT: point(lo - start), linear: ONE}, start
    if lo is None or hi is None or not lo < hi:
        raise Undefined("a tail has one end, or is next to one")
    decay: germs.Key = (0, 1, 0)
    width = 3 * (hi - lo)
    corner = {CONSTANT: point(lo), decay: point(width)} if end == "-" else {CONSTANT: point(hi), decay: point(-width)}
    return corner, None


def tail_jet(
    term: Term,
    variable: Symbol,
    lo: Fraction | None,
    hi: Fraction | None,
    order: int,
    definitions: tuple[Definition, ...] = (),
    precision: int = 64,
    end: str = "",
) -> list[Germ]:
    """Return germs of f, f', f''/2, ... for every x of the interval: [lo, oo) for hi = None, (-oo, hi] for lo = None.

    For a bounded interval ``end`` is '-' for (lo, hi], seen from its lower end, or '+' for [lo, hi).  Undefined when
    the term is not certainly defined there, or when germs cannot express it.
    """
    with ctx.workprec(precision):
        terms, exact = _variable(lo, hi, end)
        start = arb(3).log().lower() if exact is None else point(exact).lo
        germ = Germ({key: value for key, value in terms.items() if not value.is_zero}, start)
        return Interpreter(Germs(start), {variable: germ}, definitions, variable).jet(term, order)
