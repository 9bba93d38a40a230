"""Reads gradcheck comments: items between semicolons, each a directive or a declaration in text or in LaTeX.

    using (4), "bias"     false: reason     false at 1, 3: reason     skip: reason     skip at 2: reason
    expect 3 claims       define            define u, v               assume a > b     given at 2
    anew v, w             partial           sum whole, sum term       layout jacobian  ignore GC600: reason

A reason ends the comment.  Everything else declares, assumes or defines, and is read by the notations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """An item as it was written, at ``source[start:end]``: a directive with its ``word``, or a declaration without one.

    ``names`` are what the directive is about, ``numbers`` the relations that it counts, ``reason`` the author's.
    """

    start: int
    end: int
    word: str = ""
    names: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    reason: str = ""
    problem: str = ""


REASONED = re.compile(
    r"(?P<word>false|skip|ignore)\b(?P<codes>(?:\s+GC\d{3}\s*,?)*)(?:\s+at\s+(?P<numbers>\d+(?:\s*,\s*\d+)*))?"
    r"\s*(?P<colon>:\s*(?P<reason>.*))?$",
    re.DOTALL,
)
EXPECT = re.compile(r"expect\s+(?P<number>\d+)\s+claims?$")
GIVEN_AT = re.compile(r"given\s+at\s+(?P<numbers>\d+(?:\s*,\s*\d+)*)$")
USING = re.compile(r"using\s+(?P<names>.+)$", re.DOTALL)
DEFINE = re.compile(r"define(?:\s+(?P<names>.+))?$", re.DOTALL)
ANEW = re.compile(r"anew\s+(?P<names>.+)$", re.DOTALL)
ASSUME = re.compile(r"(?P<word>assume|claim)\s+(?=\S)")
AS = re.compile(r"as\s+(?=\S.*(?:->|→|\\to\b|\\rightarrow))")
NAMED = re.compile(r"claim\s+\"(?P<name>[^\"\n]+)\"\s*:\s*(?=\S)")
PLAIN = re.compile(r"(?P<word>assume|claim|partial|sum\s+whole|sum\s+term|layout\s+\w+|stages\s+.+)$", re.DOTALL)
SEPARATOR = re.compile(r"[;\n]|\$[^$\n]*\$|\"[^\"\n]*\"")
NAME = re.compile(r"\$([^$]+)\$|\"([^\"]+)\"|\(([^()]+)\)|([^,\s][^,]*)")


def read_pieces(source: str, start: int, end: int, by_lines: bool = False) -> list[Piece]:
    """Return the items of a comment; with ``by_lines`` a line end parts items as a semicolon does."""
    found: list[Piece] = []
    at = start
    while at < end:
        line = source.find("\n", _skip(source, at, end), end) if by_lines else -1
        limit = end if line < 0 else line
        reasoned = REASONED.match(source[_skip(source, at, end) : limit].rstrip())
        stop = limit if reasoned is not None and reasoned["colon"] else _end(source, at, end, by_lines)
        first, last = _skip(source, at, stop), stop
        while last > first and source[last - 1].isspace():
            last -= 1
        if first < last:
            found.append(_piece(source[first:last], first, last))
        at = stop + 1
    return found


def _skip(source: str, at: int, end: int) -> int:
    while at < end and source[at].isspace():
        at += 1
    return at


def _end(source: str, at: int, end: int, by_lines: bool) -> int:
    for mark in SEPARATOR.finditer(source, at, end):
        if mark.group() == ";" or (by_lines and mark.group() == "\n"):
            return mark.start()
    return end


def _piece(text: str, start: int, end: int) -> Piece:
    reasoned = REASONED.match(text)
    if reasoned is not None:
        word, reason = reasoned["word"], " ".join((reasoned["reason"] or "").split())
        codes = tuple(re.findall(r"GC\d{3}", reasoned["codes"]))
        problem = "" if reason else f"{word} needs a reason, as in  {word}{' GC601' if word == 'ignore' else ''}: why"
        if word == "ignore" and not codes:
            problem = "ignore names a code, as in  ignore GC601: why"
        return Piece(start, end, word, codes, _numbers(reasoned["numbers"]), reason, problem)
    if (expect := EXPECT.match(text)) is not None:
        return Piece(start, end, "expect", (), (int(expect["number"]),))
    if (given := GIVEN_AT.match(text)) is not None:
        return Piece(start, end, "given at", (), _numbers(given["numbers"]))
    for word, form in (("using", USING), ("define", DEFINE), ("anew", ANEW)):
        found = form.match(text)
        if found is not None:
            return Piece(start, end, word, _names(found["names"] or ""))
    named = NAMED.match(text)
    if named is not None:
        return Piece(start + named.end(), end, "claim", (named["name"],))
    assume = ASSUME.match(text)
    if assume is not None:
        return Piece(start + assume.end(), end, assume["word"])
    tends = AS.match(text)
    if tends is not None:
        return Piece(start + tends.end(), end, "as")
    plain = PLAIN.match(text)
    if plain is not None:
        return Piece(start, end, " ".join(plain["word"].split()))
    return Piece(start, end)


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d{1,6}", text or "")))


def _names(text: str) -> tuple[str, ...]:
    return tuple(next(part for part in found.groups() if part).strip() for found in NAME.finditer(text))
