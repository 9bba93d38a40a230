"""Defines the limits of a claim, or of loading a module, and the weakest trust that counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock, megabytes beyond what a fresh worker occupies, and the weakest trust that counts."""

    seconds: float = 20.0
    megabytes: int = 2048
    trust: str = "solver"
