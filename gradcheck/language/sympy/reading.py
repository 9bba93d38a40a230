"""Converts any SymPy expression to a term, and any relation or combination of relations to a proposition."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from gradcheck.language.sympy import binders, blocks, definitions, functions  # noqa: F401  (they enter what they convert)
from gradcheck.language.sympy.matrices import term_from_sympy
from gradcheck.language.syntax.terms import Term


def from_sympy(expr: Any) -> Term:
    """Return the term of a SymPy expression, argument by argument; TypeError where the language has no counterpart.

    A symbol of which SymPy assumes more than a sort says is refused: the assumption would be lost.
    """
    know_chance()
    return term_from_sympy(expr, {})


def know_chance() -> None:
    """Where ``sympy.stats`` is in use, know its random variables."""
    if "sympy.stats" in sys.modules:
        import_module("gradcheck.language.sympy.chance")
