"""SymPy as a way to write: reads its expressions and statements, and gives terms back; the kernel imports none of it.

held              a block in which SymPy writes down what is written, and evaluates nothing
by_sympy          the statement that an answer of SymPy's is right
from_sympy        the term of an expression
to_sympy          the expression of a term or a proposition; evaluate=False keeps it as it is
formula_to_sympy  the expression of a formula in an outcome
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

HOMES = {"held": "holding", "by_sympy": "proposals", "from_sympy": "reading", "to_sympy": "writing",
         "formula_to_sympy": "formulas"}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Return what is public here, without loading SymPy before it is asked for."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
