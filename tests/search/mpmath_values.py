"""Values of terms by mpmath, as an oracle that shares no code with what it judges."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import mpmath

from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term, Where

FUNCTIONS: dict[str, Any] = {
    "exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt, "abs": abs, "erf": mpmath.erf, "erfc": mpmath.erfc,
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "atan": mpmath.atan, "sinh": mpmath.sinh,
    "cosh": mpmath.cosh, "tanh": mpmath.tanh, "max": max, "min": min,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "logsigmoid": lambda x: -mpmath.log1p(mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "relu": lambda x: max(x, mpmath.mpf(0)),
    "silu": lambda x: x / (1 + mpmath.exp(-x)),
    "gelu": lambda x: x * (1 + mpmath.erf(x / mpmath.sqrt(2))) / 2,
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "elu": lambda x: x if x > 0 else mpmath.expm1(x),
    "softsign": lambda x: x / (1 + abs(x)),
}  # fmt: skip
COMPARISONS: dict[str, Any] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip


def value_of(term: Term, places: Mapping[Symbol, Any]) -> Any:
    """The value of a scalar term at the places, in the precision in force; KeyError for what is not in the table."""
    match term:
        case Num():
            return mpmath.mpf(term.value.numerator) / term.value.denominator
        case Symbol():
            return places[term]
        case Const():
            return {"pi": mpmath.pi}[term.name] * 1
        case Add():
            return mpmath.fsum(value_of(part, places) for part in term.terms)
        case Mul():
            return mpmath.fprod(value_of(part, places) for part in term.factors)
        case Neg():
            return -value_of(term.term, places)
        case Div():
            return value_of(term.numerator, places) / value_of(term.denominator, places)
        case Pow():
            return mpmath.power(value_of(term.base, places), value_of(term.exponent, places))
        case Apply():
            return FUNCTIONS[term.function](*(value_of(arg, places) for arg in term.args))
        case Where():
            sides = (value_of(term.condition.left, places), value_of(term.condition.right, places))
            return value_of(term.then if COMPARISONS[term.condition.op](*sides) else term.otherwise, places)
    raise KeyError(type(term).__name__)
