"""Selects the steps of a run, orders its modules, and ends it at the first finding where ``-x`` asks for that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradcheck.outcome.run import DerivationOutcome
from gradcheck.project.cache.last_run import MODULE
from gradcheck.project.selection import EVERYTHING, Selection

if TYPE_CHECKING:
    from gradcheck.project.cache.last_run import LastRun
    from gradcheck.project.discovery import Entry


def everything(path: Path) -> Selection:
    """Select all steps of every module."""
    return EVERYTHING


class RunPlan(NamedTuple):
    """The ``selection`` of a module's steps by its path; whether to end at the first finding.

    ``last`` remembers what failed, and is told what fails; ``failed_first`` puts that in front.
    """

    selection: Callable[[Path], Selection] = everything
    exit_first: bool = False
    last: LastRun | None = None
    failed_first: bool = False

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Remember for the next run what fails while the block runs, also where the run is stopped."""
        try:
            yield
        finally:
            if self.last is not None:
                self.last.write()

    def ordered(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the modules in the order in which they are proved and reported."""
        last = self.last
        if last is None or not self.failed_first:
            return list(entries)
        return sorted(entries, key=lambda entry: not last.failed(entry.path))

    def recalled(self, entry: Entry, outcome: DerivationOutcome | None) -> DerivationOutcome | None:
        """Return the part of a cached outcome of the whole that is wanted; None if it does not suffice.

        It does not where a step is not as expected: then the steps that use it must be known.
        """
        selection = self.selection(entry.path)
        if outcome is None or selection.is_everything:
            return outcome
        names = [step.name for step in outcome.steps]
        if not outcome.holds or selection.missing("", names) is not None:
            return None
        steps = tuple(outcome.steps[place] for place in selection.of(outcome.name, names))
        if len(steps) == len(names):
            return outcome
        seconds = sum(step.seconds for step in steps)
        left = len(names) - len(steps)
        return replace(outcome, steps=steps, seconds=seconds, remarks=(), notices=(), unselected=left)

    def shortened(self, outcome: DerivationOutcome) -> DerivationOutcome:
        """Return the outcome up to the first finding with ``-x``, else all of it."""
        bad = next((place for place, step in enumerate(outcome.steps) if not step.is_accepted), None)
        if not self.exit_first or bad is None:
            return outcome
        steps, rest = outcome.steps[: bad + 1], outcome.steps[bad + 1 :]
        unreached = (*(step.name for step in rest), *outcome.unreached)
        return replace(outcome, steps=steps, unreached=unreached, seconds=sum(step.seconds for step in steps))

    def note(self, entry: Entry, outcome: DerivationOutcome | None) -> None:
        """Remember the outcome of a module; without one, it cannot be used."""
        if self.last is not None:
            steps = {MODULE: False} if outcome is None else {step.name: step.is_accepted for step in outcome.steps}
            self.last.note(entry.path, steps, outcome is None or outcome.is_whole)
