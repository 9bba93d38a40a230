"""Renders the report on many claims: a line for each verdict, and the findings indented below."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.outcome.run import NOTHING_TO_SAY, Preamble, StepOutcome
from gradcheck.report.page import Line, Span, block, line, prose
from gradcheck.report.text import finding_lines, step_lines

WIDTH = len("undecided") + 2
INDENT = " " * WIDTH
MEANING = {"proved": "good", "refuted": "bad", "undecided": "unsure"}


def claim_lines(
    step: StepOutcome, written: str, preamble: Preamble = NOTHING_TO_SAY, verbose: bool = False
) -> Iterator[Line]:
    """The verdict on one claim, followed by the claim as it was written, which says what its names are."""
    weak = Span(f"  (solver: {step.engine})", "unsure") if step.trust == "solver" else ""
    yield line(Span(step.verdict.ljust(WIDTH), MEANING[step.verdict]), written, weak)
    if verbose:
        yield from list(step_lines(step, verbose, preamble=preamble))[1:]
    else:
        for remark in preamble.remarks:
            yield line(INDENT, prose(remark, "quiet"))
        yield from finding_lines(step, INDENT)


def unreadable_lines(written: str, explanation: str) -> Iterator[Line]:
    """A claim that could not be read, in the place of its verdict."""
    yield line(Span("error".ljust(WIDTH), "bad"), written)
    yield from block(explanation, INDENT)
