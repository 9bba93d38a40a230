"""Vectors, matrices and sequences with symbolic shapes.

Indices run from 1 to the side of the shape.  A sequence is a family of terms numbered by an integer (time or layer),
of one shape, or of a shape that is a function of the number (``widths``);
a recurrence in the derivation defines its members.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.node import ShapeError, misfit
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import WORDS, Add, Mul, Neg, Num, Symbol, Term, as_term, describe_shape
from gradcheck.language.syntax.widths import HERE, Here, Width, at_index, outside_widths


def _shape(term: Term, shape: tuple[Term, ...]) -> None:
    object.__setattr__(term, "shape", shape)


def check_sides(name: str, sides: tuple[Term, ...]) -> None:
    """Refuse sides that are no whole numbers by their form: an array has one or more, or no entries along each."""
    for side in sides:
        if side.shape or not is_integer(side):
            raise ValueError(f"a side of {name} is no integer term; declare it with dimension()")
        if isinstance(side, Num) and side.value < 0:
            raise ValueError(f"a side of {name} is less than 0")


class Array(Term):
    """A free vector or matrix variable of the given sides."""

    name: str
    sides: tuple[Term, ...]

    def settle(self) -> None:
        if not 1 <= len(self.sides) <= 2:
            raise ValueError(f"{self.name} must be a vector or a matrix")
        check_sides(self.name, self.sides)
        _shape(self, self.sides)


class Sequence(Term):
    """The ``index``-th member of the sequence ``name``, whose members have the given sides.

    In the sides, HERE is the index: those of a matrix of n(k) by n(k - 1) are n(HERE) and n(HERE - 1).

    ``parameters`` are the scalars that the members are functions of, such as x for the iterates y_n(x) of a network.
    A member depends on a variable only through its parameters and through the constants of its definition.
    """

    name: str
    sides: tuple[Term, ...]
    index: Term
    parameters: tuple[Term, ...] = ()

    def settle(self) -> None:
        if not is_integer(self.index):
            raise TypeError(f"the index of {self.name} is an integer term; declare it with natural() or integer()")
        check_sides(self.name, self.sides)
        if any(isinstance(node, Here) for side in self.sides for node in outside_widths(side)):
            raise ValueError(f"the sides of {self.name} depend on its index through widths alone")
        _shape(self, tuple(at_index(side, self.index) for side in self.sides))


class Entry(Term):
    """One entry of an array: A[i, j]."""

    array: Term
    indices: tuple[Term, ...]


class MatMul(Term):
    """Matrix times matrix, matrix times vector, vector times matrix, or the inner product of two vectors."""

    left: Term
    right: Term

    def settle(self) -> None:
        left, right = self.left.shape, self.right.shape
        if not left or not right:
            raise ShapeError("a @ b multiplies matrices and vectors; for scalars write a * b")
        if left[-1] is not right[0]:
            raise ShapeError(f"the shapes {describe_shape(left)} and {describe_shape(right)} do not chain in a @ b")
        _shape(self, left[:-1] + right[1:])


class Transpose(Term):
    """The transpose of a matrix."""

    matrix: Term

    def settle(self) -> None:
        _needs_matrix(self.matrix, "a transpose")
        _shape(self, self.matrix.shape[::-1])


class Hadamard(Term):
    """The entrywise product of two arrays of equal shape."""

    left: Term
    right: Term

    def settle(self) -> None:
        if self.left.shape != self.right.shape or not self.left.shape:
            raise ShapeError("hadamard(a, b) needs two arrays of equal shape")
        _shape(self, self.left.shape)


class Outer(Term):
    """The products u[i] * v[j] of the entries of two arrays, the indices of the first before those of the second.

    Of two vectors it is a matrix; of the Jacobian of a vector and a vector, the derivative of a vector by a matrix.
    """

    left: Term
    right: Term

    def settle(self) -> None:
        if not self.left.shape or not self.right.shape:
            raise ShapeError("outer(u, v) is of two arrays; a scalar times an array is a * v")
        _shape(self, self.left.shape + self.right.shape)


class Diag(Term):
    """The diagonal matrix with the given vector on its diagonal."""

    vector: Term

    def settle(self) -> None:
        if len(self.vector.shape) != 1:
            raise ShapeError("diag(v) makes a matrix of a vector; the diagonal of a matrix is diagonal(A)")
        _shape(self, self.vector.shape * 2)


class Diagonal(Term):
    """The vector on the diagonal of a square matrix."""

    matrix: Term

    def settle(self) -> None:
        _needs_square(self.matrix, "a diagonal")
        _shape(self, self.matrix.shape[:1])


class Trace(Term):
    """The sum of the diagonal entries of a square matrix."""

    matrix: Term

    def settle(self) -> None:
        _needs_square(self.matrix, "a trace")


class Inverse(Term):
    """The inverse of a square matrix, which must be invertible."""

    matrix: Term

    def settle(self) -> None:
        _needs_square(self.matrix, "an inverse")
        _shape(self, self.matrix.shape)


class Determinant(Term):
    """The determinant of a square matrix."""

    matrix: Term

    def settle(self) -> None:
        _needs_square(self.matrix, "a determinant")


class Identity(Term):
    """The identity matrix of a side."""

    side: Term

    def settle(self) -> None:
        check_sides("the identity matrix", (self.side,))
        _shape(self, (self.side, self.side))


class Ones(Term):
    """The array whose entries are all 1."""

    sides: tuple[Term, ...]

    def settle(self) -> None:
        check_sides("an array of ones", self.sides)
        _shape(self, self.sides)


def spread(value: object, like: Term) -> Term:
    """Return a scalar in the shape of another term: that many times the array of ones."""
    term = as_term(value)
    return Mul((term, Ones(like.shape))) if like.shape and not term.shape else term


class Norm(Term):
    """The Euclidean norm of a vector, or the Frobenius norm of a matrix."""

    array: Term

    def settle(self) -> None:
        if not self.array.shape:
            raise ShapeError("a norm is of a vector or matrix; of a scalar write abs(x)")


class OrderedProduct(Term):
    """The product of the matrices ``body`` over the integers lo <= index <= hi, in order.

    Falling: body(hi) @ ... @ body(lo), the largest index on the left, as in a chain of Jacobians; ``rising``: body(lo)
    @ ... @ body(hi).  The identity when hi = lo - 1; not defined when hi is less.

    Each factor has as many columns as the one on its right has rows, whatever the index is: columns(k + 1) = rows(k)
    for a falling product, columns(k) = rows(k + 1) for a rising one.  The product has the rows of the factor on the
    left and the columns of that on the right, so that without factors it is square.
    """

    body: Term
    index: Symbol
    lo: Term
    hi: Term
    rising: bool = False

    def settle(self) -> None:
        _needs_matrix(self.body, "an ordered product")
        if not isinstance(self.index, Symbol) or not self.index.is_integer:
            raise ValueError("the index of an ordered product is an integer symbol")
        if not (is_integer(self.lo) and is_integer(self.hi)):
            raise TypeError("an ordered product runs between integers")
        rows, columns = self.body.shape
        if any(self.index is node for side in (rows, columns) for node in outside_widths(side)):
            raise ValueError(f"the sizes of the factors depend on {self.index.name} through widths alone")
        before, after = (columns, rows) if self.rising else (rows, columns)
        if replace_symbols(after, {self.index: self.index + 1}) is not before:
            neighbours = (self.body.shape, _next(self.body.shape, self.index))
            left, right = map(describe_shape, neighbours if self.rising else neighbours[::-1])
            raise ShapeError(f"the shapes {left} and {right} of neighbouring factors do not chain in the product")
        first, last = (self.lo, self.hi) if self.rising else (self.hi, self.lo)
        _shape(self, (replace_symbols(rows, {self.index: first}), replace_symbols(columns, {self.index: last})))

    @property
    def binds(self) -> tuple[Symbol, ...]:
        return (self.index,)


def _next(shape: tuple[Term, ...], index: Symbol) -> tuple[Term, ...]:
    return tuple(replace_symbols(side, {index: index + 1}) for side in shape)


def _needs_matrix(term: Term, what: str) -> None:
    if len(term.shape) != 2:
        raise ShapeError(f"{what} is of a matrix, not of shape {describe_shape(term.shape)}")


def _needs_square(term: Term, what: str) -> None:
    _needs_matrix(term, what)
    if term.shape[0] is not term.shape[1]:
        raise ShapeError(f"{what} is of a square matrix, not of shape {describe_shape(term.shape)}")


def index_into(array: Term, indices: tuple[Any, ...]) -> Term:
    """Return ``array[i, j]``: one index for each side of the shape."""
    terms = tuple(as_term(index) for index in indices)
    if len(indices) != len(array.shape):
        problem = f"{len(array.shape)} indices are needed for shape {describe_shape(array.shape)}"
        return misfit(Entry, (array, terms), problem)  # type: ignore[no-any-return]
    if not indices:
        raise ValueError("a scalar has no entries")
    if not all(is_integer(index) for index in terms):
        raise TypeError("an index is an integer term; declare it with integer(), natural() or dimension()")
    for index, side in zip(terms, array.shape, strict=True):
        if isinstance(index, Num) and (index.value < 1 or (isinstance(side, Num) and index.value > side.value)):
            raise ValueError(f"there is no entry {index.value}: indices run from 1 to {describe_shape((side,))}")
    return Entry(array, terms)


def is_integer(term: Term) -> bool:
    """Whether the term is an integer by its form: integer symbols, widths and numbers under +, - and *."""
    if isinstance(term, Width) or term is HERE:
        return True
    if isinstance(term, Num):
        return term.value.denominator == 1
    if isinstance(term, Symbol):
        return term.is_integer
    if isinstance(term, Add):
        return all(is_integer(part) for part in term.terms)
    if isinstance(term, Neg):
        return is_integer(term.term)
    return isinstance(term, Mul) and all(is_integer(part) for part in term.factors)


WORDS.update(matmul=MatMul, entry=index_into, transpose=Transpose)
