"""What a SymPy object is refused for, each with its stable code."""

from __future__ import annotations

from typing import Any

LONGEST = 120  # characters of an expression in a message


class Refusal(TypeError):
    """A SymPy object that is no part of the language as it stands; the message says what to write instead."""

    code = "GC440"


class NoCounterpart(Refusal):
    """A SymPy expression that the language has nothing for."""


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
