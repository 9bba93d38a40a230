"""Taylor jets over a ball: enclosures of all derivatives of a term, for every value of the variable in the ball."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.interpreter import Interpreter
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Symbol, Term

Ball = Any


def enclose(
    term: Term, values: Mapping[Symbol, Ball], definitions: tuple[Definition, ...] = (), precision: int = 64
) -> Ball:
    """Return a ball that contains the value of the scalar term for all values of its symbols in their balls.

    Undefined when the term is undefined, or not certainly defined, somewhere in these balls; when a symbol has no
    value; and for limits, integrals, suprema, expectations and arrays, which cannot be computed in finitely many steps.
    """
    with ctx.workprec(precision):
        return Interpreter(Balls(), values, definitions).jet(term, 0)[0]


def jet(
    term: Term,
    variable: Symbol,
    center: Ball,
    order: int,
    definitions: tuple[Definition, ...] = (),
    precision: int = 64,
    values: Mapping[Symbol, Ball] | None = None,
    kinks: bool = False,
) -> list[Ball]:
    """Return [f(x), f'(x), f''(x)/2, ...] up to f^(order)(x)/order!, each enclosed for all x in ``center``.

    ``term`` may contain derivatives by the variable and members of sequences with numeric index.  With ``kinks`` a
    first derivative at a kink is the hull of the one-sided ones.  Undefined when f is not certainly defined, or
    not ``order`` times differentiable, on the whole ball.
    """
    with ctx.workprec(precision):
        return Interpreter(Balls(kinks), {**(values or {}), variable: center}, definitions, variable).jet(term, order)


def jet_over(
    term: Term,
    variable: Symbol,
    lo: Fraction,
    hi: Fraction,
    order: int,
    definitions: tuple[Definition, ...] = (),
    precision: int = 64,
    kinks: bool = False,
) -> list[Ball]:
    """Return the jet over the closed interval [lo, hi] of the variable."""
    with ctx.workprec(precision):
        center = ball(lo) if lo == hi else between(lo, hi)
    return jet(term, variable, center, order, definitions, precision, kinks=kinks)
