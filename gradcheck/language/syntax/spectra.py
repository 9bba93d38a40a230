"""Numbers that describe how a matrix acts on vectors: singular values and eigenvalues at the ends of its spectrum.

    operator_norm(A)             the supremum of norm(A @ v) over norm(v) = 1, which is the largest singular value
    smallest_singular_value(A)   the infimum of the same numbers; 0 when A has more columns than rows
    largest_eigenvalue(A)        the largest v @ A @ v over norm(v) = 1; for a symmetric A its largest eigenvalue

All three exist for every matrix (every square one), as a side of an array is at least 1.
"""

from __future__ import annotations

from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.terms import Term, describe_shape

KINDS = ("operator_norm", "smallest_singular_value", "largest_eigenvalue")


class Spectral(Term):
    """One of the numbers of ``KINDS`` of a matrix."""

    kind: str
    matrix: Term

    def settle(self) -> None:
        shape = self.matrix.shape
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not one of {', '.join(KINDS)}")
        if len(shape) != 2:
            raise ShapeError(f"{self.kind} is of a matrix, not of shape {describe_shape(shape)}")
        if self.kind == "largest_eigenvalue" and shape[0] is not shape[1]:
            raise ShapeError(f"{self.kind} is of a square matrix, not of shape {describe_shape(shape)}")
