r"""Environments in a formula: matrices and cases.

    \begin{pmatrix} a & b \\ c & d \end{pmatrix}    Rows; of one column, a vector that stands upright; vmatrix: det
    \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}      Cases; also with \{ and an array

Refuses rows of different lengths in a matrix, conditions that are prose, and other environments inside of a formula
unless they hold one row.
"""

from __future__ import annotations

from gradcheck.language.notation.latex.commands import CASES, DOTS, MATRICES, ROWS
from gradcheck.language.notation.latex.cursor import Cursor
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.latex.words import kind_of
from gradcheck.language.notation.tree import Call, Cases, Dots, Fenced, Joined, Name, Operator, Precedence, Rows, Tree

Cell = tuple[int, int]  # the numbers of its tokens


def read_environment(cursor: Cursor, begin: Token) -> Tree:
    """Read an environment whose beginning was read."""
    name = begin.text
    if name in CASES:
        rows, end = cells(cursor, begin)
        return _cases(cursor, begin, begin.start, end, rows)
    if name in MATRICES:
        rows, end = cells(cursor, begin)
        return _matrix(cursor, begin, end, rows)
    if name in ROWS:
        rows, end = cells(cursor, begin)
        if len(rows) == 1:
            first, last = rows[0][0][0], rows[0][-1][1]
            if all(start == stop for start, stop in rows[0][:-1]):
                return cursor.formula(rows[0][-1][0], last)
            if len(rows[0]) == 1:
                return cursor.formula(first, last)
        raise cursor.error("GC410", f"rows of {name} stand inside of a formula", begin, "write them as a display")
    raise cursor.error("GC410", f"the environment {name} is not read", begin)


def read_choice(cursor: Cursor, opening: Token) -> Tree | None:
    """Read \\left\\{ \\begin{array} ... \\end{array} \\right. as cases; None if it is something else."""
    begin, place = cursor.token, cursor.place
    if begin.text not in MATRICES and begin.text not in ROWS:
        return None
    cursor.skip()
    rows, _ = cells(cursor, begin)
    if not cursor.token.is_command("right."):
        cursor.go(place)
        return None
    return _cases(cursor, begin, opening.start, cursor.skip().end, rows)


def cells(cursor: Cursor, begin: Token) -> tuple[list[list[Cell]], int]:
    """Return the cells of each row of an environment, go behind it, and return where it ends."""
    rows: list[list[Cell]] = [[]]
    level, first = 0, cursor.place
    while True:
        token = cursor.token
        if token.kind == "end":
            raise cursor.error("GC403", f"\\end{{{begin.text}}} is missing", begin)
        if token.kind == "finish" and level == 0:
            break
        if token.kind in ("begin", "finish"):
            level += 1 if token.kind == "begin" else -1
        elif level == 0 and (token.is_sign("&") or token.is_command("\\")):
            rows[-1].append((first, cursor.place))
            first = cursor.place + 1
            if token.text == "\\":
                rows.append([])
        cursor.skip()
    if cursor.token.text != begin.text:
        message = f"\\begin{{{begin.text}}} is closed by \\end{{{cursor.token.text}}}"
        raise cursor.error("GC403", message, cursor.token)
    if first < cursor.place or rows[-1]:
        rows[-1].append((first, cursor.place))
    end = cursor.skip().end
    return [row for row in rows if any(start < stop for start, stop in row)], end


def _matrix(cursor: Cursor, begin: Token, end: int, rows: list[list[Cell]]) -> Tree:
    """Return a matrix, or what is made of one by the bars around it."""
    if not rows:
        raise cursor.error("GC411", "the matrix is empty", begin)
    found: list[tuple[Tree, ...]] = []
    inside = cursor.tokens[rows[0][0][0] : cursor.place]
    has_dots = any(token.kind == "command" and token.text in DOTS for token in inside)
    for row in rows:
        if len(row) != len(rows[0]):
            place = cursor.tokens[row[0][0]]
            message = f"this row of the matrix has {len(row)} entries, and the first one {len(rows[0])}"
            raise cursor.error("GC415", message, place)
        entries = []
        for start, stop in row:
            if start < stop:
                entries.append(cursor.formula(start, stop))
            elif has_dots:
                entries.append(Dots(cursor.tokens[start].start, cursor.tokens[start].start))
            else:
                raise cursor.error("GC411", "an entry of the matrix is missing", cursor.tokens[start])
        found.append(tuple(entries))
    tree = Rows(begin.start, end, tuple(found))
    kind = MATRICES[begin.text]
    if kind == "det":
        return Call(begin.start, end, Name(begin.start, begin.end, "det"), (tree,))
    return Fenced(begin.start, end, "norm", (tree,)) if kind == "norm" else tree


def _cases(cursor: Cursor, begin: Token, start: int, end: int, rows: list[list[Cell]]) -> Tree:
    """Return the values of cases with their conditions."""
    if not rows:
        raise cursor.error("GC411", "there are no cases", begin)
    branches: list[tuple[Tree, Tree | None]] = []
    for number, row in enumerate(rows):
        row = [(first, last) for first, last in row if first < last]
        if len(row) == 1:
            row = _parted(cursor, row[0])
        if len(row) > 2:
            raise cursor.error("GC410", "a case has a value and a condition", cursor.tokens[row[2][0]])
        first, last = row[0]
        while last > first and cursor.tokens[last - 1].is_sign(",", ";"):
            last -= 1
        if first == last:
            raise cursor.error("GC411", "a value is missing", cursor.tokens[first])
        value = cursor.formula(first, last)
        condition = _condition(cursor, row[1]) if len(row) == 2 else None
        if condition is None and number < len(rows) - 1:
            message = "only the last case may have no condition"
            raise cursor.error(
                "GC411", message, cursor.tokens[row[0][0]], "write \\text{if } and the condition behind &"
            )
        branches.append((value, condition))
    return Cases(start, end, tuple(branches))


def _parted(cursor: Cursor, cell: Cell) -> list[Cell]:
    """Return the value and the condition of a case without &, which words or a comma part."""
    level = 0
    for at in range(*cell):
        token = cursor.tokens[at]
        level += token.is_sign("(", "[", "{") - token.is_sign(")", "]", "}")
        if level == 0 and token.kind == "words" and kind_of(token.text) in ("if", "for", "otherwise", "where"):
            return [(cell[0], at), (at, cell[1])]
        if level == 0 and token.is_sign(",") and at + 1 < cell[1]:
            return [(cell[0], at), (at + 1, cell[1])]
    return [cell]


def _condition(cursor: Cursor, cell: Cell) -> Tree | None:
    """Return the condition of a case; None for otherwise."""
    first, last = cell
    while last > first and cursor.tokens[last - 1].is_sign(",", ";", "."):
        last -= 1
    while first < last:
        token = cursor.tokens[first]
        if token.kind != "words":
            break
        kind = kind_of(token.text)
        if kind == "otherwise":
            if first + 1 < last:
                raise cursor.error("GC410", "something stands behind otherwise", cursor.tokens[first + 1])
            return None
        if kind not in ("if", "for", "where", "given"):
            raise cursor.error("GC410", f"the condition {token.text.strip()!r} is prose", token)
        first += 1
    if first == last:
        return None
    parts: list[Tree] = []
    between: list[Operator] = []
    begin = first
    level = 0
    for at in range(first, last + 1):
        token = cursor.tokens[at]
        level += token.is_sign("(", "[", "{") - token.is_sign(")", "]", "}")
        is_comma = level == 0 and token.is_sign(",")
        if at == last or is_comma:
            parts.append(cursor.formula(begin, at))
            begin = at + 1
            if is_comma and at < last:
                between.append(Operator(token.start, token.end, "and"))
    if len(parts) == 1:
        return parts[0]
    return Joined(parts[0].start, parts[-1].end, Precedence.AND, tuple(parts), tuple(between))
