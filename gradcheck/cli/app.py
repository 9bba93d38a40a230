"""Parses the command line.

Each function below only turns its arguments into a call, which the entry point makes after Typer is done.  So no
exception of a command passes through Typer, whose exit code for a crash is the one for findings.  The calls import the
commands, so that ``--help`` imports none of them.

This module does not postpone annotations: Typer would compile each from its text, in every run.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gradcheck.cli.arguments import (
    Afresh,
    AsMarkdown,
    AsRead,
    Colored,
    Corrects,
    Durations,
    ExitFirst,
    FailedFirst,
    Given,
    Isolated,
    Jobs,
    Keyword,
    Memory,
    Name,
    NoCache,
    OnCluster,
    OutputFormat,
    Paths,
    Quiet,
    Reports,
    Sharded,
    ShowFiles,
    ShowsCorrections,
    ShowSettings,
    SourceOutput,
    Standalone,
    Targets,
    Timeout,
    Trusted,
    Verbose,
    known_codes,
    known_names,
    print_version,
)
from gradcheck.cli.minus import with_claims_last
from gradcheck.cli.options import Color, Format, Output, SourceFormat, read_reports

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run

Command = Callable[[], int]

app = typer.Typer(
    name="gradcheck",
    help="Prove, or refute with a counterexample, the mathematics of deep learning.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def parse(arguments: Sequence[str]) -> Command | int:
    """Return the call that the arguments ask for, or the exit code where nothing is left to do."""
    try:
        outcome = app(with_claims_last(arguments), prog_name="gradcheck", standalone_mode=False)
    except Exception as error:
        if not any(kind.__name__ == "ClickException" for kind in type(error).__mro__):
            raise
        if not _asked_for_help(error):
            error.show(file=sys.stderr)  # type: ignore[attr-defined]
        return 2
    return outcome if callable(outcome) else int(outcome or 0)


def _asked_for_help(error: Exception) -> bool:
    """Print the help to standard error where there are no arguments at all; that is an error."""
    if type(error).__name__ != "NoArgsIsHelpError":
        return False
    print(error, file=sys.stderr)
    return True


def _call(context: typer.Context, command: "Callable[[Run], int]") -> Command:
    """Return the call of a command, with the options after it, those before it, and the settings of the project."""
    outer = {name: value for name, value in context.find_root().params.items() if value}
    said = outer | {name: value for name, value in context.params.items() if value is not None and value is not False}
    form = said.get("output_format")
    as_sympy = form == SourceFormat.sympy
    try:
        reports = () if as_sympy else read_reports([form] if isinstance(form, str) else form or [])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--output-format") from None
    color = Color(said.get("color", "auto"))
    output = Output(reports, color, "verbose" in said, "quiet" in said, said.get("durations"), as_sympy)
    name = context.command.name or ""

    def call() -> int:
        from gradcheck.cli.configured import configure

        run = configure(name, said, output, reporting=name in ("check", "record"))
        return run if isinstance(run, int) else command(run)

    return call


@app.callback()
def _options(
    color: Colored = None,
    isolated: Isolated = False,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Prove, or refute with a counterexample, the mathematics of deep learning."""


@app.command(short_help="Prove derivations by name, or claims.")
def prove(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME | CLAIM]...", autocompletion=known_names, help="Derivations, or claims."),
    ] = None,
    given: Given = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Prove the claims in FILE, one per line; - is standard input."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Prove every derivation.")] = False,
    afresh: Afresh = False,
    no_cache: NoCache = False,
    jobs: Jobs = None,
    timeout: Timeout = None,
    memory: Memory = None,
    trust: Trusted = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    durations: Durations = None,
    output_format: Reports = None,
    color: Colored = None,
) -> Any:
    """Prove derivations by name, or claims such as "tanh(x) <= x" --given "x >= 0"."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.prove import prove

        return prove(run, targets or [], given or [], source, everything, afresh=afresh)

    return _call(context, call)


@app.command()
def bound(
    context: typer.Context,
    functions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME | FORMULA]...", help="Activations, or formulas in x; innermost first."),
    ] = None,
    layers: Annotated[
        str | None,
        typer.Option("--layers", metavar="N", help="How many layers; n: every number of them; 2n: n times two names."),
    ] = None,
    digits: Annotated[int, typer.Option("--digits", metavar="D", min=1, max=500, help="Significant digits.")] = 15,
    weight: Annotated[str, typer.Option("--weight", metavar="W", help="The weight w of each layer, f(w x).")] = "1",
    weights: Annotated[
        str | None, typer.Option("--weights", metavar="W,...", help="The weights of the layers, innermost first.")
    ] = None,
    bias: Annotated[
        str | None,
        typer.Option("--bias", metavar="LO,HI", help="Any biases of the interval, f(w x + b), one for each layer."),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="N,...", help="A table over these numbers of layers.")
    ] = None,
    plot: Annotated[bool, typer.Option("--plot", help="Draw the derivative, and the bound over depth.")] = False,
    plot_file: Annotated[
        str | None, typer.Option("--plot-file", metavar="FILE", help="Draw them into FILE.svg or .png, by matplotlib.")
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter, such as alpha=1/2.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Names or formulas, one per line; - is standard input.")
    ] = None,
    timeout: Timeout = None,
    memory: Memory = None,
    verbose: Verbose = False,
    output_format: SourceOutput = SourceFormat.text,
    color: Colored = None,
) -> Any:
    """Bound the derivative of an activation, and of a chain of layers."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.bound import Options, bound

        options = Options(layers, digits, weight, parameters or [], weights, bias, table, plot, plot_file)
        return bound(functions or [], source, options, run.limits, run.output)

    return _call(context, call)


@app.command(short_help="Compute the gains of an activation for normal inputs.")
def gain(
    context: typer.Context,
    function: Annotated[
        str | None, typer.Argument(metavar="NAME | FORMULA", help="An activation, or a formula in x.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Names or formulas, one per line; - is standard input.")
    ] = None,
    variance: Annotated[str, typer.Option("--variance", metavar="Q", help="The variance of the inputs.")] = "1",
    sigma_w: Annotated[
        str | None, typer.Option("--sigma-w", metavar="S", help="Weights of variance S^2/width: the variance map.")
    ] = None,
    sigma_b: Annotated[str | None, typer.Option("--sigma-b", metavar="S", help="Biases of variance S^2.")] = None,
    parameters: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter, such as alpha=1/2.")
    ] = None,
    digits: Annotated[int, typer.Option("--digits", metavar="D", min=1, max=500, help="Significant digits.")] = 15,
    timeout: Timeout = None,
    memory: Memory = None,
    verbose: Verbose = False,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """Compute the gains of an activation for normal inputs, and what depth does to variance and gradient."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.gain import Options, gain

        options = Options(variance, sigma_w, sigma_b, digits, parameters or [])
        return gain(function, source, options, run.limits, run.output)

    return _call(context, call)


@app.command()
def simplify(
    context: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="EXPR | NAME", autocompletion=known_names, help="An expression, or a derivation.")
    ],
    given: Given = None,
    timeout: Timeout = None,
    memory: Memory = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    output_format: SourceOutput = SourceFormat.text,
    color: Colored = None,
) -> Any:
    """Find a simpler form, and prove that it equals the expression."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.simplify import simplify

        return simplify(target, given or [], run.limits, run.output, run.library)

    return _call(context, call)


@app.command()
def show(
    context: typer.Context,
    name: Name,
    latex: Annotated[bool, typer.Option("--latex", help="In LaTeX.")] = False,
    standalone: Standalone = False,
    markdown: AsMarkdown = False,
    sympy: Annotated[bool, typer.Option("--sympy", help="As Python source that states it with SymPy.")] = False,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """Print a derivation without proving it."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.show import show

        form = "markdown" if markdown else "latex" if standalone else ""
        return show(name, latex, run.output, run.library, sympy, form)

    return _call(context, call)


@app.command("list", short_help="List derivations, claims, or activations.")
def list_derivations(
    context: typer.Context,
    ledger: Annotated[bool, typer.Option("--ledger", help="Each claim with its verdict, by source.")] = False,
    activations: Annotated[
        bool, typer.Option("--activations", help="The activations, with proved bounds of their derivatives.")
    ] = False,
    timeout: Timeout = None,
    memory: Memory = None,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """List all derivations with their titles, all claims with their verdicts, or the activations."""

    def call(run: "Run") -> int:
        if activations and ledger:
            from gradcheck.cli.refusal import refuse

            return refuse("list", run.output, "--ledger and --activations are two lists; ask for one")
        if activations:
            from gradcheck.cli.commands.activations import list_activations

            return list_activations(run.limits, run.output)
        from gradcheck.cli.commands.list import list_derivations, list_ledger

        return list_ledger(run) if ledger else list_derivations(run.output, run.library)

    return _call(context, call)


@app.command(short_help="Prove all derivations under the paths.")
def check(
    context: typer.Context,
    paths: Targets = None,
    keyword: Keyword = None,
    failed_first: FailedFirst = False,
    exit_first: ExitFirst = False,
    reading: AsRead = False,
    fix: Corrects = False,
    diff: ShowsCorrections = False,
    shard: Sharded = None,
    show_settings: ShowSettings = False,
    show_files: ShowFiles = False,
    isolated: Isolated = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check once more what changes, until Ctrl-C (pip install gradcheck[watch]).")
    ] = False,
    afresh: Afresh = False,
    no_cache: NoCache = False,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    timeout: Timeout = None,
    memory: Memory = None,
    trust: Trusted = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    durations: Durations = None,
    output_format: Reports = None,
    color: Colored = None,
) -> Any:
    """Prove all derivations under the paths; for continuous integration."""

    def call(run: "Run") -> int:
        if show_settings or show_files:
            from gradcheck.cli.commands import settings as shown

            return shown.show_settings(run) if show_settings else shown.show_files(run, paths or [])
        from gradcheck.cli.commands.check import Asked, check

        asked = Asked(paths or (), keyword, failed_first, exit_first, afresh, shard, reading, fix, diff)
        if watch:
            from gradcheck.cli.commands.watch import watch_checks

            return watch_checks(run, asked, read_reports(output_format or []), is_alone=not cluster)
        return check(run, asked, cluster=cluster)

    return _call(context, call)


@app.command(short_help="Have the proofs checked by a second reader.")
def recheck(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", autocompletion=known_names, help="The derivations.  [default: all]"),
    ] = None,
    timeout: Timeout = None,
    memory: Memory = None,
    quiet: Quiet = False,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """Have the proofs checked by a second reader, which shares no code with gradcheck."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.recheck import recheck

        return recheck(names or [], run)

    return _call(context, call)


@app.command(short_help="Search for all proofs afresh, and write them.")
def record(
    context: typer.Context,
    paths: Paths = None,
    certificate: Annotated[
        bool, typer.Option("--certificate", help="Write certificates for the second reader, too.")
    ] = False,
    isolated: Isolated = False,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    timeout: Timeout = None,
    memory: Memory = None,
    trust: Trusted = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    durations: Durations = None,
    output_format: Reports = None,
    color: Colored = None,
) -> Any:
    """Search for all proofs afresh, and write them beside the modules; later runs only check them."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.check import Asked, check

        asked = Asked([str(path) for path in paths or ()])
        return check(run, asked, record=True, cluster=cluster, certificate=certificate)

    return _call(context, call)


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, such as gradient-of-the-loss.")],
    plain: Annotated[bool, typer.Option("--plain", help="In gradcheck's own words; otherwise in SymPy.")] = False,
    source: Annotated[str | None, typer.Option("--from", metavar="FILE", help="A step for each claim of FILE.")] = None,
) -> Any:
    """Write a first derivation, in SymPy or of the claims of a file, and say what to do next."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.new import new

        return new(run, name, plain, source)

    return _call(context, call)


@app.command()
def clean(context: typer.Context) -> Any:
    """Remove the cache of the project."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.clean import clean

        return clean(run.root)

    return _call(context, call)


@app.command(short_help="Say what the code of a finding means.")
def explain(
    context: typer.Context,
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE]...", autocompletion=known_codes, help="Such as GC101, or false-claim."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Explain every code.")] = False,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """Say what the code of a finding means, with an example and how to mend it; without a code, list them all."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.explain import explain

        return explain(codes or [], everything, run.output)

    return _call(context, call)


@app.command(short_help="Say what can be written in a claim.")
def words(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="Such as softmax, sum or ‖.  [default: all]")
    ] = None,
    output_format: OutputFormat = Format.text,
    color: Colored = None,
) -> Any:
    """Say what can be written in a claim, with an example; without a word, list everything."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.words import words

        return words(names or [], run.output)

    return _call(context, call)


@app.command()
def axioms(context: typer.Context, output_format: OutputFormat = Format.text, color: Colored = None) -> Any:
    """Print the named facts that proofs may rest on."""

    def call(run: "Run") -> int:
        from gradcheck.cli.commands.axioms import axioms

        return axioms(run.output)

    return _call(context, call)
