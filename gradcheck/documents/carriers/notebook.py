"""Reads the Markdown cells of a notebook where they stand in its file; no cell is run.

A notebook is JSON.  Its structure comes from ``json``, the places of the texts in it from one pass over the tokens of
JSON, in which a text keeps for each escape where it stands: ``"\\\\beta"`` is ``\\beta`` at the place of its backslash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from gradcheck.documents.carriers.markdown import scan_markdown
from gradcheck.documents.carriers.passage import File, Passage, Region, Unusable

MAX_NESTED = 200
TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
Span = tuple[int, int]


def scan_notebook(file: File) -> list[Region]:
    """Return the regions of all Markdown cells, in order; Unusable where the file is no notebook."""
    try:
        whole = json.loads(file.text)
    except json.JSONDecodeError as error:
        raise Unusable("GC608", f"this is no notebook: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise Unusable("GC608", "this is no notebook: it is nested too deeply") from None
    cells = whole.get("cells") if isinstance(whole, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unusable("GC608", "this is no notebook of version 4: it has no list of cells")
    found: list[Region] = []
    sources = _sources(file.text)
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "markdown" and number in sources:
            found += scan_markdown(_passage(file, sources[number], number))
    return found


def _sources(text: str) -> dict[int, list[Span]]:
    """Return the places of the texts that are the source of each cell; cells are counted from 1."""
    found: dict[int, list[Span]] = {}
    for path, span in _strings(text):
        if len(path) >= 3 and path[0] == "cells" and path[2] == "source" and isinstance(path[1], int):
            if len(path) == 3:
                found[path[1] + 1] = [span]  # of two sources of a cell the last counts, as in ``json``
            elif len(path) == 4 and path[3] == 0:
                found[path[1] + 1] = [span]
            elif len(path) == 4:
                found.setdefault(path[1] + 1, []).append(span)
    return found


def _strings(text: str) -> Iterator[tuple[tuple[str | int, ...], Span]]:
    """Yield each text of valid JSON with the keys and numbers that lead to it."""
    path: list[str | int] = []
    kinds: list[str] = []
    key: str | None = None
    for token in TOKEN.finditer(text):
        mark = text[token.start()]
        if mark in "{[":
            if len(kinds) > MAX_NESTED:
                raise Unusable("GC608", "this is no notebook: it is nested too deeply")
            kinds.append(mark)
            path.append("" if mark == "{" else 0)
            key = None
        elif mark in "}]":
            kinds.pop()
            path.pop()
        elif mark == ",":
            key = None
            if kinds[-1] == "[":
                path[-1] = int(path[-1]) + 1
        elif mark == '"' and kinds and kinds[-1] == "{" and key is None:
            key = token.group()[1:-1]
            path[-1] = key
        elif mark == '"':
            yield tuple(path), (token.start() + 1, token.end() - 1)


def _passage(file: File, spans: list[Span], number: int) -> Passage:
    """Return the text of a cell, with where its characters stand."""
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    length = 0
    for start, end in spans:
        at = start
        for escape in ESCAPE.finditer(file.text, start, end):
            length = _take(file.text[at : escape.start()], at, length, pieces, runs)
            length = _take(_character(escape.group(), pieces), escape.start(), length, pieces, runs)
            at = escape.end()
        length = _take(file.text[at:end], at, length, pieces, runs)
    return Passage(file, "".join(pieces), tuple(runs) or ((0, spans[0][0]),), number)


def _take(text: str, at: int, length: int, pieces: list[str], runs: list[tuple[int, int]]) -> int:
    if text:
        pieces.append(text)
        runs.append((length, at))
    return length + len(text)


PLAIN = {"n": "\n", "t": "\t", "r": " ", "b": "\b", "f": "\f"}


def _character(escape: str, pieces: list[str]) -> str:
    """Return the character of an escape; the second half of a pair completes the first, which was taken before."""
    if escape[1] != "u":
        return PLAIN.get(escape[1], escape[1])
    code = int(escape[2:], 16)
    if 0xDC00 <= code < 0xE000 and pieces and 0xD800 <= ord(pieces[-1][-1]) < 0xDC00:
        high = ord(pieces[-1][-1])
        pieces[-1] = pieces[-1][:-1] + chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
        return ""
    return chr(code)
