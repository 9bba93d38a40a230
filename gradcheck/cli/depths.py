"""Reads the options of ``bound`` about depth: a table, weights of the layers, an interval of biases."""

from __future__ import annotations

import re
from fractions import Fraction

from gradcheck.cli.parameters import VALUE

COUNT = re.compile(r"[0-9]{1,6}")


def read_table(text: str | None) -> tuple[int, ...]:
    """Read increasing numbers of layers, such as 1,2,5,10; ValueError."""
    parts = [part.strip() for part in (text or "").split(",")] if text is not None else []
    if not all(COUNT.fullmatch(part) for part in parts):
        raise ValueError(f"--table is a list of numbers of layers such as 1,2,5,10,50, not {text}")
    return tuple(sorted({int(part) for part in parts}))


def read_weights(text: str | None) -> tuple[Fraction, ...]:
    """Read the weights, innermost layer first, such as 1/2,1,2; ValueError."""
    return _numbers(text, f"--weights is a list of numbers such as 1/2,1,2, not {text}")


def read_bias(text: str | None) -> tuple[Fraction, Fraction]:
    """Read an interval lo,hi, or one number for all biases; ValueError."""
    wrong = f"--bias is an interval lo,hi such as -1/2,1/2, or one number, not {text}"
    numbers = _numbers(text, wrong) or (Fraction(0),)
    if len(numbers) > 2:
        raise ValueError(wrong)
    return numbers[0], numbers[-1]


def _numbers(text: str | None, wrong: str) -> tuple[Fraction, ...]:
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(VALUE.fullmatch(part) for part in parts):
        raise ValueError(wrong)
    try:
        return tuple(Fraction(part) for part in parts)
    except ZeroDivisionError:
        raise ValueError(wrong) from None
