"""Vectors and matrices: singular, zero, without entries, of side 1, of symbolic sides that may be 0 or less."""

from __future__ import annotations

from attack.calculus import integer_ends
from attack.maker import SIDES, Maker, generates, i, k, m, n
from attack.scalars import apply
from gradcheck.language.syntax.arrays import (
    Array,
    Determinant,
    Diag,
    Diagonal,
    Entry,
    Hadamard,
    Identity,
    Inverse,
    MatMul,
    Norm,
    Ones,
    OrderedProduct,
    Outer,
    Trace,
    Transpose,
)
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite
from gradcheck.language.syntax.spectra import KINDS, Spectral
from gradcheck.language.syntax.terms import Apply, Derivative, Sum, Term, as_term

VECTORS: dict[Term, tuple[str, ...]] = {
    n: ("v", "w"), m: ("q",), as_term(1): ("c",), as_term(2): ("b",), as_term(0): ("h",), k: ("r",), i: ("l",),
    n + 1: ("t",), n - 1: ("a",),
}  # fmt: skip
MATRICES: dict[tuple[Term, Term], tuple[str, ...]] = {
    (n, n): ("A", "B"), (n, m): ("X",), (m, m): ("M",), (m, n): ("W",), (as_term(1), as_term(1)): ("C",),
    (as_term(2), as_term(2)): ("D",), (as_term(0), as_term(0)): ("H",), (k, k): ("K",), (i, i): ("J",),
    (n, as_term(1)): ("L",), (n + 1, n + 1): ("T",), (n - 1, n - 1): ("G",), (n, as_term(0)): ("P",),
}  # fmt: skip
ENTRYWISE = ("log", "sqrt", "exp", "abs", "sign", "relu", "tanh", "asin")


def vector(make: Maker, side: Term, depth: int) -> Term:
    """Return a vector of the side, of any form while there is depth left."""
    named = Array(make.of(VECTORS[side]), (side,)) if side in VECTORS else Ones((side,))
    if depth <= 0:
        return make.of((named, named, named, Ones((side,)), 0 * Ones((side,))))
    inner = depth - 1
    return make.any_of(
        lambda: named,
        lambda: vector(make, side, inner) + vector(make, side, inner),
        lambda: vector(make, side, inner) / make.scalar(inner),
        lambda: make.scalar(inner) * vector(make, side, inner),
        lambda: MatMul(matrix(make, side, side, inner), vector(make, side, inner)),
        lambda: Hadamard(vector(make, side, inner), vector(make, side, inner)),
        lambda: Diagonal(matrix(make, side, side, inner)),
        lambda: Apply(make.of(ENTRYWISE), (vector(make, side, inner),)),
        lambda: Inverse(matrix(make, side, side, inner)) @ vector(make, side, inner),
        lambda: named / Norm(named),
    )


def matrix(make: Maker, rows: Term, columns: Term, depth: int) -> Term:
    """Return a matrix of these sides, of any form while there is depth left."""
    shape = (rows, columns)
    named = Array(make.of(MATRICES[shape]), shape) if shape in MATRICES else Ones(shape)
    if depth <= 0:
        plain = Identity(rows) if rows is columns else Ones(shape)
        return make.of((named, named, named, named, plain, Ones(shape), 0 * Ones(shape)))
    inner = depth - 1
    if rows is columns and make.once_in(2):
        return square(make, rows, inner)
    return make.any_of(
        lambda: named,
        lambda: matrix(make, rows, columns, inner) + matrix(make, rows, columns, inner),
        lambda: matrix(make, rows, columns, inner) / make.scalar(inner),
        lambda: make.scalar(inner) * matrix(make, rows, columns, inner),
        lambda: Transpose(matrix(make, columns, rows, inner)),
        lambda: MatMul(matrix(make, rows, n, inner), matrix(make, n, columns, inner)),
        lambda: Hadamard(named, matrix(make, rows, columns, inner)),
        lambda: Outer(vector(make, rows, inner), vector(make, columns, inner)),
        lambda: Apply(make.of(ENTRYWISE), (named,)),
    )


def square(make: Maker, side: Term, depth: int) -> Term:
    """Return a square matrix, often singular or 0, or without a value."""
    some = matrix(make, side, side, 0)
    v = vector(make, side, 0)
    return make.any_of(
        lambda: Inverse(matrix(make, side, side, depth)),
        lambda: Diag(vector(make, side, depth)),
        lambda: some - some,
        lambda: Outer(v, v),
        lambda: MatMul(Inverse(some), some),
        lambda: some / make.scalar(depth),
        lambda: Transpose(some) @ some,
        lambda: Identity(side) + make.number() * Outer(v, v),
        lambda: Identity(side),
    )


def any_side(make: Maker) -> Term:
    return make.of(SIDES)


@generates(Array)
def array(make: Maker, depth: int) -> Term:
    side, other = any_side(make), any_side(make)
    return make.any_of(lambda: vector(make, side, 0), lambda: matrix(make, side, make.of((side, other)), 0))


@generates(Entry)
def entry(make: Maker, depth: int) -> Term:
    """Return an entry at 0, 1, the side, one past it, or at any integer."""
    side = any_side(make)

    def index() -> Term:
        return make.of((as_term(0), as_term(1), side, side + 1, side - 1, as_term(2), as_term(-1), make.integer()))

    return make.any_of(
        lambda: Entry(vector(make, side, depth), (index(),)),
        lambda: Entry(matrix(make, side, side, depth), (index(), index())),
    )


@generates(MatMul)
def product(make: Maker, depth: int) -> Term:
    side, other = any_side(make), any_side(make)
    return make.any_of(
        lambda: MatMul(vector(make, side, depth), vector(make, side, depth)),
        lambda: MatMul(matrix(make, side, other, depth), vector(make, other, depth)),
        lambda: MatMul(matrix(make, side, other, depth), matrix(make, other, side, depth)),
        lambda: MatMul(vector(make, side, depth), matrix(make, side, side, depth)),
    )


@generates(Transpose)
def transpose(make: Maker, depth: int) -> Term:
    return Transpose(matrix(make, any_side(make), any_side(make), depth))


@generates(Hadamard)
def hadamard(make: Maker, depth: int) -> Term:
    side = any_side(make)
    return make.any_of(
        lambda: Hadamard(vector(make, side, depth), vector(make, side, depth)),
        lambda: Hadamard(matrix(make, side, side, depth), matrix(make, side, side, depth)),
    )


@generates(Outer)
def outer(make: Maker, depth: int) -> Term:
    return Outer(vector(make, any_side(make), depth), vector(make, any_side(make), depth))


@generates(Diag)
def diag(make: Maker, depth: int) -> Term:
    v = vector(make, any_side(make), depth)
    return Diag(make.any_of(lambda: v, lambda: Apply(make.of(ENTRYWISE), (v,)), lambda: v / make.scalar(0)))


@generates(Diagonal)
def diagonal(make: Maker, depth: int) -> Term:
    return Diagonal(make.square(depth + 1))


def number_of(make: Maker, kind: type[Trace] | type[Determinant], depth: int) -> Term:
    """Return the trace or determinant of a singular, zero or undefined matrix, or of one of side 1 or 0."""
    side = any_side(make)
    some = matrix(make, side, side, depth)
    return kind(
        make.any_of(
            lambda: some,
            lambda: some / make.scalar(0),
            lambda: Inverse(some),
            lambda: Diag(apply(make.of(("log", "sqrt", "asin")), vector(make, side, 0))),
            lambda: square(make, side, depth),
        )
    )


@generates(Trace)
def trace(make: Maker, depth: int) -> Term:
    return number_of(make, Trace, depth)


@generates(Determinant)
def determinant(make: Maker, depth: int) -> Term:
    return number_of(make, Determinant, depth)


@generates(Inverse)
def inverse(make: Maker, depth: int) -> Term:
    side = any_side(make)
    some = matrix(make, side, side, depth)
    return make.any_of(
        lambda: Inverse(some),
        lambda: Inverse(Inverse(some)),
        lambda: Inverse(some - some),
        lambda: Inverse(Diag(vector(make, side, 0))),
        lambda: Inverse(some) @ some,
        lambda: Inverse(Identity(side)),
    )


@generates(Identity)
def identity(make: Maker, depth: int) -> Term:
    side = any_side(make)
    return make.any_of(
        lambda: Identity(side),
        lambda: Identity(make.integer()),
        lambda: Identity(side) @ matrix(make, side, side, depth),
    )


@generates(Ones)
def ones(make: Maker, depth: int) -> Term:
    side, other = make.any_of(lambda: any_side(make), make.integer), any_side(make)
    return make.of((Ones((side,)), Ones((side, other)), Ones((side, side))))


@generates(Norm)
def norm(make: Maker, depth: int) -> Term:
    side = any_side(make)
    return Norm(make.any_of(lambda: vector(make, side, depth), lambda: matrix(make, side, any_side(make), depth)))


@generates(Spectral)
def spectral(make: Maker, depth: int) -> Term:
    kind, side = make.of(KINDS), any_side(make)
    columns = side if kind == "largest_eigenvalue" else make.of((side, any_side(make)))
    return Spectral(kind, matrix(make, side, columns, depth))


@generates(OrderedProduct)
def ordered_product(make: Maker, depth: int) -> Term:
    """Return a product over a range that may be empty, or of one factor, of matrices that may be singular."""
    from attack.sequences import free_matrix

    side = make.of((n, n, as_term(1), as_term(2)))
    index = make.of((k, i))
    factor = make.any_of(
        lambda: free_matrix(side, index),
        lambda: matrix(make, side, side, depth),
        lambda: index * matrix(make, side, side, 0),
        lambda: matrix(make, side, side, 0) / index,
        lambda: Inverse(free_matrix(side, index)),
    )
    return OrderedProduct(factor, index, *integer_ends(make, index), make.of((False, True)))


@generates(Invertible, PositiveDefinite)
def regular(make: Maker, depth: int) -> object:
    kind = make.of((Invertible, PositiveDefinite))
    side = any_side(make)
    some = matrix(make, side, side, depth)
    return kind(
        make.any_of(
            lambda: some,
            lambda: Inverse(some),
            lambda: Identity(side),
            lambda: some / make.scalar(0),
            lambda: Transpose(some) @ some + make.number() * Identity(side),
            lambda: Diag(vector(make, side, depth)),
        )
    )


def jacobian(make: Maker, depth: int) -> Term:
    """Return the derivative of a vector by a vector, or a sum of arrays over an index."""
    side = any_side(make)
    v = vector(make, side, 0)
    index = make.integer_symbol()
    return make.any_of(
        lambda: Derivative(Apply(make.of(ENTRYWISE), (v,)), v),
        lambda: Derivative(matrix(make, side, side, 0) @ v, v),
        lambda: Sum(index * vector(make, side, depth), index, *integer_ends(make, index)),
        lambda: Sum(vector(make, side, depth) / index, index, *integer_ends(make, index)),
    )
