r"""The entry points: a fragment, a display, a line; from the characters of the source to trees and rows.

What stands around a formula is left out: $, $$, \( \), \[ \], and environments that set rows or a number.  A row
ends at \\ outside of parentheses and of other environments.  It goes on in the next one if it ends in an operator, if
its parentheses are still open, or if the next one begins with + or another operator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradcheck.language.notation.latex.clauses import is_operator, is_relation, read_row
from gradcheck.language.notation.latex.commands import ROWS
from gradcheck.language.notation.latex.cursor import level_change
from gradcheck.language.notation.latex.decoration import WIDE, undecorate
from gradcheck.language.notation.latex.macros import Macro, definitions_in, expand
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause, Display, Row, Words
from gradcheck.language.notation.latex.tokens import MAX_PARTS, SPACES, Token, refuse_cut, tokenize
from gradcheck.language.notation.readerror import ReadError

AROUND = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
NUMBER = re.compile(r"\(?[0-9]+[a-z]?\)?")


def read_display(source: str, start: int = 0, end: int | None = None, reading: Reading | None = None) -> Display:
    """Return the rows of the display in ``source[start:end]``.

    Raises ReadError where rows cannot be made out; what is wrong with one row stands in ``Row.error``.
    """
    reading = reading or Reading()
    end = len(source) if end is None else end
    try:
        tokens = tokens_of(source, start, end, reading)
        return _display(source, tokens, start, end, reading)
    except RecursionError:  # the limits of nesting come first; this is for callers that are deep themselves
        raise ReadError("GC408", "the formula is nested too deeply", source, start + 1) from None


def tokens_of(source: str, start: int, end: int, reading: Reading) -> list[Token]:
    """Return the tokens of a formula, without what stands around it, macros expanded and decoration left out."""
    refuse_cut(source, start, end)
    start, end = _inside(source, start, end)
    macros: Mapping[str, Macro] = reading.macros
    tokens: list[Token] = []
    place = start
    for definition in definitions_in(source, start, end):
        tokens += tokenize(source, place, definition.start)[:-1]
        macros = {**macros, definition.macro.name: definition.macro}
        place = definition.end
    tokens += tokenize(source, place, end)
    if len(tokens) > MAX_PARTS:
        raise ReadError("GC408", f"the formula has more than {MAX_PARTS:,} parts", source, start + 1)
    return undecorate(source, expand(source, tokens, macros))


def _inside(source: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of the formula without blanks and dollars around it."""
    for _ in range(3):
        while start < end and source[start] in SPACES:
            start += 1
        while start < end and source[end - 1] in SPACES:
            end -= 1
        for opening, closing in AROUND:
            length = len(opening)
            is_around = source.startswith(opening, start, end) and source.endswith(closing, start + length, end)
            if is_around and end - start >= 2 * length and not source.endswith("\\" + closing, start, end):
                start, end = start + length, end - length
                break
        else:
            break
    return start, end


def _display(source: str, tokens: list[Token], start: int, end: int, reading: Reading) -> Display:
    shared: list[Token] = []  # tags and labels outside of all rows
    rows = _joined(source, _rows(source, tokens, shared))
    found: list[Row] = []
    for row in rows:
        read = _row(source, row, reading)
        if read is not None:
            found.append(read)
    tag = next((token.text for token in shared if token.kind == "tag"), "")
    labels = tuple(token.text for token in shared if token.kind == "label")
    return Display(start, end, tuple(found), tag, labels)


def parts_columns(tokens: list[Token], at: int) -> bool:
    """Whether a & stands between two complete formulas, and not beside a relation or an operator."""
    if not 0 < at < len(tokens) - 1:
        return False
    before, behind = tokens[at - 1], tokens[at + 1]
    return not any(is_relation(one) or is_operator(one) or one.is_sign("&") for one in (before, behind))


class _Line:
    """The tokens of a row of the source, and whether the first of them stand behind a &."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.columns = 0
        self.begins_with_column = False
        self.lines = 1

    def add(self, token: Token) -> None:
        if token.is_sign("&"):
            self.columns += 1
            self.begins_with_column = self.begins_with_column or not self.tokens
            self.tokens.append(token)
        else:
            self.tokens.append(token)

    def plain(self) -> list[Token]:
        """Return the tokens without &; every second & is as wide a gap as a \\quad."""
        found: list[Token] = []
        columns = level = 0
        wide = False
        for at, token in enumerate(self.tokens):
            level += level_change(token)
            if token.is_sign("&") and level <= 0:
                columns += 1
                wide = wide or columns % 2 == 0 or parts_columns(self.tokens, at)
            elif token.kind not in ("tag", "label"):
                found.append(token._replace(gap=WIDE) if wide else token)  # type: ignore[arg-type]
                wide = False
        return found


def _rows(source: str, tokens: list[Token], shared: list[Token]) -> list[_Line]:
    """Return the rows, without the environments that set them."""
    lines = [_Line()]
    inner = 0  # environments that are a part of a formula
    opened: list[Token] = []  # environments that set rows
    for token in tokens[:-1]:
        if token.kind == "begin" and token.text in ROWS and not inner:
            if opened and any(one.kind != "label" for one in lines[-1].tokens) and not _is_open(lines[-1].tokens):
                pass
            elif lines[-1].tokens and not opened and not _is_open(lines[-1].tokens):
                lines.append(_Line())
            opened.append(token)
        elif token.kind == "finish" and token.text in ROWS and not inner:
            if not opened or opened[-1].text != token.text:
                begun = f"\\begin{{{opened[-1].text}}} is closed by" if opened else "nothing is closed by"
                raise ReadError("GC403", f"{begun} \\end{{{token.text}}}", source, token.start + 1)
            opened.pop()
        elif token.is_command("\\") and not inner:
            lines.append(_Line())
        elif token.kind in ("tag", "label") and not inner:
            if not opened and len([one for one in tokens if one.is_command("\\")]) > 0:
                shared.append(token)
            else:
                lines[-1].add(token)
        else:
            inner += (token.kind == "begin") - (token.kind == "finish")
            lines[-1].add(token)
    if opened:
        raise ReadError("GC403", f"\\end{{{opened[-1].text}}} is missing", source, opened[-1].start + 1)
    return [line for line in lines if line.tokens]


def _is_open(tokens: list[Token]) -> bool:
    """Whether a formula goes on behind the tokens."""
    last = next(
        (token for token in reversed(tokens) if not token.is_sign("&") and token.kind not in ("tag", "label")), None
    )
    return last is not None and (is_relation(last) or is_operator(last))


def _level(tokens: list[Token]) -> int:
    return sum(level_change(token) for token in tokens)


def _joined(source: str, lines: list[_Line]) -> list[_Line]:
    """Return the rows with each that goes on joined with what it goes on with."""
    del source
    found: list[_Line] = []
    levels = [_level(line.tokens) for line in lines]
    level = 0  # of what is open in the last row found
    for at, line in enumerate(lines):
        if found and _goes_on(found[-1], line, level, levels[at:]):
            last = found[-1]
            rest = [token for token in line.tokens if not token.is_sign("&")]
            kept = last.tokens
            if kept and kept[-1].is_command("right.") and any(token.is_command("left.") for token in rest[:3]):
                kept.pop()
                place = next(n for n, token in enumerate(rest) if token.is_command("left."))
                rest = rest[:place] + rest[place + 1 :]
            last.tokens = kept + rest
            last.lines += line.lines
            level += levels[at]
        else:
            found.append(line)
            level = levels[at]
    return found


def _goes_on(last: _Line, line: _Line, level: int, levels: list[int]) -> bool:
    """Whether a row goes on in the next one."""
    rest = [token for token in line.tokens if not token.is_sign("&") and token.kind not in ("tag", "label")]
    if not rest:
        return False
    first = rest[0]
    if level > 0:  # parentheses are open: do they close soon?
        for change in levels[:4]:
            level += change
            if level == 0:
                return True
        return False
    if _is_open(last.tokens):
        return True
    if last.tokens and last.tokens[-1].is_command("right.") and any(token.is_command("left.") for token in rest[:3]):
        return True
    if first.is_sign("-"):
        depth, has_relation = 0, False
        for token in rest:
            depth += level_change(token)
            has_relation = has_relation or (depth == 0 and is_relation(token))
        return line.begins_with_column or not has_relation
    return (is_operator(first) and not first.is_command("pm", "mp", "ast", "star")) or first.is_sign("+")


def _row(source: str, line: _Line, reading: Reading) -> Row | None:
    """Return what a row says; None if it says nothing."""
    tokens = line.plain()
    marks = [token for token in line.tokens if token.kind in ("tag", "label")]
    tag = next((token.text for token in marks if token.kind == "tag"), "")
    labels = tuple(token.text for token in marks if token.kind == "label")
    while tokens and tokens[-1].is_sign(",", ".", ";"):
        tokens.pop()
    if not tokens:
        return None
    if len(tokens) > 3 and tokens[-1].is_sign(")") and tokens[-3].is_sign("(") and tokens[-3].gap >= WIDE and not tag:
        inside = tokens[-2]
        if inside.kind == "number":  # an equation number that was typed
            tag = inside.text
            tokens = tokens[:-3]
            while tokens and tokens[-1].is_sign(",", ".", ";"):
                tokens.pop()
    start, end = tokens[0].start, max(token.end for token in tokens)
    try:
        clauses, words = read_row(source, tokens, reading)
    except ReadError as error:
        return Row(start, end, (), (), tag, labels, line.lines, error)
    return Row(start, end, clauses, words, tag, labels, line.lines)


__all__ = ["Clause", "Words", "read_display", "tokens_of"]
