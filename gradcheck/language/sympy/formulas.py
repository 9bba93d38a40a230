"""Formulas of reports, which are text, as SymPy objects: read by gradcheck's own grammar, and then written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from gradcheck.language.notation.reader import ReadError, read_expression, read_proposition
from gradcheck.language.sympy.writing import to_sympy
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import SORTS, Symbol, Term


class Written(Protocol):
    """A formula of an outcome."""

    @property
    def text(self) -> str: ...


class Named(Protocol):
    """A name of a preamble, with its sort."""

    @property
    def name(self) -> str: ...
    @property
    def sort(self) -> str: ...


def formula_to_sympy(formula: Written | str, symbols: Iterable[Named] = (), evaluate: bool = True) -> Any:
    """Return the SymPy object of a formula in an outcome, such as the corrected side of a refuted step.

    ``symbols`` are those of the outcome's preamble: other names are real numbers.  ReadError, a ValueError, for text
    that the grammar does not read, as where arrays, sequences or random variables occur; TypeError where SymPy has no
    form.
    """
    text = formula if isinstance(formula, str) else formula.text
    return to_sympy(read_formula(text, symbols), evaluate)


def read_formula(text: str, symbols: Iterable[Named] = ()) -> Node:
    """Return the term or proposition of a formula in an outcome; ReadError where there is none."""
    names: dict[str, Term] = {one.name: Symbol(one.name, one.sort) for one in symbols if one.sort in SORTS}
    try:
        return read_expression(text, names)
    except ReadError:
        return read_proposition(text, names)
