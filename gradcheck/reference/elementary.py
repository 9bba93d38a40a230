"""The named functions by their definitions, each on its natural domain.

A few are evaluated by mpmath (exp, log, sqrt, sin, cos, atan, erf), and exactly where their value is rational for a
simple reason; the others are written by these.
 The definitions are repeated here on purpose, independently of those that the prover unfolds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcheck.reference.indeterminates import Polynomial
from gradcheck.reference.infinitesimals import Moving
from gradcheck.reference.numbers import (
    BITS,
    Approximate,
    approximate,
    exact,
    libmp,
    magnitude,
    over,
    settled,
    sign,
    total,
)
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue

LARGEST = 24  # the exponent of 2 beyond which exp is not evaluated
HALF = Fraction(1, 2)


def outside(why: str) -> NoValue:
    return NoValue(None, why)


def checked(x: Any) -> None:
    if isinstance(x, Polynomial):
        raise NotPolynomial("a function of a variable")


def _by_mpmath(name: str, x: Any, error: float) -> Approximate:
    """Return the function of mpmath; ``error`` gives the error of the value from that of the argument,
    as a logarithm.
    """
    raw = getattr(libmp(), f"mpf_{name}")(x.raw, BITS, "n")
    return Approximate(raw, total(error, magnitude(raw) - BITS + 4))


def exp(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        value = exp(x.value)
        return x.chain(value, value)
    if exact(x) and x == 0:
        return 1
    x = approximate(x)
    if magnitude(x.raw) > LARGEST - 1 or x.error > 0:
        if x.error < magnitude(x.raw) - 1 and x.raw[0]:  # below -2 ** (LARGEST - 2): the value is tiny
            return Approximate(libmp().fzero, -float(2 ** (LARGEST - 2)))
        raise CannotTell("exp of a number that is too large")
    raw = libmp().mpf_exp(x.raw, BITS, "n")
    return Approximate(raw, total(magnitude(raw) + x.error + 1, magnitude(raw) - BITS + 4))


def log(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        value = log(x.value)
        return x.chain(value, over(1, x.value))
    if sign(x) <= 0:
        raise outside("log of a number that is not positive")
    if exact(x) and x == 1:
        return 0
    x = approximate(x)
    return _by_mpmath("log", x, x.error - magnitude(x.raw) + 2)


def sqrt(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        value = sqrt(x.value)
        if exact(value) and value == 0:
            return _root_at_zero(x)
        return x.chain(value, over(HALF, value))
    here = sign(x)
    if here < 0:
        raise outside("the square root of a negative number")
    if not here:
        return 0
    if exact(x):
        root = rational_root(x, 2)
        if root is not None:
            return root
    x = approximate(x)
    return _by_mpmath("sqrt", x, x.error - magnitude(x.raw) / 2 + 1)


def _root_at_zero(x: Moving) -> Any:
    """Return sqrt(0 + b e): a number that is negative beside the point has no root there;
    one side alone is undecided.
    """
    if x.direction.side or not exact(x.slope) or not x.slope:
        raise CannotTell("the derivative of a square root at 0")
    raise outside("the point lies on the boundary of the domain of a square root, so there is no derivative")


def rational_root(x: Any, degree: int) -> Any:
    """Return the root of a rational number that is not negative, if it is rational; else None."""
    parts = []
    value = Fraction(x)
    for part in (value.numerator, value.denominator):
        if degree == 2:
            root = math.isqrt(part)
        elif part.bit_length() < 50 and degree <= 12:
            root = round(part ** (1 / degree))
        else:
            return None
        if root**degree != part:
            return None
        parts.append(root)
    return settled(Fraction(*parts))


def sin(x: Any) -> Any:
    return _wave("sin", x)


def cos(x: Any) -> Any:
    return _wave("cos", x)


def _wave(name: str, x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        other = _wave("cos" if name == "sin" else "sin", x.value)
        return x.chain(_wave(name, x.value), other if name == "sin" else -other)
    if exact(x) and x == 0:
        return 0 if name == "sin" else 1
    x = approximate(x)
    if magnitude(x.raw) > LARGEST:
        raise CannotTell("an angle that is too large")
    found = _by_mpmath(name, x, x.error)
    return Approximate(found.raw, total(found.error, -BITS + 4))


def atan(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        return x.chain(atan(x.value), over(1, 1 + x.value * x.value))
    if exact(x) and x == 0:
        return 0
    x = approximate(x)
    return _by_mpmath("atan", x, x.error)


def erf(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving):
        slope = 2 * over(exp(-(x.value * x.value)), sqrt(pi()))
        return x.chain(erf(x.value), slope)
    if exact(x) and x == 0:
        return 0
    x = approximate(x)
    if magnitude(x.raw) > 6:
        raise CannotTell("erf of a number that is too large")
    return _by_mpmath("erf", x, x.error + 0.2)


def pi() -> Approximate:
    raw = libmp().mpf_pi(BITS, "n")
    return Approximate(raw, magnitude(raw) - BITS)


def absolute(x: Any) -> Any:
    """Return the absolute value by the sign; where x may be 0 and nothing moves, it is as near to 0 as x."""
    if isinstance(x, Approximate):
        return abs(x)
    return -x if _side(x) < 0 else x


def _side(x: Any) -> int:
    """Return the sign for a choice between values that agree where it is 0: a number that rests at 0 may have any."""
    if isinstance(x, Moving) and exact(x.slope) and not x.slope and exact(x.value) and not x.value:
        return 1
    checked(x)
    return sign(x)


def signum(x: Any) -> Any:
    checked(x)
    if isinstance(x, Moving) and not sign(x.value):
        if exact(x.slope) and x.slope:
            raise CannotTell("sign is not continuous at 0, but what it is multiplied by may be 0")
        raise CannotTell("sign at 0 beside a derivative")
    return sign(x)


def relu(x: Any) -> Any:
    if isinstance(x, Approximate):
        return over(x + abs(x), 2)
    return x if _side(x) > 0 else 0 * x


def larger(a: Any, b: Any) -> Any:
    gap = a - b
    if isinstance(gap, Approximate):
        return over(a + b + abs(gap), 2)
    return a if _side(gap) > 0 else b


def smaller(a: Any, b: Any) -> Any:
    return -larger(-a, -b)


def _is_negative(x: Any) -> bool:
    """Whether x is negative, to choose the better of two formulas for the same number."""
    checked(x)
    try:
        return sign(x.value if isinstance(x, Moving) else x) < 0
    except CannotTell:
        return False


def sigmoid(x: Any) -> Any:
    if _is_negative(x):
        small = exp(x)
        return over(small, 1 + small)
    return over(1, 1 + exp(-x))


def sinh(x: Any) -> Any:
    return over(exp(x) - exp(-x), 2)


def cosh(x: Any) -> Any:
    return over(exp(x) + exp(-x), 2)


def tanh(x: Any) -> Any:
    if _is_negative(x):
        return -tanh(-x)
    small = exp(-2 * x)
    return over(1 - small, 1 + small)


def softplus(x: Any) -> Any:
    return log(1 + exp(x))


def _nonzero(x: Any, name: str) -> Any:
    checked(x)
    if not sign(x):
        raise outside(f"{name} of 0")
    return x


def csch(x: Any) -> Any:
    return over(1, sinh(_nonzero(x, "csch")))


def coth(x: Any) -> Any:
    grown = exp(2 * _nonzero(x, "coth"))
    return over(grown + 1, grown - 1)


def logit(x: Any) -> Any:
    checked(x)
    if sign(x) <= 0 or sign(1 - x) <= 0:
        raise outside("logit of a number that is not between 0 and 1")
    return log(x) - log(1 - x)


def tan(x: Any) -> Any:
    below = cos(x)
    if not sign(below):
        raise outside("tan where cos is 0")
    return over(sin(x), below)


def asin(x: Any) -> Any:
    checked(x)
    if sign(x - 1) > 0 or sign(x + 1) < 0:
        raise outside("asin of a number that is not between -1 and 1")
    below = 1 - x * x
    if exact(below) and below == 0:
        return over(pi(), 2) * x
    return atan(over(x, sqrt(_inside(below, "asin"))))


def _inside(x: Any, name: str) -> Any:
    """Return x, which is 0 at the ends of the domain of an inverse function;
    raise where a derivative is needed there.
    """
    if isinstance(x, Moving) and not sign(x.value):
        if exact(x.slope) and x.slope and not x.direction.side:
            raise outside(f"the point lies on the boundary of the domain of {name}, so there is no derivative")
        raise CannotTell(f"the derivative of {name} at an end of its domain")
    return x


def acos(x: Any) -> Any:
    return over(pi(), 2) - asin(x)


def asinh(x: Any) -> Any:
    if isinstance(x, Moving):
        return x.chain(asinh(x.value), over(1, sqrt(x.value * x.value + 1)))
    checked(x)
    if sign(x) < 0:
        return -asinh(-x)
    return log(x + sqrt(x * x + 1))


def acosh(x: Any) -> Any:
    checked(x)
    if sign(_inside(x - 1, "acosh")) < 0:
        raise outside("acosh of a number below 1")
    return log(x + sqrt(x * x - 1))


def atanh(x: Any) -> Any:
    checked(x)
    if sign(1 - x) <= 0 or sign(1 + x) <= 0:
        raise outside("atanh of a number that is not between -1 and 1")
    return over(log(1 + x) - log(1 - x), 2)


def elu(x: Any) -> Any:
    return relu(x) + exp(smaller(x, 0)) - 1


SCALE = Fraction("1.0507009873554804934193349852946")
ALPHA = Fraction("1.6732632423543772848170429916717")

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exp, "log": log, "sqrt": sqrt, "abs": absolute, "sign": signum, "erf": erf, "sin": sin, "cos": cos,
    "atan": atan, "sigmoid": sigmoid, "tanh": tanh, "sinh": sinh, "cosh": cosh, "csch": csch, "coth": coth,
    "sech": lambda x: over(1, cosh(x)), "softplus": softplus, "logsigmoid": lambda x: -softplus(-x), "logit": logit,
    "relu": relu, "max": larger, "min": smaller, "silu": lambda x: x * sigmoid(x), "swish": lambda x: x * sigmoid(x),
    "gelu": lambda x: over(x * (1 + erf(over(x, sqrt(2)))), 2), "mish": lambda x: x * tanh(softplus(x)),
    "softsign": lambda x: over(x, 1 + absolute(x)), "elu": elu,
    "selu": lambda x: SCALE * (relu(x) + ALPHA * (exp(smaller(x, 0)) - 1)),
    "leaky_relu": lambda x: relu(x) - relu(-x) * Fraction(1, 100), "erfc": lambda x: 1 - erf(x), "tan": tan,
    "asin": asin, "acos": acos, "asinh": asinh, "acosh": acosh, "atanh": atanh,
}  # fmt: skip


def apply(name: str, args: list[Any]) -> Any:
    """Return the value of the function; NoValue outside of its domain."""
    return settled(FUNCTIONS[name](*args))
