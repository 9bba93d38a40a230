"""Defines the events of a run for observers, such as the progress line and the summary of a stopped run.

No verdict depends on an event, and any of them may be lost.  A step may be started twice, where the process at work on
it had to be replaced; of two ends of one step the last counts.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.outcome.record import record
from gradcheck.outcome.run import DerivationOutcome, StepOutcome


@record
class Opened:
    """A derivation was loaded, with these steps in order, and with this heading."""

    derivation: str
    steps: tuple[str, ...]
    heading: DerivationOutcome | None = None


@record
class Started:
    """Work on a step has begun."""

    derivation: str
    step: str


@record
class Finished:
    """A step has its outcome."""

    derivation: str
    outcome: StepOutcome


Event = Opened | Started | Finished
Observer = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Watch nothing."""
