"""The activations once more, in mpmath alone: the formulas share nothing with gradcheck's.

One that is not written down here is evaluated in mpmath by the formula of its entry.
"""

from __future__ import annotations

from collections.abc import Callable

import mpmath
from mpmath import mpf

from gradcheck.activations.registry import X, entry_of, formula_with
from tests.search.mpmath_values import value_of

Real = Callable[[mpf], mpf]


def _sigmoid(x: mpf) -> mpf:
    return 1 / (1 + mpmath.exp(-x))


def _softplus(x: mpf) -> mpf:
    return mpmath.log1p(mpmath.exp(x))


def _selu(x: mpf) -> mpf:
    scale, alpha = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")
    return scale * (x if x > 0 else alpha * mpmath.expm1(x))


ORACLES: dict[str, Real] = {
    "sigmoid": _sigmoid,
    "bipolar_sigmoid": lambda x: 2 * _sigmoid(x) - 1,
    "logsigmoid": lambda x: mpmath.log(_sigmoid(x)),
    "tanh": mpmath.tanh,
    "lecun_tanh": lambda x: mpf(17159) / 10000 * mpmath.tanh(2 * x / 3),
    "logcosh_derivative": lambda x: mpmath.diff(lambda t: mpmath.log(mpmath.cosh(t)), x),
    "arctan": mpmath.atan,
    "softsign": lambda x: x / (1 + abs(x)),
    "isru": lambda x: x / mpmath.sqrt(1 + x * x),
    "tanhshrink": lambda x: x - mpmath.tanh(x),
    "silu": lambda x: x * _sigmoid(x),
    "gelu": lambda x: x * mpmath.ncdf(x),
    "gelu_tanh": lambda x: x * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (x + mpf(44715) / 10**6 * x**3))) / 2,
    "quick_gelu": lambda x: x * _sigmoid(mpf(1702) / 1000 * x),
    "mish": lambda x: x * mpmath.tanh(_softplus(x)),
    "serf": lambda x: x * mpmath.erf(_softplus(x)),
    "x*tanh(x)": lambda x: x * mpmath.tanh(x),
    "softplus": _softplus,
    "squareplus": lambda x: (x + mpmath.hypot(x, 2)) / 2,
    "bent_identity": lambda x: (mpmath.hypot(x, 1) - 1) / 2 + x,
    "exponential": mpmath.exp,
    "identity": lambda x: x,
    "gaussian": lambda x: mpmath.exp(-x * x),
    "sine": mpmath.sin,
    "snake": lambda x: x + mpmath.sin(x) ** 2,
    "relu": lambda x: max(x, mpf(0)),
    "relu6": lambda x: min(max(x, mpf(0)), mpf(6)),
    "leaky_relu": lambda x: x if x > 0 else x / 100,
    "prelu": lambda x: x if x > 0 else x / 4,
    "rrelu": lambda x: x if x > 0 else x * 11 / 48,
    "elu": lambda x: x if x > 0 else mpmath.expm1(x),
    "celu": lambda x: x if x > 0 else mpmath.expm1(x),
    "selu": _selu,
    "isrlu": lambda x: x if x >= 0 else x / mpmath.hypot(x, 1),
    "relu_squared": lambda x: max(x, mpf(0)) ** 2,
    "threshold": lambda x: x if x > mpf(1) / 10 else mpf(20),
    "hardsigmoid": lambda x: min(max(x + 3, mpf(0)), mpf(6)) / 6,
    "hardtanh": lambda x: min(max(x, mpf(-1)), mpf(1)),
    "hardswish": lambda x: x * min(max(x + 3, mpf(0)), mpf(6)) / 6,
    "softshrink": lambda x: mpmath.sign(x) * max(abs(x) - mpf(1) / 2, mpf(0)),
    "hardshrink": lambda x: x if abs(x) > mpf(1) / 2 else mpf(0),
    "sparse_plus": lambda x: mpf(0) if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": lambda x: min(max((x + 1) / 2, mpf(0)), mpf(1)),
}


def oracle_of(name: str) -> Real:
    """Return the activation as a function of mpmath."""
    if name in ORACLES:
        return ORACLES[name]
    formula = formula_with(entry_of(name), {})
    return lambda x: mpf(value_of(formula, {X: x}))
