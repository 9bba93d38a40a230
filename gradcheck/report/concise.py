"""Renders each finding as a line, ``path:line:column: GC101 message``, for editors and other tools, then a summary."""

from __future__ import annotations

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of
from gradcheck.outcome.run import RunOutcome
from gradcheck.report.finding_text import name_of, place_of
from gradcheck.report.page import plain, visible
from gradcheck.report.text import summary_line


def render_concise(run: RunOutcome, version: str) -> str:
    """All findings in the order of their places, the notices, then the summary."""
    notices = [_line(notice, "note: ") for notice in notices_of(run)]
    return "\n".join([*map(_line, findings_of(run)), *notices, plain([summary_line(run)]).rstrip("\n")])


def _line(finding: Finding, kind: str = "") -> str:
    place, name = place_of(finding), name_of(finding)
    text = f"{place}{': ' if place else ''}{kind}{finding.code} {name}{': ' if name else ''}{finding.message}"
    return visible(" ".join(text.splitlines()))
