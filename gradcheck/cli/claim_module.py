"""Makes a module of a file of claims: each line is a step, as text, in the order of the file."""

from __future__ import annotations

from pathlib import Path

from gradcheck.cli.claim_file import SourceError, written_lines
from gradcheck.derivation import Step, derivation, step
from gradcheck.language.notation.reader import read_typed
from gradcheck.language.notation.readerror import ReadError, render_caret
from gradcheck.language.syntax.illtyped import UnreadClaim
from gradcheck.outcome.run import Location, Problem

NO_CLAIM = "GC401"
WIDTH = 120


class Unwritable(Exception):
    """Carries what keeps a file of claims from becoming a module."""

    def __init__(self, *problems: Problem | str) -> None:
        super().__init__(*problems)
        self.problems = problems


def module_of(name: str, source: str) -> str:
    """Return the text of the module; Unwritable where a line cannot be read, or two lines define one name."""
    try:
        lines = list(written_lines(source))
    except SourceError as error:
        raise Unwritable(str(error)) from None
    shown = "standard input" if source == "-" else Path(source).name
    problems, steps = list[Problem](), list[tuple[str, str]]()
    for number, text in lines:
        try:
            read_typed(text)
        except ReadError as error:
            place = Location(source, number, error.column)
            problems.append(Problem(error.code, str(error), place, detail=render_caret(error)))
        else:
            steps.append((f"line-{number}", text))
    if problems:
        raise Unwritable(*problems)
    if not steps:
        raise Unwritable(f"there is no claim in {shown}")
    _check_together(steps)
    title = name.replace("_", "-").replace("-", " ").capitalize()
    written = "\n".join(_step(label, text) for label, text in steps)
    return f'''"""{title}.

The claims of {shown}, a step for each line.
"""

from gradcheck.derivation import derivation, step

DERIVATION = derivation(
{written}
)
'''


def _check_together(steps: list[tuple[str, str]]) -> None:
    made: list[Step] = []
    for label, text in steps:
        try:
            one = step(label, text)
            if isinstance(one.claim, UnreadClaim):
                raise ValueError(one.claim.problem)
            made.append(one)
            derivation(*made)
        except ValueError as error:
            raise Unwritable(f"{label.replace('-', ' ')}: {error}; put it into a module of its own") from None


def _step(label: str, text: str) -> str:
    """Return the call that writes a claim, as ruff formats it."""
    plain = not set(text) & set('"\\\\')
    written = f'"{text}"' if plain else f'r"{text}"' if '"' not in text and not text.endswith("\\") else repr(text)
    line = f'    step("{label}", {written}),'
    return line if len(line) <= WIDTH else f'    step(\n        "{label}",\n        {written},\n    ),'
