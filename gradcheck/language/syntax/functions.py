"""The named functions of one or more real variables: a row for each, with all facts about it.

A function with an unfolding is defined by others (``sigmoid`` by ``exp``, ``relu`` by ``abs``), and the unfolding holds
on its whole natural domain; the others are the primitives.  Every other module takes from here where a function has a
value, whether it is smooth, and how it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from gradcheck.language.syntax.terms import WORDS, Apply, Const, Term, as_term, rational


class NamedFunction(NamedTuple):
    """The facts about a function, none of which has a default that could be believed by mistake.

    ``domain``: where it has a value: for all arguments, for those > 0 or >= 0, or where its unfolding has one.
    ``regularity``: "smooth" if it has all derivatives wherever it has a value and its domain is open; "continuous" if
    it is that wherever it has a value; "jumps" otherwise.

    ``latex`` is its command, ``drawn`` its name on a page, where these are not its own name; ``sympy`` its counterpart.
    """

    domain: Literal["all", ">", ">=", "unfolding"]
    regularity: Literal["smooth", "continuous", "jumps"]
    unfolding: Callable[..., Term] | None = None
    arity: int = 1
    latex: str = ""
    drawn: str = ""
    sympy: str = ""


def _f(name: str, *args: Term) -> Term:
    return Apply(name, args)


def _gelu(x: Term) -> Term:
    return x * (1 + _f("erf", x / _f("sqrt", as_term(2)))) / 2


def _elu(x: Term) -> Term:
    # min(x, 0) keeps the exponential bounded, and both branches agree at 0
    return _f("relu", x) + _f("exp", _f("min", x, as_term(0))) - 1


SELU_SCALE = rational("1.0507009873554804934193349852946")
SELU_ALPHA = rational("1.6732632423543772848170429916717")


def _selu(x: Term) -> Term:
    return SELU_SCALE * (_f("relu", x) + SELU_ALPHA * (_f("exp", _f("min", x, as_term(0))) - 1))


def _arcsine(x: Term) -> Term:
    return 2 * _f("atan", x / (1 + _f("sqrt", 1 - x**2)))


FUNCTIONS: dict[str, NamedFunction] = {
    "exp": NamedFunction("all", "smooth", latex=r"\exp", sympy="exp"),
    "log": NamedFunction(">", "smooth", latex=r"\log", sympy="log"),
    "sqrt": NamedFunction(">=", "continuous", sympy="sqrt"),
    "abs": NamedFunction("all", "continuous", sympy="Abs"),
    "sign": NamedFunction("all", "jumps", latex=r"\operatorname{sgn}", drawn="sgn", sympy="sign"),
    "erf": NamedFunction("all", "smooth", sympy="erf"),
    "sin": NamedFunction("all", "smooth", latex=r"\sin", sympy="sin"),
    "cos": NamedFunction("all", "smooth", latex=r"\cos", sympy="cos"),
    "atan": NamedFunction("all", "smooth", latex=r"\arctan", drawn="arctan", sympy="atan"),
    "sigmoid": NamedFunction("all", "smooth", lambda x: 1 / (1 + _f("exp", -x)), latex=r"\sigma", drawn="σ"),
    "tanh": NamedFunction("all", "smooth", lambda x: (_f("exp", 2 * x) - 1) / (_f("exp", 2 * x) + 1),
                          latex=r"\tanh", sympy="tanh"),
    "sinh": NamedFunction("all", "smooth", lambda x: (_f("exp", x) - _f("exp", -x)) / 2, latex=r"\sinh", sympy="sinh"),
    "cosh": NamedFunction("all", "smooth", lambda x: (_f("exp", x) + _f("exp", -x)) / 2, latex=r"\cosh", sympy="cosh"),
    "sech": NamedFunction("all", "smooth", lambda x: 2 / (_f("exp", x) + _f("exp", -x)), sympy="sech"),
    "csch": NamedFunction("unfolding", "smooth", lambda x: 2 / (_f("exp", x) - _f("exp", -x)), sympy="csch"),
    "coth": NamedFunction("unfolding", "smooth", lambda x: (_f("exp", 2 * x) + 1) / (_f("exp", 2 * x) - 1),
                          latex=r"\coth", sympy="coth"),
    "softplus": NamedFunction("all", "smooth", lambda x: _f("log", 1 + _f("exp", x))),
    "logsigmoid": NamedFunction("all", "smooth", lambda x: -_f("log", 1 + _f("exp", -x))),
    "logit": NamedFunction("unfolding", "smooth", lambda x: _f("log", x / (1 - x))),
    "relu": NamedFunction("all", "continuous", lambda x: (x + _f("abs", x)) / 2),
    "max": NamedFunction("all", "continuous", lambda a, b: (a + b + _f("abs", a - b)) / 2, 2,
                         latex=r"\max", sympy="Max"),
    "min": NamedFunction("all", "continuous", lambda a, b: (a + b - _f("abs", a - b)) / 2, 2,
                         latex=r"\min", sympy="Min"),
    "silu": NamedFunction("all", "smooth", lambda x: x / (1 + _f("exp", -x))),
    "swish": NamedFunction("all", "smooth", lambda x: x / (1 + _f("exp", -x))),
    "gelu": NamedFunction("all", "smooth", _gelu),
    "mish": NamedFunction("all", "smooth", lambda x: x * _f("tanh", _f("softplus", x))),
    "softsign": NamedFunction("all", "continuous", lambda x: x / (1 + _f("abs", x))),
    "elu": NamedFunction("all", "continuous", _elu),
    "selu": NamedFunction("all", "continuous", _selu),
    "leaky_relu": NamedFunction("all", "continuous", lambda x: _f("relu", x) - _f("relu", -x) / 100,
                                drawn="leaky relu"),
    "erfc": NamedFunction("all", "smooth", lambda x: 1 - _f("erf", x), sympy="erfc"),
    "tan": NamedFunction("unfolding", "smooth", lambda x: _f("sin", x) / _f("cos", x), latex=r"\tan", sympy="tan"),
    "acos": NamedFunction("unfolding", "continuous", lambda x: Const("pi") / 2 - _arcsine(x)),
    "asin": NamedFunction("unfolding", "continuous", _arcsine),
    "asinh": NamedFunction("all", "smooth", lambda x: _f("log", x + _f("sqrt", x**2 + 1)), sympy="asinh"),
    "acosh": NamedFunction("unfolding", "continuous", lambda x: _f("log", x + _f("sqrt", x - 1) * _f("sqrt", x + 1)),
                           sympy="acosh"),
    "atanh": NamedFunction("unfolding", "smooth", lambda x: _f("log", (1 + x) / (1 - x)) / 2, sympy="atanh"),
}  # fmt: skip
ARITIES = {name: row.arity for name, row in FUNCTIONS.items()}
SMOOTH = frozenset(name for name, row in FUNCTIONS.items() if row.regularity == "smooth")
TOTAL = frozenset(name for name, row in FUNCTIONS.items() if row.domain == "all")


def arity(name: str) -> int:
    """Return how many arguments the function takes; raise ValueError for an unknown name."""
    if name not in ARITIES:
        raise ValueError(f"there is no function named {name!r}")
    return ARITIES[name]


def unfold(term: Apply) -> Term | None:
    """Return the definition of the function at its arguments, or None for a primitive."""
    definition = FUNCTIONS[term.function].unfolding
    return definition(*term.args) if definition is not None else None


WORDS["arity"] = arity
