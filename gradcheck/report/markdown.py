"""Renders a page of Markdown, as GitHub shows it below a workflow: a summary, a table of derivations, the findings.

What is false comes first.  A page that grows too long leaves out findings, and says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of, suppressed_of
from gradcheck.outcome.run import DerivationOutcome, RunOutcome
from gradcheck.report.finding_text import known_facts, name_of, place_of, preamble_facts, rank
from gradcheck.report.page import counted, duration, plain, shortened
from gradcheck.report.text import summary_line

LIMIT = 1 << 20  # bytes that GitHub takes of a summary; with more it takes nothing
MAX_ROWS, OPEN_ROWS = 1_000, 20  # of the table: at all, and before it is folded
SPARE = 100  # bytes for the sentence on what is left out
LONGEST_MATH = 1_500  # characters of LaTeX that a reader wants to see set

HEAD = ("derivation", "proved", "refuted as expected", "refuted", "undecided", "time")
MARKS = {"error": "✗", "warning": "?", "note": "·"}
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$#@]|^[-+=]|:(?=//)|(?<=www)\.")  # what may mean something
_OPERATOR = re.compile(r"\\operatorname\{([^{}]*)\}")


def render_markdown(run: RunOutcome, version: str, room: int = LIMIT) -> str:
    """The page, which takes no more than ``room`` bytes; empty if there is no room for anything."""
    numbers = " ".join(plain([summary_line(run)]).split())
    parts = [f"## gradcheck: {_words(numbers)}\n", *_table(run)]
    if sum(map(_size, parts)) + SPARE > room:
        parts = parts[:1]
    left = room - sum(map(_size, parts)) - SPARE
    if left < 0:
        return ""
    findings = sorted(
        [*findings_of(run), *suppressed_of(run), *notices_of(run)], key=lambda f: (bool(f.suppressed), rank(f))
    )
    for number, finding in enumerate(findings):
        part = "\n".join(["", *_finding(finding), ""])
        left -= _size(part)
        if left < 0:
            rest = counted(len(findings) - number, "more finding is", "more findings are")
            parts.append(f"\n{rest} left out: the page would be too long.\n")
            break
        parts.append(part)
    return "".join(parts).rstrip("\n")


def _size(text: str) -> int:
    return len(text.encode(errors="backslashreplace"))


def _table(run: RunOutcome) -> Iterator[str]:
    rows = [item for item in run.derivations if not item.is_claim]
    if not rows:
        return
    shown = sorted(rows, key=lambda item: item.holds)[:MAX_ROWS] if len(rows) > MAX_ROWS else rows
    folded = len(shown) > OPEN_ROWS
    if folded:
        yield f"\n<details><summary>{counted(len(rows), 'derivation')}</summary>\n"
    yield f"\n| | {' | '.join(HEAD)} |\n| :-: | :-- | --: | --: | --: | --: | --: |\n"
    yield from map(_row, shown)
    if len(shown) < len(rows):
        yield f"\n{counted(len(rows) - len(shown), 'more derivation is', 'more derivations are')} left out.\n"
    if folded:
        yield "\n</details>\n"


def _row(item: DerivationOutcome) -> str:
    verdicts = [step.verdict for step in item.steps]
    expected = sum(step.verdict == "refuted" and step.as_expected for step in item.steps)
    numbers = [verdicts.count("proved"), expected, verdicts.count("refuted") - expected, verdicts.count("undecided")]
    title = f": {_words(shortened(item.title))}" if item.title else ""
    cells = [f"**{_words(item.name)}**{title}", *(str(number or "") for number in numbers), duration(item.seconds)]
    mark = "✓" if item.holds else "✗" if item.is_finding or item.unreached else "?"
    return f"| {mark} | {' | '.join(cells)} |\n"


def _finding(finding: Finding) -> Iterator[str]:
    name, place = name_of(finding), place_of(finding)
    mark = MARKS["note" if finding.suppressed else finding.severity]
    yield f"### {mark} {finding.code} {finding.slug}{': ' if name else ''}{_code(name)}"
    yield ""
    yield f"{_code(place)}{': ' if place else ''}{_words(finding.message)}"
    yield ""
    if finding.outcome is not None:
        yield from _math(finding.outcome.statement.latex)
    if finding.detail:
        fence = _fence(finding.detail, 3)
        yield from [f"{fence}text", *finding.detail.splitlines(), fence, ""]
    for fact in [*(preamble_facts(finding) if finding.derivation else ()), *known_facts(finding)]:
        told = _code(fact.value) if fact.is_formula else _words(fact.value)
        yield f"- {_words(fact.label)}{' ' if fact.label else ''}{told}"


def _math(latex: str) -> Iterator[str]:
    """A formula in a block of its own, where nothing in it is read as Markdown."""
    latex = " ".join(latex.split())
    if latex and len(latex) <= LONGEST_MATH and "`" not in latex:
        told = _OPERATOR.sub(r"\\mathop{\\mathrm{\1}}", latex)  # GitHub refuses \operatorname
        yield from ["```math", told, "```", ""]


def _words(text: str) -> str:
    """A text in one line that means nothing but itself."""
    told = _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", told)  # no item of a list


def _code(text: str) -> str:
    """A code span, parted from what is in it by more backticks than there are in it."""
    text = " ".join(text.split())
    if not text:
        return ""
    fence, space = _fence(text), " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{space}{text}{space}{fence}"


def _fence(text: str, least: int = 1) -> str:
    """More backticks than there are in a row in the text."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))
