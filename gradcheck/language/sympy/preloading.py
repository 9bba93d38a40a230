"""Imports what reads SymPy, for processes that run modules, and lets each module begin alike.

SymPy asks in a random order what it assumes of a symbol, tries random numbers, and keeps what it found.
"""

from __future__ import annotations

from sympy.core.cache import clear_cache
from sympy.core.random import seed

from gradcheck.language.sympy import holding, matrices, proposals, reading, statements, symbols  # noqa: F401


def begin_alike() -> None:
    """Begin the random numbers anew, and forget what was found for another module."""
    seed(0)
    clear_cache()
