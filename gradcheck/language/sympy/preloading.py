"""Imports what reads SymPy, in the interpreter that forks the processes that run modules.

Each of these processes begins with the same random numbers: SymPy asks in a random order what it assumes of a symbol.
"""

from __future__ import annotations

from sympy.core.random import seed

from gradcheck.language.sympy import holding, matrices, proposals, reading, statements, symbols  # noqa: F401

seed(0)
