"""Rigorous values of scalar terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls
from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.series import Undefined
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
        try:
            interpreter = Interpreter(Balls(), values, definitions)
            (value,) = interpreter.ring.check(interpreter.series(term, 0))
        except RecursionError:
            raise Undefined("the term is nested too deeply") from None
        return value
