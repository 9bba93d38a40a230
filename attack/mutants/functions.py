"""The named functions by their definitions, in floating point; and the means for which three nodes are too few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
from mpmath import mpf

from gradcheck.language.syntax import random, terms
from gradcheck.language.syntax.node import Node, walk


def needs_quadrature(node: Node) -> bool:
    """Whether a mean of a function occurs that is no polynomial of a continuous variable:
    three nodes do not suffice.
    """
    means = [part for part in walk(node) if isinstance(part, random.Expectation | random.Variance)]
    return any(
        isinstance(inner, random.Normal | random.Uniform | random.Exponential)
        for mean in means
        for inner in walk(mean)
        if any(isinstance(f, terms.Apply | terms.Where | terms.Div) for f in walk(mean.body))
    )


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": mpmath.exp, "log": lambda x: mpmath.log(x) if x > 0 else None, "sin": mpmath.sin, "cos": mpmath.cos,
    "sqrt": lambda x: mpmath.sqrt(x) if x >= 0 else None, "abs": abs, "erf": mpmath.erf, "atan": mpmath.atan,
    "sign": lambda x: mpf((x > 0) - (x < 0)), "sigmoid": _sigmoid, "tanh": mpmath.tanh, "sinh": mpmath.sinh,
    "cosh": mpmath.cosh, "sech": mpmath.sech, "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)),
    "relu": lambda x: max(x, mpf(0)), "silu": lambda x: x * _sigmoid(x), "max": max, "min": min,
    "gelu": lambda x: x * (1 + mpmath.erf(x / mpmath.sqrt(2))) / 2, "softsign": lambda x: x / (1 + abs(x)),
    "mish": lambda x: x * mpmath.tanh(mpmath.log(1 + mpmath.exp(x))),
}  # fmt: skip
