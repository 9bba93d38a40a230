"""Determinants and inverses of small square matrices, by their entries.

det(A) = sum over j of (-1)^(1 + j) a_1j det(A without row 1 and column j), and 1 of a matrix without rows
inverse(A)[i, j] = (-1)^(i + j) det(A without row j and column i) / det(A)
"""

from __future__ import annotations

from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring

MAX_ROWS = 4  # a determinant of n rows has n! products

Rows = list[list[Quotient]]


def determinant(ring: Ring, rows: Rows) -> Quotient:
    """Return the determinant of the matrix with these entries."""
    whole = ring.constant(int(not rows))
    for place, first in enumerate(rows[0] if rows else ()):
        part = first * determinant(ring, _without(rows, 0, place))
        whole = whole - part if place % 2 else whole + part
    return whole


def cofactor(ring: Ring, rows: Rows, i: int, j: int) -> Quotient:
    """Return the entry in row i and column j, from 1 on, of the adjugate."""
    minor = determinant(ring, _without(rows, j - 1, i - 1))
    return -minor if (i + j) % 2 else minor


def _without(rows: Rows, row: int, column: int) -> Rows:
    return [line[:column] + line[column + 1 :] for line in rows[:row] + rows[row + 1 :]]
