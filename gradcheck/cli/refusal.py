"""Requests that make no sense: why, on standard error, and in the JSON document that a machine waits for."""

from __future__ import annotations

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.terminal import complain

RUNS = ("prove", "simplify")  # commands whose document has a summary and derivations


def refuse(command: str, output: Output, *problems: str) -> int:
    """Say what keeps the command from being carried out; the exit code."""
    for problem in problems:
        complain(problem)
    if output.as_json:
        from gradcheck.report.json import document, run_json
        from gradcheck.verdict import RunOutcome

        if command in RUNS:
            print(run_json(RunOutcome(command, problems=problems), __version__))
        else:
            print(document(command, __version__, {"problems": list(problems)}))
    return 2
