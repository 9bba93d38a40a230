"""Arrays of numbers; determinants and inverses by their definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from gradcheck.reference.numbers import exact, over, settled, sign
from gradcheck.reference.refusals import CannotTell, NoValue

LARGEST_MATRIX = 5  # of which a determinant is taken, by expansion: it serves every kind of number


class Tensor:
    """Numbers in rows: the last index runs first."""

    __slots__ = ("entries", "sides")

    def __init__(self, sides: tuple[int, ...], entries: list[Any]) -> None:
        self.sides, self.entries = sides, entries

    def each(self, change: Callable[[Any], Any]) -> Tensor:
        """Return the array with every entry changed."""
        return Tensor(self.sides, [change(entry) for entry in self.entries])

    def __getitem__(self, place: tuple[int, ...]) -> Any:
        position = 0
        for index, side in zip(place, self.sides, strict=True):
            position = position * side + index
        return self.entries[position]


def places(sides: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield all places, counted from 0, in the order of the entries."""
    return product(*(range(side) for side in sides))


def matrix_product(left: Tensor, right: Tensor) -> Any:
    """Return the product over the last index of the first and the first index of the second;
    a number for two vectors.
    """
    inner = right.sides[0]
    columns = 1
    for side in right.sides[1:]:
        columns *= side
    rows = 1
    for side in left.sides[:-1]:
        rows *= side
    a, b = left.entries, right.entries
    entries = []
    for i in range(rows):
        for j in range(columns):
            total: Any = 0
            for k in range(inner):
                total = total + a[i * inner + k] * b[k * columns + j]
            entries.append(total)
    sides = left.sides[:-1] + right.sides[1:]
    return Tensor(sides, entries) if sides else settled(entries[0])


def transposed(matrix: Tensor) -> Tensor:
    rows, columns = matrix.sides
    return Tensor((columns, rows), [matrix.entries[i * columns + j] for j in range(columns) for i in range(rows)])


def identity(side: int) -> Tensor:
    return Tensor((side, side), [int(i == j) for i in range(side) for j in range(side)])


def determinant(matrix: Tensor) -> Any:
    """Return the determinant by expansion along the rows; 1 for the empty matrix."""
    side = matrix.sides[0]
    if side > LARGEST_MATRIX:
        raise CannotTell("a matrix is too large")
    return settled(_minor(matrix, 0, tuple(range(side))))


def _minor(matrix: Tensor, row: int, columns: tuple[int, ...]) -> Any:
    if not columns:
        return 1
    total: Any = 0
    for k, column in enumerate(columns):
        entry = matrix[row, column]
        if exact(entry) and entry == 0:
            continue
        below = entry * _minor(matrix, row + 1, columns[:k] + columns[k + 1 :])
        total = total - below if k % 2 else total + below
    return total


def inverse(matrix: Tensor) -> Tensor:
    """Return the inverse by the adjugate; raise NoValue for a singular matrix."""
    side, whole = matrix.sides[0], determinant(matrix)
    if not sign(whole):
        raise NoValue(None, "the matrix is singular")
    entries = []
    for i in range(side):
        for j in range(side):
            rows = [row for row in range(side) if row != j]
            columns = [column for column in range(side) if column != i]
            part = Tensor((side - 1, side - 1), [matrix[row, column] for row in rows for column in columns])
            cofactor = determinant(part)
            entries.append(over(-cofactor if (i + j) % 2 else cofactor, whole))
    return Tensor((side, side), entries)


def is_definite(matrix: Tensor) -> bool:
    """Whether v @ A @ v > 0 for all v but 0: the leading minors of the symmetric part are positive."""
    side = matrix.sides[0]
    for size in range(1, side + 1):
        part = [over(matrix[i, j] + matrix[j, i], 2) for i in range(size) for j in range(size)]
        if sign(determinant(Tensor((size, size), part))) <= 0:
            return False
    return True
