"""Enclosures of normal forms in which no symbol stands."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck import balls
from recheck.atoms import ATOMS
from recheck.balls import NOUGHT, ONE, Loose, ball
from recheck.nodes import ANY

if TYPE_CHECKING:
    from recheck.balls import Ball
    from recheck.polynomials import Poly, Quotient

FUNCTIONS = {
    "log": balls.log, "abs": balls.absolute, "sign": balls.sign, "erf": balls.erf, "atan": balls.atan,
    "sin": lambda x: balls.wave(x, 0), "cos": lambda x: balls.wave(x, 1), "inverse": lambda x: ONE.over(x),
}  # fmt: skip


def signs(poly: Poly) -> int:
    """Return the signs that a polynomial may have; ANY where a symbol stands in it."""
    try:
        return row(poly).mask()
    except Loose:
        return ANY


def row(poly: Poly) -> Any:
    total = NOUGHT
    for mono, c in poly.items():
        part = ball(c)
        for a, e in mono:
            part = part * enclosed(a, e)
        total = total + part
    return total


def whole_ball(q: Quotient) -> Ball:
    return row(q.num).over(row(q.den))


def enclosed(a: int, e: int) -> Any:
    """Return a ball around the power of an atom; Loose for one with symbols."""
    head, data = ATOMS[a]
    if head == "exp":
        return balls.exp(ball(Fraction(e)) * whole_ball(data[0]))
    if head == "pi":
        base = balls.pi()
    elif head == "root":
        inner = whole_ball(data[0])
        base = balls.root(inner) if data[1] == 2 else balls.exp(ball(Fraction(1, data[1])) * balls.log(inner))
    elif head in FUNCTIONS:
        base = FUNCTIONS[head](whole_ball(data[0]))
    else:
        raise Loose("a symbol")
    if not isinstance(e, int):
        return balls.exp(ball(e) * balls.log(base))
    return base.power(e) if e >= 0 else ONE.over(base.power(-e))
