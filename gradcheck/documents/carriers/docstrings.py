"""Reads the docstrings of a Python file from its syntax tree; the file is never imported.

A docstring is Markdown, or reStructuredText if it has a directive or a role ``math``.  ``# gradcheck: ...`` at the
beginning of a line of it holds items, as do the lines of a block headed ``Where``.  In a plain string ``"\\beta"`` is a
control character and ``eta``: a formula in which that happened is refused, and the message says to write a raw string.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gradcheck.documents.carriers.markdown import scan_markdown
from gradcheck.documents.carriers.passage import File, Passage, Region, Unusable
from gradcheck.documents.carriers.restructured import scan_restructured

LITERAL = re.compile(r"(?P<prefix>[rRuU]?)(?P<quotes>\"\"\"|'''|\"|')")
ESCAPE = re.compile(
    r"\\(?:(?P<line>\n)|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|u(?P<short>[0-9a-fA-F]{4})"
    r"|U(?P<long>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}|(?P<letter>.))",
    re.DOTALL,
)
PLAIN = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
CONTROL = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
OWN = re.compile(
    r"^(?P<indent>[ \t]*)#[ \t]*gradcheck:(?P<items>[^\n]*(?:\n(?P=indent)#[ \t]{2,}[^\n]*)*)", re.MULTILINE
)
PROSE = re.compile(r":math:`|^[ \t]*[\w.*]+(?: *\([^()\n]*\))?: .*\b(?:the|an?|of|is|are)\b", re.MULTILINE)  # no items
WHERE = re.compile(r"^(?P<indent>[ \t]*)Where:?[ \t]*\n(?:(?P=indent)-+[ \t]*\n)?", re.MULTILINE)
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def scan_docstrings(file: File) -> list[Region]:
    """Return the regions of all docstrings, in the order of their places; Unusable where the file is not Python."""
    found: list[Region] = []
    for node, literal in docstrings_of(file):
        passage = _passage(file, literal)
        if passage is not None:
            found += _regions(passage, node)
    return found


def docstrings_of(file: File) -> list[tuple[Documented, ast.Constant]]:
    """Return what is documented in a Python file, with its docstring."""
    try:
        tree = ast.parse(file.text)
    except SyntaxError as error:
        raise Unusable("GC608", f"this is not Python: {error.msg}", error.lineno or 1, error.offset or 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unusable("GC608", f"this cannot be read as Python: {error}") from None
    found = []
    for node in ast.walk(tree):
        if isinstance(node, Documented) and node.body:
            first = node.body[0]
            literal = first.value if isinstance(first, ast.Expr) else None
            if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                found.append((node, literal))
    return sorted(found, key=lambda pair: (pair[1].lineno, pair[1].col_offset))


def _passage(file: File, literal: ast.Constant) -> Passage | None:
    """Return the value of a literal with the places of its characters; None of one in several parts."""
    start, end = (
        _offset(file, literal.lineno, literal.col_offset),
        _offset(file, literal.end_lineno or 1, literal.end_col_offset or 0),
    )
    opening = LITERAL.match(file.text, start)
    if opening is None:
        return None
    body, stop = opening.end(), end - len(opening["quotes"])
    if opening["prefix"] in ("r", "R"):
        text, runs = file.text[body:stop], [(0, body)]
    else:
        text, runs = _unescaped(file.text, body, stop)
    if text != literal.value:
        return None
    return _dedented(Passage(file, text, tuple(runs)))


def _offset(file: File, line: int, column: int) -> int:
    """Return a place in characters, of a line and a column in bytes."""
    start = file.start_of(line)
    text = file.text[start : start + column]
    return start + (column if text.isascii() else len(text.encode()[:column].decode(errors="replace")))


def _unescaped(text: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    length, at = 0, start
    for escape in ESCAPE.finditer(text, start, end):
        for piece, place in ((text[at : escape.start()], at), (_character(escape), escape.start())):
            if piece:
                pieces.append(piece)
                runs.append((length, place))
                length += len(piece)
        at = escape.end()
    pieces.append(text[at:end])
    runs.append((length, at))
    return "".join(pieces), runs


def _character(escape: re.Match[str]) -> str:
    if escape["line"]:
        return ""
    if escape["octal"]:
        return chr(int(escape["octal"], 8))
    number = escape["hex"] or escape["short"] or escape["long"]
    if number:
        return chr(int(number, 16))
    if escape["name"]:
        import unicodedata

        try:
            return unicodedata.lookup(escape["name"])
        except KeyError:
            return escape.group()
    return PLAIN.get(escape["letter"], escape.group())


def _dedented(passage: Passage) -> Passage:
    """Return the passage without the indentation that all its lines but the first have in common."""
    lines = passage.text.split("\n")
    depths = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    depth = min(depths, default=0)
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    inside = at = 0
    for number, line in enumerate(lines):
        skipped = 0 if number == 0 else min(depth, len(line) - len(line.lstrip()))
        kept = line[skipped:] + ("\n" if number + 1 < len(lines) else "")
        pieces.append(kept)
        runs += _runs_between(passage, at + skipped, at + len(line) + 1, inside - at - skipped)
        inside += len(kept)
        at += len(line) + 1
    return Passage(passage.file, "".join(pieces), tuple(runs))


def _runs_between(passage: Passage, start: int, end: int, shift: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of a part of a passage, moved."""
    yield start + shift, passage.outside(min(start, len(passage.text)))
    for inside, outside in passage.runs_within(start + 1, end):
        yield inside + shift, outside


def _regions(passage: Passage, node: Documented) -> Iterator[Region]:
    text = passage.text
    yield Region("heading", passage, 0, min(1, len(text)), getattr(node, "name", "module"), level=1)
    is_restructured = ".. math::" in text or ":math:`" in text or ".. gradcheck:" in text
    own = [*_comments(passage)]
    hidden = text
    for comment in own:
        opening = text.rfind("\n", 0, comment.start - 1) + 1 if comment.environment == "lines" else comment.start
        while comment.environment == "lines" and not text[opening:].lstrip().startswith("Where"):
            opening = text.rfind("\n", 0, opening - 1) + 1
        start = text.rfind("\n", 0, opening) + 1
        blank = "".join("\n" if letter == "\n" else " " for letter in text[start : comment.end])
        hidden = hidden[:start] + blank + hidden[comment.end :]
    shown = Passage(passage.file, hidden, passage.runs)
    scanned = scan_restructured(shown) if is_restructured else scan_markdown(shown, base=1)
    for region in sorted([*own, *scanned], key=lambda region: region.start):
        bad = _misread(region) if region.kind in ("inline", "display", "comment") else None
        yield region if bad is None else bad


def _comments(passage: Passage) -> Iterator[Region]:
    for found in OWN.finditer(passage.text):
        items = re.sub(r"(?m)^([ \t]*)#", r"\1 ", found["items"])
        yield Region("comment", passage, found.start("items"), found.end("items"), items)
    for found in WHERE.finditer(passage.text):
        end = _end_of_block(passage.text, found.end(), len(found["indent"]), bool(found.group().count("-")))
        items = passage.text[found.end() : end]
        if items.strip() and not PROSE.search(items):
            yield Region("comment", passage, found.end(), end, items, environment="lines")


def _end_of_block(text: str, at: int, indent: int, underlined: bool) -> int:
    """Return where a block of lines ends that are indented by more, or, under a line of dashes, before a blank line."""
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop]
        depth = len(line) - len(line.lstrip())
        if (not line.strip() and underlined) or (line.strip() and not underlined and depth <= indent):
            break
        at = stop + 1
    return min(at, len(text))


def _misread(region: Region) -> Region | None:
    """Return the fault of a formula in which an escape of Python took a backslash of LaTeX away."""
    file = region.passage.file
    for at in range(region.start, region.end):
        character = region.passage.text[at]
        outside = region.passage.outside(at)
        written = file.text[outside : outside + 2]
        if character in CONTROL and written == "\\" + CONTROL[character]:
            following = re.match(r"[a-zA-Z]*", region.passage.text[at + 1 :])
            rest = following.group() if following else ""
            why = (
                f"\\{CONTROL[character]}{rest} lost its backslash: in a plain string \\{CONTROL[character]} is a "
                'control character; write a raw string, r"""..."""'
            )
            return Region("fault", region.passage, at, at + 1, why)
    return None
