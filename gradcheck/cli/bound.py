"""``gradcheck bound``: the range of the derivative of an activation, and what depth makes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal import Terminal, complain
from gradcheck.workers import Limits, WorkerProblem, shared

if TYPE_CHECKING:
    from gradcheck.bound import BoundRequest
    from gradcheck.bound_outcome import BoundOutcome

NAME = re.compile(r"[^\W\d_]\w+([ -][^\W\d_]\w+)*")
NUMBER = re.compile(r"[0-9]{1,9}")
WEIGHT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20}|/[0-9]{1,20})?")


def bound(
    functions: Sequence[str], layers: str | None, digits: int, weight: str, limits: Limits, output: Output
) -> int:
    """Answer one request; 1 if a question stays open, 2 if the request makes no sense."""
    request = _request(functions, layers, digits, weight)
    if isinstance(request, str):
        return refuse("bound", output, request)
    outcome = _settled(request, limits, output.verbose)
    if isinstance(outcome, str):
        return refuse("bound", output, outcome)
    if output.as_json:
        from gradcheck.report.bound_json import bound_json

        print(bound_json(outcome, __version__))
    else:
        from gradcheck.report.bound_text import bound_lines

        Terminal(output.color).print(bound_lines(outcome))
    return 1 if outcome.undecided else 0


def _request(functions: Sequence[str], layers: str | None, digits: int, weight: str) -> BoundRequest | str:
    """The request, or what is wrong with it.  Words of two letters or more are a name; all else is a formula."""
    if not WEIGHT.fullmatch(weight):
        return f"--weight is a number such as 0.5, 3/2 or -1, not {weight}"
    from gradcheck.bound import BoundRequest
    from gradcheck.language.lexer import ReadError, render_caret
    from gradcheck.language.reader import read_expression

    try:
        names = tuple(text if NAME.fullmatch(text) else read_expression(text) for text in functions)
        depth = int(layers) if layers is not None and NUMBER.fullmatch(layers) else layers
        return BoundRequest(names, depth, digits, Fraction(weight))
    except ReadError as error:
        return f"{error.code} {error}\n{render_caret(error)}"
    except ZeroDivisionError:
        return f"--weight is a number such as 0.5, 3/2 or -1, not {weight}"
    except ValueError as error:
        return str(error)


def _settled(request: BoundRequest, limits: Limits, verbose: bool) -> BoundOutcome | str:
    """The outcome, which is all questions open if the worker did not come back; or why there can be none."""
    try:
        return shared().run(_answer, request, limits=limits)
    except WorkerProblem as problem:
        from gradcheck.bound_outcome import BoundOutcome
        from gradcheck.language.text import render_text

        if verbose and problem.detail:
            complain(problem.detail)
        names = tuple(name if isinstance(name, str) else render_text(name) for name in request.names)
        reason = f"{problem.reason} [{problem.code}]"
        return BoundOutcome(names, request.layers, request.digits, str(request.weight), (), undecided=(reason,))


def _answer(request: BoundRequest) -> BoundOutcome | str:
    """In the worker.  A name or formula that is no activation is refused before the work begins."""
    from gradcheck.bound import bound_chain
    from gradcheck.engines.activations import activation, of_formula
    from gradcheck.language.text import render_text

    try:
        for name in request.names:
            _ = activation(name) if isinstance(name, str) else of_formula(render_text(name), name)
    except ValueError as error:
        return str(error)
    return bound_chain(request)
