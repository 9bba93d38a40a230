"""The ends of the spectrum of a symmetric matrix of numbers: exactly where they are rational, else in a ball.

Exact: a rational root of the characteristic polynomial beyond which it has no other (all of its roots are real).
In balls: for a positive semidefinite S of n rows and p = 2**q,

    (tr S**p / n)**(1/p)  <=  largest eigenvalue of S  <=  (tr S**p)**(1/p)

so that q squarings give the largest eigenvalue to a relative error of about log(n) / 2**q, whatever its multiplicity.
Any symmetric S is made semidefinite by a shift.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from gradcheck.algebra.realroots import count_roots

Rows = Sequence[Sequence[Any]]


def gram(rows: Rows) -> list[list[Any]]:
    """Return A.T @ A."""
    columns = range(len(rows[0]))
    return [[sum((row[i] * row[j] for row in rows), start=0 * rows[0][0]) for j in columns] for i in columns]


def symmetric_part(rows: Rows) -> list[list[Any]]:
    """Return (A + A.T) / 2."""
    return [[(rows[i][j] + rows[j][i]) / 2 for j in range(len(rows))] for i in range(len(rows))]


def symmetric(kind: str, rows: Rows) -> list[list[Any]]:
    """Return the matrix whose eigenvalues make the number of this kind; for singular values they are the squares."""
    return symmetric_part(rows) if kind == "largest_eigenvalue" else gram(rows)


def extreme_eigenvalue(rows: Rows, largest: bool) -> Fraction | None:
    """Return the largest or smallest eigenvalue of a symmetric rational matrix; None where it is irrational."""
    flat = [fmpq(entry.numerator, entry.denominator) for row in rows for entry in row]
    polynomial = fmpq_mat(len(rows), len(rows), flat).charpoly()
    roots = [Fraction(int(root.p), int(root.q)) for root, _ in polynomial.roots()]
    for root in sorted(roots, reverse=largest)[:1]:
        beyond = count_roots(polynomial, root, None) if largest else count_roots(polynomial, None, root)
        return root if beyond == 0 else None
    return None


def enclose_extreme(rows: Rows, largest: bool, bits: int) -> Any:
    """Return a ball that contains the largest or smallest eigenvalue of a symmetric
    matrix whose entries lie in balls.
    """
    before, ctx.prec = ctx.prec, 4 * bits + 64
    try:
        size = len(rows)
        shift = sum((abs(entry) for row in rows for entry in row), start=arb(0)).upper()  # no eigenvalue is larger
        sign = 1 if largest else -1
        shifted = arb_mat(size, size, [sign * e + (shift if i == j else 0)
                                       for i, row in enumerate(rows) for j, e in enumerate(row)])  # fmt: skip
        return sign * (_largest(shifted, size, bits) - shift)
    finally:
        ctx.prec = before


def enclose_spectrum(kind: str, rows: Rows, bits: int) -> Any:
    """Return a ball that contains the number of this kind (``language.spectra``) of the
    matrix with entries in these balls.
    """
    value = enclose_extreme(symmetric(kind, rows), kind != "smallest_singular_value", bits)
    return value if kind == "largest_eigenvalue" else _least(value).sqrt().union(value.upper().sqrt())


def _largest(matrix: Any, size: int, bits: int) -> Any:
    """Return the largest eigenvalue of a positive semidefinite matrix."""
    steps = bits // 2 + 8
    for _ in range(steps):
        matrix = matrix * matrix
    low, high = _least(matrix.trace() / size), matrix.trace().upper()
    for _ in range(steps):
        low, high = low.sqrt(), high.sqrt()
    return low.union(high)


def _least(ball: Any) -> Any:
    """Return the least number of a ball that is known to hold a number >= 0."""
    return max(ball.lower(), arb(0))
