"""Feasible points of small linear programs, exactly.

``solve_nonnegative(columns, target)`` finds x >= 0 with sum of x_j columns_j = target over the rationals, by the
first phase of the simplex method with Bland's rule (which cannot cycle), or returns None when there is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq

Vector = dict[Any, Fraction]
MAX_PIVOTS = 400


def solve_nonnegative(columns: list[Vector], target: Vector) -> list[Fraction] | None:
    """Return nonnegative coefficients with which the columns add up to the target, or None."""
    rows = sorted({key for vector in (*columns, target) for key in vector}, key=str)
    count, zero = len(columns), Fraction(0)
    table: list[dict[int, Any]] = []
    right: list[Any] = []
    for row in rows:
        value = target.get(row, zero)
        sign = -1 if value < 0 else 1
        table.append({j: _rational(sign * v) for j, column in enumerate(columns) if (v := column.get(row, zero))})
        right.append(_rational(sign * value))
    basis = [count + i for i in range(len(rows))]
    cost: dict[int, Any] = {}
    for entries in table:
        for j, value in entries.items():
            cost[j] = cost[j] + value if j in cost else value
    for _ in range(MAX_PIVOTS):
        entering = min((j for j, value in cost.items() if value > 0 and j < count), default=None)
        if entering is None:
            break
        ratios = [
            (right[i] / table[i][entering], basis[i], i) for i in range(len(rows)) if table[i].get(entering, 0) > 0
        ]
        if not ratios:
            return None
        _, _, pivot = min(ratios)
        _pivot(table, right, cost, pivot, entering)
        basis[pivot] = entering
    if any(basis[i] >= count and right[i] != 0 for i in range(len(rows))):
        return None
    solution = [zero] * count
    for i, j in enumerate(basis):
        if j < count:
            solution[j] = Fraction(int(right[i].p), int(right[i].q))
    return solution


def _rational(value: Fraction) -> Any:
    """Return the number as a rational of flint, ten times as fast as Python's."""
    return fmpq(value.numerator, value.denominator)


def _pivot(table: list[dict[int, Any]], right: list[Any], cost: dict[int, Any], pivot: int, entering: int) -> None:
    scale = 1 / table[pivot][entering]
    table[pivot] = {j: value * scale for j, value in table[pivot].items()}
    right[pivot] *= scale
    for i, entries in enumerate(table):
        if i != pivot and (factor := entries.get(entering)):
            _subtract(entries, table[pivot], factor)
            right[i] -= factor * right[pivot]
    if factor := cost.get(entering):
        _subtract(cost, table[pivot], factor)


def _subtract(entries: dict[int, Any], row: dict[int, Any], factor: Any) -> None:
    for j, value in row.items():
        updated = entries[j] - factor * value if j in entries else -factor * value
        if updated:
            entries[j] = updated
        else:
            entries.pop(j, None)
