"""Block matrices of SymPy as grids of matrices, by the definition of their sums, products and transposes.

    (A + B)[i][j] = A[i][j] + B[i][j]     (A*B)[i][j] = sum over k of A[i][k]*B[k][j]     (A.T)[i][j] = A[j][i].T

An equation between two grids is the conjunction of the equations between their blocks, and the trace of a grid the sum
of the traces of its diagonal blocks.  Refused: grids whose blocks do not meet (a block matrix times a plain one), and
inverses, determinants and entries of a grid.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from sympy.matrices import expressions as heads
from sympy.matrices.expressions import MatrixExpr

from gradcheck.language.sympy.refusals import NoCounterpart, shown

MAX_POWER = 20
Grid = tuple[tuple[Any, ...], ...]


def blocks_of(expr: Any) -> Grid | None:
    """Return the blocks of an expression with block matrices in it; None for one without."""
    if not isinstance(expr, MatrixExpr) or not expr.has(heads.BlockMatrix):
        return None
    match expr:
        case heads.BlockMatrix():
            rows, columns = expr.blockshape
            return tuple(tuple(expr.blocks[i, j] for j in range(columns)) for i in range(rows))
        case heads.MatAdd():
            return reduce(_added, [_grid(arg, expr) for arg in expr.args])
        case heads.MatMul():
            numbers = [arg for arg in expr.args if not isinstance(arg, MatrixExpr)]
            grid = reduce(_multiplied, [_grid(arg, expr) for arg in expr.args if isinstance(arg, MatrixExpr)])
            return tuple(tuple(heads.MatMul(*numbers, block) for block in row) for row in grid) if numbers else grid
        case heads.MatPow(exp=exponent) if exponent.is_Integer and 0 < exponent <= MAX_POWER:
            return reduce(_multiplied, [_grid(expr.base, expr)] * int(exponent))
        case heads.Transpose():
            grid = _grid(expr.arg, expr)
            return tuple(tuple(heads.Transpose(block) for block in column) for column in zip(*grid, strict=True))
    raise NoCounterpart(f"{type(expr).__name__} of a block matrix is not worked out; state it for the blocks")


def _grid(expr: Any, whole: Any) -> Grid:
    found = blocks_of(expr)
    if found is None:
        raise NoCounterpart(f"{shown(expr)} has no blocks, and stands beside a block matrix in {shown(whole)}")
    return found


def check_alike(left: Grid, right: Grid) -> None:
    """Refuse two grids whose blocks have different shapes."""
    shapes = [[[block.shape for block in row] for row in grid] for grid in (left, right)]
    if shapes[0] != shapes[1]:
        raise NoCounterpart("two block matrices are not divided alike")


def _added(left: Grid, right: Grid) -> Grid:
    check_alike(left, right)
    return tuple(tuple(map(heads.MatAdd, *rows)) for rows in zip(left, right, strict=True))


def _multiplied(left: Grid, right: Grid) -> Grid:
    widths = [[block.shape[1] for block in row] for row in left]
    heights = [block[0].shape[0] for block in right]
    if any(width != heights for width in widths):
        raise NoCounterpart("two block matrices are divided differently where they meet in a product")
    columns = tuple(zip(*right, strict=True))
    return tuple(tuple(_inner(row, column) for column in columns) for row in left)


def _inner(row: tuple[Any, ...], column: tuple[Any, ...]) -> Any:
    products = [heads.MatMul(a, b) for a, b in zip(row, column, strict=True)]
    return products[0] if len(products) == 1 else heads.MatAdd(*products)
