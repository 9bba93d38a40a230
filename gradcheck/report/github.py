"""Renders workflow commands of GitHub Actions: an annotation for each finding, false ones first, then a summary.

GitHub shows ten errors, ten warnings and ten notices of a step, in the order in which they are said.
"""

from __future__ import annotations

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of
from gradcheck.outcome.run import NO_SUCH_PATH, RunOutcome
from gradcheck.report.finding_text import known_lines, rank, title_of
from gradcheck.report.page import plain, shortened
from gradcheck.report.text import summary_line

LONGEST, LONGEST_TITLE = 15_000, 250  # characters: 64 KB and 255 characters are what GitHub takes


def render_github(run: RunOutcome, version: str) -> str:
    """All findings as workflow commands, then the summary, which is none."""
    commands = map(annotation, sorted([*findings_of(run), *notices_of(run)], key=rank))
    return "\n".join([*commands, plain([summary_line(run)]).rstrip("\n")])


def annotation(finding: Finding) -> str:
    """``::error file=...,line=...,col=...,title=...::message``."""
    properties: dict[str, str | int] = {}
    at = finding.location
    if at is not None:
        properties["file"] = at.path
        if finding.code != NO_SUCH_PATH:
            properties |= {"line": at.line, "col": at.column}
        if at.end_line:
            properties |= {"endLine": at.end_line, "endColumn": at.end_column}
    properties["title"] = shortened(title_of(finding), LONGEST_TITLE)
    told = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in properties.items())
    message = shortened("\n".join([finding.message, *known_lines(finding)]), LONGEST)
    kind = "notice" if finding.severity == "note" else finding.severity
    return f"::{kind} {told}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """With the escapes of workflow commands; ``more`` are the characters that end a property."""
    return "".join(f"%{ord(character):02X}" if character in "%\r\n" + more else character for character in text)
