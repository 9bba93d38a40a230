"""Keeps how long the steps of a module took, to estimate the next run.  No verdict depends on it."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

from gradcheck.outcome.run import DerivationOutcome
from gradcheck.project.cache.folder import Folder

KIND = "durations"


def read_durations(folder: Folder, module: Path, afresh: bool) -> dict[str, float]:
    """Seconds by the names of the steps; with ``afresh``, of a run that searched for every proof again."""
    content = folder.read(KIND, _key(module, afresh))
    try:
        found = {} if content is None else json.loads(content)
        return {str(name): float(seconds) for name, seconds in found.items() if 0 <= float(seconds) < math.inf}
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}


def write_durations(folder: Folder, module: Path, afresh: bool, outcome: DerivationOutcome) -> None:
    """Keep them for the next run."""
    seconds = {step.name: round(step.seconds, 4) for step in outcome.steps}
    folder.write(KIND, _key(module, afresh), json.dumps(seconds).encode())


def _key(module: Path, afresh: bool) -> str:
    return hashlib.sha256(f"{afresh} {module.resolve()}".encode(errors="surrogateescape")).hexdigest()[:40]
