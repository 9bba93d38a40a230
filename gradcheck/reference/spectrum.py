"""Extreme singular values and eigenvalues: exactly where they are rational for a simple reason."""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.spectra import Spectral
from gradcheck.reference.elementary import absolute, sqrt
from gradcheck.reference.evaluator import Evaluator, plain
from gradcheck.reference.numbers import Approximate, approximate, exact, magnitude, over, settled
from gradcheck.reference.numerics import DIGITS, context
from gradcheck.reference.refusals import CannotTell, NotPolynomial
from gradcheck.reference.tensors import Tensor

DEAR = 400  # steps of work for the numbers of mpmath's
LOST = 30  # bits that the eigenvalues of a small matrix may lose, generously


def spectral(e: Evaluator, term: Spectral) -> Any:
    matrix = e.value(term.matrix)
    e.work.spend(10)
    if not all(matrix.sides):
        raise e.none(term, "a side of the matrix is 0")
    if not all(plain(entry) for entry in matrix.entries):
        raise NotPolynomial("a spectrum of something that moves")
    if term.kind == "largest_eigenvalue":
        return _largest_eigenvalue(e, matrix)
    return _singular(e, matrix, term.kind == "operator_norm")


def _is_diagonal(matrix: Tensor) -> bool:
    rows, columns = matrix.sides
    return all(exact(matrix[i, j]) and matrix[i, j] == 0 for i in range(rows) for j in range(columns) if i != j)


def _largest_eigenvalue(e: Evaluator, matrix: Tensor) -> Any:
    side = matrix.sides[0]
    half = Tensor(matrix.sides, [over(matrix[i, j] + matrix[j, i], 2) for i in range(side) for j in range(side)])
    diagonal = [half[k, k] for k in range(side)]
    if _is_diagonal(half) and all(exact(one) for one in diagonal):
        return max(diagonal)
    e.work.spend(DEAR)
    values = context().eigsy(_for_mpmath(half), eigvals_only=True)
    return _found(max(values), half)


def _singular(e: Evaluator, matrix: Tensor, largest: bool) -> Any:
    rows, columns = matrix.sides
    if not largest and columns > rows:
        return 0
    if 1 in matrix.sides:
        total: Any = 0
        for one in matrix.entries:
            total = total + one * one
        return sqrt(settled(total))
    if _is_diagonal(matrix) and all(exact(one) for one in matrix.entries):
        diagonal = [absolute(matrix[k, k]) for k in range(min(rows, columns))]
        return max(diagonal) if largest else min(diagonal)
    e.work.spend(DEAR)
    values = list(context().svd_r(_for_mpmath(matrix), compute_uv=False))
    return _found(max(values) if largest else min(values), matrix)


def _for_mpmath(matrix: Tensor) -> Any:
    mp, (rows, columns) = context(), matrix.sides
    entries = [approximate(one) for one in matrix.entries]
    if any(one.error > magnitude(one.raw) - 3 * DIGITS and one.raw[1] for one in entries):
        raise CannotTell("a spectrum of numbers that are not known well")
    numbers = [mp.make_mpf(one.raw) for one in entries]
    return mp.matrix([numbers[row * columns : (row + 1) * columns] for row in range(rows)])


def _found(value: Any, matrix: Tensor) -> Approximate:
    size = max(magnitude(approximate(one).raw) for one in matrix.entries)
    return Approximate(value._mpf_, size - 3 * DIGITS + LOST)
