"""Collects the steps of a document: each relation is one, with what is known of its names, and a name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gradcheck.derivation import Derivation, Step, check_readable
from gradcheck.documents.carriers.passage import Region
from gradcheck.documents.corrections import spelling_of
from gradcheck.documents.displays import Claimed
from gradcheck.documents.items import Piece
from gradcheck.documents.meaning import Refused, elaborate, refusal_of
from gradcheck.documents.scope import Said, Scope
from gradcheck.documents.sheet import Sheet
from gradcheck.language.notation.reader import Typed
from gradcheck.language.notation.tree import Declaration, Interval, Joined, Operator, Precedence, Property, Tree
from gradcheck.language.printing.abbreviations import check_notation
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import Definition, check_definitions
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.outcome.run import DocumentSummary, Location, Problem

MAX_NEAR = 3  # steps that a step may use unasked
LONGEST = 300  # characters of a formula that cannot be read


@dataclass
class Waiting:
    """A relation of a display, with what was known when it was met; the end of its section may declare more."""

    one: Claimed
    known: Scope
    pieces: Sequence[Piece]
    expected: str
    note: str
    region: Region | None
    display: int


@dataclass
class Statements:
    """The steps so far; ``labels`` are the names of equations, with the steps that they name."""

    sheet: Sheet
    steps: list[Step] = field(default_factory=list)
    definitions: dict[Definition, None] = field(default_factory=dict)
    notation: dict[str, Term] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    labels: dict[str, list[str]] = field(default_factory=dict)
    suppressed: list[tuple[str, str, str]] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    used: dict[Said, None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    waiting: list[Waiting] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)  # displays with a relation that could not be read
    recurring: set[str] = field(default_factory=set)  # steps that use definitions of members
    errata: int = 0
    near: list[str] = field(default_factory=list)  # steps of this section, which later ones may use
    sides: dict[str, tuple[int, int]] = field(default_factory=dict)  # where the right side of an equation stands
    spelling: dict[str, str] = field(default_factory=dict)  # how the document writes its names

    def state(self, one: Claimed, scope: Scope, pieces: Sequence[Piece], expected: str, note: str = "",
              region: Region | None = None, display: int = 0) -> None:  # fmt: skip
        """Take a relation; it becomes a step at the end of its section, where all its names are declared."""
        self.waiting.append(Waiting(one, scope.copy(), pieces, expected, note, region, display))

    def flush(self, scope: Scope) -> None:
        """Make steps of the relations that wait; ``scope`` is what holds at the end of their section."""
        waiting, self.waiting = self.waiting, []
        self.near = []
        for one in waiting:
            if not self.step(one, scope):
                self.unreadable.add(one.display)

    def step(self, waiting: Waiting, later: Scope) -> bool:
        """Make a step of a relation; return whether it could be read.

        What is declared further below counts only where the relation cannot be read without it: a letter that was a
        function of the language here does not become a number by what follows.
        """
        one, pieces, region = waiting.one, waiting.pieces, waiting.region
        expected, note = waiting.expected, waiting.note
        location = self.sheet.locate(one.start, one.end)
        name = self.name(one, location, region)
        self.errata += expected == "refuted"
        for piece in pieces:
            if piece.word == "ignore":
                self.suppressed += [(name, code, piece.reason) for code in piece.names]
        try:
            typed = self.typed(one, waiting.known)
        except Refused:
            try:
                typed = self.typed(one, waiting.known.completed(later))
            except Refused as problem:
                self.unread(name, one, problem, expected, note)
                return False
        using = tuple(step for piece in pieces if piece.word == "using" for label in piece.names
                      for step in self.labels.get(label, ()))  # fmt: skip
        self.take(name, typed)
        near = tuple(self.near[-MAX_NEAR:]) if expected == "proved" and not using else ()
        self.steps.append(Step(name, typed.claim, typed.given, expected, note, using, location=location, near=near))
        if expected == "proved":
            self.near.append(name)
        for label in (one.tag, *one.labels, *([region.label] if region is not None and region.label else [])):
            if label:
                self.labels.setdefault(label.strip("()"), []).append(name)
        self.note_side(name, one)
        self.tell(one, typed.claim, typed.given)
        return True

    def note_side(self, name: str, one: Claimed) -> None:
        """Note where the right side of an equation stands, and how its names are written."""
        tree = one.tree
        if isinstance(tree, Joined) and tree.operators[0].text == "=" and one.premise is None:
            self.sides[name] = tree.parts[1].start, tree.parts[1].end
            for own, written in spelling_of(self.sheet.source, tree):
                self.spelling.setdefault(own, written)

    def typed(self, one: Claimed, scope: Scope) -> Typed:
        """Return what a relation says; Refused otherwise."""
        if one.error is not None:
            raise refusal_of(one.error)
        if one.tree is None:
            raise Refused(one.code, one.problem, one.start, one.end)
        tree: Tree = one.tree
        if one.premise is not None:
            sign, precedence = ("<=>", Precedence.IFF) if one.equivalent else ("=>", Precedence.IMPLIES)
            between = Operator(one.premise.end, one.premise.end, sign)
            tree = Joined(one.premise.start, tree.end, precedence, (one.premise, tree), (between,))
        known = scope.relevant([tree, *one.conditions])
        self.used |= dict.fromkeys(known)
        return elaborate(self.sheet.source, tree, known, one.conditions, scope.conventions)

    def unread(self, name: str, one: Claimed, problem: Refused, expected: str, note: str) -> None:
        """Make a step of what could not be read, so that it is told and counted."""
        written = self.sheet.text(one.start, one.end)[:LONGEST]
        place = self.sheet.locate(problem.start, problem.end)
        if not one.start <= problem.start <= one.end:  # the trouble stands in a declaration
            place = self.sheet.locate(one.start, one.end)
        self.steps.append(
            Step(name, UnreadClaim(written, problem.code, str(problem)), (), expected, note, location=place)
        )
        self.reading.append(f"{self.sheet.where(problem.start, problem.end)}: not read: {written}: {problem}")

    def take(self, name: str, typed: Typed) -> None:
        self.definitions |= dict.fromkeys(typed.definitions)
        if typed.definitions:
            self.recurring.add(name)
        for short, term in typed.notation:
            if self.notation.setdefault(short, term) != term:
                self.ambiguous.add(short)

    def tell(self, one: Claimed, claim: Proposition, given: Iterable[Proposition]) -> None:
        supposed = ", ".join(map(render_text, given))
        self.reading.append(
            f"{self.sheet.where(one.start, one.end)}: {render_text(claim)}"
            + (f"   given {supposed}" if supposed else "")
        )

    def skip(self, start: int, end: int, reason: str) -> None:
        """Note a display that its author leaves out."""
        self.reading.append(f"{self.sheet.where(start, end)}: skipped: {reason}")

    def remark(self, start: int, end: int) -> None:
        """Note an inline formula that is a remark of the text."""
        self.reading.append(f"{self.sheet.where(start, end)}: not read, a remark: {self.sheet.text(start, end)}")

    def name(self, one: Claimed, location: Location, region: Region | None) -> str:
        """Return a name for a step: its number or label in the document, else its place."""
        label = one.tag.strip("()") or (one.labels[0] if one.labels else "") or (region.label if region else "")
        base = f"({label})" if one.tag else label
        if not base.strip() or not base.isprintable():
            where = location.within.split("-")[0].split(":")
            base = f"{where[0]} line {where[1]}" if location.within else f"line {location.line}"
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base} relation {count}"
        self.taken.add(name)
        return name

    def supposed(self) -> Iterator[str]:
        """Yield what is taken for granted by some step, with its place."""
        for one in self.used:
            tree = one.item.content
            is_range = isinstance(tree, Declaration) and isinstance(tree.sort, Interval)
            restricts = is_range or isinstance(tree, Property)
            if one.kind in ("order", "assumption", "given", "law") or restricts:
                yield f"{one.written} ({self.sheet.where(one.item.start, one.item.end)})"

    def derivation(self, name: str, title: str, remarks: Sequence[Problem], summary: DocumentSummary) -> Derivation:
        """Return the derivation; a name in print that would mislead is left out, a step that does is told as unread."""
        problems = list(remarks)
        definitions: tuple[Definition, ...] = tuple(self.definitions)
        try:
            check_definitions(definitions)
        except ValueError as error:
            definitions = ()  # without them the claims would say something else
            self.steps = [
                replace(step, claim=UnreadClaim(render_text(step.claim)[:LONGEST], "GC603", str(error)), given=())
                if step.name in self.recurring else step for step in self.steps
            ]  # fmt: skip
        shared = _shared(self.steps)
        steps = [replace(step, given=tuple(p for p in step.given if p not in shared)) for step in self.steps]
        found = Derivation(tuple(steps), shared, definitions, name=name, title=title, remarks=tuple(problems),
                           document=summary)  # fmt: skip
        for short, term in self.notation.items():
            if short not in self.ambiguous:
                with contextlib.suppress(ValueError, TypeError):
                    claims = [node for item in steps for node in (item.claim, *item.given)]
                    notation = (*found.notation, (short, term))
                    check_notation(notation, (*claims, *shared, *definitions))
                    check_readable(replace(found, notation=notation))
                    found = replace(found, notation=notation)
        return found


def _shared(steps: Sequence[Step]) -> tuple[Proposition, ...]:
    """Return what all steps suppose."""
    whole = [step for step in steps if not isinstance(step.claim, UnreadClaim)]
    if not whole:
        return ()
    common = [p for p in whole[0].given if all(p in step.given for step in whole[1:])]
    return tuple(common) if len(whole) > 1 else ()
