"""``gradcheck bound``: the range of the derivative of an activation, and what depth makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.answers import tell_answers
from gradcheck.cli.claim_file import written_lines
from gradcheck.cli.depths import read_bias, read_table, read_weights
from gradcheck.cli.options import Output
from gradcheck.cli.parameters import VALUE, read_values
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.pictures import draw, problem_with_pictures
from gradcheck.cli.terminal.progress import progress
from gradcheck.cli.terminal.streams import Terminal, complain, for_stream, print_document
from gradcheck.runtime.child import WorkerProblem, shared
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.bounds import BoundRequest
    from gradcheck.outcome.bound import BoundOutcome

NAME = re.compile(r"[^\W\d_]\w+([ -][^\W\d_]\w+)*")
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Options:
    """The options that hold for every function of one call."""

    layers: str | None = None
    digits: int = 15
    weight: str = "1"
    parameters: Sequence[str] = ()
    weights: str | None = None
    bias: str | None = None
    table: str | None = None
    plot: bool = False
    plot_file: str | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is a picture to draw."""
        return self.plot or self.plot_file is not None


def bound(functions: Sequence[str], source: str | None, options: Options, limits: Limits, output: Output) -> int:
    """Answer one request, or one for each line; return 1 if a question stays open, 2 if a request cannot be read."""
    if "-" in functions and source is None:  # as other tools read it
        functions, source = [text for text in functions if text != "-"], "-"
    if options.drawn:
        wrong = problem_with_pictures(options.plot, options.plot_file, source, output)
        if wrong:
            return refuse("bound", output, wrong)
    if output.as_sympy and (source is not None or options.drawn):
        return refuse("bound", output, "--output-format sympy writes one answer: no --from, no --plot, no --plot-file")
    if source is not None:
        if functions:
            return refuse("bound", output, "names belong either to the command line or, with --from, into the file")
        return _bound_lines(source, options, limits, output)
    if not functions:
        return refuse("bound", output, "name an activation or a formula in x, or --from FILE (- for standard input)")
    request = _request(functions, options, strict=True)
    if isinstance(request, str):
        return refuse("bound", output, request)
    outcome = _settled(request, limits, output.verbose)
    if isinstance(outcome, str):
        return refuse("bound", output, outcome)
    if output.as_json:
        from gradcheck.report.bound_json import bound_json

        print(bound_json(outcome, __version__))
    elif output.as_sympy:
        from gradcheck.cli.sympy_source import bound_source

        print_document(bound_source(outcome))
    else:
        from gradcheck.report.bound_text import bound_lines

        Terminal(output.color).print(bound_lines(for_stream(outcome)))
    if options.drawn:
        try:
            draw(outcome, options.plot, options.plot_file, output)
        except OSError as error:
            return refuse("bound", output, f"{options.plot_file} cannot be written: {error.strerror or error}")
    return 1 if outcome.undecided else 0


def _bound_lines(source: str, options: Options, limits: Limits, output: Output) -> int:
    """Answer each line, a name or a formula, in order."""
    from gradcheck.report.bound_json import bound_body
    from gradcheck.report.bound_text import bound_lines

    answers = _answers(source, options, limits, output.verbose)
    return tell_answers("bound", source, answers, bound_lines, bound_body, output)


def _answers(
    source: str, options: Options, limits: Limits, verbose: bool
) -> Iterator[tuple[int, str, BoundOutcome | str]]:
    for number, written in written_lines(source):
        function, *assignments = written.split(";")
        own = [text for text in assignments if text.strip()]
        request = _request([function.strip()], options, own=own)
        yield number, written, request if isinstance(request, str) else _settled(request, limits, verbose)


def _request(
    functions: Sequence[str], options: Options, *, own: Sequence[str] = (), strict: bool = False
) -> BoundRequest | str:
    """Return the request, or what is wrong with it.  A word of two letters or more is a name, all else a formula.

    ``own`` are the parameters that a line gives; those, and with ``strict`` all, must occur in a function.
    """
    if not VALUE.fullmatch(options.weight):
        return f"--weight is a number such as 0.5, 3/2 or -1, not {options.weight}"
    from gradcheck.activations.registry import parameters_of
    from gradcheck.bounds import BoundRequest
    from gradcheck.language.notation.reader import read_expression
    from gradcheck.language.notation.readerror import ReadError, render_caret

    layers = options.layers
    try:
        given, special = read_values(options.parameters), read_values(own)
        names = tuple(text if NAME.fullmatch(text) else read_expression(text) for text in functions)
        depth = int(layers) if layers is not None and NUMBER.fullmatch(layers) else layers
        weights, bias, table = read_weights(options.weights), read_bias(options.bias), read_table(options.table)
        if weights and options.weight != "1":
            return "--weight is for all layers, --weights for each of them; ask for one"
        if len(names) == 1:
            names *= max(len(weights), 1)
        request = BoundRequest(
            names,
            depth,
            options.digits,
            Fraction(options.weight),
            weights=weights,
            bias=bias,
            table=table,
            picture=options.drawn,
        )
        known = set[str]().union(*(parameters_of(name) for name in names))
        for name in (*given, *special) if strict else special:
            if name not in known:
                has = f"known are {', '.join(sorted(known))}" if known else "there is none"
                return f"no function here has a parameter {name}; {has}"
        used = {name: value for name, value in {**given, **special}.items() if name in known}
        return replace(request, parameters=tuple(used.items()))
    except ReadError as error:
        return f"{error.code} {error}\n{render_caret(error)}"
    except ZeroDivisionError:
        return f"--weight is a number such as 0.5, 3/2 or -1, not {options.weight}"
    except ValueError as error:
        return str(error)


def _settled(request: BoundRequest, limits: Limits, verbose: bool) -> BoundOutcome | str:
    """Return the outcome, with all questions open if the worker returned none; or why there can be none."""
    try:
        shared().start()  # before the thread that tells of progress: a fork takes no threads along
        with progress("looking for bounds"):
            return shared().run(_answer, replace(request, seconds=limits.seconds), limits=limits)
    except WorkerProblem as problem:
        from gradcheck.language.printing.text import render_text
        from gradcheck.outcome.bound import BoundOutcome

        if verbose and problem.detail:
            complain(problem.detail)
        names = tuple(name if isinstance(name, str) else render_text(name) for name in request.names)
        reason = f"{problem.reason} [{problem.code}]"
        return BoundOutcome(names, request.layers, request.digits, str(request.weight), (), undecided=(reason,))


def _answer(request: BoundRequest) -> BoundOutcome | str:
    """Run in the worker: refuse what is no activation, else compute the bounds."""
    from gradcheck.bounds import bound_chain

    try:
        layers = request.activations()
    except ValueError as error:
        return str(error)
    return bound_chain(request, layers)
