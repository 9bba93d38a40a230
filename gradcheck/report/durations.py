"""Lists the steps that took longest, for ``--durations``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcheck.outcome.run import DerivationOutcome, StepOutcome
from gradcheck.report.page import Line, counted, duration, in_line, line, prose, shortened

LONGEST = 60  # characters of a claim


def duration_lines(outcomes: Iterable[DerivationOutcome], most: int) -> Iterator[Line]:
    """The slowest steps first, so many at most, 0 for all; those that take equally long in their order."""
    rows = [(step.seconds, _name(item, step)) for item in outcomes for step in item.steps]
    shown = sorted(rows, key=lambda row: -row[0])[: most or None]
    if not shown:
        yield line("no step was proved in this run, so none took any time")
        return
    steps = counted(len(rows), "step")
    yield line(f"slowest {len(shown)} of {steps}" if len(shown) < len(rows) else f"{steps}, the slowest first")
    width = max(len(duration(seconds)) for seconds, _ in shown)
    for seconds, name in shown:
        yield line("  ", duration(seconds).rjust(width), "  ", prose(name, "name"))


def _name(item: DerivationOutcome, step: StepOutcome) -> str:
    return shortened(in_line(step.statement), LONGEST) if item.is_claim else f"{item.name}::{step.name}"
