"""Matrix expressions of SymPy as arrays: n by 1 and 1 by n matrices become vectors, 1 by 1 matrices scalars.

Refuses, with a TypeError: explicit matrices, blocks and slices, sides that are neither numbers nor positive integer
symbols, a MatrixSymbol of 1 by 1 (use a scalar), and every head that is not listed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy
from sympy.matrices import expressions as heads
from sympy.matrices.expressions import MatrixExpr
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language.sympy.scalars import OTHERS, Bound, scalar_from_sympy
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Symbol, Term


@dataclass(frozen=True)
class Piece:
    """A converted matrix: ``term``, and whether it is a 'matrix', a 'column', a 'row' or a 'scalar' in SymPy."""

    term: Term
    kind: str


def matrix_from_sympy(expr: Any, bound: Bound) -> Term:
    """Return the array of a matrix expression; for a 1 by n matrix the vector, for a 1 by 1 matrix the scalar."""
    return _convert(expr, bound).term


def scalar_of_matrices(expr: Any, bound: Bound) -> Term | None:
    """Return a trace, a determinant or an entry (counted from 1 here); None for any other head."""
    if isinstance(expr, heads.Trace):
        piece = _convert(expr.arg, bound)
        return piece.term if piece.kind == "scalar" else arrays.Trace(piece.term)
    if isinstance(expr, heads.Determinant):
        piece = _convert(expr.arg, bound)
        return piece.term if piece.kind == "scalar" else arrays.Determinant(piece.term)
    if isinstance(expr, MatrixElement):
        row: Any
        column: Any
        parent, row, column = expr.args
        piece = _convert(parent, bound)
        places = {"matrix": (row, column), "column": (row,), "row": (column,), "scalar": ()}[piece.kind]
        indices = tuple(scalar_from_sympy(1 + place, bound) for place in places)
        return arrays.index_into(piece.term, indices) if indices else piece.term
    return None


def _kind(shape: tuple[Any, Any]) -> str:
    rows, columns = shape
    if columns == 1:
        return "scalar" if rows == 1 else "column"
    return "row" if rows == 1 else "matrix"


def _side(expr: Any) -> Term:
    side = scalar_from_sympy(expr, {})
    if (isinstance(side, Symbol) and side.sort != "dimension") or not arrays.is_integer(side):
        raise TypeError(
            f"the side {expr} of a matrix must be a positive integer: Symbol('{expr}', integer=True, positive=True)"
        )
    return side


def _sides(shape: tuple[Any, Any]) -> tuple[Term, ...]:
    return tuple(_side(side) for side in shape if side != 1)


def _convert(expr: Any, bound: Bound) -> Piece:
    if not isinstance(expr, MatrixExpr):
        raise TypeError(f"{type(expr).__name__} is not a symbolic matrix; use MatrixSymbol or the language itself")
    kind = _kind(expr.shape)
    match expr:
        case heads.MatrixSymbol():
            if kind == "scalar":
                raise TypeError(f"{expr} is 1 by 1; use a scalar symbol")
            return Piece(arrays.Array(expr.name, _sides(expr.shape)), kind)
        case heads.MatAdd():
            return Piece(Add(tuple(_convert(arg, bound).term for arg in expr.args)), kind)
        case heads.MatMul():
            return _product(expr, bound)
        case heads.Transpose():
            inner = _convert(expr.arg, bound)
            return Piece(arrays.Transpose(inner.term) if inner.kind == "matrix" else inner.term, kind)
        case heads.Inverse():
            inner = _convert(expr.arg, bound)
            scalar = inner.kind == "scalar"
            return Piece(Div(Num(Fraction(1)), inner.term) if scalar else arrays.Inverse(inner.term), kind)
        case heads.MatPow():
            return _power(expr, bound)
        case heads.HadamardProduct():
            return Piece(reduce(arrays.Hadamard, (_convert(arg, bound).term for arg in expr.args)), kind)
        case heads.DiagMatrix():
            return Piece(arrays.Diag(_convert(expr.args[0], bound).term), kind)
        case heads.DiagonalMatrix():
            return Piece(arrays.Diag(arrays.Diagonal(_convert(expr.arg, bound).term)), kind)
        case heads.DiagonalOf():
            return Piece(arrays.Diagonal(_convert(expr.arg, bound).term), kind)
        case heads.Identity() if kind == "matrix":
            return Piece(arrays.Identity(_side(expr.shape[0])), kind)
        case heads.OneMatrix() if kind != "scalar":
            return Piece(arrays.Ones(_sides(expr.shape)), kind)
        case heads.ZeroMatrix() if kind != "scalar":
            return Piece(Mul((Num(Fraction(0)), arrays.Ones(_sides(expr.shape)))), kind)
    raise TypeError(f"{type(expr).__name__} of SymPy has no counterpart in the language")


def _power(expr: Any, bound: Bound) -> Piece:
    base, exponent = expr.args
    piece = _convert(base, bound)
    if piece.kind != "matrix" or not isinstance(exponent, sympy.Integer) or not 1 <= abs(exponent) <= 20:
        raise TypeError(f"{expr} is not a power of a matrix with a small whole exponent")
    power = reduce(arrays.MatMul, [piece.term] * abs(int(exponent)))
    return Piece(arrays.Inverse(power) if exponent < 0 else power, "matrix")


def _product(expr: Any, bound: Bound) -> Piece:
    numbers = [arg for arg in expr.args if not isinstance(arg, MatrixExpr)]
    whole = reduce(_times, [_convert(arg, bound) for arg in expr.args if isinstance(arg, MatrixExpr)])
    negative = bool(numbers) and numbers[0].is_Number and bool(numbers[0] < 0)
    scalars = [scalar_from_sympy(-n if negative and not k else n, bound) for k, n in enumerate(numbers)]
    scalars = [scalar for scalar in scalars if scalar is not Num(Fraction(1))]
    term = Mul((*scalars, whole.term)) if scalars else whole.term
    return Piece(Neg(term) if negative else term, whole.kind)


def _times(left: Piece, right: Piece) -> Piece:
    """Return the product of two matrices; the kinds say which product of arrays that is."""
    if "scalar" in (left.kind, right.kind):
        other = right.kind if left.kind == "scalar" else left.kind
        return Piece(Mul((left.term, right.term)), other)
    if (left.kind, right.kind) == ("column", "row"):
        return Piece(arrays.Outer(left.term, right.term), "matrix")
    kinds = {"matrix matrix": "matrix", "matrix column": "column", "row matrix": "row", "row column": "scalar"}
    return Piece(arrays.MatMul(left.term, right.term), kinds[f"{left.kind} {right.kind}"])


OTHERS.append(scalar_of_matrices)
