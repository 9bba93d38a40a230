"""Refuses requests that cannot be carried out: on standard error, and in a JSON document where JSON was asked for."""

from __future__ import annotations

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.terminal.streams import complain
from gradcheck.outcome.run import BAD_REQUEST, Problem

RUNS = ("prove", "simplify", "check", "record")  # commands whose document has a summary and derivations


def refuse(command: str, output: Output, *reasons: str | Problem) -> int:
    """Print why the command cannot be carried out; return the exit code.  A plain text is about the request itself."""
    problems = [Problem(BAD_REQUEST, reason) if isinstance(reason, str) else reason for reason in reasons]
    for problem in problems:
        complain(str(problem))
    if command in RUNS:
        from gradcheck.cli.reports import write_reports
        from gradcheck.outcome.run import RunOutcome

        write_reports(RunOutcome(command, problems=tuple(problems)), output)
    elif output.as_json:
        from gradcheck.report.json import document

        print(document(command, __version__, {"problems": list(map(str, problems))}))
    return 2
