"""Random terms in x with their values by mpmath, an independent oracle."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from flint import arb, ctx
from hypothesis import strategies as st

from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term

X = Symbol("x")
Oracle = Callable[[Any], Any]

ORACLES: dict[str, Oracle] = {
    "exp": mpmath.exp,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "atan": mpmath.atan,
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "tanh": mpmath.tanh,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "sech": mpmath.sech,
    "asinh": mpmath.asinh,
    "abs": abs,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "logsigmoid": lambda x: -mpmath.log1p(mpmath.exp(-x)),
    "silu": lambda x: x / (1 + mpmath.exp(-x)),
    "gelu": lambda x: x * (1 + mpmath.erf(x / mpmath.sqrt(2))) / 2,
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "softsign": lambda x: x / (1 + abs(x)),
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "leaky_relu": lambda x: x if x > 0 else x / 100,
    "elu": lambda x: x if x > 0 else mpmath.expm1(x),
}
SMOOTH = [name for name in ORACLES if name not in ("abs", "softsign", "relu", "leaky_relu", "elu")]

Pair = tuple[Term, Oracle]


def _number(value: Fraction) -> Pair:
    return Num(value), lambda x: mpmath.mpf(value.numerator) / value.denominator


def _apply(name: str, inner: Pair) -> Pair:
    return Apply(name, (inner[0],)), lambda x: ORACLES[name](inner[1](x))


def _join(op: str, a: Pair, b: Pair) -> Pair:
    f, g = a[1], b[1]
    if op == "+":
        return a[0] + b[0], lambda x: f(x) + g(x)
    if op == "-":
        return a[0] - b[0], lambda x: f(x) - g(x)
    if op == "*":
        return a[0] * b[0], lambda x: f(x) * g(x)
    return a[0] / (1 + b[0] ** 2), lambda x: f(x) / (1 + g(x) ** 2)


RATIONALS = st.fractions(-3, 3, max_denominator=8)


def expressions(names: list[str]) -> st.SearchStrategy[Pair]:
    """Terms in x built with these functions."""
    leaves = st.one_of(st.just((X, lambda x: x)), RATIONALS.map(_number))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(_apply, st.sampled_from(names), inner),
            st.builds(_join, st.sampled_from("+-*/"), inner, inner),
        ),
        max_leaves=6,
    )


def contains(value: Any, number: Any, tolerance: float = 1e-30) -> bool:
    """Whether an arb ball contains an mpmath number, up to the oracle's own error."""
    slack = tolerance * max(1, abs(number))
    with ctx.workprec(250):
        return bool(value.upper() >= _ball(number - slack) and value.lower() <= _ball(number + slack))


def _ball(number: Any) -> Any:
    return arb(mpmath.nstr(number, 45)).mid()
