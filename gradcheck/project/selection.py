"""Selects the steps to be proved: ``path::step`` names one, ``-k`` picks some by their names.

The steps that a selected one uses are proved too, for without them it could not be; they are told only where they are
not as they should be.  Nothing that is written here is evaluated as Python.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gradcheck.outcome.record import record
from gradcheck.outcome.run import Location, Problem

MARK = "::"
NOTHING, NO_SUCH_STEP = "GC425", "GC428"
MAX_NESTED = 50  # parentheses
LONGEST = 10_000  # characters of an expression


@record
class Target:
    """A file or folder of the command line, or a step of a file."""

    path: Path
    step: str | None = None


def read_target(written: str) -> Target:
    """Read a target: the path of that name if there is one, else ``path::step``."""
    if MARK not in written or os.path.lexists(written):
        return Target(Path(written))
    parts = written.split(MARK)
    for count in range(1, len(parts)):  # the name of a folder may hold the mark, and that of a step
        path = MARK.join(parts[:count])
        if os.path.isfile(path):
            return Target(Path(path), MARK.join(parts[count:]))
    return Target(Path(parts[0]), MARK.join(parts[1:]))


@record
class Selection:
    """The wanted steps of one derivation: those of these names, or all; among them those that the words pick."""

    names: tuple[str, ...] | None = None
    words: Words | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no step is left out, whatever the steps are."""
        return self.names is None and self.words is None

    def of(self, derivation: str, steps: Sequence[str]) -> tuple[int, ...]:
        """The positions of the steps of a derivation that are selected."""
        return tuple(
            place
            for place, step in enumerate(steps)
            if (self.names is None or step in self.names)
            and (self.words is None or self.words.pick((derivation, step)))
        )

    def missing(self, path: str, steps: Sequence[str]) -> Problem | None:
        """The problem that some of the names are those of no step of the module at this path."""
        unknown = [name for name in self.names or () if name not in steps]
        if not unknown:
            return None
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], steps, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"its steps are {', '.join(map(repr, steps[:5]))}"
        return Problem(NO_SUCH_STEP, f"there is no step {unknown[0]!r}; {hint}", Location(path, 1))


EVERYTHING = Selection()


def selections(targets: Iterable[Target], words: Words | None) -> Callable[[Path], Selection]:
    """Return the selection of each module that the targets name, by its path."""
    named: dict[str, dict[str, None]] = {}
    whole: set[str] = set()
    for target in targets:
        real = os.path.realpath(target.path)
        if target.step is None:
            whole.add(real)
        else:
            named.setdefault(real, {})[target.step] = None

    def of(path: Path) -> Selection:
        real = os.path.realpath(path)
        if real not in named or any(str(part) in whole for part in (real, *Path(real).parents)):
            return EVERYTHING if words is None else Selection(None, words)
        return Selection(tuple(named[real]), words)

    return of


@record
class Words:
    """``dropout and not (mask or noise)``: a step is picked if it is true with "is part of a name" for each text.

    Words beside each other are one text, quoted or not: ``normal equation``.  Small and capital letters are alike.
    ``rule`` is a text, or one of "and", "or" and "not" with what it joins.
    """

    rule: str | tuple[str, tuple[Words, ...]]

    def pick(self, names: Sequence[str]) -> bool:
        """Whether the step with these names, its own and its derivation's, is picked."""
        if isinstance(self.rule, str):
            return any(self.rule in name.casefold() for name in names)
        join, parts = self.rule
        if join == "not":
            return not parts[0].pick(names)
        return (any if join == "or" else all)(part.pick(names) for part in parts)


_TOKEN = re.compile(r"""\s*(?:(?P<sign>[()])|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s()"'][^\s()]*))""")
JOINS = ("and", "or", "not")


def read_words(written: str) -> Words:
    """The expression of ``-k``; ValueError, with what is wrong, if it is none."""
    if len(written) > LONGEST:
        raise ValueError("the expression is too long")
    tokens: list[tuple[str, str]] = []
    rest = written.strip()
    while rest:
        match = _TOKEN.match(rest)
        if match is None:
            raise ValueError(f"a quotation is not closed: {rest[:40]}")
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        tokens.append(("sign", text) if kind == "sign" or (kind == "word" and text in JOINS) else ("text", text))
        rest = rest[match.end() :].strip()
    reader = _Reader(tokens)
    words = reader.either()
    if reader.tokens:
        raise ValueError(f"there is nothing that {reader.tokens[0][1]!r} belongs to")
    return words


class _Reader:
    """Parses an expression of ``-k`` from the left."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self._depth = 0

    def either(self) -> Words:
        parts = [self._all()]
        while self._takes("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Words(("or", tuple(parts)))

    def _all(self) -> Words:
        parts = [self._one()]
        while self._takes("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Words(("and", tuple(parts)))

    def _one(self) -> Words:
        negative = False
        while self._takes("not"):
            negative = not negative
        found = self._inside() if self._takes("(") else self._text()
        return Words(("not", (found,))) if negative else found

    def _inside(self) -> Words:
        self._depth += 1
        if self._depth > MAX_NESTED:
            raise ValueError("the parentheses are nested too deeply")
        found = self.either()
        if not self._takes(")"):
            raise ValueError("a parenthesis is not closed")
        self._depth -= 1
        return found

    def _text(self) -> Words:
        texts = []
        while self.tokens and self.tokens[0][0] == "text":
            texts.append(self.tokens.pop(0)[1])
        text = " ".join(texts).casefold()
        if not text.strip():
            raise ValueError(f"a text is missing before {self.tokens[0][1]!r}" if self.tokens else "a text is missing")
        return Words(text)

    def _takes(self, sign: str) -> bool:
        if self.tokens[:1] != [("sign", sign)]:
            return False
        self.tokens.pop(0)
        return True
