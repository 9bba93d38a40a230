"""Defines the arguments and options that several commands share.

Imports nothing that takes time, apart from Typer.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from gradcheck import __version__
from gradcheck.cli.options import Color, Format, SourceFormat, Trust
from gradcheck.report.formats import FORMATS

SECONDS, MEGABYTES = 20.0, 2048  # as in Limits, which --help need not import
MAX_PROCESSES = 256


def _finite(seconds: float | None) -> float | None:
    if seconds is None:
        return None
    if not 0 < seconds < math.inf:
        raise typer.BadParameter("must be a positive number of seconds")
    return min(seconds, 1e6)


def _processes(text: str | int) -> int:
    if str(text) == "auto":
        return 0
    if not str(text).isascii() or not str(text).isdecimal() or int(text) > MAX_PROCESSES:
        raise typer.BadParameter(f"{text!r} is neither a number up to {MAX_PROCESSES} nor auto, one per processor")
    return int(text)


def print_version(wanted: bool) -> None:
    if wanted:
        print(f"gradcheck {__version__}")
        raise typer.Exit


def checked_shard(written: str | None) -> str | None:
    """Refuse a text that names no shard."""
    from gradcheck.scheduling.shards import read_shard

    try:
        return written and str(read_shard(written))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def checked_words(written: str | None) -> str | None:
    """Refuse a text that is no expression for ``-k``."""
    if written is not None:
        from gradcheck.project.selection import read_words

        try:
            read_words(written)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    return written


def known_names(incomplete: str) -> list[str]:
    from gradcheck.cli.names import completed

    return completed(incomplete)


def known_codes(incomplete: str) -> list[str]:
    """Complete the beginning of a code or slug, for the shell."""
    from gradcheck.findings.codes import CODES

    names = [name for code in CODES.values() for name in (code.code, code.slug)]
    return [name for name in names if name.startswith(incomplete)]


Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        callback=_finite,
        help=f"Time for a claim, or to load a module.  [default: {SECONDS:g}]",
    ),
]
Memory = Annotated[
    int | None,
    typer.Option(
        "--memory",
        metavar="MB",
        min=1,
        max=1 << 20,
        help=f"Memory for a claim, or to load a module.  [default: {MEGABYTES}]",
    ),
]
Trusted = Annotated[
    Trust | None, typer.Option("--trust", help="The weakest trust that counts.  [default: solver]", show_default=False)
]
OutputFormat = Annotated[Format, typer.Option("--output-format", help="How to write the results.")]
SourceOutput = Annotated[SourceFormat, typer.Option("--output-format", help="How to write the results.")]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT[:FILE]",
        help=f"How to write the results: {', '.join(FORMATS)}; with FILE, there.  May be given several times.",
    ),
]
Colored = Annotated[Color | None, typer.Option("--color", help="Colour the report.", show_default=False)]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the evidence too.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show the summary alone.")]
Durations = Annotated[
    int | None, typer.Option("--durations", metavar="N", min=0, help="List the N slowest steps; 0: all.")
]
Given = Annotated[list[str] | None, typer.Option("--given", metavar="ASSUMPTION", help="What the claim may assume.")]
Afresh = Annotated[bool, typer.Option("--afresh", help="Search for every proof again, whatever is recorded.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N|auto",
        parser=_processes,
        show_default=False,
        help="How many processes prove at once; auto, or 0: one per processor.  [default: auto]",
    ),
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Neither use nor keep what earlier runs found (GRADCHECK_NO_CACHE=1).")
]
ShowSettings = Annotated[bool, typer.Option("--show-settings", help="Print the settings, and where they come from.")]
ShowFiles = Annotated[bool, typer.Option("--show-files", help="Print the files that would be checked.")]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no configuration of the project.")]
OnCluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler whose machines prove; tcp://HOST:8786."),
]
Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files and folders.  [default: derivations]")
]
Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=known_names, help="The derivation.")]
Targets = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH | FILE::STEP]...", help="Files, folders and steps.  [default: derivations]"),
]
Sharded = Annotated[
    str | None,
    typer.Option("--shard", metavar="K/N", callback=checked_shard, help="One of N parts that several machines prove."),
]
Keyword = Annotated[
    str | None,
    typer.Option(
        "-k",
        metavar="TEXT",
        callback=checked_words,
        help="Only steps with the text in their name or their derivation's; with and, or, not, ().",
    ),
]
FailedFirst = Annotated[
    bool, typer.Option("--failed-first", "--ff", help="Begin with the derivations that failed in the last run.")
]
AsRead = Annotated[bool, typer.Option("--reading", help="Print each formula of a document as it was read.")]
AsMarkdown = Annotated[bool, typer.Option("--markdown", help="As a document in Markdown, for check.")]
Standalone = Annotated[bool, typer.Option("--standalone", help="With --latex: as a document, for check and LaTeX.")]
Corrects = Annotated[
    bool, typer.Option("--fix", help="Rewrite false sides in documents, where the true one is proved.")
]
ShowsCorrections = Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")]
ExitFirst = Annotated[bool, typer.Option("--exitfirst", "-x", help="Stop after the first finding.")]
