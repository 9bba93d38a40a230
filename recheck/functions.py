"""The named functions, by their definitions."""

from __future__ import annotations

from collections.abc import Callable

from recheck.nodes import Node, apply, make, minus, number, plus, times

UNFOLDINGS: dict[str, Callable[..., Node]] = {
    "sigmoid": lambda x: make("Div", number(1), plus(number(1), apply("exp", make("Neg", x)))),
    "tanh": lambda x: make("Div", minus(apply("exp", times(number(2), x)), number(1)),
                           plus(apply("exp", times(number(2), x)), number(1))),
    "sinh": lambda x: make("Div", minus(apply("exp", x), apply("exp", make("Neg", x))), number(2)),
    "cosh": lambda x: make("Div", plus(apply("exp", x), apply("exp", make("Neg", x))), number(2)),
    "sech": lambda x: make("Div", number(2), plus(apply("exp", x), apply("exp", make("Neg", x)))),
    "softplus": lambda x: apply("log", plus(number(1), apply("exp", x))),
    "logsigmoid": lambda x: make("Neg", apply("log", plus(number(1), apply("exp", make("Neg", x))))),
    "relu": lambda x: make("Div", plus(x, apply("abs", x)), number(2)),
    "max": lambda a, b: make("Div", plus(a, b, apply("abs", minus(a, b))), number(2)),
    "min": lambda a, b: make("Div", plus(a, b, make("Neg", apply("abs", minus(a, b)))), number(2)),
    "silu": lambda x: make("Div", x, plus(number(1), apply("exp", make("Neg", x)))),
    "swish": lambda x: make("Div", x, plus(number(1), apply("exp", make("Neg", x)))),
    "softsign": lambda x: make("Div", x, plus(number(1), apply("abs", x))),
    "gelu": lambda x: make("Div", times(x, plus(number(1), apply("erf", make("Div", x, apply("sqrt", number(2)))))),
                           number(2)),
    "elu": lambda x: plus(apply("relu", x), apply("exp", apply("min", x, number(0))), number(-1)),
    "leaky_relu": lambda x: minus(apply("relu", x), make("Div", apply("relu", make("Neg", x)), number(100))),
    "erfc": lambda x: minus(number(1), apply("erf", x)),
    "selu": lambda x: times(number("1.0507009873554804934193349852946"), plus(apply("relu", x), times(
        number("1.6732632423543772848170429916717"), minus(apply("exp", apply("min", x, number(0))), number(1))))),
}  # fmt: skip
PRIMITIVES = {"exp", "log", "sqrt", "abs", "sign", "erf", "sin", "cos", "atan"}
SMOOTH = {"exp", "log", "erf", "sin", "cos", "atan", "sigmoid", "tanh", "sinh", "cosh", "sech", "softplus",
          "logsigmoid", "silu", "swish", "gelu", "erfc"}  # fmt: skip
CONTINUOUS = {"exp", "log", "sqrt", "abs", "erf", "sin", "cos", "atan"} | set(UNFOLDINGS)
