"""What one claim, or loading one module, may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock, and megabytes beyond what a fresh worker occupies."""

    seconds: float = 20.0
    megabytes: int = 2048
