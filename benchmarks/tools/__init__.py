"""One module a tool: ``settle`` decides an inequality, ``enclose`` the supremum of a derivative.

What a module imports is what its tool needs; ``load`` says which of them can be had here.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"
NAMES = ("gradcheck", "sympy", "z3", "cvc5")
MODULES = {name: f"benchmarks.tools.with_{name}" for name in NAMES}


@dataclass(frozen=True)
class Enclosure:
    """Decimals between which a tool says that the supremum is; ``-oo`` and ``oo`` where it says nothing."""

    lower: str = "-oo"
    upper: str = "oo"


def load(name: str) -> Any | None:
    """The module of a tool, or None where the tool is not installed."""
    try:
        return import_module(MODULES[name])
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None
