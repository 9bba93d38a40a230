r"""Writes a derivation as a document, in Markdown or in LaTeX, which says the same when it is read.

A step is a display, if that is read back to the very statement, and else a line of text: in Markdown in a fence, in
LaTeX in a comment above the formula.  Names are declared in one comment at the top.  Hints and recorded proofs are no
part of a document; what a step uses is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gradcheck.derivation import Derivation, Step
from gradcheck.documents.derive import load_document
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.line import declarations_of, render_line
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import Definition, definitions_in_use
from gradcheck.language.syntax.names import greek_name
from gradcheck.language.syntax.propositions import Proposition, Relation

FORMS = {"markdown": ".md", "latex": ".tex"}
NOWHERE = Path("/")  # a document that is only read here stands in no file
DISPLAY, LINE, WHOLE = range(3)  # how a step is written: in LaTeX, in text, in text with its own declarations
SPECIAL = re.compile(r"[\\{}$&#%_^~]")
ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def write_document(derivation: Derivation, form: str) -> str:
    """Return the document that states a derivation; ``form`` is markdown or latex."""
    writer = (_Markdown if form == "markdown" else _LaTeX)(derivation)
    text = writer.document()
    while True:
        wrong = list(_differing(derivation, text, FORMS[form]))
        again = [place for place in wrong if writer.levels[place] < LINE]
        if again:
            for place in again:
                writer.levels[place] = LINE
        elif wrong and writer.levels[0] != WHOLE:
            writer.levels = [WHOLE] * len(writer.levels)
        else:
            return text
        text = writer.document()


def differences(derivation: Derivation, text: str, form: str) -> list[str]:
    """Return the names of the steps that a document states in another way."""
    return [derivation.steps[place].name for place in _differing(derivation, text, FORMS[form])]


def _differing(derivation: Derivation, text: str, suffix: str) -> Iterator[int]:
    """Yield the places of the steps that the document states in another way; all, where it has other steps."""
    path = NOWHERE / f"{derivation.name or 'derivation'}.written{suffix}"
    read = load_document(path, text.encode(), NOWHERE, "written", "written")
    same = len(read.steps) == len(derivation.steps)
    names = {step.name: place for place, step in enumerate(derivation.steps)}
    others = {step.name: place for place, step in enumerate(read.steps)}
    for place, step in enumerate(derivation.steps):
        if (
            not same
            or not _alike(derivation, step, read, read.steps[place])
            or [names[one] for one in step.using] != [others[one] for one in read.steps[place].using]
        ):
            yield place


def _alike(derivation: Derivation, step: Step, read: Derivation, other: Step) -> bool:
    given, also = {*derivation.assumptions, *step.given}, {*read.assumptions, *other.given}
    return (
        step.claim is other.claim
        and given == also
        and step.expected == other.expected
        and _used(derivation, step.claim, given) == _used(read, other.claim, also)
    )


def _used(derivation: Derivation, claim: Proposition, given: set[Proposition]) -> set[Definition]:
    return set(definitions_in_use(derivation.definitions, (claim, *given)))


@dataclass
class _Writer:
    derivation: Derivation
    levels: list[int] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levels = [DISPLAY if isinstance(step.claim, Relation) else LINE for step in self.derivation.steps]
        for step in self.derivation.steps:
            label = re.sub(r"[^\w:.\-]+", "-", step.name).strip("-") or "step"
            taken, number = label, 1
            while taken in self.labels.values():
                number += 1
                taken = f"{label}-{number}"
            self.labels[step.name] = taken

    def document(self) -> str:
        raise NotImplementedError

    def declared(self) -> list[str]:
        """Return the items that declare all names, none where each step declares its own."""
        work = self.derivation
        if self.levels and self.levels[0] == WHOLE:
            return []
        nodes = tuple(node for step in work.steps for node in (step.claim, *step.given)) + work.assumptions
        used = definitions_in_use(work.definitions, nodes)
        return [*declarations_of(nodes, used), *map(render_text, used)]

    def given(self, step: Step) -> tuple[Proposition, ...]:
        return (*self.derivation.assumptions, *step.given)

    def line(self, step: Step, level: int) -> str:
        """Return the statement in text."""
        given = self.given(step)
        if level == WHOLE:
            used = definitions_in_use(self.derivation.definitions, (step.claim, *given))
            return render_line(step.claim, given, used)
        return render_text(step.claim) + "".join(f" given {render_text(premise)}" for premise in given)

    def formula(self, step: Step) -> str:
        """Return the statement in LaTeX."""
        given = "".join(rf" \quad \text{{given }} {render_latex(premise)}" for premise in self.given(step))
        return render_latex(step.claim) + given

    def directives(self, step: Step) -> Iterator[str]:
        """Yield what comments say of a step; a reason comes last."""
        if step.using:
            yield "using " + ", ".join(f'"{self.labels[name]}"' for name in step.using)
        if step.expected == "refuted":
            yield f"false: {' '.join(step.note.split()).replace('--', '-') or 'kept as an erratum'}"


class _Markdown(_Writer):
    def document(self) -> str:
        work = self.derivation
        parts = [f"# {work.title or work.name}"]
        parts += [_comment(self.declared())] if self.declared() else []
        for step, level in zip(work.steps, self.levels, strict=True):
            parts.append(f"## {step.name}")
            parts += [step.note] if step.note and step.expected == "proved" and _is_plain(step.note) else []
            told = list(self.directives(step))
            parts += [_comment(told)] if told else []
            label = self.labels[step.name]
            if level == DISPLAY:
                parts.append(f"$$\n{self.formula(step)}\n$$ ({label})")
            else:
                parts.append(f"```gradcheck\n:label: {label}\n{self.line(step, level)}\n```")
        return "\n\n".join(parts) + "\n"


class _LaTeX(_Writer):
    def document(self) -> str:
        work = self.derivation
        parts = [r"\documentclass{article}", r"\usepackage{amsmath,amssymb}", r"\allowdisplaybreaks",
                 r"\begin{document}", rf"\section*{{{_as_latex(work.title or work.name)}}}"]  # fmt: skip
        parts += [f"% gradcheck: {item}" for item in self.declared()]
        for step, level in zip(work.steps, self.levels, strict=True):
            parts += ["", rf"\subsection*{{{_as_latex(step.name)}}}"]
            parts += [f"% gradcheck: {told}" for told in self.directives(step)]
            label = self.labels[step.name]
            if level == DISPLAY:
                parts += [r"\begin{equation}", rf"  \label{{{label}}}", f"  {self.formula(step)}", r"\end{equation}"]
            else:
                parts += [f'% gradcheck: claim "{label}": {self.line(step, level)}',
                          "% gradcheck: skip: it is stated in the comment above",
                          rf"\[ {self.formula(step)} \]"]  # fmt: skip
        return "\n".join([*parts, r"\end{document}", ""])


def _comment(items: Sequence[str]) -> str:
    """Return a comment with these items, a line each."""
    return "<!-- gradcheck:\n" + ";\n".join(f"  {item}" for item in items) + "\n-->"


def _is_plain(text: str) -> bool:
    """Whether nothing in a note would be read as a formula or a comment."""
    return not re.search(r"[$\\`<]", text)


def _as_latex(text: str) -> str:
    """Return running text for LaTeX, Greek letters as formulas."""
    found = []
    for character in text:
        greek = greek_name(character)
        if greek:
            found.append(rf"\ensuremath{{\{greek}}}")
        elif SPECIAL.match(character):
            found.append(ESCAPES.get(character, f"\\{character}"))
        elif ord(character) < 0x250:
            found.append(character)
        else:
            plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
            found.append(plain or "-")
    return "".join(found)
