"""Germs: enclosures of functions of t that hold for every t >= T, precise as t tends to infinity.

A germ is a finite sum of c t^i e^(-j t) e^(-l t^2), one term for each key (i, j, l) of rationals, where the coefficient
c is an interval: the function is such a sum, with the coefficients at each t somewhere in their intervals.  A monomial
m is used only where it is monotone on [T, oo), so that its range there is known:

    t^i e^(-j t) e^(-l t^2) decreases where i - j t - 2 l t^2 <= 0, in particular x^i e^(-j x) for x >= i/j.

Everything follows from sums, products and four expansions with a remainder in an interval, for d small and xi between
0 and d: 1/(c + d) = 1/c - d/(c (c + d)), e^(c + d) = e^c (1 + d e^xi), log(1 + d) = d/(1 + xi),
(1 + d)^r = 1 + r d (1 + xi)^(r - 1); and from g(c + d) = g(c) + g'(c + xi) d for functions that balls know.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import arb

from gradcheck.balls.intervals import INFINITY, ONE, ZERO, Interval, from_ball, point, root_of
from gradcheck.balls.series import Undefined

Exponent = int | Fraction  # whole exponents are ints, which hash and compare faster
Key = tuple[Exponent, Exponent, Exponent]
CONSTANT: Key = (0, 0, 0)
MAX_TERMS = 4


@dataclass(frozen=True)
class Germ:
    """See the module; ``start`` is T > 0, an exact ball that all germs of one computation share."""

    terms: dict[Key, Interval]
    start: Any

    def __add__(self, other: Germ) -> Germ:
        terms = dict(self.terms)
        for key, value in other.terms.items():
            terms[key] = terms[key] + value if key in terms else value
        return _tidy(terms, self.start)

    def __neg__(self) -> Germ:
        return Germ({key: -value for key, value in self.terms.items()}, self.start)

    def __sub__(self, other: Germ) -> Germ:
        return self + -other

    def __mul__(self, other: Germ | int) -> Germ:
        if isinstance(other, int):
            return self.times(point(Fraction(other)))
        terms: dict[Key, Interval] = {}
        for key, value in self.terms.items():
            for another, factor in other.terms.items():
                both = _add_keys(key, another)
                product = value * factor
                terms[both] = terms[both] + product if both in terms else product
        return _tidy(terms, self.start)

    def times(self, factor: Interval) -> Germ:
        """Return every coefficient times the interval."""
        return _tidy({key: value * factor for key, value in self.terms.items()}, self.start)

    def shift(self, key: Key) -> Germ:
        """Return the product with a monomial."""
        return Germ({_add_keys(old, key): value for old, value in self.terms.items()}, self.start)

    @cached_property
    def range(self) -> Interval:
        """Return an interval with all values for t >= T."""
        total = ZERO
        for key, value in self.terms.items():
            total = total + value * monomial_range(key, self.start)
        return total

    def lead(self) -> Key:
        """Return the key of the term that dominates at infinity; Undefined for the germ without terms."""
        if not self.terms:
            raise Undefined("the function is 0")
        return max(self.terms, key=growth)

    def without(self, key: Key) -> Germ:
        """Return the other terms."""
        return Germ({other: value for other, value in self.terms.items() if other != key}, self.start)

    @cached_property
    def relative(self) -> Interval:
        """Return an interval with all values of the germ divided by its leading monomial, which is positive."""
        if not self.terms:
            return ZERO
        return self.shift(_negate(self.lead())).range


def growth(key: Key) -> Key:
    """Return a key that sorts monomials by their growth at infinity."""
    i, j, l = key  # noqa: E741
    return (-l, -j, i)


def _whole(value: Exponent) -> Exponent:
    return int(value) if value.denominator == 1 else value


def _add_keys(a: Key, b: Key) -> Key:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _negate(key: Key) -> Key:
    return (-key[0], -key[1], -key[2])


def monomial_range(key: Key, start: Any) -> Interval:
    """Return the range of t^i e^(-j t) e^(-l t^2) on [T, oo); Undefined where it is not monotone there."""
    if key == CONSTANT:
        return ONE
    i, j, l = (point(Fraction(value)).ball() for value in key)  # noqa: E741
    at_start = (start.log() * i - j * start - l * start * start).exp()
    # the sign of i - j t - 2 l t^2 for all t >= T, from its value, slope and curvature
    rates = [i - j * start - 2 * l * start * start, -j - 4 * l * start, -l]
    if all(rate <= 0 for rate in rates):
        return Interval(arb(0), at_start.upper())
    if all(rate >= 0 for rate in rates):
        return Interval(at_start.lower(), INFINITY)
    raise Undefined("a monomial is not monotone on the tail, which starts too early")


def _tidy(terms: dict[Key, Interval], start: Any) -> Germ:
    """Drop exact zeros, and take the fastest decaying terms into slower ones when there are many."""
    kept = {key: value for key, value in terms.items() if not value.is_zero}
    if len(kept) > MAX_TERMS:
        order = sorted(kept, key=growth, reverse=True)
        host = order[MAX_TERMS - 1]
        for key in order[MAX_TERMS:]:
            ratio = _add_keys(key, _negate(host))
            kept[host] = kept[host] + kept.pop(key) * monomial_range(ratio, start)
    return Germ(kept, start)


def constant(value: Interval, start: Any) -> Germ:
    """Return the germ of a constant."""
    return Germ({} if value.is_zero else {CONSTANT: value}, start)


def _bounded_hull(value: Interval) -> Interval:
    """Return the interval between 0 and every member."""
    return value.join(ZERO)


def inverse(a: Germ) -> Germ:
    """Return 1/a, by 1/(c + d) = 1/c - d/(c (c + d)) for a = m (c + d) with the leading monomial m."""
    lead = a.lead()
    leading = a.terms[lead].inverse()
    rest = a.without(lead).shift(_negate(lead))
    whole = a.relative.inverse()
    return (constant(leading, a.start) - rest.times(leading * whole)).shift(_negate(lead))


def exponential(a: Germ) -> Germ:
    """Return e^a: exact multiples of t and t^2 become a monomial, bounded terms a factor;
    other growth must go to -oo.
    """
    t: Key = (1, 0, 0)
    square: Key = (2, 0, 0)
    parts = {key: a.terms[key].exact for key in (t, square) if key in a.terms}
    rest = Germ({key: value for key, value in a.terms.items() if key not in parts}, a.start)
    if any(growth(key) > growth(CONSTANT) for key in rest.terms) or None in parts.values():
        return _flat_exponential(a)
    middle = rest.terms.get(CONSTANT, ZERO)
    small = rest.without(CONSTANT)
    slope = from_ball(_bounded_hull(small.range).ball()) if small.terms else ZERO
    factor = constant(ONE, a.start) + small.times(_exp(slope))
    exponents = (0, -_whole(parts.get(t) or Fraction(0)), -_whole(parts.get(square) or Fraction(0)))
    return factor.times(_exp(middle)).shift(exponents)


def grows_beyond_exponents(a: Germ) -> bool:
    """Whether e^a has no monomial: a grows, and not as an exact multiple of t or of t^2."""
    growing = [key for key in a.terms if growth(key) > growth(CONSTANT)]
    return any(key not in ((1, 0, 0), (2, 0, 0)) or a.terms[key].exact is None for key in growing)


def _flat_exponential(a: Germ) -> Germ:
    """Return a germ of e^a by 0 <= e^a <= e^(-s t) where a <= -s t."""
    highest = a.shift((-1, 0, 0)).range.hi
    if not highest < INFINITY:
        raise Undefined("an exponential grows too fast")
    slope = Fraction(int((highest * 16).upper().ceil().unique_fmpz())) / 16
    return Germ({(0, -slope, 0): Interval(arb(0), arb(1))}, a.start)


def _exp(value: Interval) -> Interval:
    if value.is_zero:
        return ONE
    return Interval(value.lo.exp().lower(), value.hi.exp().upper())


def logarithm(a: Germ) -> Germ:
    """Return a germ by log(m (c + d)) = log m + log c + log(1 + d/c)."""
    lead = a.lead()
    leading = a.terms[lead]
    if not (leading.lo > 0 and a.relative.lo > 0 and leading.is_bounded):
        raise Undefined("the argument of a logarithm is not certainly positive")
    i, j, l = lead  # noqa: E741
    small = a.without(lead).shift(_negate(lead)).times(leading.inverse())
    ratio = (_bounded_hull(small.range) + ONE).inverse()
    middle = ZERO if leading.exact == 1 else Interval(leading.lo.log().lower(), leading.hi.log().upper())
    result = constant(middle, a.start) + small.times(ratio)
    linear = {(1, 0, 0): point(Fraction(-j)), (2, 0, 0): point(Fraction(-l))}
    result = result + Germ({key: value for key, value in linear.items() if not value.is_zero}, a.start)
    return result + _log_t(a.start).times(point(Fraction(i))) if i else result


def _log_t(start: Any) -> Germ:
    """Return a germ of log t by log t <= t^r log(T)/T^r for t >= T >= e^(1/r)."""
    for r in (Fraction(1, 4), Fraction(1, 2), Fraction(1)):
        power = point(r).ball()
        if start > (1 / power).exp():
            return Germ({(r, 0, 0): Interval(arb(0), (start.log() / start**power).upper())}, start)
    raise Undefined("the tail starts too early for a logarithm")


def power(a: Germ, exponent: Fraction) -> Germ:
    """Return a**r, a positive or r an integer: (m c)^r (1 + r d (1 + xi)^(r - 1)) for a = m c (1 + d)."""
    if exponent.denominator == 1 and 0 <= exponent <= 16:
        result = constant(ONE, a.start)
        for _ in range(int(exponent)):
            result = result * a
        return result
    if exponent.denominator == 1 and -16 <= exponent < 0:
        return power(inverse(a), -exponent)
    lead = a.lead()
    leading = a.terms[lead]
    if not (leading.lo > 0 and a.relative.lo > 0):
        raise Undefined("the base of a root is not certainly positive")
    small = a.without(lead).shift(_negate(lead)).times(leading.inverse())
    slope = _real_power(_bounded_hull(small.range) + ONE, exponent - 1) if small.terms else ONE
    factor = constant(ONE, a.start) + small.times(slope * point(exponent))
    monomial = (_whole(lead[0] * exponent), _whole(lead[1] * exponent), _whole(lead[2] * exponent))
    return factor.times(_real_power(leading, exponent)).shift(monomial)


def _real_power(value: Interval, exponent: Fraction) -> Interval:
    if value.exact == 1:
        return ONE
    if not value.lo > 0:
        raise Undefined("the base of a root is not certainly positive")
    if value.exact is not None and abs(exponent) == Fraction(1, 2):
        return root_of(value.exact if exponent > 0 else 1 / value.exact)
    logs = [(end.log() * point(exponent).ball()).exp() for end in (value.lo, value.hi) if end < INFINITY]
    if len(logs) < 2:
        raise Undefined("the base of a root is not bounded")
    return from_ball(logs[0].union(logs[1]))
