"""Complex balls as a ring, for the integration of terms along the real line.

A value encloses the values of a term on a rectangle of the complex plane that meets the real line.
 With ``analytic`` each
operation either is holomorphic on the rectangle at hand and agrees with the real function at its real points, or its
result is not finite.  Gauss-Legendre quadrature with rigorous bounds requires this of an integrand (F. Johansson,
"Numerical integration in arbitrary-precision ball arithmetic", 2018).  Without ``analytic`` only real points are meant.

A branch of abs, max or where(...) that the real parts decide is the right one at all real points, and holomorphic.
Taylor coefficients are known to order 1; what needs more is refused with ``Undefined``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import acb, arb

from gradcheck.balls.arithmetic import ball
from gradcheck.balls.series import Series, Signs, Undefined

Complex = Any  # flint.acb, which has no type stubs

NOT_FINITE = acb("nan")


class Holomorphic:
    """The ring of complex balls; see the module and ``series.Ring``."""

    kinks = False

    def __init__(self, analytic: bool) -> None:
        self.analytic = analytic

    def number(self, value: Fraction) -> Complex:
        return acb(ball(value))

    def pi(self) -> Complex:
        return acb(arb.pi())

    def divide(self, a: Complex, b: Complex) -> Complex:
        return NOT_FINITE if b.contains(0) else a / b

    def taylor(self, name: str, a: Complex, n: int) -> Series | None:
        if n > 1:
            raise Undefined("complex balls know first derivatives alone")
        if name == "sqrt":
            return self.power(a, Fraction(1, 2), n)
        rule = RULES.get(name)
        return None if rule is None else rule(self, a, n)

    def power(self, a: Complex, exponent: Fraction, n: int) -> Series:
        if n > 1:
            raise Undefined("complex balls know first derivatives alone")
        result = [self._power(a, exponent)]
        if n:
            result.append(self._power(a, exponent - 1) * self.number(exponent) if exponent else acb(0))
        return result

    def _power(self, a: Complex, exponent: Fraction) -> Complex:
        if exponent.denominator == 1 and exponent >= 0:
            return _repeated_product(a, int(exponent))
        if exponent.denominator == 1:
            return self.divide(acb(1), _repeated_product(a, -int(exponent)))
        if a.contains(0):
            if self.analytic or exponent < 0:
                return NOT_FINITE
            largest = arb(a.abs_upper())  # the root at a real point of a lies between 0 and that of the largest
            bound = (largest.log() * ball(exponent)).exp() if largest > 0 else arb(0)
            return acb(arb(0).union(bound))
        return a.pow(self.number(exponent), analytic=self.analytic)

    def log(self, a: Complex) -> Complex:
        """Return the logarithm; not finite where the rectangle meets the cut."""
        return NOT_FINITE if a.contains(0) else a.log(analytic=self.analytic)

    def signs(self, a: Complex) -> Signs:
        x = a.real
        return Signs(bool(x > 0), bool(x >= 0), bool(x < 0), bool(x <= 0))

    def hull(self, a: Complex, b: Complex) -> Complex:
        raise Undefined("a branch is not decided")

    def split(self, a: Complex) -> tuple[Complex, Complex]:
        raise Undefined("a branch is not decided")

    def integer(self, a: Complex) -> int | None:
        exact = a.imag == 0 and a.real.is_exact() and a.real.is_integer()
        return int(a.real.unique_fmpz()) if exact else None

    def check(self, series: Series) -> Series:
        return series


def _repeated_product(a: Complex, n: int) -> Complex:
    result = acb(1)
    for bit in bin(n)[2:]:
        result = result * result
        if bit == "1":
            result = result * a
    return result


Rule = Callable[[Holomorphic, Complex, int], Series]


def _entire(value: Callable[[Complex], Complex], slope: Callable[[Complex], Complex]) -> Rule:
    """Return the rule of a function that is holomorphic wherever it is finite."""
    return lambda ring, a, n: [value(a), slope(a)] if n else [value(a)]


def _squared_sech(a: Complex) -> Complex:
    s = a.sech()
    return s * s


def _sigmoid(a: Complex) -> Complex:
    return (1 + (a / 2).tanh()) / 2


def _sigmoid_slope(a: Complex) -> Complex:
    return _squared_sech(a / 2) / 4


def _log(ring: Holomorphic, a: Complex, n: int) -> Series:
    return [ring.log(a), ring.divide(acb(1), a)] if n else [ring.log(a)]


def _softplus(ring: Holomorphic, a: Complex, n: int) -> Series:
    """Return the series of log(1 + e^a), as a + log(1 + e^(-a)) on the right, where the exponential is small."""
    right = a.real.mid() > 0
    value = a + ring.log(1 + (-a).exp()) if right else ring.log(1 + a.exp())
    return [value, _sigmoid(a)] if n else [value]


def _logsigmoid(ring: Holomorphic, a: Complex, n: int) -> Series:
    return [c if k else -c for k, c in enumerate(_softplus(ring, -a, n))]


def _bell(a: Complex) -> Complex:
    return 2 / arb.pi().sqrt() * (-(a * a)).exp()


def _atan(ring: Holomorphic, a: Complex, n: int) -> Series:
    """Return the series of atan, holomorphic except at i y with |y| >= 1."""
    inside = not ring.analytic or not a.real.contains(0) or bool(abs(a.imag) < 1)
    value = a.atan() if inside else NOT_FINITE
    return [value, ring.divide(acb(1), 1 + a * a)] if n else [value]


def _normal_cdf(a: Complex) -> Complex:
    return (a * (-1 / arb(2).sqrt())).erfc() / 2


def _normal_density(a: Complex) -> Complex:
    return (a * a / -2).exp() / (2 * arb.pi()).sqrt()


def _with_argument(value: Callable[[Complex], Complex], slope: Callable[[Complex], Complex]) -> Rule:
    """Return the rule of x g(x)."""
    return lambda ring, a, n: [a * value(a), value(a) + a * slope(a)] if n else [a * value(a)]


RULES: dict[str, Rule] = {
    "exp": _entire(lambda a: a.exp(), lambda a: a.exp()),
    "sin": _entire(lambda a: a.sin(), lambda a: a.cos()),
    "cos": _entire(lambda a: a.cos(), lambda a: -a.sin()),
    "tanh": _entire(lambda a: a.tanh(), _squared_sech),
    "sigmoid": _entire(_sigmoid, _sigmoid_slope),
    "erf": _entire(lambda a: a.erf(), _bell),
    "erfc": _entire(lambda a: a.erfc(), lambda a: -_bell(a)),
    "silu": _with_argument(_sigmoid, _sigmoid_slope),
    "swish": _with_argument(_sigmoid, _sigmoid_slope),
    "gelu": _with_argument(_normal_cdf, _normal_density),
    "log": _log,
    "softplus": _softplus,
    "logsigmoid": _logsigmoid,
    "atan": _atan,
}
