"""Explicit matrices and block matrices of SymPy as grids of cells, by the definitions of what is done with them.

An explicit matrix is a grid of 1 by 1 cells, a block matrix one of matrices; a matrix without cells that stands beside
a grid is divided as the grid is, a MatrixSymbol with literal sides into its entries.

    (A + B)[i][j] = A[i][j] + B[i][j]     (A*B)[i][j] = sum over k of A[i][k]*B[k][j]     (A.T)[i][j] = A[j][i].T
    Derivative(A, x)[i][j] = Derivative(A[i][j], x)              Trace(A) = sum over i of Trace(A[i][i])
    Determinant(A)    of 1 by 1 cells: along the first row;      of a block triangular A: the product over A[i][i]
    Inverse(A)        of 1 by 1 cells: the adjugate over the determinant, which must not be 0
                      of a block triangular A = D + N: X[i][i] = A[i][i].I,
                      X[i][j] = -A[i][i].I * sum over the k between of A[i][k]*X[k][j]

An equation between two grids is the conjunction of those between their cells, an order that of the orders, and A != B
says that two cells differ, or that the sum of the squared differences is not 0 where a cell may have no value.  Nothing
that may have no value is dropped: a product with a zero is left out only where the other factor has a value by its
form, and what a trace, a determinant or an entry does not use stands beside it with a factor 0.

Outside of a held block SymPy computes with explicit matrices before they are read: sums, products, powers, inverses and
entries of them are gone by then, with what they divided by.  ``MatMul(A, B)``, ``Inverse(A)``, ``Determinant(A)`` and
what stands beside a MatrixSymbol are seen.

Refused: grids that are divided differently, determinants of more than 5 rows and inverses of more than 4 without
blocks, those of grids that are not block triangular, functions, slices and Kronecker products of grids, and a grid
where a single array is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import Any, NamedTuple

import sympy
from sympy.matrices import MatrixBase
from sympy.matrices import expressions as heads
from sympy.matrices.expressions import MatrixExpr
from sympy.matrices.expressions.matexpr import MatrixElement

from gradcheck.language.sympy import matrices
from gradcheck.language.sympy.binders import derived
from gradcheck.language.sympy.matrices import MAX_POWER, Piece, entrywise, kind_of, piece_from_sympy, sides_of, times
from gradcheck.language.sympy.refusals import NoCounterpart, shown
from gradcheck.language.sympy.scalars import CONVERTERS, scalar_from_sympy
from gradcheck.language.sympy.symbols import Bound
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Or, Proposition, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Pow, Symbol, Term, as_term

MAX_SIDE, MAX_DETERMINANT, MAX_INVERSE = 16, 5, 4
TOTAL = (
    Symbol, Num, Add, Mul, Neg, arrays.Array, arrays.Identity, arrays.Ones, arrays.Transpose, arrays.MatMul,
    arrays.Hadamard, arrays.Outer,
)  # fmt: skip
ZERO, ONE = as_term(0), as_term(1)
Sides = tuple[Any, ...]  # the heights of rows, or the widths of columns, of a grid


class Cell(NamedTuple):
    """A block, or an entry: its term, and its shape as SymPy has it."""

    term: Term
    shape: tuple[Any, Any]


Grid = tuple[tuple[Cell, ...], ...]


def has_cells(expr: Any) -> bool:
    """Whether the expression is a matrix that is made of explicit or block matrices."""
    if isinstance(expr, heads.BlockMatrix | MatrixBase):
        return True
    if isinstance(expr, sympy.Derivative):  # by a matrix it has the shape of that
        return has_cells(expr.expr) and all(isinstance(variable, sympy.Symbol) for variable, _ in expr.variable_count)
    return isinstance(expr, MatrixExpr) and any(map(has_cells, expr.args))


def grid_of(expr: Any, bound: Bound, heights: Sides | None = None, widths: Sides | None = None) -> Grid:
    """Return the cells of a matrix; the sides say how one is divided that has none by itself."""
    if not has_cells(expr):
        return _divided(expr, bound, heights, widths)
    match expr:
        case MatrixBase():
            return _explicit(expr, bound)
        case heads.BlockMatrix():
            return _flattened(expr, bound)
        case heads.MatAdd():
            like = _division(grid_of(next(filter(has_cells, expr.args)), bound))
            return reduce(_added, [grid_of(arg, bound, *like) for arg in expr.args])
        case heads.MatMul():
            return _product(expr, bound, heights, widths)
        case heads.MatPow(exp=exponent) if exponent.is_Integer and abs(exponent) <= MAX_POWER:
            base = grid_of(expr.base, bound)
            sides = _square(base, expr)
            if exponent == 0 and all(_is_total(cell.term) for row in base for cell in row):
                return _identity(sides)
            if exponent != 0:
                power = reduce(_multiplied, [base] * abs(int(exponent)))
                return _inverse(power, expr.base) if exponent < 0 else power
        case heads.Transpose() | heads.Adjoint():
            return tuple(zip(*(map(_transposed, row) for row in grid_of(expr.arg, bound)), strict=True))
        case heads.Inverse():
            return _inverse(grid_of(expr.arg, bound), expr.arg)
        case heads.HadamardProduct():
            like = _division(grid_of(next(filter(has_cells, expr.args)), bound))
            return reduce(_cell_by_cell, [grid_of(arg, bound, *like) for arg in expr.args])
        case sympy.Derivative():
            return _each(grid_of(expr.expr, bound), lambda term: derived(term, expr, bound))
    if type(expr).__name__ == "ExpectationMatrix" and len(expr.args) == 1:
        return _each(grid_of(expr.args[0], bound), Expectation)
    raise NoCounterpart(
        f"{type(expr).__name__} of a matrix with entries or blocks is not worked out: {shown(expr)}; state it for them"
    )


def _explicit(expr: Any, bound: Bound) -> Grid:
    rows, columns = expr.shape
    if not (0 < rows <= MAX_SIDE and 0 < columns <= MAX_SIDE):
        raise NoCounterpart(f"an explicit matrix has 1 to {MAX_SIDE} rows and columns; take a MatrixSymbol for others")
    entries = ((scalar_from_sympy(expr[i, j], bound) for j in range(columns)) for i in range(rows))
    return tuple(tuple(Cell(entry, (sympy.S.One, sympy.S.One)) for entry in row) for row in entries)


def _flattened(expr: Any, bound: Bound) -> Grid:
    """Return the cells of a block matrix, of blocks that are explicit their entries."""
    rows, columns = expr.blockshape
    blocks = [[expr.blocks[i, j] for j in range(columns)] for i in range(rows)]
    divided = _natural if any(has_cells(block) for row in blocks for block in row) else lambda side: (side,)
    found: list[tuple[Cell, ...]] = []
    for row in blocks:
        grids = []
        for block in row:
            high, wide = (sympy.Integer(side) if isinstance(side, int) else side for side in block.shape)
            division = divided(high), divided(wide)
            grid = grid_of(block, bound, *division)
            grids.append(grid if _division(grid) == division else _refined(grid))
        found += [tuple(cell for part in parts for cell in part) for parts in zip(*grids, strict=True)]
    return tuple(found)


def _division(grid: Grid) -> tuple[Sides, Sides]:
    return tuple(row[0].shape[0] for row in grid), tuple(cell.shape[1] for cell in grid[0])


def _divided(expr: Any, bound: Bound, heights: Sides | None, widths: Sides | None) -> Grid:
    """Return a matrix without cells, or a number, in the cells that are asked for."""
    if not isinstance(expr, MatrixExpr | sympy.Derivative | sympy.Sum):
        return ((Cell(scalar_from_sympy(expr, bound), (sympy.S.One, sympy.S.One)),),)
    piece = piece_from_sympy(expr, bound) if isinstance(expr, MatrixExpr) else None
    shape = tuple(expr.shape) if isinstance(expr, MatrixExpr) else _shape_of(expr)
    high, wide = (given or _natural(side) for given, side in zip((heights, widths), shape, strict=True))
    if (sympy.Add(*high, evaluate=True), sympy.Add(*wide, evaluate=True)) != tuple(shape):
        raise NoCounterpart(f"{shown(expr)} does not fit beside a matrix with other sides")
    if len(high) == len(wide) == 1:
        return ((Cell(piece.term if piece else matrices.term_from_sympy(expr, bound), tuple(shape)),),)
    if isinstance(expr, heads.Identity) and high == wide:
        return _identity(high)
    if isinstance(expr, heads.ZeroMatrix):
        return tuple(tuple(_zero((h, w)) for w in wide) for h in high)
    if any(side != 1 for side in (*high, *wide)):
        raise NoCounterpart(f"{shown(expr)} has no blocks, and stands beside a matrix with some; write its blocks")
    piece = piece or Piece(matrices.term_from_sympy(expr, bound), kind_of(tuple(shape)))
    return _entries(piece, len(high), len(wide))


def _shape_of(expr: Any) -> tuple[Any, Any]:
    inner = expr.expr if isinstance(expr, sympy.Derivative) else expr.function
    by = [variable.shape for variable, _ in getattr(expr, "variable_count", ()) if hasattr(variable, "shape")]
    shapes = [*by, *([inner.shape] if getattr(inner, "shape", (1, 1)) != (1, 1) else [])]
    if len(shapes) != 1:
        raise NoCounterpart(f"{shown(expr)} has more than two indices; compare its entries")
    rows, columns = shapes[0]
    return rows, columns


def _natural(side: Any) -> Sides:
    """Return a literal side entry by entry, another one as a whole."""
    return (sympy.S.One,) * int(side) if side.is_Integer and 0 < side <= MAX_SIDE else (side,)


def _entries(piece: Piece, rows: int, columns: int) -> Grid:
    def entry(i: int, j: int) -> Cell:
        places = {"matrix": (i, j), "column": (i,), "row": (j,), "scalar": ()}[piece.kind]
        indices = tuple(as_term(place + 1) for place in places)
        return Cell(arrays.index_into(piece.term, indices) if indices else piece.term, (sympy.S.One, sympy.S.One))

    return tuple(tuple(entry(i, j) for j in range(columns)) for i in range(rows))


def _refined(grid: Grid) -> Grid:
    """Return a grid of literal sides entry by entry."""
    if not all(side.is_Integer and side <= MAX_SIDE for part in _division(grid) for side in part):
        raise NoCounterpart("a block matrix has blocks that are divided, beside others that are not; write out all")
    found: list[tuple[Cell, ...]] = []
    for row in grid:
        parts = [_entries(Piece(c.term, kind_of(c.shape)), int(c.shape[0]), int(c.shape[1])) for c in row]
        found += [tuple(cell for part in line for cell in part) for line in zip(*parts, strict=True)]
    return tuple(found)


def alike(left: Grid, right: Grid) -> tuple[Grid, Grid]:
    """Return two grids divided alike."""
    if _division(left) == _division(right):
        return left, right
    sides = [side for grid in (left, right) for part in _division(grid) for side in part]
    if all(side.is_Integer and side <= MAX_SIDE for side in sides):
        left, right = _refined(left), _refined(right)
    if _division(left) != _division(right):
        raise NoCounterpart("two matrices with entries or blocks are not divided alike; write them with equal blocks")
    return left, right


def _product(expr: Any, bound: Bound, heights: Sides | None, widths: Sides | None) -> Grid:
    numbers = [scalar_from_sympy(arg, bound) for arg in expr.args if not isinstance(arg, MatrixExpr | MatrixBase)]
    factors = [arg for arg in expr.args if isinstance(arg, MatrixExpr | MatrixBase)]
    grids: list[Grid] = []
    for k, factor in enumerate(factors):
        above = _division(grids[-1])[1] if grids else heights
        after = factors[k + 1] if k + 1 < len(factors) else None
        beside = widths if after is None else _division(grid_of(after, bound))[0] if has_cells(after) else None
        grids.append(grid_of(factor, bound, above, beside))
    whole = reduce(_multiplied, grids)
    for number in reversed(numbers):
        whole = _each(whole, partial(_scaled, number))
    return whole


def _each(grid: Grid, change: Callable[[Term], Term]) -> Grid:
    return tuple(tuple(Cell(change(cell.term), cell.shape) for cell in row) for row in grid)


def _scaled(number: Term, term: Term) -> Term:
    if isinstance(number, Num) and number.value < 0:
        return Neg(_scaled(Num(-number.value), term))
    return term if number is ONE else Mul((number, *(term.factors if isinstance(term, Mul) else (term,))))


def _added(left: Grid, right: Grid) -> Grid:
    return tuple(
        tuple(_sum([a, b]) for a, b in zip(*rows, strict=True)) for rows in zip(*alike(left, right), strict=True)
    )


def _cell_by_cell(left: Grid, right: Grid) -> Grid:
    return tuple(
        tuple(Cell(entrywise(a.term, b.term), a.shape) for a, b in zip(*rows, strict=True))
        for rows in zip(*alike(left, right), strict=True)
    )


def _multiplied(left: Grid, right: Grid) -> Grid:
    if _division(left)[1] != _division(right)[0]:
        sides = [side for grid in (left, right) for part in _division(grid) for side in part]
        if all(side.is_Integer and side <= MAX_SIDE for side in sides):
            left, right = _refined(left), _refined(right)
    if _division(left)[1] != _division(right)[0]:
        raise NoCounterpart("two block matrices are divided differently where they meet in a product")
    columns = tuple(zip(*right, strict=True))
    return tuple(
        tuple(_sum([_cell_product(a, b) for a, b in zip(row, column, strict=True)]) for column in columns)
        for row in left
    )


def _cell_product(left: Cell, right: Cell) -> Cell:
    shape = left.shape[0], right.shape[1]
    for one, other in ((left, right), (right, left)):
        if _is_zero(one) and _is_total(other.term):
            return _zero(shape)
        if one.term is ONE or isinstance(one.term, arrays.Identity):
            return Cell(other.term, shape)
    return Cell(times(Piece(left.term, kind_of(left.shape)), Piece(right.term, kind_of(right.shape))).term, shape)


def _sum(cells: list[Cell]) -> Cell:
    parts = [cell.term for cell in cells if not _is_zero(cell)]
    if not parts:
        return cells[0]
    flat = (*(parts[0].terms if isinstance(parts[0], Add) else parts[:1]), *parts[1:])
    return Cell(Add(flat) if len(flat) > 1 else flat[0], cells[0].shape)


def _transposed(cell: Cell) -> Cell:
    term = arrays.Transpose(cell.term) if kind_of(cell.shape) == "matrix" and not _is_zero(cell) else cell.term
    if isinstance(cell.term, arrays.Transpose):
        term = cell.term.matrix
    return Cell(term, cell.shape[::-1]) if not _is_zero(cell) else _zero(cell.shape[::-1])


def _zero(shape: tuple[Any, Any]) -> Cell:
    return Cell(ZERO if kind_of(shape) == "scalar" else Mul((ZERO, arrays.Ones(sides_of(shape)))), shape)


def _is_zero(cell: Cell) -> bool:
    return cell.term is _zero(cell.shape).term


def _is_total(term: Term) -> bool:
    """Whether a term has a value by its form, whatever its symbols are."""
    return all(isinstance(node, TOTAL) or _is_literal(node) for node in walk(term))


def _is_literal(node: Any) -> bool:
    """Whether the node is an entry that exists, as the sides and the place are numbers."""
    if not isinstance(node, arrays.Entry):
        return False
    pairs = zip(node.indices, node.array.shape, strict=True)
    return all(isinstance(k, Num) and isinstance(side, Num) and 1 <= k.value <= side.value for k, side in pairs)


def _identity(sides: Sides) -> Grid:
    def cell(i: int, j: int) -> Cell:
        if i != j:
            return _zero((sides[i], sides[j]))
        return Cell(ONE if sides[i] == 1 else arrays.Identity(sides_of((sides[i], 1))[0]), (sides[i], sides[i]))

    return tuple(tuple(cell(i, j) for j in range(len(sides))) for i in range(len(sides)))


def _square(grid: Grid, expr: Any) -> Sides:
    heights, widths = _division(grid)
    if heights != widths:
        raise NoCounterpart(f"{shown(expr)} needs a square matrix whose blocks on the diagonal are square")
    return heights


def _with(term: Term, cells: list[Cell]) -> Term:
    """Return the term, which has a value only where the cells have one."""
    asked = [cell.term for cell in cells if not _is_total(cell.term)]
    return Add((term, *(Mul((ZERO, arrays.Norm(part) if part.shape else part)) for part in asked))) if asked else term


def determinant(grid: Grid, expr: Any) -> Term:
    """Return the determinant, along the first row or of a block triangular grid."""
    sides = _square(grid, expr)
    if all(side == 1 for side in sides) and len(sides) <= MAX_DETERMINANT:
        return _along_first_row(grid).term
    if not any(_is_triangular(each) for each in (grid, tuple(zip(*grid, strict=True)))):
        raise NoCounterpart(
            f"the determinant of {shown(expr)} is worked out for at most {MAX_DETERMINANT} rows of entries, and for"
            " block triangular matrices; state it by a Schur complement, Determinant(A)*Determinant(D - C*A.I*B)"
        )
    factors = [c.term if kind_of(c.shape) == "scalar" else arrays.Determinant(c.term) for c in _diagonal(grid)]
    return _with(Mul(tuple(factors)) if len(factors) > 1 else factors[0], _off_diagonal(grid))


def _along_first_row(grid: Grid) -> Cell:
    if len(grid) == 1:
        return grid[0][0]
    parts = []
    for j, cell in enumerate(grid[0]):
        part = _cell_product(cell, _along_first_row(_minor(grid, 0, j)))
        parts.append(Cell(Neg(part.term), part.shape) if j % 2 and not _is_zero(part) else part)
    return _sum(parts)


def _minor(grid: Grid, row: int, column: int) -> Grid:
    return tuple(tuple(c for j, c in enumerate(cells) if j != column) for i, cells in enumerate(grid) if i != row)


def _is_triangular(grid: Grid) -> bool:
    """Whether all cells below the diagonal are zeros by their form."""
    return all(_is_zero(cell) for i, row in enumerate(grid) for cell in row[:i])


def _diagonal(grid: Grid) -> list[Cell]:
    return [row[i] for i, row in enumerate(grid)]


def _off_diagonal(grid: Grid) -> list[Cell]:
    return [cell for i, row in enumerate(grid) for j, cell in enumerate(row) if i != j]


def _inverse(grid: Grid, expr: Any) -> Grid:
    sides = _square(grid, expr)
    if all(side == 1 for side in sides) and len(sides) <= MAX_INVERSE:
        return _by_adjugate(grid)
    flipped = tuple(zip(*grid, strict=True))
    if _is_triangular(grid):
        return _by_substitution(grid, range(len(grid)))
    if _is_triangular(flipped):
        return _by_substitution(grid, range(len(grid) - 1, -1, -1))
    raise NoCounterpart(
        f"the inverse of {shown(expr)} is worked out for at most {MAX_INVERSE} rows of entries, and for block"
        " triangular matrices; state that a product with it is the identity"
    )


def _by_adjugate(grid: Grid) -> Grid:
    whole, size = _along_first_row(grid).term, len(grid)

    def cell(i: int, j: int) -> Cell:
        cofactor = _along_first_row(_minor(grid, j, i)).term if size > 1 else ONE
        return Cell(Div(Neg(cofactor) if (i + j) % 2 else cofactor, whole), grid[0][0].shape)

    return tuple(tuple(cell(i, j) for j in range(size)) for i in range(size))


def _by_substitution(grid: Grid, order: range) -> Grid:
    """Return the inverse of a grid whose cell (i, j) is a zero unless i comes before j in the order, or is j."""
    places = list(order)
    inverses = {i: _inverted(grid[i][i]) for i in places}
    found = {(i, j): _zero(grid[i][j].shape) for i in places for j in places}
    for at, j in enumerate(places):
        found[j, j] = inverses[j]
        for before in range(at - 1, -1, -1):
            i = places[before]
            inner = _sum([_cell_product(grid[i][k], found[k, j]) for k in places[before + 1 : at + 1]])
            part = _cell_product(inverses[i], inner)
            found[i, j] = part if _is_zero(part) else Cell(Neg(part.term), part.shape)
    return tuple(tuple(found[i, j] for j in range(len(grid))) for i in range(len(grid)))


def _inverted(cell: Cell) -> Cell:
    if isinstance(cell.term, arrays.Identity):
        return cell
    scalar = kind_of(cell.shape) == "scalar"
    return Cell(Div(ONE, cell.term) if scalar else arrays.Inverse(cell.term), cell.shape)


def compared(op: str, left: Any, right: Any) -> Proposition:
    """Return the relation of two matrices of which one has cells, cell by cell; ``!=`` says that some cell differs."""
    if has_cells(left):
        one = grid_of(left, {})
        other = grid_of(right, {}, *_division(one))
    else:
        other = grid_of(right, {})
        one = grid_of(left, {}, *_division(other))
    pairs = [pair for rows in zip(*alike(one, other), strict=True) for pair in zip(*rows, strict=True)]
    if op == "!=":
        gaps = [Add((a.term, Neg(b.term))) for a, b in pairs]
        if all(map(_is_total, gaps)):
            apart = tuple(Relation("!=", arrays.Norm(gap), ZERO) if gap.shape else Relation("!=", a.term, b.term)
                          for gap, (a, b) in zip(gaps, pairs, strict=True))  # fmt: skip
            return apart[0] if len(apart) == 1 else Or(apart)
        squares = tuple(Pow(arrays.Norm(gap) if gap.shape else gap, as_term(2)) for gap in gaps)
        return Relation("!=", Add(squares) if len(squares) > 1 else squares[0], ZERO)
    relations = tuple(Relation(op, a.term, b.term) for a, b in pairs)
    return relations[0] if len(relations) == 1 else And(relations)


def _alone(expr: Any, bound: Bound) -> Piece | None:
    """Return the only cell of a matrix with cells."""
    if not has_cells(expr):
        return None
    grid = grid_of(expr, bound)
    if len(grid) == len(grid[0]) == 1:
        return Piece(grid[0][0].term, kind_of(grid[0][0].shape))
    raise NoCounterpart(
        f"{shown(expr)} has entries or blocks, and stands where one array is needed: compare it with another matrix,"
        " or state its entries"
    )


def _trace(expr: Any, bound: Bound) -> Term:
    if not has_cells(expr.arg):
        return matrices.trace(expr, bound)
    grid = grid_of(expr.arg, bound)
    _square(grid, expr)
    parts = [c.term if kind_of(c.shape) == "scalar" else arrays.Trace(c.term) for c in _diagonal(grid)]
    return _with(Add(tuple(parts)) if len(parts) > 1 else parts[0], _off_diagonal(grid))


def _determinant(expr: Any, bound: Bound) -> Term:
    return determinant(grid_of(expr.arg, bound), expr.arg) if has_cells(expr.arg) else matrices.determinant(expr, bound)


def _entry(expr: Any, bound: Bound) -> Term:
    parent, *places = expr.args
    if not has_cells(parent):
        return matrices.entry(expr, bound)
    grid = grid_of(parent, bound)
    (i, row), (j, column) = (_located(place, sides, expr) for place, sides in zip(places, _division(grid), strict=True))
    piece = Piece(grid[i][j].term, kind_of(grid[i][j].shape))
    indices = {"matrix": (row, column), "column": (row,), "row": (column,), "scalar": ()}[piece.kind]
    term = arrays.index_into(piece.term, tuple(as_term(k + 1) for k in indices)) if indices else piece.term
    return _with(term, [cell for cells in grid for cell in cells if cell is not grid[i][j]])


def _dot(expr: Any, bound: Bound) -> Term:
    """Return the inner product: a row times a column."""
    row, column = (arg if arg.shape[axis] == 1 else heads.Transpose(arg) for axis, arg in enumerate(expr.args))
    return piece_from_sympy(heads.MatMul(row, column), bound).term


def _located(place: Any, sides: Sides, expr: Any) -> tuple[int, int]:
    """Return the cell in which a row or column lies, and which one of the cell it is."""
    rest = place
    for number, side in enumerate(sides):
        if rest.is_Integer and rest >= 0 and (not side.is_Integer or rest < side):
            return number, int(rest)
        rest = sympy.expand(rest - side)
    raise NoCounterpart(f"{shown(expr)} is an entry at a place that is not literal; take the entry of a block")


matrices.WITH_CELLS.append(_alone)
CONVERTERS.update({heads.Trace: _trace, heads.Determinant: _determinant, MatrixElement: _entry, heads.DotProduct: _dot})
