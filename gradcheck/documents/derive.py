"""Makes a derivation of a document: walks through its regions, keeps what is declared, and states what displays claim.

Each relation of a display is a step; what cannot be read, or mentions what nothing declares, is a step too, which stays
undecided with its reason.  Nothing is dropped without being counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from gradcheck.derivation import Derivation
from gradcheck.documents.carriers.passage import Document, Region, Unusable, read_file
from gradcheck.documents.carriers.reading import read_document
from gradcheck.documents.conventions import random_name, read_convention
from gradcheck.documents.corrections import marks_of
from gradcheck.documents.displays import Claimed, relations_of
from gradcheck.documents.hedges import said_against, said_together
from gradcheck.documents.items import Piece, read_pieces
from gradcheck.documents.meaning import (
    Refused,
    declarations_in,
    elaborate,
    names_written,
    read_claim,
    read_items,
    read_tending,
    trivial,
)
from gradcheck.documents.prose import implies, read_sentence
from gradcheck.documents.remarks import BAD_COMMENT, UNREAD, WRONG_COUNT, Remarks
from gradcheck.documents.scope import Said, Scope, implied, names_in, said
from gradcheck.documents.sheet import Sheet
from gradcheck.documents.statements import Statements
from gradcheck.documents.unfolding import function_of
from gradcheck.language.notation.latex import find_macros, read_display
from gradcheck.language.notation.latex.macros import Macro
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Distributed, Item, Joined, Tree
from gradcheck.language.syntax.illtyped import tolerating_misfits
from gradcheck.outcome.run import DocumentSummary, Location, Problem


@dataclass
class Pending:
    """What comments say of the next display, and where they stand."""

    pieces: list[Piece] = field(default_factory=list)

    def all(self, *words: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.word in words]

    def has(self, *words: str) -> bool:
        return bool(self.all(*words))


NEXT = (
    "using", "false", "skip", "ignore", "expect", "define", "given at", "sum whole", "sum term", "assume", "claim",
    "as",
)  # fmt: skip


LABEL = re.compile(r"\s*:label:\s*(?P<label>\S+)\s*$")


def load_document(
    path: Path, content: bytes, root: Path, name: str, title: str, preamble: Path | None = None
) -> Derivation:
    """Return the derivation that a document states; Unusable where it cannot be read at all.

    Files that it inputs are opened below ``root`` alone, and nothing that is written in it is run.  The ``preamble``
    defines macros.
    """
    return read_and_derive(path, content, root, name, title, preamble).derivation


class Reached(NamedTuple):
    """What a document states, its sheet, and where in it the right side of each equation stands."""

    derivation: Derivation
    sheet: Sheet
    sides: Mapping[str, tuple[int, int]]


def read_and_derive(
    path: Path, content: bytes, root: Path, name: str, title: str, preamble: Path | None = None
) -> Reached:
    """Return what a document states, with the places in it; Unusable where it cannot be read at all."""
    macros = ""
    if preamble is not None:
        try:
            macros = read_file(str(preamble), preamble.read_bytes()).text
        except OSError as error:
            raise Unusable("GC608", f"the preamble {preamble.name} cannot be read: {error.strerror or error}") from None
    with tolerating_misfits():
        return _derive(read_document(path, content, root), name, title, macros)


def _derive(document: Document, name: str, title: str, macros: str = "") -> Reached:
    """Return the derivation that a document states, with what is to be mended in it besides.

    ``macros`` are definitions of LaTeX.
    """
    walk = _Walk(Sheet(document.regions, document.path), document.path, find_macros(macros))
    for number, region in enumerate(document.regions):
        walk.region(number, region)
    walk.end()
    found = walk.statements.derivation(name, title, walk.remarks.found, walk.summary(document.path))
    return Reached(found, walk.sheet, walk.statements.sides)


class _Walk:
    """One pass through the regions of a document."""

    def __init__(self, sheet: Sheet, path: str, macros: Mapping[str, Macro]) -> None:
        self.sheet = sheet
        self.remarks = Remarks(sheet)
        self.statements = Statements(sheet)
        self.scope = Scope()
        self.outer: list[Said] = []  # of a module, for its docstrings
        self.pending = Pending()
        self.macros = macros
        self.reading = Reading(macros=macros)
        self.mentioned: dict[str, int] = {}  # in displays of this section
        self.is_code = Path(path).suffix == ".py"
        self.left_out: list[Tree | None] = []  # relations of this display
        self.docstrings = self.section = self.level = 0
        self.formulas = self.skipped = self.prose = 0

    def region(self, number: int, region: Region) -> None:
        start, end = self.sheet.span(number)
        match region.kind:
            case "heading":
                self.heading(region)
            case "macros":
                self.reading = replace(self.reading, macros=find_macros(region.text, self.reading.macros))
            case "comment":
                self.comment(start, end, by_lines=region.environment == "lines")
            case "inline":
                self.inline(number, start, end)
            case "display":
                self.display(region, start, end)
            case "fence":
                self.fence(start, end)
            case "fault":
                self.remarks.found.append(_fault(region))

    def end(self) -> None:
        """End the last section, and tell of comments that no display follows."""
        self.statements.flush(self.scope)
        for piece in self.pending.pieces:
            self.remarks.add(BAD_COMMENT, "no display follows that this could be about", piece.start, piece.end)

    def summary(self, path: str) -> DocumentSummary:
        read = self.formulas - self.skipped - len(self.statements.unreadable)
        return DocumentSummary(
            path, self.formulas, read, self.skipped, self.statements.errata, self.prose,
            tuple(self.statements.suppressed), tuple(self.statements.reading), tuple(self.statements.supposed()),
            tuple(self.sides()), tuple({**self.statements.spelling, **dict(marks_of(self.sheet.source))}.items()),
        )  # fmt: skip

    def sides(self) -> Iterator[tuple[str, Location, bool]]:
        """Yield where the right side of each equation stands, and whether it is written in LaTeX."""
        for name, (start, end) in self.statements.sides.items():
            is_latex = self.sheet.regions[self.sheet.number_at(start)].kind != "fence"
            yield name, self.sheet.locate(start, end), is_latex

    def heading(self, region: Region) -> None:
        """Begin a section; in a Python file, a docstring begins with what the module says alone."""
        self.statements.flush(self.scope)
        self.mentioned.clear()
        self.section += 1
        if self.is_code and region.start == 0 and region.level == 1:
            self.docstrings += 1
            if self.docstrings == 2:
                self.outer = list(self.scope.active)
            self.scope = Scope(list(self.outer), self.scope.conventions)
            self.reading = replace(self.reading, macros=self.macros) if self.docstrings > 1 else self.reading
        else:
            self.scope.end_section(region.level)
        self.level = region.level

    # comments

    def comment(self, start: int, end: int, by_lines: bool) -> None:
        for piece in read_pieces(self.sheet.source, start, end, by_lines):
            if piece.problem:
                self.remarks.add(BAD_COMMENT, piece.problem, piece.start, piece.end)
            elif piece.word == "anew":
                self.statements.flush(self.scope)
                for name in self.names_of(piece):
                    if self.scope.recurs(name):
                        self.scope.conventions = self.scope.conventions.anew(name)
                    self.scope.forget([name])
                    self.mentioned.pop(name, None)
            elif piece.word == "claim" and piece.names:
                self.line(piece.start, piece.end, piece.names[0])
            elif piece.word in ("assume", "claim") and self.sheet.source[piece.start : piece.end].strip() not in (
                "assume", "claim",
            ):  # fmt: skip
                self.assume(piece)
            elif piece.word in NEXT:
                self.pending.pieces.append(piece)
            elif piece.word and read_convention(piece.word, self.scope.conventions) is None:
                self.remarks.add(BAD_COMMENT, f"{piece.word} is not read yet", piece.start, piece.end)
            elif not piece.word:
                self.declare(piece)

    def names_of(self, piece: Piece) -> list[str]:
        try:
            return [name for written in piece.names for name in names_written(written, self.reading)]
        except Refused as problem:
            self.remarks.add(BAD_COMMENT, str(problem), piece.start, piece.end)
            return []

    def items(self, piece: Piece) -> list[Item]:
        try:
            return read_items(self.sheet.source, piece.start, piece.end, self.reading)
        except Refused as problem:
            self.remarks.refused(problem, BAD_COMMENT)
            return []

    def declare(self, piece: Piece) -> None:
        written = self.sheet.text(piece.start, piece.end)
        made = read_convention(written, self.scope.conventions)
        if made is not None:
            self.scope.conventions = made
            self.reading = made.reading(self.reading)
            return
        name = random_name(written)
        if name and any(one.kind == "law" for one in self.scope.about(name)):
            return
        for group in grouped(self.items(piece)):
            self.add(replace(said(group[0], self.section, written), more=tuple(group[1:])), is_comment=True)

    def assume(self, piece: Piece) -> None:
        written = self.sheet.text(piece.start, piece.end)
        for item in self.items(piece):
            if piece.word == "claim":
                self.state(claimed(item), Pending(), "proved")
            else:
                self.add(replace(said(item, self.section, written), kind="assumption"), is_comment=True)

    def add(self, one: Said, is_comment: bool = False) -> None:
        """Take what is said into the scope, unless it contradicts what holds, or cannot be read."""
        for name in sorted(one.names) if one.declares and one.kind != "member" else ():
            for old in self.scope.about(name):
                if old.kind != one.kind or old.written == one.written:
                    continue
                if old.section == one.section:
                    self.remarks.contradictory(name, old, one)
                    return
                self.scope.forget([name])
                break
        if one.kind == "function" and not self.is_function(one):
            return
        if any(old.written == one.written and old.kind == one.kind and old.names == one.names
               for old in self.scope.active):  # fmt: skip
            return
        if one.kind == "order":
            one = replace(one, level=self.level)
            new = one.names - {name for old in self.scope.active if old.declares for name in old.names}
            supposed = implied(replace(one, names=frozenset(new)))
            if supposed is not None:
                self.scope.add(supposed)
        self.scope.add(one)
        try:
            known = self.scope.relevant([one.item])
            elaborate(self.sheet.source, trivial(one.item.start), known, conventions=self.scope.conventions)
        except Refused as problem:
            if problem.code == "GC602" and one.kind in ("definition", "member", "law", "assumption"):
                return  # the order of declarations is free: what it mentions may be declared below
            self.scope.active.remove(one)
            self.remarks.refused(problem, BAD_COMMENT if is_comment and problem.code == UNREAD else "")

    def is_function(self, one: Said) -> bool:
        """Whether a definition f(x) := ... can be taken; what cannot is told."""
        problem = ""
        if function_of(one.item.content) is None:
            problem = "a function is defined at names, as in  f(x) := x^2"
        elif one.names & set(names_in(one.item.content.children()[-1])):
            problem = f"the definition of {min(one.names)} mentions {min(one.names)}"
        if problem:
            self.remarks.add(UNREAD, problem, one.item.start, one.item.end)
        return not problem

    # formulas in running text

    def inline(self, number: int, start: int, end: int) -> None:
        self.prose += 1
        forced = [piece for piece in self.pending.all("assume", "claim", "skip") if self.is_next(piece, number)]
        if forced:
            self.pending.pieces = [piece for piece in self.pending.pieces if piece not in forced]
            self.forced(forced[0], start, end)
            return
        found = read_sentence(self.sheet.source, start, end, self.section, self.reading)
        region = self.sheet.regions[self.sheet.number_at(start)]
        for one in found.items:
            together = said_together(region) if isinstance(one.item.content, Distributed) else ""
            if together:
                self.remarks.together(one, together)
            else:
                self.add(one)
        against = said_against(region) if found.orders else ""
        for order in found.orders:
            if against:
                self.remarks.hedged(order, against)
            else:
                self.order(order)
        if found.is_remark:
            self.statements.remark(start, end)

    def is_next(self, piece: Piece, number: int) -> bool:
        """Whether a formula is the first one behind a comment."""
        return self.sheet.number_at(piece.start) == number - 1

    def forced(self, piece: Piece, start: int, end: int) -> None:
        """Read an inline formula as a claim or an assumption, as the comment before it says."""
        if piece.word == "skip":
            return
        region = self.sheet.regions[self.sheet.number_at(start)]
        if piece.word == "claim":
            self.display(region, start, end)
            return
        try:
            display = read_display(self.sheet.source, start, end, self.reading)
        except ReadError as error:
            self.remarks.add(UNREAD, str(error), error.column - 1, error.column)
            return
        for one in relations_of(display, False, ()).claims:
            if one.tree is not None:
                item = Item(one.start, one.end, "given", one.tree)
                self.add(replace(said(item, self.section, self.sheet.text(one.start, one.end)), kind="assumption"))
            else:
                self.remarks.add(UNREAD, one.problem, one.start, one.end)

    def order(self, order: Said) -> None:
        """Take an order at the first mention of its names; a later one must follow from what holds."""
        for name in sorted(order.names):
            if any(old.kind in ("definition", "member", "function") for old in self.scope.about(name)):
                self.statements.remark(order.item.start, order.item.end)
                return
            held = self.scope.orders_of(name)
            if held and implies(held, order):
                return
            if held or name in self.mentioned:
                self.remarks.later_order(name, order, held[-1] if held else None)
                return
        self.add(order)

    # displays

    def display(self, region: Region, start: int, end: int) -> None:
        self.formulas += 1
        pending, self.pending = self.pending, Pending()
        skipped = [piece for piece in pending.all("skip") if not piece.numbers]
        if skipped:
            self.skipped += 1
            self.statements.skip(start, end, skipped[0].reason)
            return
        sums = "whole" if pending.has("sum whole") else "term" if pending.has("sum term") else ""
        try:
            display = read_display(self.sheet.source, start, end, replace(self.reading, sums=sums))
        except ReadError as error:
            one = Claimed(1, start, end, problem=str(error), error=error)
            self.state(one, pending, "proved", region=region)
            return
        defining = pending.all("define")
        names = tuple(name for piece in defining for name in self.names_of(piece))
        found = relations_of(display, bool(defining) and not names, names, self.tends(pending))
        given_at = {number for piece in pending.all("given at") for number in piece.numbers}
        waiting = list(found.items)
        self.left_out = []
        for place, one in enumerate(found.claims):
            while waiting and waiting[0][0] <= place:
                self.define(waiting.pop(0)[1])
            self.claim(one, pending, given_at, region)
        for _, item in waiting:
            self.define(item)
        self.expect(pending, len(found.claims), start, end)
        for one in found.claims:
            for name in _names_in(one):
                self.mentioned.setdefault(name, one.start)

    def tends(self, pending: Pending) -> Clause | None:
        """Return what  as n -> oo  before a display says; what cannot be read is told."""
        for piece in pending.all("as"):
            try:
                return read_tending(self.sheet.source, piece.start, piece.end, self.reading)
            except Refused as problem:
                self.remarks.refused(problem, BAD_COMMENT)
        return None

    def claim(self, one: Claimed, pending: Pending, given_at: set[int], region: Region) -> None:
        """State one relation."""
        if any(one.number in piece.numbers for piece in pending.all("skip")):
            self.left_out.append(one.tree)
            return
        if any(one.premise is tree for tree in self.left_out if tree is not None):
            one.premise = None  # nobody vouches for it
        if (one.number in given_at or pending.has("assume")) and one.tree is not None:
            item = Item(one.start, one.end, "given", one.tree)
            kind = "given" if one.number in given_at else "assumption"
            made = said(item, self.section, self.sheet.text(one.start, one.end))
            self.add(replace(made, kind=kind, level=self.level))
            return
        false = [piece for piece in pending.all("false") if not piece.numbers or one.number in piece.numbers]
        expected, note = ("refuted", false[0].reason) if false else ("proved", "")
        self.state(one, pending, expected, note, region)

    def state(self, one: Claimed, pending: Pending, expected: str, note: str = "",
              region: Region | None = None) -> None:  # fmt: skip
        self.statements.state(one, self.scope, pending.pieces, expected, note, region, self.formulas)

    def define(self, item: Item) -> None:
        """Take a definition or a declaration of a display."""
        written = self.sheet.text(item.start, item.end)
        self.add(said(item, self.section, written))

    def expect(self, pending: Pending, count: int, start: int, end: int) -> None:
        for piece in pending.all("expect"):
            if piece.numbers[0] != count:
                message = f"{piece.numbers[0]} claims are expected here, and {count} were found"
                self.remarks.add(WRONG_COUNT, message, start, end)
        counted = [number for piece in pending.all("false", "skip", "given at") for number in piece.numbers]
        if any(not 0 < number <= count for number in counted):
            piece = next(one for one in pending.pieces if one.numbers and one.word != "expect")
            message = f"there are {count} relations in the display that follows"
            self.remarks.add(BAD_COMMENT, message, piece.start, piece.end)

    # fences

    def fence(self, start: int, end: int) -> None:
        """Read a fence: a line is a claim in text, or declares; ``:label: name`` names the next claim."""
        at, label = start, ""
        for line in self.sheet.source[start:end].split("\n"):
            named = LABEL.match(line)
            if named is not None:
                label = named["label"]
            elif line.strip() and not line.lstrip().startswith("#"):
                self.line(at, at + len(line.partition("#")[0].rstrip()), label)
                label = ""
            at += len(line) + 1

    def line(self, start: int, end: int, label: str = "") -> None:
        """Read a line of a fence, or a claim in a comment."""
        source = self.sheet.source
        try:
            declared = declarations_in(source, start, end)
            if declared is not None:
                for group in grouped(declared):
                    made = said(group[0], self.section, self.sheet.text(start, end))
                    self.add(replace(made, more=tuple(group[1:])), is_comment=True)
                return
            claim, items = read_claim(source, start, end)
            one = Claimed(1, start, end, claim, conditions=tuple(items))
        except Refused as problem:
            one = Claimed(1, start, end, problem=str(problem), code=problem.code)
        one.labels = (label,) if label else ()
        self.formulas += 1
        pending, self.pending = self.pending, Pending()
        false = pending.all("false")
        expected, note = ("refuted", false[0].reason) if false else ("proved", "")
        self.state(one, pending, expected, note)


def grouped(items: list[Item]) -> Iterator[list[Item]]:
    """Yield each item with those behind it that say for which indices it holds: v_t = ... for t >= 1."""
    group: list[Item] = []
    for item in items:
        if group and item.word != "for":
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def claimed(item: Item) -> Claimed:
    """Return the claim of an item behind the word ``claim``."""
    if isinstance(item.content, Joined):
        return Claimed(1, item.start, item.end, item.content)
    return Claimed(1, item.start, item.end, problem="this declares, and claims nothing")


def _names_in(one: Claimed) -> Iterable[str]:
    return () if one.tree is None else names_in(one.tree)


def _fault(region: Region) -> Problem:
    return Problem(UNREAD, region.text, region.locate())
