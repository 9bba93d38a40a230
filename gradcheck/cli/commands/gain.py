"""``gradcheck gain``: what an activation does to the variance of a normal pre-activation, and to its gradient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.answers import tell_answers
from gradcheck.cli.claim_file import written_lines
from gradcheck.cli.options import Output
from gradcheck.cli.parameters import read_values
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal, complain, for_stream
from gradcheck.runtime.child import TimedOut, WorkerProblem, shared
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.gains import GainRequest
    from gradcheck.outcome.gain import GainOutcome

NAME = re.compile(r"[^\W\d_]\w+([ -][^\W\d_]\w+)*")


@dataclass(frozen=True)
class Options:
    """The options of a request, as they were typed."""

    variance: str = "1"
    sigma_w: str | None = None
    sigma_b: str | None = None
    digits: int = 15
    parameters: Sequence[str] = ()


def gain(function: str | None, source: str | None, options: Options, limits: Limits, output: Output) -> int:
    """Answer one request, or one for each line; return 1 if a question stays open, 2 if a request cannot be read."""
    if function == "-" and source is None:  # as other tools read it
        function, source = None, "-"
    if source is not None and function is not None:
        return refuse("gain", output, "a name belongs either to the command line or, with --from, into the file")
    if source is not None:
        return _gain_lines(source, options, limits, output)
    if function is None:
        return refuse("gain", output, "name an activation or a formula in x, or --from FILE (- for standard input)")
    request = _request(function, options)
    if isinstance(request, str):
        return refuse("gain", output, request)
    outcome = _settled(request, limits, output.verbose)
    if isinstance(outcome, str):
        return refuse("gain", output, outcome)
    if output.as_json:
        from gradcheck.report.gain_json import gain_json

        print(gain_json(outcome, __version__))
    else:
        from gradcheck.report.gain_text import gain_lines

        Terminal(output.color).print(gain_lines(for_stream(outcome)))
    return 1 if outcome.undecided else 0


def _gain_lines(source: str, options: Options, limits: Limits, output: Output) -> int:
    """Answer each line, a name or a formula, in order."""
    from gradcheck.report.gain_json import gain_body
    from gradcheck.report.gain_text import gain_lines

    answers = _answers(source, options, limits, output.verbose)
    return tell_answers("gain", source, answers, gain_lines, gain_body, output)


def _answers(
    source: str, options: Options, limits: Limits, verbose: bool
) -> Iterator[tuple[int, str, GainOutcome | str]]:
    """The answer to each line: a name or formula, and parameters of its own after semicolons."""
    for number, written in written_lines(source):
        function, *assignments = written.split(";")
        own = [text for text in assignments if text.strip()]
        request = _request(function.strip(), replace(options, parameters=(*options.parameters, *own)), shared_with=own)
        yield number, written, request if isinstance(request, str) else _settled(request, limits, verbose)


def _request(function: str, options: Options, shared_with: Sequence[str] | None = None) -> GainRequest | str:
    """Return the request, or what is wrong with it.  A word of two letters or more is a name, all else a formula.

    ``shared_with`` are the parameters that a line gives itself: the others are meant for all lines, and are used where
    they belong to a function.
    """
    from gradcheck.gains import GainRequest
    from gradcheck.language.notation.reader import read_expression
    from gradcheck.language.notation.readerror import ReadError, render_caret

    try:
        name = function if NAME.fullmatch(function) else read_expression(function)
        variance = read_expression(options.variance)
        weight, bias = (
            None if text is None else read_expression(text) for text in (options.sigma_w, options.sigma_b)
        )  # fmt: skip
        values = read_values(options.parameters)
        if shared_with is not None:
            from gradcheck.activations.registry import parameters_of

            own, known = read_values(shared_with), parameters_of(name)
            values = {word: value for word, value in values.items() if word in own or word in known}
        parameters = tuple(values.items())
        return GainRequest(name, variance, weight, bias, options.digits, parameters)
    except ReadError as error:
        return f"{error.code} {error}\n{render_caret(error)}"
    except ValueError as error:
        return str(error)


def _settled(request: GainRequest, limits: Limits, verbose: bool) -> GainOutcome | str:
    """Return the outcome, with all questions open if the worker returned none; or why there can be none.

    Closed forms are given up where they take more than three quarters of the time.
    """
    most, rest = (Limits(limits.seconds * share, limits.megabytes) for share in (0.75, 0.25))
    try:
        try:
            return shared().run(_answer, request, limits=most)
        except TimedOut:  # the enclosures alone take less
            return shared().run(_answer, replace(request, closed=False), limits=rest)
    except WorkerProblem as problem:
        from gradcheck.language.printing.text import render_text
        from gradcheck.outcome.gain import GainOutcome

        if verbose and problem.detail:
            complain(problem.detail)
        name = request.name if isinstance(request.name, str) else render_text(request.name)
        reason = f"{problem.reason} [{problem.code}]"
        return GainOutcome(name, None, render_text(request.variance), request.digits, undecided=(reason,))


def _answer(request: GainRequest) -> GainOutcome | str:
    """Run in the worker: refuse a request that cannot be answered, else compute the gains."""
    from gradcheck.gains.answer import Refused, answer_gain

    try:
        return answer_gain(request)
    except Refused as error:
        return str(error)
