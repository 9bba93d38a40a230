"""Vectors and matrices to SymPy, with nothing evaluated.

A vector of n is a matrix of n by 1, the product of vectors ``v @ w`` the entry of ``v.T*w``, a norm the root of the
trace of ``A.T*A``, and what a function does to each entry an ElementwiseApplyFunction.  Entries are counted from 1 here
and from 0 in SymPy.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
from sympy.matrices import expressions as heads
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language.sympy.places import for_sympy
from gradcheck.language.sympy.scalar_writers import ARGUMENT, derivative, product
from gradcheck.language.sympy.unsayable import JACOBIAN, unsayable
from gradcheck.language.sympy.writers import write, write_matrix, writes
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term
from gradcheck.language.syntax.uninterpreted import Uninterpreted

ENTRY = Symbol("x")  # which stands for each entry


def _sides(sides: tuple[Term, ...]) -> list[Any]:
    return [write(side) for side in (*sides, *[Num(Fraction(1))] * (2 - len(sides)))]


@writes(arrays.Array, arrays=True)
def _array(term: arrays.Array) -> Any:
    return heads.MatrixSymbol(term.name, *_sides(term.sides))


@writes(arrays.Ones, arrays=True)
def _ones(term: arrays.Ones) -> Any:
    return heads.OneMatrix(*_sides(term.sides))


@writes(arrays.Identity, arrays=True)
def _identity(term: arrays.Identity) -> Any:
    return heads.Identity(write(term.side))


@writes(terms.Add, arrays=True)
def _sum(term: terms.Add) -> Any:
    return heads.MatAdd(*map(write_matrix, term.terms), evaluate=False)


@writes(terms.Neg, terms.Mul, terms.Div, arrays=True)
def _scaled(term: Term) -> Any:
    if isinstance(term, terms.Mul) and _is_zero(term):
        return heads.ZeroMatrix(*_sides(term.shape))
    scalar, array = product(term)
    if array is None:
        raise unsayable(term)
    made = write_matrix(array)
    return made if scalar == 1 else heads.MatMul(scalar, made, evaluate=False)


def _is_zero(term: terms.Mul) -> bool:
    return len(term.factors) == 2 and term.factors[0] is Num(Fraction(0)) and isinstance(term.factors[1], arrays.Ones)


@writes(arrays.MatMul, arrays=True)
def _product(term: arrays.MatMul) -> Any:
    if len(term.left.shape) == 1:
        return heads.Transpose(_matmul(_row(term)))
    return _matmul(_factors(term))


@writes(arrays.MatMul)
def _inner(term: arrays.MatMul) -> Any:
    return MatrixElement(_matmul([*_row(term.left), write_matrix(term.right)]), 0, 0)


@writes(arrays.Outer, arrays=True)
def _outer(term: arrays.Outer) -> Any:
    return _matmul(_factors(term))


def _matmul(factors: list[Any]) -> Any:
    return factors[0] if len(factors) == 1 else heads.MatMul(*factors, evaluate=False)


def _factors(term: Term) -> list[Any]:
    """Return the factors of a matrix or of a column; products on the left need no parentheses."""
    if isinstance(term, arrays.MatMul) and len(term.left.shape) == 2:
        return [*_factors(term.left), write_matrix(term.right)]
    if isinstance(term, arrays.Outer) and len(term.left.shape) == len(term.right.shape) == 1:
        return [*_factors(term.left), _matmul(_row(term.right))]
    return [write_matrix(term)]


def _row(term: Term) -> list[Any]:
    """Return the factors of a vector as a matrix with one row."""
    if isinstance(term, arrays.MatMul) and len(term.left.shape) == 1:
        return [*_row(term.left), write_matrix(term.right)]
    return [heads.Transpose(write_matrix(term))]


@writes(arrays.Transpose, arrays=True)
def _transpose(term: arrays.Transpose) -> Any:
    return heads.Transpose(write_matrix(term.matrix))


@writes(arrays.Inverse, arrays=True)
def _inverse(term: arrays.Inverse) -> Any:
    return heads.Inverse(write_matrix(term.matrix))


@writes(arrays.Hadamard, arrays=True)
def _hadamard(term: arrays.Hadamard) -> Any:
    return heads.HadamardProduct(*map(write_matrix, _entrywise(term)), evaluate=False)


def _entrywise(term: Term) -> list[Term]:
    return [*_entrywise(term.left), term.right] if isinstance(term, arrays.Hadamard) else [term]


@writes(arrays.Diag, arrays=True)
def _diagonal_matrix(term: arrays.Diag) -> Any:
    return heads.DiagMatrix(write_matrix(term.vector))


@writes(arrays.Diagonal, arrays=True)
def _diagonal(term: arrays.Diagonal) -> Any:
    return heads.DiagonalOf(write_matrix(term.matrix))


@writes(arrays.Trace)
def _trace(term: arrays.Trace) -> Any:
    return heads.Trace(write_matrix(term.matrix))


@writes(arrays.Determinant)
def _determinant(term: arrays.Determinant) -> Any:
    return heads.Determinant(write_matrix(term.matrix))


@writes(arrays.Norm)
def _norm(term: arrays.Norm) -> Any:
    made = write_matrix(term.array)
    square = heads.MatMul(heads.Transpose(made), made, evaluate=False)
    return sympy.Pow(heads.Trace(square), sympy.Rational(1, 2), evaluate=False)


@writes(arrays.Entry)
def _entry(term: arrays.Entry) -> Any:
    places = [write(place) - 1 for place in term.indices]
    if len(places) != len(term.array.shape):
        raise unsayable(term, "it has a wrong number of indices")
    try:
        return MatrixElement(write_matrix(term.array), *places, *[sympy.Integer(0)] * (2 - len(places)))
    except (IndexError, ValueError):  # a place that SymPy knows to lie outside
        raise unsayable(term, "its array has no such entry") from None


@writes(Apply, arrays=True)
def _applied(term: Apply) -> Any:
    (array,) = term.args
    body = write(Apply(term.function, (ENTRY,)))
    return ElementwiseApplyFunction(sympy.Lambda(write(ENTRY), body), write_matrix(array))


@writes(Uninterpreted, arrays=True)
def _arbitrary(term: Uninterpreted) -> Any:
    body = write(Uninterpreted(term.name, term.differentiable, term.order, Symbol(ARGUMENT.name)))
    return ElementwiseApplyFunction(sympy.Lambda(ARGUMENT, body), write_matrix(term.argument))


@writes(terms.Sum, arrays=True)
def _series(term: terms.Sum) -> Any:
    term = for_sympy(term)
    return sympy.Sum(write_matrix(term.body), (write(term.index), write(term.lo), write(term.hi)))


@writes(terms.Derivative, arrays=True)
def _derivative(term: terms.Derivative) -> Any:
    if term.body.shape and term.variable.shape:
        raise unsayable(term, JACOBIAN)
    body = term.body
    made = write(body) if isinstance(body, terms.Derivative) or not body.shape else write_matrix(body)
    return derivative(made, write_matrix(term.variable) if term.variable.shape else write(term.variable), term)
