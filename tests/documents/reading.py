"""What a document states, for tests: its steps, remarks and verdicts by the Python interface."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gradcheck.derivation import Derivation
from gradcheck.documents.derive import load_document
from gradcheck.interface import prove_all
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.outcome.run import StepOutcome
from gradcheck.runtime.limits import Limits


class Told(NamedTuple):
    """A step in short: its line, what it claims, or the code for which it is not read."""

    line: int
    claim: str
    given: tuple[str, ...] = ()


def derived(folder: Path, text: str, name: str = "note.md") -> Derivation:
    """Return the derivation of a document with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_document(path, path.read_bytes(), folder, name, "a document")


def told(work: Derivation) -> list[Told]:
    """Return the steps in short."""
    found = []
    for step in work.steps:
        line = 0 if step.location is None else step.location.line
        if isinstance(step.claim, UnreadClaim):
            found.append(Told(line, step.claim.code))
        else:
            found.append(Told(line, render_text(step.claim), tuple(map(render_text, (*work.assumptions, *step.given)))))
    return found


def claims(work: Derivation) -> list[str]:
    return [one.claim for one in told(work)]


def codes(work: Derivation) -> list[str]:
    """Return the codes of the remarks."""
    return [remark.code for remark in work.remarks]


def verdicts(work: Derivation, seconds: float = 20) -> list[StepOutcome]:
    return list(prove_all(work, limits=Limits(seconds, 2048, "solver")))
