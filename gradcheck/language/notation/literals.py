r"""Arrays that are written out: [1, 2], [[1, 2], [3, 4]], [a, b; c, d], \begin{pmatrix} a & b \\ c & d \end{pmatrix}.

One row is a vector in text, and a row in LaTeX, where a vector stands upright; so does [a; b].  An entry may be a block
whose sides are numbers, with 0 for a block of zeros; blocks of other sides are refused.  [x] is x in brackets.
"""

from __future__ import annotations

from gradcheck.language.notation.elaborator import Elaborator, Row
from gradcheck.language.notation.tree import Rows, Tree, bare
from gradcheck.language.syntax.arrays import Entry
from gradcheck.language.syntax.literals import matrix_of, vector_of
from gradcheck.language.syntax.terms import Num, Term, as_term

MAX_ENTRIES = 400
Cells = list[list[Term]]


def groups_one(tree: Rows) -> bool:
    """Whether the brackets are around one formula and group it; [[1, 2]] is a matrix with one row."""
    cell = bare(tree.rows[0][0])
    return len(tree.rows) == len(tree.rows[0]) == 1 and not (isinstance(cell, Rows) and not groups_one(cell))


def elaborate_rows(within: Elaborator, tree: Rows, depth: int) -> Term | Row:
    """Return the vector, the row or the matrix."""
    _check_size(within, tree, len(tree.rows) * len(tree.rows[0]))
    trees = _nested(within, tree)
    if trees is None:
        cells = [[within.term(cell, depth) for cell in row] for row in _even(within, tree, tree.rows)]
        is_vector = len(tree.rows) == 1 or len(tree.rows[0]) == 1
        if is_vector and not any(cell.shape for row in cells for cell in row):
            vector = vector_of([cell for row in cells for cell in row], within.unit)
            return Row(vector) if len(tree.rows) == 1 and _is_matrix_of_latex(within, tree) else vector
    else:
        cells = [[within.term(cell, depth) for cell in row] for row in trees]
    entries = _expanded(within, tree, cells)
    _check_size(within, tree, len(entries) * len(entries[0]))
    return matrix_of(entries, within.unit)


def _check_size(within: Elaborator, tree: Tree, entries: int) -> None:
    if entries > MAX_ENTRIES:
        raise within.error("GC408", f"an array that is written out has at most {MAX_ENTRIES} entries", tree)


def _is_matrix_of_latex(within: Elaborator, tree: Tree) -> bool:
    start = within.source[tree.start : tree.start + 5]
    return start.startswith("\\") and start != "\\left"


def _nested(within: Elaborator, tree: Rows) -> tuple[tuple[Tree, ...], ...] | None:
    """Return the rows of [[a, b], [c, d]]; None where the cells are no rows themselves."""
    inner = [cell for cell in map(bare, tree.rows[0]) if isinstance(cell, Rows)]
    if len(tree.rows) > 1 or len(inner) != len(tree.rows[0]) or any(len(one.rows) > 1 for one in inner):
        return None
    return _even(within, tree, tuple(one.rows[0] for one in inner))


def _even(within: Elaborator, tree: Rows, rows: tuple[tuple[Tree, ...], ...]) -> tuple[tuple[Tree, ...], ...]:
    for row in rows:
        if len(row) != len(rows[0]):
            message = f"this row has {len(row)} entries, and the first one {len(rows[0])}"
            raise within.error("GC415", message, row[0])
    return rows


def _expanded(within: Elaborator, tree: Rows, cells: Cells) -> Cells:
    """Return the entries of a matrix of numbers and blocks."""
    for cell in (cell for row in cells for cell in row):
        if len(cell.shape) == 1 or not all(isinstance(side, Num) for side in cell.shape):
            hint = "the sides of a block are numbers, as in  A in R^(2 x 2)"
            raise within.error("GC410", "this cannot be a block of a matrix that is written out", tree, hint)
    heights = [max(_sides(cell)[0] for cell in row) for row in cells]
    widths = [max(_sides(row[k])[1] for row in cells) for k in range(len(cells[0]))]
    entries: Cells = []
    for row, height in zip(cells, heights, strict=True):
        for i in range(1, height + 1):
            entries.append([])
            for cell, width in zip(row, widths, strict=True):
                is_zero = isinstance(cell, Num) and cell.value == 0
                if not is_zero and _sides(cell) != (height, width):
                    raise within.error("GC415", f"the blocks do not fit: one is {height} by {width}", tree)
                for j in range(1, width + 1):
                    entries[-1].append(Entry(cell, (as_term(i), as_term(j))) if cell.shape else cell)
    return entries


def _sides(cell: Term) -> tuple[int, int]:
    sides = [int(side.value) for side in cell.shape if isinstance(side, Num)]
    return (sides[0], sides[1]) if len(sides) == 2 else (1, 1)
