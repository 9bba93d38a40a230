"""Converts any SymPy expression to a term."""

from __future__ import annotations

from typing import Any

from sympy.matrices.expressions import MatrixExpr

from gradcheck.language.sympy.matrices import matrix_from_sympy
from gradcheck.language.sympy.scalars import scalar_from_sympy
from gradcheck.language.syntax.terms import Term


def from_sympy(expr: Any) -> Term:
    """Return the term of a SymPy expression, argument by argument; TypeError where the language has no counterpart."""
    return (matrix_from_sympy if isinstance(expr, MatrixExpr) else scalar_from_sympy)(expr, {})
