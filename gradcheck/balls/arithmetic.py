"""Balls as a ring: real enclosures by python-flint's ``arb``, with tight Taylor coefficients of the usual functions.

A monotone function is evaluated at the two ends of a wide ball.  sigmoid and tanh keep the factor sech^2, so that
their derivatives are tight relative to their size however far out the ball lies.  An operation on a ball that is not
certainly inside the domain raises ``Undefined``.  The precision is that of ``flint.ctx``; the callers set it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from flint import arb, ctx, fmpq

from gradcheck.balls import series as power_series
from gradcheck.balls.series import Series, Signs, Undefined

Ball = Any  # flint.arb, which has no type stubs

THIN = arb(2) ** -20


def ball(value: Fraction) -> Ball:
    """Return the ball around a rational, at the precision in force."""
    return arb(fmpq(value.numerator, value.denominator))


def between(lo: Fraction, hi: Fraction) -> Ball:
    """Return the ball over [lo, hi]."""
    return ball(lo).union(ball(hi))


def monotone(function: Callable[[Ball], Ball], a: Ball) -> Ball:
    """Return the range of a monotone function over a ball, from its ends."""
    if a.rad() < THIN:
        return function(a)
    return function(a.lower()).union(function(a.upper()))


def whole_power(a: Ball, n: int) -> Ball:
    """Return a**n for n >= 0, from the ends of a or of |a|; 0**0 is 1."""
    if n < 2 or a.rad() < THIN:
        return _repeated_product(a, n)
    low, high = (a.lower(), a.upper()) if n % 2 else (a.abs_lower(), a.abs_upper())
    return _repeated_product(low, n).union(_repeated_product(high, n))


def _repeated_product(a: Ball, n: int) -> Ball:
    # arb's own ** is nan at a ball that contains 0
    result = arb(1)
    for bit in bin(n)[2:]:
        result = result * result
        if bit == "1":
            result = result * a
    return result


@cache
def _sech_polynomials(n: int, sigmoid: bool) -> tuple[tuple[Fraction, ...], ...]:
    """Return Q_1, ..., Q_n with g^(k) = s Q_k(t) / k!, where s = g' and t' = c s, s' = -d s t.

    For g = tanh: t = tanh, c = 1, d = 2, s = 1 - t^2.  For g = sigmoid: t = tanh(x/2), c = 2, d = 1, s = (1 - t^2)/4.
    From (s Q)' = s (-d t Q + t' Q') with t' = 1 - t^2 for tanh and (1 - t^2)/2 for sigmoid.
    """
    d, speed = (1, Fraction(1, 2)) if sigmoid else (2, Fraction(1))
    rows = [[Fraction(1)]]
    for k in range(1, n):
        old = rows[-1]
        new = [Fraction(0)] * (len(old) + 1)
        for power, coefficient in enumerate(old):
            new[power + 1] -= d * coefficient
            if power:
                new[power - 1] += speed * power * coefficient
                new[power + 1] -= speed * power * coefficient
        rows.append([value / (k + 1) for value in new])
    return tuple(tuple(row) for row in rows)


def _sech_series(value: Ball, slope: Ball, t: Ball, n: int, sigmoid: bool) -> Series:
    result = [value]
    for first, *others in _sech_balls(n, sigmoid, ctx.prec) if n else ():
        total = first
        for coefficient in others:
            total = total * t if coefficient is None else total * t + coefficient
        result.append(slope * total)
    return result


@lru_cache(maxsize=64)
def _sech_balls(n: int, sigmoid: bool, precision: int) -> tuple[tuple[Ball | None, ...], ...]:
    """Return the coefficients of these polynomials as balls at the precision in force, the highest first,
    None for 0.
    """
    del precision
    rows = _sech_polynomials(n, sigmoid)
    return tuple(tuple(ball(value) if value else None for value in reversed(row)) for row in rows)


def _even_decreasing(function: Callable[[Ball], Ball], a: Ball) -> Ball:
    if a.rad() < THIN:
        return function(a)
    return function(a.abs_lower()).union(function(a.abs_upper()))


def _exp(a: Ball, n: int) -> Series:
    result = [monotone(lambda x: x.exp(), a)]
    for k in range(1, n + 1):
        result.append(result[-1] / k)
    return result


def _log(a: Ball, n: int) -> Series:
    if not a > 0:
        raise Undefined("the argument of a logarithm is not certainly positive")
    return _integrated(monotone(lambda x: x.log(), a), power_series.divide(Balls(), [arb(1)], [a, arb(1)], n - 1))


def _integrated(value: Ball, slopes: Series) -> Series:
    """Return the series of this value with these Taylor coefficients of its derivative."""
    return [value, *(c / (k + 1) for k, c in enumerate(slopes))]


def _tanh(a: Ball, n: int) -> Series:
    t = monotone(lambda x: x.tanh(), a)
    return _sech_series(t, _even_decreasing(lambda x: _square(x.sech()), a) if n else t, t, n, False)


def _sigmoid_value(x: Ball) -> Ball:
    return 1 / (1 + (-x).exp())


def _sigmoid(a: Ball, n: int) -> Series:
    value = monotone(_sigmoid_value, a)
    if n == 0:
        return [value]
    half = a / 2
    t = monotone(lambda x: x.tanh(), half) if n > 1 else half
    return _sech_series(value, _even_decreasing(lambda x: _square(x.sech()) / 4, half), t, n, True)


def _softplus(a: Ball, n: int) -> Series:
    value = monotone(lambda x: x.exp().log1p() if x < 0 else x + (-x).exp().log1p(), a)
    return _integrated(value, _sigmoid(a, n - 1)) if n else [value]


def _logsigmoid(a: Ball, n: int) -> Series:
    return [c if k % 2 else -c for k, c in enumerate(_softplus(-a, n))]


def _square(x: Ball) -> Ball:
    return x * x


def _bell(a: Ball, n: int) -> Series:
    """Return the series of 2/sqrt(pi) exp(-x^2): p' = -2 x p, so (k + 1) p_(k+1) = -2 (a p_k + p_(k-1))."""
    result = [2 / arb.pi().sqrt() * _even_decreasing(lambda x: (-_square(x)).exp(), a)]
    for k in range(n):
        earlier = result[k - 1] if k else arb(0)
        result.append(-2 * (a * result[k] + earlier) / (k + 1))
    return result


def _erf(a: Ball, n: int) -> Series:
    value = monotone(lambda x: x.erf(), a)
    return _integrated(value, _bell(a, n - 1)) if n else [value]


def _erfc(a: Ball, n: int) -> Series:
    value = monotone(lambda x: x.erfc(), a)
    return [value, *(-c / (k + 1) for k, c in enumerate(_bell(a, n - 1)))] if n else [value]


def _sin(a: Ball, n: int) -> Series:
    return _circular(a.sin(), a.cos(), n)


def _cos(a: Ball, n: int) -> Series:
    return _circular(a.cos(), -a.sin(), n)


def _circular(value: Ball, slope: Ball, n: int) -> Series:
    result = [value, slope][: n + 1]
    for k in range(2, n + 1):
        result.append(-result[k - 2] / (k * (k - 1)))
    return result


def _atan(a: Ball, n: int) -> Series:
    slopes = power_series.divide(Balls(), [arb(1)], [1 + whole_power(a, 2), 2 * a, arb(1)], n - 1)
    return _integrated(monotone(lambda x: x.atan(), a), slopes)


def _product_with_argument(factor: Callable[[Ball, int], Series]) -> Callable[[Ball, int], Series]:
    return lambda a, n: power_series.multiply([a, arb(1)][: n + 1], factor(a, n), n)


def _normal_cdf(a: Ball, n: int) -> Series:
    """Return the series of (1 + erf(x / sqrt 2)) / 2, as erfc(-x / sqrt 2) / 2."""
    step = -1 / arb(2).sqrt()
    result, power = [], arb(1) / 2
    for coefficient in _erfc(a * step, n):
        result.append(coefficient * power)
        power = power * step
    return result


TAYLOR: dict[str, Callable[[Ball, int], Series]] = {
    "exp": _exp, "log": _log, "tanh": _tanh, "sigmoid": _sigmoid, "softplus": _softplus, "logsigmoid": _logsigmoid,
    "erf": _erf, "erfc": _erfc, "sin": _sin, "cos": _cos, "atan": _atan, "silu": _product_with_argument(_sigmoid),
    "swish": _product_with_argument(_sigmoid), "gelu": _product_with_argument(_normal_cdf),
}  # fmt: skip


class Balls:
    """The ring of balls; see ``series.Ring``."""

    def __init__(self, kinks: bool = False) -> None:
        self.kinks = kinks

    def number(self, value: Fraction) -> Ball:
        return ball(value)

    def pi(self) -> Ball:
        return arb.pi()

    def divide(self, a: Ball, b: Ball) -> Ball:
        if not (b > 0 or b < 0):
            raise Undefined("a divisor is not certainly different from 0")
        return a / b

    def taylor(self, name: str, a: Ball, n: int) -> Series | None:
        if name == "sqrt":
            return self.power(a, Fraction(1, 2), n)
        rule = TAYLOR.get(name)
        return rule(a, n) if rule is not None else None

    def power(self, a: Ball, exponent: Fraction, n: int) -> Series:
        """Return the series with coefficients binomial(r, k) a^(r - k);
        for an integer exponent r >= 0, a may be any ball.
        """
        if exponent.denominator == 1 and exponent >= 0:
            top = int(exponent)
            kept = range(min(n, max(top, 1)) + 1)  # the coefficients behind them are zero
            return [_binomial(exponent, k) * whole_power(a, top - k) if k <= top else arb(0) for k in kept]
        if exponent.denominator == 1:
            self.divide(arb(1), a)
            return [_binomial(exponent, k) / whole_power(a, k - int(exponent)) for k in range(n + 1)]
        if n == 0 and exponent > 0 and a == 0:
            return [arb(0)]
        if not (a > 0 or (n == 0 and exponent > 0 and a >= 0)):
            raise Undefined("the base of a root is not certainly positive")
        value = monotone(lambda x: _root(x, exponent), a)
        return [_binomial(exponent, k) * value / whole_power(a, k) for k in range(n + 1)] if n else [value]

    def signs(self, a: Ball) -> Signs:
        return Signs(bool(a > 0), bool(a >= 0), bool(a < 0), bool(a <= 0))

    def hull(self, a: Ball, b: Ball) -> Ball:
        return a.union(b)

    def split(self, a: Ball) -> tuple[Ball, Ball]:
        zero = arb(0)
        return (
            zero.union(a.lower()) if a.lower() < 0 else zero,
            zero.union(a.upper()) if a.upper() > 0 else zero,
        )

    def integer(self, a: Ball) -> int | None:
        return int(a.unique_fmpz()) if a.is_exact() and a.is_integer() else None

    def check(self, series: Series) -> Series:
        if not all(value.is_finite() for value in series):
            raise Undefined("a value is not finite")
        return series


def _root(x: Ball, exponent: Fraction) -> Ball:
    if x == 0:
        return arb(0)
    if exponent.denominator == 2 and exponent > 0:
        return _repeated_product(x.sqrt(), exponent.numerator)
    return (x.log() * ball(exponent)).exp()


@cache
def _binomial_exact(exponent: Fraction, k: int) -> Fraction:
    result = Fraction(1)
    for i in range(k):
        result *= (exponent - i) / (i + 1)
    return result


def _binomial(exponent: Fraction, k: int) -> Ball:
    return ball(_binomial_exact(exponent, k))
