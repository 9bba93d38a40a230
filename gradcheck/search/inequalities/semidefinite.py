"""Positive definite matrices in an affine family, in floating point, as starting points for exact ones.

For symmetric matrices Q(y) = Q_0 + y_1 D_1 + ... + y_m D_m (in blocks) the largest s with Q(y) - s I >= 0 is approached
along the central path: Newton's method minimises -w s - log det (Q(y) - s I) - log(1 - s) for growing w.  The result
is a suggestion in 53 bits, which the caller has to round and to check.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

Matrix = list[list[float]]
Entry = tuple[int, int, int, float]  # block, row, column (row <= column), value: of a symmetric matrix

FACTOR = 6.0  # by which the weight grows
HEAVIEST = 3e7
MAX_STEPS = 12  # of Newton's method for one weight
SMALL = 1e-2  # weight of |y|^2, which keeps unbounded families bounded
SURE = 1e3  # the weight from which on the path is taken to lead nowhere
HOPELESS = 6.0  # s stays below 0 by this many times what the weight explains


@dataclass(frozen=True)
class Point:
    """A point on the path: the parameters, the least eigenvalue reached, and the weight."""

    parameters: tuple[float, ...]
    least: float
    weight: float


def follow_path(sizes: list[int], base: list[Entry], directions: list[list[Entry]]) -> Iterator[Point]:
    """Yield points along the central path, one for each weight;
    the path ends early where it leads to no positive matrix.
    """
    family = _Family(sizes, base, directions)
    y = [0.0] * len(directions)
    start = family.at(y, 0.0)
    s = min((row[i] - sum(map(abs, row)) + abs(row[i]) for block in start for i, row in enumerate(block))) - 1.0
    weight, total = 1.0, sum(sizes)
    while weight < HEAVIEST:
        for _ in range(MAX_STEPS):
            step = family.newton(y, s, weight)
            if step is None:
                return
            y, s, decrement = step
            if decrement < 0.1:
                break
        yield Point(tuple(y), s, weight)
        if -s * weight > HOPELESS * total and weight > SURE:
            return
        weight *= FACTOR


class _Family:
    def __init__(self, sizes: list[int], base: list[Entry], directions: list[list[Entry]]) -> None:
        self.sizes, self.base, self.directions = sizes, base, directions

    def at(self, y: list[float], s: float) -> list[Matrix]:
        """Return the blocks of Q(y) - s I."""
        blocks = [[[0.0] * n for _ in range(n)] for n in self.sizes]
        _add(blocks, self.base, 1.0)
        for value, direction in zip(y, self.directions, strict=True):
            _add(blocks, direction, value)
        for block in blocks:
            for i, row in enumerate(block):
                row[i] -= s
        return blocks

    def value(self, y: list[float], s: float, weight: float) -> float | None:
        """Return what is minimised; None outside of its domain."""
        if s >= 1:
            return None
        total = -weight * s - math.log(1 - s) + SMALL / 2 * sum(v * v for v in y)
        for block in self.at(y, s):
            lower = factor(block)
            if lower is None:
                return None
            total -= 2 * sum(math.log(row[i]) for i, row in enumerate(lower))
        return total

    def newton(self, y: list[float], s: float, weight: float) -> tuple[list[float], float, float] | None:
        """Return the parameters and s after one Newton step, and its decrement; None where there is no step."""
        inverses = []
        for block in self.at(y, s):
            lower = factor(block)
            if lower is None:
                return None
            inverses.append(_inverse(lower))
        count = len(self.directions)
        squares = [_square(inverse) for inverse in inverses]
        slope = [SMALL * v for v in y] + [-weight + 1 / (1 - s)]
        bend = [[0.0] * (count + 1) for _ in range(count + 1)]
        for k, direction in enumerate(self.directions):
            slope[k] -= _inner(inverses, direction)
            turned = self._turned(inverses, direction)
            for j in range(k + 1):
                bend[k][j] = _inner(turned, self.directions[j])
            bend[k][k] += SMALL
            bend[count][k] = -_inner(squares, direction)
        slope[count] += sum(inverse[i][i] for inverse in inverses for i in range(len(inverse)))
        bend[count][count] = sum(square[i][i] for square in squares for i in range(len(square))) + 1 / (1 - s) ** 2
        for k, row in enumerate(bend):
            row[k] *= 1 + 1e-13
        lower = factor(bend)
        if lower is None:
            return None
        move = _solve(lower, [-v for v in slope])
        decrement = -sum(a * b for a, b in zip(slope, move, strict=True))
        before = self.value(y, s, weight)
        length = 1.0 if decrement < 0.25 else 1 / (1 + math.sqrt(max(decrement, 0)))
        for _ in range(40):
            there = [v + length * d for v, d in zip(y, move, strict=False)]
            then = s + length * move[-1]
            after = self.value(there, then, weight)
            if after is not None and (before is None or after <= before + 1e-9 * abs(before)):
                return there, then, decrement
            length /= 2
        return None

    def _turned(self, inverses: list[Matrix], direction: list[Entry]) -> list[Matrix]:
        """Return Z D Z, block by block; an empty list stands for 0."""
        result: list[Matrix] = [[] for _ in inverses]
        for block, i, j, value in direction:
            z = inverses[block]
            total = result[block] or [[0.0] * len(z) for _ in z]
            result[block] = total
            first, second = z[i], z[j]
            for row, a, b in zip(total, first, second, strict=True):
                left, right = value * a, value * b
                if i == j:
                    row[:] = [t + left * q for t, q in zip(row, second, strict=True)]
                else:
                    row[:] = [t + left * q + right * p for t, p, q in zip(row, first, second, strict=True)]
        return result


def _add(blocks: list[Matrix], entries: list[Entry], scale: float) -> None:
    for block, i, j, value in entries:
        blocks[block][i][j] += scale * value
        if i != j:
            blocks[block][j][i] += scale * value


def _inner(blocks: list[Matrix], entries: list[Entry]) -> float:
    """Return the sum of the products of the entries of two symmetric matrices."""
    return sum((value if i == j else 2 * value) * blocks[b][i][j] for b, i, j, value in entries if blocks[b])


def factor(matrix: Matrix) -> Matrix | None:
    """Return the lower triangular L with L L^T = the matrix (its lower half); None if it is not positive definite."""
    rows: Matrix = []
    for i, source in enumerate(matrix):
        row: list[float] = []
        for j in range(i):
            other = rows[j]
            row.append((source[j] - sum(map(float.__mul__, row, other))) / other[j])
        rest = source[i] - sum(v * v for v in row)
        if not rest > 0:
            return None
        row.append(math.sqrt(rest))
        rows.append(row)
    return rows


def _solve(lower: Matrix, right: list[float]) -> list[float]:
    half: list[float] = []
    for row, value in zip(lower, right, strict=True):
        half.append((value - sum(a * b for a, b in zip(row, half, strict=False))) / row[-1])
    count = len(lower)
    result = [0.0] * count
    for i in reversed(range(count)):
        result[i] = half[i] / lower[i][i]
        for j in range(i):
            half[j] -= lower[i][j] * result[i]
    return result


def _inverse(lower: Matrix) -> Matrix:
    count = len(lower)
    units = ([float(i == j) for i in range(count)] for j in range(count))
    return [_solve(lower, unit) for unit in units]


def _square(matrix: Matrix) -> Matrix:
    return [[sum(a * b for a, b in zip(row, other, strict=True)) for other in matrix] for row in matrix]
