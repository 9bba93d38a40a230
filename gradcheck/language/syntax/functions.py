"""The named functions of one or more real variables: arity, natural domain, and what they unfold to.

``UNFOLDINGS`` defines a function by others (``sigmoid`` by ``exp``, ``relu`` by ``abs``); the functions that are not
unfolded are the primitives: exp, log, sqrt, abs, sign, erf, sin, cos, atan and their like.  An unfolding is a
definition, valid on the whole natural domain of the function.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.syntax.terms import WORDS, Apply, Const, Term, as_term, rational

PRIMITIVES = {"exp": 1, "log": 1, "sqrt": 1, "abs": 1, "sign": 1, "erf": 1, "sin": 1, "cos": 1, "atan": 1}


def _f(name: str, *args: Term) -> Term:
    return Apply(name, args)


def _gelu(x: Term) -> Term:
    return x * (1 + _f("erf", x / _f("sqrt", as_term(2)))) / 2


def _elu(x: Term) -> Term:
    # min(x, 0) keeps the exponential bounded, and both branches agree at 0
    return _f("relu", x) + _f("exp", _f("min", x, as_term(0))) - 1


SELU_SCALE = rational("1.0507009873554804934193349852946")
SELU_ALPHA = rational("1.6732632423543772848170429916717")

UNFOLDINGS: dict[str, Callable[..., Term]] = {
    "sigmoid": lambda x: 1 / (1 + _f("exp", -x)),
    "tanh": lambda x: (_f("exp", 2 * x) - 1) / (_f("exp", 2 * x) + 1),
    "sinh": lambda x: (_f("exp", x) - _f("exp", -x)) / 2,
    "cosh": lambda x: (_f("exp", x) + _f("exp", -x)) / 2,
    "sech": lambda x: 2 / (_f("exp", x) + _f("exp", -x)),
    "csch": lambda x: 2 / (_f("exp", x) - _f("exp", -x)),
    "coth": lambda x: (_f("exp", 2 * x) + 1) / (_f("exp", 2 * x) - 1),
    "softplus": lambda x: _f("log", 1 + _f("exp", x)),
    "logsigmoid": lambda x: -_f("log", 1 + _f("exp", -x)),
    "logit": lambda x: _f("log", x / (1 - x)),
    "relu": lambda x: (x + _f("abs", x)) / 2,
    "max": lambda a, b: (a + b + _f("abs", a - b)) / 2,
    "min": lambda a, b: (a + b - _f("abs", a - b)) / 2,
    "silu": lambda x: x / (1 + _f("exp", -x)),
    "swish": lambda x: x / (1 + _f("exp", -x)),
    "gelu": _gelu,
    "mish": lambda x: x * _f("tanh", _f("softplus", x)),
    "softsign": lambda x: x / (1 + _f("abs", x)),
    "elu": _elu,
    "selu": lambda x: SELU_SCALE * (_f("relu", x) + SELU_ALPHA * (_f("exp", _f("min", x, as_term(0))) - 1)),
    "leaky_relu": lambda x: _f("relu", x) - _f("relu", -x) / 100,
    "erfc": lambda x: 1 - _f("erf", x),
    "tan": lambda x: _f("sin", x) / _f("cos", x),
    "acos": lambda x: Const("pi") / 2 - 2 * _f("atan", x / (1 + _f("sqrt", 1 - x**2))),
    "asin": lambda x: 2 * _f("atan", x / (1 + _f("sqrt", 1 - x**2))),
    "asinh": lambda x: _f("log", x + _f("sqrt", x**2 + 1)),
    "acosh": lambda x: _f("log", x + _f("sqrt", x - 1) * _f("sqrt", x + 1)),
    "atanh": lambda x: _f("log", (1 + x) / (1 - x)) / 2,
}

ARITIES = PRIMITIVES | {name: 2 if name in ("max", "min") else 1 for name in UNFOLDINGS}


def arity(name: str) -> int:
    """How many arguments the function takes; ValueError for an unknown name."""
    try:
        return ARITIES[name]
    except KeyError:
        raise ValueError(f"there is no function named {name!r}") from None


def unfold(term: Apply) -> Term | None:
    """The definition of the function at its arguments, or None for a primitive."""
    definition = UNFOLDINGS.get(term.function)
    return definition(*term.args) if definition is not None else None


WORDS["arity"] = arity
