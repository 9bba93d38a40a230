"""The kinds of node, and those that a scalar part may be, with their shares."""

from __future__ import annotations

import importlib
import pkgutil

import gradcheck.language
from attack.maker import GENERATORS
from gradcheck.language.syntax.arrays import Determinant, Entry, Norm, Trace
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.random import Expectation, Variance
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Pow,
    Sum,
    Where,
)

for module in ("scalars", "calculus", "arrays", "sequences", "chance", "logic"):
    importlib.import_module(f"attack.{module}")  # enters its generators

SCALARS: tuple[type[Node], ...] = (  # what may be any part of a scalar; the shares say how often
    Add, Add, Neg, Mul, Mul, Div, Div, Div, Pow, Pow, Apply, Apply, Apply, Apply, Where, Sum, Derivative, Integral,
    Limit, Extremum, Norm, Trace, Determinant, Entry, Expectation, Variance,
)  # fmt: skip


def concrete_kinds() -> list[type[Node]]:
    """Return every kind of node that the language makes, in a fixed order."""
    for module in pkgutil.iter_modules(gradcheck.language.__path__):
        importlib.import_module(f"gradcheck.language.{module.name}")
    todo, found = [Node], []
    while todo:
        kind = todo.pop()
        below = [one for one in kind.__subclasses__() if one.__module__.startswith("gradcheck.language")]
        todo += below
        if not below and not kind.__module__.endswith(".illtyped"):  # what is ill-typed means nothing
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


def kinds() -> list[type[Node]]:
    """Return the kinds that have a generator, in a fixed order."""
    return sorted(GENERATORS, key=lambda kind: kind.__name__)
