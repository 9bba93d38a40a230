"""The text for people: whatever a text holds, a line stays a line, and a terminal is told nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from gradcheck.outcome.run import DerivationOutcome, RunOutcome
from gradcheck.report.concise import render_concise
from gradcheck.report.page import plain
from gradcheck.report.text import derivation_lines, summary_line

from .runs import FALSE, HOSTILE, PROVED, formula, hostile_runs

TRICK = "n\x1b[1A\x1b[2K\r\n::error::x\n\u2028  ✓ proved  all of it\u202e"


def shown(run: RunOutcome) -> list[str]:
    lines = [line for item in run.derivations for line in derivation_lines(item, verbose=True)]
    return plain([*lines, summary_line(run)]).split("\n")[:-1]


def test_nothing_begins_a_line_of_its_own() -> None:
    steps = (replace(FALSE, name=TRICK, note=TRICK, counterexample=((TRICK, TRICK),)), replace(PROVED, facts=(TRICK,)))
    run = RunOutcome("check", (DerivationOutcome("d", TRICK, TRICK, steps),))
    lines = shown(run)
    assert not any(line.startswith(("::", "  ✓ proved  all")) for line in lines)
    assert all(line.isprintable() for line in lines)
    assert sum("✗ refuted" in line for line in lines) == 1


def test_what_is_several_rows_stays_indented() -> None:
    rows = "a\n─\nb\x1b[2K\n::error::x"
    run = RunOutcome("check", (DerivationOutcome("d", "", "", (replace(PROVED, statement=formula(rows)),)),))
    assert [line for line in shown(run) if "::error" in line] == ["    ::error::x"]


@HOSTILE
@given(hostile_runs())
def test_all_lines_can_be_printed(run: RunOutcome) -> None:
    assert all(line.isprintable() for line in shown(run))
    assert all(line.isprintable() for line in render_concise(run, "0").split("\n"))
