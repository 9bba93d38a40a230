"""Reads values for the parameters of activations, from the command line and from files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

VALUE = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40}|/[0-9]{1,40})?")
ASSIGNMENT = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*=\s*(?P<value>\S+)\s*")
TAKEN = ("x",)


def read_values(assignments: Sequence[str]) -> dict[str, Fraction]:
    """Read alpha=1/2 and the like; ValueError for anything else."""
    found: dict[str, Fraction] = {}
    for text in assignments:
        match = ASSIGNMENT.fullmatch(text)
        if match is None or not VALUE.fullmatch(match["value"]) or match["name"] in TAKEN:
            raise ValueError(f"a parameter is a name and a number, such as alpha=1/2, not {text.strip()}")
        try:
            value = Fraction(match["value"])
        except ZeroDivisionError:
            raise ValueError(f"{match['value']} is no number") from None
        if found.setdefault(match["name"], value) != value:
            raise ValueError(f"{match['name']} is given two values")
    return found
