"""The formats of a report on a whole run, each with the function that writes it.

Text on a terminal is not here: it is shown step by step (``text``).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from gradcheck.outcome.run import RunOutcome

# the module of gradcheck.report, and its function (run, version) -> text; imported when it is asked for
_RENDERERS = {
    "text": ("text", "render_page"),
    "concise": ("concise", "render_concise"),
    "json": ("json", "run_json"),
    "junit": ("junit", "render_junit"),
    "sarif": ("sarif", "render_sarif"),
    "github": ("github", "render_github"),
    "markdown": ("markdown", "render_markdown"),
}


def render_report(form: str, run: RunOutcome, version: str) -> str:
    """The report in this format, without a newline at its end."""
    module, function = _RENDERERS[form]
    render: Callable[[RunOutcome, str], str] = getattr(import_module(f"gradcheck.report.{module}"), function)
    return render(run, version)
