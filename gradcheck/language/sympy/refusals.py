"""What a SymPy object is refused for, each with its stable code."""

from __future__ import annotations

from typing import Any

LONGEST = 120  # characters of an expression in a message
WHOLE = "take an integer k, with k <= x and x < k + 1 in given="
REAL = "symbols are real: state it for real and imaginary parts"
INSTEAD = {  # of what SymPy has and the language has not
    "gamma": "of a positive integer n it is factorial(n - 1)",
    "Mod": "say what it is of: Eq(n, 2*k) with an integer k",
    "floor": WHOLE, "ceiling": WHOLE, "frac": WHOLE,
    "Order": "take .removeO(), and state a bound of the rest",
    "DiracDelta": "state the value that it stands for at its point",
    "conjugate": REAL, "re": REAL, "im": REAL, "arg": REAL, "ImaginaryUnit": REAL,
    "Tuple": "state each part",
    "KroneckerProduct": "state it for the entries",
    "MatrixSlice": "state it for the entries, or for a BlockMatrix",
    "RootSum": "state it for each root", "CRootOf": "name the root, and give its equation in given=",
    "ConditionSet": "state what solves the equation",
}  # fmt: skip
NAMED = "name it, as Function('f') of its argument, and state in given= what is used of it"


class Refusal(TypeError):
    """A SymPy object that is no part of the language as it stands; the message says what to write instead."""

    code = "GC440"


class NoCounterpart(Refusal):
    """A SymPy expression that the language has nothing for."""


def no_counterpart(expr: Any, otherwise: str = NAMED) -> NoCounterpart:
    """Return the refusal of an expression, with what to write instead."""
    name = type(expr).__name__
    instead = INSTEAD.get(name, otherwise)
    return NoCounterpart(f"{name} of SymPy has no counterpart in the language: {shown(expr)}; {instead}")


class AlreadyDecided(Refusal):
    """A statement that SymPy made true or false before it could be read."""

    code = "GC441"


class UnclearSymbol(Refusal):
    """A symbol whose assumptions the language cannot state, or that has two sets of them."""

    code = "GC442"


class ComputedWhileHeld(Refusal):
    """A computation in a block in which SymPy only writes."""

    code = "GC443"


def shown(expr: Any) -> str:
    """Return the expression as SymPy prints it, cut to a length that fits a message."""
    text = " ".join(str(expr).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
