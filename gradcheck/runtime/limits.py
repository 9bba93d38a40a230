"""Defines the limits of a claim, or of loading a module, and the weakest trust that counts.

A claim is given seconds of a processor, so that no verdict depends on what else the machine does.  The clock ends it
too, at ``PATIENCE`` times as many seconds: a process that waits for something uses no processor.  Where the system
cannot count the seconds of a process while it runs, the clock alone does.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from dataclasses import dataclass

COUNTS = hasattr(signal, "setitimer")  # whether this system ends a process after seconds of a processor
OUT_OF_TIME = (-getattr(signal, "SIGPROF", 0), -getattr(signal, "SIGXCPU", 0)) if COUNTS else ()  # such exit codes
PATIENCE = 5 if COUNTS else 1
LEAST = 0.001  # seconds; a timer at 0 never rings


@dataclass(frozen=True)
class Limits:
    """Seconds of a processor, megabytes beyond what a fresh worker occupies, and the weakest trust that counts."""

    seconds: float = 20.0
    megabytes: int = 2048
    trust: str = "solver"

    @property
    def patience(self) -> float:
        """Return the seconds by the clock after which a claim is given up."""
        return PATIENCE * self.seconds

    @property
    def exhausted(self) -> str:
        """Say that the seconds of a processor are used up."""
        return f"no answer within {self.seconds:g} s"

    @property
    def given_up(self) -> str:
        """Say that the clock ended the claim."""
        return f"no answer within {self.patience:g} s by the clock" if COUNTS else self.exhausted


@contextlib.contextmanager
def ending_after(seconds: float) -> Iterator[None]:
    """End this process, native code too, when it has used so many seconds of a processor in the block."""
    if not COUNTS:
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, LEAST))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
