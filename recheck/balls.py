"""Enclosures of real numbers and of functions over intervals, by integers and series with remainders.

A ball encloses numbers between two ends, each an integer over 2**BITS or infinite, and is rounded outward by everything
that is done to it.  It says nothing of the ends themselves: what holds of a ball holds of every number in it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import inf, isqrt
from typing import Any

from recheck.nodes import NEG, POS, ZERO
from recheck.refusal import Unread

BITS = 320
UNIT = 1 << BITS
FAR = 1000  # beyond it exp counts as infinite, or as between 0 and the least number


class Loose(Unread):
    """An enclosure is too wide to tell, or what is enclosed may have no value."""


class Ball:
    """The real numbers x with lo <= 2**BITS x <= hi."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo: Any, hi: Any) -> None:
        self.lo, self.hi = lo, hi

    def mask(self) -> int:
        """Return the signs that the numbers may have."""
        return (NEG if self.lo < 0 else 0) | (ZERO if self.lo <= 0 <= self.hi else 0) | (POS if self.hi > 0 else 0)

    def __add__(self, other: Ball) -> Ball:
        return Ball(added(self.lo, other.lo), added(self.hi, other.hi))

    def __neg__(self) -> Ball:
        return Ball(-self.hi, -self.lo)

    def __sub__(self, other: Ball) -> Ball:
        return self + (-other)

    def __mul__(self, other: Ball) -> Ball:
        if self.lo >= 0 and other.lo >= 0:
            ends = [multiplied(self.lo, other.lo), multiplied(self.hi, other.hi)]
        else:
            ends = [multiplied(a, b) for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Ball(down(min(ends)), -down(-max(ends)))

    def over(self, other: Ball) -> Ball:
        """Return the quotients; Loose where a divisor may be 0."""
        if other.lo <= 0 <= other.hi:
            raise Loose("a divisor that may be 0")
        ends = [(divided(end, -1), divided(end, 1)) for end in (other.lo, other.hi)]
        return self * Ball(min(low for low, _ in ends), max(high for _, high in ends))

    def join(self, other: Ball) -> Ball:
        return Ball(min(self.lo, other.lo), max(self.hi, other.hi))

    def meet(self, other: Ball) -> Ball:
        return Ball(max(self.lo, other.lo), min(self.hi, other.hi))

    def power(self, n: int) -> Ball:
        """Return the n-th powers, n >= 0."""
        if n % 2 == 0:
            least = 0 if self.lo <= 0 <= self.hi else min(abs(self.lo), abs(self.hi))
            base = Ball(least, max(abs(self.lo), abs(self.hi)))
        else:
            base = self
        return Ball(end_power(base.lo, n, -1), end_power(base.hi, n, 1))

    def bounded(self) -> bool:
        return self.lo != -inf and self.hi != inf


def added(a: Any, b: int) -> Any:
    try:
        return a + b
    except OverflowError:  # an infinite end and a large integer
        return a if isinstance(a, float) else b


def down(end: int) -> int:
    return end if isinstance(end, float) else end >> BITS


def multiplied(a: Any, b: int) -> Any:
    if type(a) is int and type(b) is int:
        return a * b
    return 0 if a == 0 or b == 0 else inf if (a > 0) == (b > 0) else -inf


def rounded(end: int, divisor: int, way: int) -> int:
    return end if isinstance(end, float) else end // divisor if way < 0 else -(-end // divisor)


def divided(end: int, way: int) -> int:
    return 0 if isinstance(end, float) else rounded(UNIT * UNIT, end, way)


def end_power(end: int, n: int, way: int) -> int:
    if end < 0:
        return -end_power(-end, n, -way)
    total = UNIT
    for _ in range(n):
        total = rounded(multiplied(total, end), UNIT, way)
    return total


def ball(value: Fraction | int) -> Ball:
    """Return the ball of a rational number."""
    scaled = Fraction(value) * UNIT
    return Ball(scaled.numerator // scaled.denominator, -(-scaled.numerator // scaled.denominator))


def between(lo: Fraction | None, hi: Fraction | None) -> Ball:
    """Return the ball of the numbers between two rational ones; None is no end."""
    return Ball(-inf if lo is None else ball(lo).lo, inf if hi is None else ball(hi).hi)


ONE, NOUGHT = ball(1), ball(0)


def around(size: Ball) -> Ball:
    """Return the numbers whose absolute value is at most one of the ball."""
    return Ball(-size.hi, size.hi)


def rising(at: Any, low: Any, high: Any) -> Any:
    """Return the function on balls of one that rises, from its balls at single numbers and its limits at -oo and oo."""

    def function(x: Ball) -> Ball:
        lo = low if x.lo == -inf else at(x.lo).lo if x.lo != inf else high
        return Ball(lo, high if x.hi == inf else at(x.hi).hi)

    return function


def series(first: Ball, ratio: Callable[..., Any], size: int) -> Ball:
    """Return first + first ratio(1) + ..., where every |ratio(n)| is at most 1/2: the rest is at most the last term."""
    total, term = first, first
    for n in range(1, size):
        term = term * ratio(n)
        total = total + term
        if max(abs(term.lo), abs(term.hi)) <= 2:
            break
    return total + around(Ball(0, max(abs(term.lo), abs(term.hi))))


@cache
def exp_at(x: int) -> Ball:
    """exp(x) = exp(x/2**j)**(2**j)."""
    if x == 0:
        return ONE
    if x < 0:
        return Ball(0, 1) if x < -FAR * UNIT else ONE.over(exp_at(-x))
    if x > FAR * UNIT:
        return Ball(exp_at(FAR * UNIT).lo, inf)
    halvings = (x // UNIT).bit_length() + 8
    small = Ball(x >> halvings, (x >> halvings) + 1)
    total = series(ONE, lambda n: Ball(small.lo // n, -(-small.hi // n)), 200)
    for _ in range(halvings):
        total = total * total
    return total


@cache
def log_at(x: int) -> Ball:
    """log(x) = k log 2 + 2 artanh((m - 1)/(m + 1)), where x = 2**k m; x > 0."""
    shift = x.bit_length() - BITS
    m = Ball(x >> shift, -(-x >> shift)) if shift > 0 else Ball(x << -shift, x << -shift)
    y = (m - ONE).over(m + ONE)
    return ball(2 * shift) * artanh(ball(Fraction(1, 3))) + ball(2) * artanh(y)


def artanh(y: Ball) -> Ball:
    square = y * y
    return series(y, lambda n: square * ball(Fraction(2 * n - 1, 2 * n + 1)), 400)


def atan_at(x: int) -> Ball:
    """atan(x) = 2 atan(x/(1 + sqrt(1 + x**2)))."""
    y, halvings = Ball(x, x), 4
    for _ in range(halvings):
        y = y.over(ONE + root(ONE + y.power(2)))
    square = -(y * y)
    return series(y, lambda n: square * ball(Fraction(2 * n - 1, 2 * n + 1)), 400) * ball(2**halvings)


@cache
def pi() -> Ball:
    return ball(4) * atan_at(UNIT)


@cache
def erf_at(x: int) -> Ball:
    """erf(x) = 2/sqrt(pi) exp(-x**2) (x + 2 x**3/3 + 4 x**5/15 + ...), and 0 <= 1 - erf(x) <= exp(-x**2) for x >= 0."""
    if x < 0:
        return -erf_at(-x)
    square = Ball(x, x).power(2)
    if x > 16 * UNIT:
        return Ball(UNIT - exp(-square).hi, UNIT)
    total, term, n = Ball(x, x), Ball(x, x), 1
    while True:
        ratio = ball(Fraction(2, 2 * n + 1)) * square
        term = term * ratio
        total, n = total + term, n + 1
        if ratio.hi <= UNIT // 2 and term.hi <= 2:
            return ball(2) * (total + around(term)) * exp(-square).over(root(pi()))


@cache
def turned(x: int) -> tuple[Ball, Ball]:
    """Return sin(x) and cos(x), by doubling the angle."""
    if abs(x) > FAR * UNIT:
        return Ball(-UNIT, UNIT), Ball(-UNIT, UNIT)
    halvings = 18
    y = Ball(x >> halvings, (x >> halvings) + 1)
    square = -(y * y)
    s = series(y, lambda n: square * ball(Fraction(1, 2 * n * (2 * n + 1))), 100)
    c = series(ONE, lambda n: square * ball(Fraction(1, 2 * n * (2 * n - 1))), 100)
    for _ in range(halvings):
        s, c = ball(2) * s * c, ONE - ball(2) * s.power(2)
    unit = Ball(-UNIT, UNIT)
    return s.meet(unit), c.meet(unit)


def wave(x: Ball, place: int) -> Ball:
    """Return the sines (place 0) or cosines (1): between those at the ends where the slope keeps its sign."""
    if not x.bounded() or x.hi - x.lo > 3 * UNIT:
        return Ball(-UNIT, UNIT)
    low, high = turned(x.lo), turned(x.hi)
    slopes = {low[1 - place].mask(), high[1 - place].mask()}  # up to a sign; two zeros of it are pi apart
    return low[place].join(high[place]) if slopes in ({POS}, {NEG}) else Ball(-UNIT, UNIT)


def root(x: Ball) -> Ball:
    """Return the square roots; Loose where a number may be negative."""
    if x.lo < 0:
        raise Loose("a root of what may be negative")
    lo, hi = (end if isinstance(end, float) else isqrt(end * UNIT) for end in (x.lo, x.hi))
    return Ball(lo, hi if isinstance(hi, float) else hi + 1)


exp = rising(exp_at, 0, inf)
_log = rising(log_at, -inf, inf)
atan = rising(atan_at, -2 * UNIT, 2 * UNIT)
erf = rising(erf_at, -UNIT, UNIT)
sigmoid = rising(lambda x: ONE.over(ONE + exp_at(-x)), 0, UNIT)
tanh = rising(lambda x: ball(2).over(ONE + exp_at(-2 * x)) - ONE, -UNIT, UNIT)
softplus = rising(lambda x: log(ONE + exp_at(x)), 0, inf)
relu = rising(lambda x: Ball(max(x, 0), max(x, 0)), 0, inf)


def log(x: Ball) -> Ball:
    if x.lo <= 0:
        raise Loose("a logarithm of what may not be positive")
    return _log(x)


def absolute(x: Ball) -> Ball:
    return Ball(0 if x.lo <= 0 <= x.hi else min(abs(x.lo), abs(x.hi)), max(abs(x.lo), abs(x.hi)))


def sign(x: Ball) -> Ball:
    return Ball(UNIT if x.lo > 0 else 0 if x.lo >= 0 else -UNIT, -UNIT if x.hi < 0 else 0 if x.hi <= 0 else UNIT)
