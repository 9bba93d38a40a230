"""Turns balls and proved closed forms into the plain data of ``gradcheck.outcome.gain``."""

from __future__ import annotations

from typing import Any

from gradcheck.activations.analysis.fixed_points import ends
from gradcheck.bounds.plain import enclosure, formula
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.terms import Term, number_of
from gradcheck.outcome.gain import Quantity

Ball = Any


class Disagreement(RuntimeError):
    """A proved closed form lies outside of the enclosure of the same number: one of them is wrong."""


def quantity(value: Ball, digits: int, exact: Term | None = None, reason: str = "") -> Quantity:
    """The ball as decimals rounded outwards, beside the closed form."""
    rational = None if exact is None else number_of(exact)
    around = ends(value, 64 + 4 * digits) if rational is None else (rational, rational)
    found = enclosure(*around, digits)
    if exact is None:
        return Quantity(found.lower, found.upper, reason=reason)
    return Quantity(found.lower, found.upper, render_text(exact), formula(exact), reason)


def infinite(reason: str) -> Quantity:
    """+oo."""
    return Quantity("oo", "oo", reason=reason)


def unknown(reason: str) -> Quantity:
    """No enclosure."""
    return Quantity("-oo", "oo", reason=reason)
