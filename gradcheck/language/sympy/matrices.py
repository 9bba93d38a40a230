"""Matrix expressions of SymPy as arrays: n by 1 and 1 by n matrices become vectors, 1 by 1 matrices scalars.

    A.applyfunc(f)             f entry by entry: named and undefined functions, their sums, products, powers
    HadamardPower(A, k)        the k-fold entrywise product; k = 1/2 is the root of each entry
    sqrt(Trace(A.T*A))         the norm of A
    Matrix, BlockMatrix        grids of entries and of blocks (``blocks``)

Refused: slices, sides that are neither numbers nor positive integer symbols, a MatrixSymbol of 1
by 1 (use a scalar), and every head that is not listed here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple

import sympy
from sympy.matrices import MatrixBase
from sympy.matrices import expressions as heads
from sympy.matrices.expressions import MatrixExpr
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction

from gradcheck.language.sympy.functions import next_integer
from gradcheck.language.sympy.refusals import NoCounterpart, no_counterpart, shown
from gradcheck.language.sympy.scalars import scalar_from_sympy
from gradcheck.language.sympy.symbols import Bound, check_value
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Symbol, Term, as_term
from gradcheck.language.syntax.uninterpreted import Uninterpreted

MAX_POWER = 20


class Piece(NamedTuple):
    """A converted matrix: ``term``, and whether it is a 'matrix', a 'column', a 'row' or a 'scalar' in SymPy."""

    term: Term
    kind: str


def term_from_sympy(expr: Any, bound: Bound) -> Term:
    """Return the term of a scalar or of a matrix; of a 1 by n matrix the vector, of a 1 by 1 matrix the scalar."""
    if isinstance(expr, MatrixExpr | MatrixBase):
        return piece_from_sympy(expr, bound).term
    return scalar_from_sympy(expr, bound)


def kind_of(shape: tuple[Any, Any]) -> str:
    """Return what a matrix of this shape is: a matrix, a column, a row or a scalar."""
    rows, columns = shape
    if columns == 1:
        return "scalar" if rows == 1 else "column"
    return "row" if rows == 1 else "matrix"


def _side(expr: Any) -> Term:
    side = scalar_from_sympy(expr, {})
    if (isinstance(side, Symbol) and side.sort != "dimension") or not arrays.is_integer(side):
        raise NoCounterpart(
            f"the side {expr} of a matrix must be a positive integer: Symbol('{expr}', integer=True, positive=True)"
        )
    return side


def sides_of(shape: tuple[Any, Any]) -> tuple[Term, ...]:
    """Return the sides of the array: those that are not 1."""
    return tuple(_side(side) for side in shape if side != 1)


def piece_from_sympy(expr: Any, bound: Bound) -> Piece:
    """Return the array of a matrix expression, with its kind."""
    for lay_out in WITH_CELLS:
        if (piece := lay_out(expr, bound)) is not None:
            return piece
    if expr in bound:
        return Piece(bound[expr], kind_of(expr.shape))
    for kind in type(expr).__mro__:
        if kind in MATRICES:
            return Piece(MATRICES[kind](expr, bound), kind_of(expr.shape))
    raise no_counterpart(expr, "name it, as a MatrixSymbol, and state in given= what is used of it")


def _inner(expr: Any, bound: Bound) -> Piece:
    return piece_from_sympy(expr.args[0], bound)


def _symbol(expr: Any, bound: Bound) -> Term:
    if kind_of(expr.shape) == "scalar":
        raise NoCounterpart(f"{expr} is 1 by 1; use a scalar symbol")
    return arrays.Array(expr.name, sides_of(expr.shape))


def _sum(expr: Any, bound: Bound) -> Term:
    first, *others = (piece_from_sympy(arg, bound).term for arg in expr.args)
    return Add((*(first.terms if isinstance(first, Add) else (first,)), *others))


def _product(expr: Any, bound: Bound) -> Term:
    """Return numbers in front, then the product of the matrices."""
    numbers = [arg for arg in expr.args if not isinstance(arg, MatrixExpr)]
    matrices = [piece_from_sympy(arg, bound) for arg in expr.args if isinstance(arg, MatrixExpr)]
    whole = reduce(times, matrices).term
    above: list[Term] = []
    below: list[Term] = []
    for number in numbers:
        scalar = scalar_from_sympy(number, bound)
        inverse = isinstance(scalar, Div) and scalar.numerator is as_term(1)
        (below if inverse else above).append(scalar.denominator if isinstance(scalar, Div) and inverse else scalar)
    negative = bool(above) and (isinstance(above[0], Num) and above[0].value < 0)
    if negative and isinstance(above[0], Num):
        above[0] = Num(-above[0].value)
    factors = [part for term in above for part in (term.factors if isinstance(term, Mul) else (term,))]
    factors = [factor for factor in factors if factor is not as_term(1)]
    term = Mul((*factors, whole)) if factors else whole
    for divisor in below:
        term = Div(term, divisor)
    return Neg(term) if negative else term


def times(left: Piece, right: Piece) -> Piece:
    """Return the product of two matrices; the kinds say which product of arrays that is."""
    if "scalar" in (left.kind, right.kind):
        other = right.kind if left.kind == "scalar" else left.kind
        return Piece(Mul((left.term, right.term)), other)
    if (left.kind, right.kind) == ("column", "row"):
        return Piece(arrays.Outer(left.term, right.term), "matrix")
    kinds = {"matrix matrix": "matrix", "matrix column": "column", "row matrix": "row", "row column": "scalar"}
    kind = kinds.get(f"{left.kind} {right.kind}")
    if kind is None:
        raise NoCounterpart(f"a {left.kind} times a {right.kind} does not fit")
    return Piece(arrays.MatMul(left.term, right.term), kind)


def _power(expr: Any, bound: Bound) -> Term:
    base, exponent = expr.args
    piece = piece_from_sympy(base, bound)
    if piece.kind != "matrix" or not isinstance(exponent, sympy.Integer) or abs(exponent) > MAX_POWER:
        raise NoCounterpart(f"{shown(expr)} is not a power of a matrix with a small whole exponent")
    if exponent == 0:
        return arrays.Identity(piece.term.shape[0])
    power = reduce(arrays.MatMul, [piece.term] * abs(int(exponent)))
    return arrays.Inverse(power) if exponent < 0 else power


def _transpose(expr: Any, bound: Bound) -> Term:
    term, kind = _inner(expr, bound)
    return arrays.Transpose(term) if kind == "matrix" else term


def _inverse(expr: Any, bound: Bound) -> Term:
    term, kind = _inner(expr, bound)
    return Div(as_term(1), term) if kind == "scalar" else arrays.Inverse(term)


def _hadamard(expr: Any, bound: Bound) -> Term:
    return reduce(entrywise, (piece_from_sympy(arg, bound).term for arg in expr.args))


def _hadamard_power(expr: Any, bound: Bound) -> Term:
    base, exponent = expr.args
    return _raised(piece_from_sympy(base, bound).term, scalar_from_sympy(exponent, bound), expr)


def entrywise(left: Term, right: Term) -> Term:
    """Return the entrywise product; a scalar stands for all entries."""
    return arrays.Hadamard(left, right) if left.shape and right.shape else Mul((left, right))


def _raised(base: Term, exponent: Term, expr: Any) -> Term:
    """Return the power of each entry."""
    if exponent is Num(Fraction(1, 2)):
        return Apply("sqrt", (base,))
    if not isinstance(exponent, Num) or exponent.value not in range(1, MAX_POWER + 1):
        raise NoCounterpart(f"{shown(expr)} has no entrywise power with a small positive whole exponent, or 1/2")
    return reduce(entrywise, [base] * int(exponent.value))


def _applied(expr: Any, bound: Bound) -> Term:
    """Return the function of each entry: the body of the Lambda with the array in the place of its variable."""
    (variable,), body = expr.function.variables, expr.function.expr
    if body == variable:
        raise NoCounterpart(f"{shown(expr)} applies the identity; write the matrix itself")
    check_value(variable)
    array = piece_from_sympy(expr.expr, bound).term
    if not array.shape:
        return scalar_from_sympy(body, {**bound, variable: array})
    return _spread(_each(body, variable, array, bound), array)


def _spread(term: Term, array: Term) -> Term:
    if term.shape:
        return term
    ones = arrays.Ones(array.shape)
    return Neg(ones) if term is as_term(-1) else ones if term is as_term(1) else Mul((term, ones))


def _each(body: Any, variable: Any, array: Term, bound: Bound) -> Term:
    if body == variable:
        return array
    if not body.has(variable):
        return scalar_from_sympy(body, bound)
    if isinstance(body, sympy.Derivative):
        function = _each(body.expr, variable, array, bound)
        if isinstance(function, Uninterpreted) and function.argument is array and set(body.variables) == {variable}:
            order = len(body.variables)
            return Uninterpreted(function.name, order, order, function.argument)
    args = body.as_ordered_terms() if isinstance(body, sympy.Add) else body.args
    parts = [_each(arg, variable, array, bound) for arg in args]
    if isinstance(body, sympy.Add):
        return Add(tuple(_spread(part, array) for part in parts))
    if isinstance(body, sympy.Mul):
        if parts[0] is as_term(-1):
            return Neg(reduce(entrywise, parts[1:]))
        return reduce(entrywise, parts)
    if isinstance(body, sympy.Pow) and body.base is not sympy.E and not parts[1].shape:
        return _raised(parts[0], parts[1], body)
    stand_in = sympy.Dummy("z", real=True)
    scalar = Symbol("<entry>")
    call = scalar_from_sympy(body.func(*(stand_in if arg.has(variable) else arg for arg in body.args), evaluate=False)
                             if not isinstance(body, sympy.core.function.AppliedUndef) else body.func(stand_in),
                             {**bound, stand_in: scalar})  # fmt: skip
    inner = next(part for part in parts if part.shape)
    if isinstance(call, Apply) and call.args == (scalar,):
        return Apply(call.function, (inner,))
    if isinstance(call, Uninterpreted) and call.argument is scalar:
        return Uninterpreted(call.name, call.differentiable, call.order, inner)
    raise NoCounterpart(f"{shown(body)} is no function that the language applies entry by entry")


def trace(expr: Any, bound: Bound) -> Term:
    """Return the trace of a matrix without cells."""
    term, kind = _inner(expr, bound)
    return term if kind == "scalar" else arrays.Trace(term)


def determinant(expr: Any, bound: Bound) -> Term:
    """Return the determinant of a matrix without cells."""
    term, kind = _inner(expr, bound)
    return term if kind == "scalar" else arrays.Determinant(term)


def entry(expr: Any, bound: Bound) -> Term:
    """Return an entry of a matrix without cells."""
    parent, row, column = expr.args
    term, kind = piece_from_sympy(parent, bound)
    places = {"matrix": (row, column), "column": (row,), "row": (column,), "scalar": ()}[kind]
    if (kind in ("column", "scalar") and column != 0) or (kind in ("row", "scalar") and row != 0):
        raise NoCounterpart(f"{shown(expr)} is an entry only where the other place is 0; write 0")
    indices = tuple(next_integer(_place(place, bound)) for place in places)
    return arrays.index_into(term, indices) if indices else term


def _place(expr: Any, bound: Bound) -> Term:
    place = scalar_from_sympy(expr, bound)
    if not arrays.is_integer(place):
        raise NoCounterpart(f"the index {expr} is no integer; use an Idx, or a Symbol with integer=True")
    return place


def _only(*kinds: str) -> Callable[[Callable[[Any, Bound], Term]], Callable[[Any, Bound], Term]]:
    def restrict(convert: Callable[[Any, Bound], Term]) -> Callable[[Any, Bound], Term]:
        def checked(expr: Any, bound: Bound) -> Term:
            if kind_of(expr.shape) not in kinds:
                raise NoCounterpart(f"{shown(expr)} is 1 by 1; use a scalar")
            return convert(expr, bound)

        return checked

    return restrict


ARRAYS = ("matrix", "column", "row")
WITH_CELLS: list[Callable[[Any, Bound], Piece | None]] = []  # how ``blocks`` reads what is made of explicit matrices
MATRICES: dict[Any, Callable[[Any, Bound], Term]] = {
    heads.MatrixSymbol: _symbol,
    heads.MatAdd: _sum,
    heads.MatMul: _product,
    heads.MatPow: _power,
    heads.Transpose: _transpose,
    heads.Adjoint: _transpose,
    heads.Inverse: _inverse,
    heads.HadamardProduct: _hadamard,
    heads.HadamardPower: _hadamard_power,
    heads.DiagMatrix: lambda expr, bound: arrays.Diag(_inner(expr, bound).term),
    heads.DiagonalMatrix: lambda expr, bound: arrays.Diag(arrays.Diagonal(_inner(expr, bound).term)),
    heads.DiagonalOf: lambda expr, bound: arrays.Diagonal(_inner(expr, bound).term),
    ElementwiseApplyFunction: _applied,
    heads.Identity: _only("matrix")(lambda expr, bound: arrays.Identity(_side(expr.shape[0]))),
    heads.OneMatrix: _only(*ARRAYS)(lambda expr, bound: arrays.Ones(sides_of(expr.shape))),
    heads.ZeroMatrix: _only(*ARRAYS)(lambda expr, bound: Mul((as_term(0), arrays.Ones(sides_of(expr.shape))))),
}  # fmt: skip
