"""Taylor jets over a ball: enclosures of all derivatives of a term, for every value of the variable in the ball."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from gradcheck.balls.arithmetic import Balls
from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.series import Undefined
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.terms import Symbol, Term

Ball = Any


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
        try:
            interpreter = Interpreter(Balls(kinks), {**(values or {}), variable: center}, definitions, variable)
            result = interpreter.ring.check(interpreter.series(term, order))
        except RecursionError:
            raise Undefined("the term is nested too deeply") from None
        return result + [arb(0)] * (order + 1 - len(result))


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
    from gradcheck.balls.arithmetic import ball, between

    with ctx.workprec(precision):
        center = ball(lo) if lo == hi else between(lo, hi)
    return jet(term, variable, center, order, definitions, precision, kinks=kinks)
