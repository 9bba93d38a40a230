"""Prints the answers to a file with a name or a formula on each line, for commands with ``--from``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from gradcheck import __version__
from gradcheck.cli.claim_file import SourceError
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal, complain
from gradcheck.report.page import Line


class Outcome(Protocol):
    """The answer to one line."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """The questions that could not be settled."""


Answer = TypeVar("Answer", bound=Outcome)


def tell_answers(
    command: str,
    source: str,
    answers: Iterable[tuple[int, str, Answer | str]],
    lines: Callable[[Answer], Iterable[Line]],
    body: Callable[[Answer], dict[str, Any]],
    output: Output,
) -> int:
    """Print the answers in order, each as soon as it is there; return the exit code.

    The answer to a line that cannot be read is a text that says why, and is printed in its place.
    """
    from gradcheck.language.notation.readerror import visible
    from gradcheck.report.json import document
    from gradcheck.report.lines import unreadable_lines
    from gradcheck.report.page import line, shortened, single_spaced

    terminal, told, problems = Terminal(output.color), list[dict[str, Any]](), list[str]()
    undecided = False
    try:
        for number, written, answer in answers:
            if isinstance(answer, str):
                problems.append(f"{source}:{number}: {answer.splitlines()[0]}")
                told.append({"line": number, "written": written, "error": answer.splitlines()[0]})
                page = unreadable_lines(shortened(visible(written)), answer)
            else:
                undecided = undecided or bool(answer.undecided)
                told.append({"line": number, "written": written, **body(answer)})
                page = iter(lines(answer))
            if not output.as_json:
                terminal.print(single_spaced([*page, line("")]))
    except SourceError as error:
        return refuse(command, output, str(error))
    if not told:
        return refuse(command, output, f"{source} has no name and no formula")
    if output.as_json:
        for problem in problems:
            complain(problem)
        print(document(command, __version__, {"answers": told, "problems": problems}))
    return 2 if problems else 1 if undecided else 0
