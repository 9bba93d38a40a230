"""A line a finding, ``path:line:column: GC101 message``, as editors and other tools read it, and a line of numbers."""

from __future__ import annotations

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of
from gradcheck.report.page import plain
from gradcheck.report.text import summary_line
from gradcheck.verdict import NO_SUCH_PATH, RunOutcome


def render_concise(run: RunOutcome, version: str) -> str:
    """All findings in the order of their places, then the summary."""
    return "\n".join([*map(_line, findings_of(run)), plain([summary_line(run)]).rstrip("\n")])


def _line(finding: Finding) -> str:
    name = "::".join(part for part in (finding.derivation, finding.step) if part)
    text = f"{finding.code} {name + ': ' if name else ''}{finding.message}"
    if finding.location is None:
        return text
    return f"{finding.location.path if finding.code == NO_SUCH_PATH else finding.location}: {text}"
