"""The page that GitHub shows below a workflow: what ``check`` found, appended to the file that GitHub names."""

from __future__ import annotations

import os

from gradcheck import __version__
from gradcheck.cli.repository_paths import seen_from_root
from gradcheck.cli.terminal.streams import complain
from gradcheck.outcome.run import RunOutcome

VARIABLE = "GITHUB_STEP_SUMMARY"


def append_step_summary(run: RunOutcome) -> None:
    """Append the page, if GitHub asks for one.  A failure is printed and does not change the exit code."""
    path = os.environ.get(VARIABLE)
    if not path or run.command != "check":
        return
    from gradcheck.report.markdown import LIMIT, render_markdown

    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            taken = file.tell()
            page = render_markdown(seen_from_root(run), __version__, LIMIT - taken - 2)
            if page:
                file.write(f"\n{page}\n" if taken else f"{page}\n")
    except OSError as error:
        complain(f"warning: the step summary {path} cannot be written: {error.strerror or error}")
    else:
        if not page:
            complain(f"warning: the step summary {path} is full, and nothing was appended")
