"""Derivatives of named functions at a point: sigmoid'(w x).

At a variable, tanh'(x) is d(tanh(x), x).  At any other argument it is the formula in ``SLOPES``, of functions that are
smooth everywhere; others are refused, since d(f(u), u) would have to be taken at u = w x.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Name, Prime
from gradcheck.language.notation.words import ALIASES
from gradcheck.language.syntax.arrays import Hadamard, spread
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.terms import Apply, Derivative, Neg, Symbol, Term


def _f(name: str, x: Term) -> Term:
    return Apply(name, (x,))


def _one_minus_square(x: Term) -> Term:
    t = _f("tanh", x)
    return spread(1, x) - (Hadamard(t, t) if x.shape else t**2)


def _logistic(x: Term) -> Term:
    s = _f("sigmoid", x)
    rest = spread(1, x) - s
    return Hadamard(s, rest) if x.shape else s * rest


SLOPES: dict[str, Callable[[Term], Term]] = {
    "exp": lambda x: _f("exp", x),
    "sin": lambda x: _f("cos", x),
    "cos": lambda x: Neg(_f("sin", x)),
    "sinh": lambda x: _f("cosh", x),
    "cosh": lambda x: _f("sinh", x),
    "tanh": _one_minus_square,
    "sigmoid": _logistic,
    "softplus": lambda x: _f("sigmoid", x),
    "logsigmoid": lambda x: _f("sigmoid", Neg(x)),
}


def slope_at(within: Elaborator, function: Prime, argument: Term) -> Term:
    """Return the derivative of a named function at the argument."""
    name = function.base.text if isinstance(function.base, Name) else ""
    word = ALIASES.get(name, name)
    if ARITIES.get(word) != 1:
        hint = f"a function is declared, as in  where {name}: R -> R differentiable"
        raise within.error("GC404", f"there is no function {name}", function, hint)
    if isinstance(argument, Symbol) and not argument.is_integer:
        slope = _f(word, argument)
        for _ in range(function.order):
            slope = Derivative(slope, argument)
        return slope
    if word not in SLOPES or function.order > 1:
        marks = "'" * function.order
        hint = f"write d({name}(x), x) of a variable x"
        raise within.error("GC416", f"{name}{marks} is taken at a variable", function, hint)
    return SLOPES[word](argument)
