"""What stands for what in SymPy: sorts, functions, relations and the sides of a limit."""

from __future__ import annotations

from typing import Any

import sympy

from gradcheck.language.syntax.functions import FUNCTIONS

ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "real": {"real": True},
    "integer": {"integer": True},
    "natural": {"integer": True, "nonnegative": True},
    "dimension": {"integer": True, "positive": True},
}
HEADS: dict[str, Any] = {name: getattr(sympy, row.sympy) for name, row in FUNCTIONS.items() if row.sympy}
NAMES = {head: name for name, head in HEADS.items() if name != "sqrt"}
RELATIONS: dict[str, Any] = {
    "=": sympy.Eq,
    "!=": sympy.Ne,
    "<=": sympy.Le,
    "<": sympy.Lt,
    ">=": sympy.Ge,
    ">": sympy.Gt,
}
OPERATORS = {head: op for op, head in RELATIONS.items()}
SIDES = {"": "+-", "+": "+", "-": "-"}
