"""``gradcheck list``: the names and titles of all derivations, by topic, without loading one; or claim by claim."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gradcheck import __version__
from gradcheck.cli.cached import open_cache
from gradcheck.cli.options import Output
from gradcheck.cli.results import Results, prove_entries
from gradcheck.cli.terminal.streams import Terminal, complain
from gradcheck.project.discovery import Find, known
from gradcheck.project.folders import shorten
from gradcheck.report.page import Line, Span, line, prose

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run


def list_ledger(run: Run) -> int:
    """Print every claim with its verdict, by the documents that the derivations check; the exit code of a check."""
    from gradcheck.report.table import ledger_lines

    limits, output = run.limits, run.output
    cache = open_cache(run)
    library = run.library(None if cache is None else cache.answers.recall)
    results = Results("list", output._replace(quiet=True))
    for problem in library.problems:
        results.problem(problem)
    with results.reporting():
        prove_entries(library.entries, limits, results, processes=run.processes, cache=cache)
    if not output.as_json:
        Terminal(output.color).print([*ledger_lines(results.outcomes()), line("")])
    return results.finish()


def list_derivations(output: Output, find: Find = known) -> int:
    """Print names and titles; return the exit code."""
    library = find()
    for problem in library.problems:
        complain(str(problem))
    if output.as_json:
        from gradcheck.report.json import document

        found = [
            {"name": item.name, "title": item.title, "topic": item.topic, "path": shorten(str(item.path))}
            for item in library.entries
        ]
        print(document("list", __version__, {"derivations": found, "problems": [str(p) for p in library.problems]}))
    else:
        width = max((len(entry.name) for entry in library.entries), default=0)
        lines: list[Line] = []
        for topic, entries in groupby(library.entries, key=lambda entry: entry.topic):
            lines += [line("")] * bool(lines) + [line(Span(topic or "derivations", "quiet"))]
            lines += [line("  ", Span(entry.name.ljust(width), "name"), "  ", prose(entry.title)) for entry in entries]
        Terminal(output.color).print(lines)
    return 0 if library.entries and not library.problems else 2
