"""Builds SymPy objects that keep what they are given, and evaluates such objects as SymPy does while it builds."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.basic import Basic
from sympy.core.relational import Relational
from sympy.matrices import MatrixBase
from sympy.matrices import expressions as heads
from sympy.matrices.exceptions import NonInvertibleMatrixError
from sympy.matrices.expressions import MatrixExpr
from sympy.stats.rv import RandomSymbol

UNORDERED = (sympy.And, sympy.Or, sympy.Equivalent, sympy.Max, sympy.Min)  # SymPy keeps the set of their arguments, too
WHOLE = (heads.MatrixSymbol, RandomSymbol)  # whose arguments are no parts of the statement
OPERATORS: tuple[Any, ...] = (heads.MatMul, heads.MatAdd, heads.Transpose, heads.Inverse, heads.HadamardProduct)


def kept(head: Any, *args: Any) -> Any:
    """Return the object of SymPy with exactly these arguments, in this order, past all that SymPy would do to them."""
    made = Basic.__new__(head, *args)
    if head in UNORDERED:
        made._argset = frozenset(args)
    return made


def evaluated(expr: Any) -> Any:
    """Return the object built anew from its parts, so that SymPy evaluates; sums, integrals and limits stay.

    Relations between arrays stay too, as SymPy compares them like single numbers, and the inverse of a matrix
    that has none.
    """
    if not expr.args or isinstance(expr, WHOLE):
        return expr
    args = tuple(map(evaluated, expr.args))
    if isinstance(expr, Relational):
        return expr.func(*args, evaluate=not any(map(is_array, args)))
    try:
        made: Any = expr.func(*args)
        return made.doit(deep=False) if isinstance(made, OPERATORS) else made
    except NonInvertibleMatrixError:
        return kept(expr.func, *args)


def is_array(expr: Any) -> bool:
    """Whether the expression is a matrix, or a sum or derivative that has the shape of one."""
    if isinstance(expr, sympy.Derivative):
        return any(map(is_array, (expr.args[0], *(variable for variable, _ in expr.variable_count))))
    return isinstance(expr, MatrixExpr | MatrixBase) or (isinstance(expr, sympy.Sum) and is_array(expr.function))
