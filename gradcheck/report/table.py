"""Many derivations at a glance: one row each, and the claims of each source line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gradcheck.outcome.run import TRUST, DerivationOutcome
from gradcheck.report.page import Line, Span, duration, in_line, line, prose, shortened
from gradcheck.report.text import finding_lines, verdict_span

HEAD = ("derivation", "proved", "errata", "open or wrong", "trust", "time")


def weakest_trust(outcome: DerivationOutcome) -> str:
    """The weakest trust among the verdicts of a derivation; nothing without a verdict."""
    found = [step.trust for step in outcome.steps if step.trust in TRUST]
    return max(found, key=TRUST.index, default="")


def table_lines(outcomes: Iterable[DerivationOutcome]) -> list[Line]:
    """A row for each derivation: steps proved, errata refuted, what is not as expected, trust and time."""
    rows = [HEAD]
    for item in outcomes:
        proved = sum(step.verdict == "proved" and step.as_expected for step in item.steps)
        errata = sum(step.verdict == "refuted" and step.as_expected for step in item.steps)
        suppressed = sum(bool(step.suppressed) for step in item.steps)
        wrong = len(item.steps) - proved - errata - suppressed
        told = [str(wrong)] * bool(wrong) + [f"{suppressed} suppressed"] * bool(suppressed)
        rows.append((item.name, str(proved), str(errata or ""), ", ".join(told), weakest_trust(item),
                     duration(item.seconds)))  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = []
    for number, row in enumerate(rows):
        cells = [text.ljust(width) if column in (0, 4) else text.rjust(width)
                 for column, (text, width) in enumerate(zip(row, widths, strict=True))]  # fmt: skip
        meanings = ("quiet",) * len(cells) if number == 0 else ("name", "", "", "bad", "quiet", "quiet")
        pieces = [Span(cell, meaning) for cell, meaning in zip(cells, meanings, strict=True)]
        lines.append(line(*[piece for cell in pieces for piece in ("  ", cell)][1:]))
    return lines


def by_source(outcomes: Iterable[DerivationOutcome]) -> dict[str, list[tuple[str, DerivationOutcome]]]:
    """The derivations by the document that they check, each with the place there.

    ``source`` names documents and places as in "sheet 001, section 2; sheet 004, part d".
    """
    found: dict[str, list[tuple[str, DerivationOutcome]]] = {}
    for item in outcomes:
        for part in re.split(r";\s*", item.source or "no source given"):
            document, _, place = part.partition(", ")
            found.setdefault(document, []).append((place, item))
    return {document: sorted(found[document], key=lambda row: _natural(row[0])) for document in sorted(found)}


def _natural(place: str) -> list[tuple[int, str]]:
    """What sorts 'section 2.10' behind 'section 2.9'."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", place)]


def ledger_lines(outcomes: Iterable[DerivationOutcome]) -> Iterator[Line]:
    """For each document, in the order of its places, every claim with its verdict; what is wrong with a false one."""
    for number, (document, rows) in enumerate(by_source(outcomes).items()):
        yield from [line("")] * bool(number)
        yield line(Span(document, "name"))
        for place, item in rows:
            yield line("")
            yield line(
                "  ", Span(place, "quiet"), "  " if place else "", Span(item.name, "name"), "  ", prose(item.title)
            )
            for step in item.steps:
                yield line("    ", verdict_span(step), "  ", step.name)
                yield line("        ", shortened(in_line(step.statement)))
                if step.verdict != "proved":
                    yield from finding_lines(step, "        ")
                if step.note:
                    yield line("        ", prose(f"note: {step.note}", "quiet"))
