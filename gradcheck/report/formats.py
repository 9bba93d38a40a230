"""The formats of a report on a whole run: a row for each, which everything else that knows formats reads.

The command line, the configuration, ``check --watch`` and ``docs/formats.md`` take them from here.  A format is a
module of ``gradcheck.report`` and its row.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from gradcheck.outcome.run import RunOutcome

Kind = Literal["terminal", "program", "server"]


class ReportFormat(NamedTuple):
    """One format.

    ``purpose`` is its row in ``docs/formats.md``.  ``renderer`` is a module of ``gradcheck.report`` and its function
    (run, version) -> text without a newline at its end; it is imported when it is asked for.

    ``kind``: a report for a terminal has the encoding of the terminal, and ``--watch`` shows it; one for a program or a
    server is UTF-8; in one for a server, places are paths from the root of the repository.

    ``streams``: on standard output it is shown step by step, while the run lasts, and not collected until its end.
    ``lists_problems``: it has a line for everything that could not be done, which then needs no line on standard error.
    """

    name: str
    purpose: str
    kind: Kind
    renderer: tuple[str, str]
    streams: bool = False
    lists_problems: bool = False


_ROWS = (
    ReportFormat("text", "people at a terminal; every step, as it is proved. The default",
                 "terminal", ("text", "render_page"), streams=True),
    ReportFormat("concise", "editors and scripts: one line per finding",
                 "terminal", ("concise", "render_concise"), lists_problems=True),
    ReportFormat("json", "programs; everything that is known ([schema](json.md))",
                 "program", ("json", "run_json")),
    ReportFormat("junit", "Jenkins, GitLab and other readers of JUnit XML: one test case per step, the proved ones too",
                 "server", ("junit", "render_junit")),
    ReportFormat("sarif", "code scanning: one result per [finding](findings.md)",
                 "server", ("sarif", "render_sarif")),
    ReportFormat("github", "annotations in GitHub Actions",
                 "server", ("github", "render_github"), lists_problems=True),
    ReportFormat("markdown", "a page for people, as it is appended to the"
                 " [summary of a step](#the-summary-of-a-step-in-github-actions)",
                 "server", ("markdown", "render_markdown")),
)  # fmt: skip
FORMATS: dict[str, ReportFormat] = {row.name: row for row in _ROWS}
DEFAULT = "text"


def render_report(form: str, run: RunOutcome, version: str) -> str:
    """The report in this format, without a newline at its end."""
    module, function = FORMATS[form].renderer
    render: Callable[[RunOutcome, str], str] = getattr(import_module(f"gradcheck.report.{module}"), function)
    return render(run, version)
