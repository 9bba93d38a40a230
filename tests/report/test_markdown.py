"""The page of Markdown, read by a reader of CommonMark with tables: what was meant is what is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gradcheck.findings.of_run import findings_of, notices_of, suppressed_of
from gradcheck.outcome.run import DerivationOutcome, Formula, RunOutcome
from gradcheck.report.markdown import LIMIT, render_markdown

from .runs import EVERYTHING, FALSE, FULL_TEXTS, HOSTILE, OPEN, PATIENT, formula, hostile_runs


def read(page: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page)


def seen(token: Token) -> str:
    """The text of an inline token; a code span is parted from the rest by what occurs nowhere else."""
    return "".join(child.content for child in token.children or ())


def headings(page: str) -> list[str]:
    tokens = read(page)
    return [seen(tokens[i + 1]) for i, token in enumerate(tokens) if token.type == "heading_open"]


def items(page: str) -> list[str]:
    tokens = read(page)
    return [seen(tokens[i + 2]) for i, token in enumerate(tokens) if token.type == "list_item_open"]


def cells(page: str) -> list[list[str]]:
    rows: list[list[str]] = []
    tokens = read(page)
    for i, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type in ("td_open", "th_open"):
            rows[-1].append(seen(tokens[i + 1]))
    return rows


def page_of(run: RunOutcome) -> str:
    return render_markdown(run, "1.0")


def test_the_findings_what_is_false_first_what_is_suppressed_last() -> None:
    assert headings(page_of(EVERYTHING))[1:] == [
        "✗ GC101 false-claim: claim", "✗ GC101 false-claim: d::wrong", "✗ GC102 true-erratum: d::not-so",
        "✗ GC422 unwritable", "✗ GC904 worker-failed: d::burst", "✗ GC432 module-fails", "✗ GC431 no-such-path",
        "? GC300 missing-condition: d::open", "? GC501 contradictory-assumptions: d::vacuous",
        "? GC503 unused-suppression: d", "· GC511 stale-record: d", "· GC300 missing-condition: d::left",
    ]  # fmt: skip


def test_a_finding_says_everything_that_is_known() -> None:
    page = page_of(RunOutcome("check", (DerivationOutcome("d", "T", "", (FALSE,)),)))
    assert "`d.py:9:5`: x = 2\\*x is false at x = 1\n" in page
    assert "```math\nx = 2*x\n```\n" in page
    assert items(page) == [
        "there: left = 1, right = 2", "left - right = -x", "true right side: x", "that is, x, not 2*x",
        "next: correct it, or mark it as quoted: erratum(...), or the comment gradcheck: false: in a document",
    ]  # fmt: skip


def test_a_row_a_derivation() -> None:
    assert cells(page_of(EVERYTHING)) == [
        ["", "derivation", "proved", "refuted as expected", "refuted", "undecided", "time"],
        ["✗", "d: A title", "3", "1", "1", "3", "2.00 s"],
        ["✓", "fine: Another", "1", "", "", "", "1.00 s"],
    ]


def test_what_is_only_suppressed_is_marked_as_open() -> None:
    left = replace(OPEN, suppressed="later")
    assert cells(page_of(RunOutcome("check", (DerivationOutcome("d", "T", "", (left,)),))))[1][0] == "?"


def test_many_derivations_are_folded() -> None:
    many = tuple(replace(EVERYTHING.derivations[1], name=f"d{number}") for number in range(30))
    page = page_of(RunOutcome("check", many))
    assert "<details><summary>30 derivations</summary>\n\n| |" in page
    assert page.endswith("\n\n</details>")
    assert len(cells(page)) == 31


def test_operators_are_written_as_github_takes_them() -> None:
    step = replace(FALSE, statement=Formula("tr(A) = 0", r"\operatorname{tr}\left( A \right) = 0", "tr(A) = 0"))
    page = page_of(RunOutcome("check", (DerivationOutcome("d", "T", "", (step,)),)))
    assert "```math\n\\mathop{\\mathrm{tr}}\\left( A \\right) = 0\n```" in page


def test_a_page_that_is_too_long_says_what_is_left_out() -> None:
    steps = tuple(replace(FALSE, name=f"step-{number}", note="€" * 2_000) for number in range(500))
    run = RunOutcome("check", (DerivationOutcome("d", "T", "", steps),))
    page = page_of(run)
    assert LIMIT - 10_000 < len(page.encode()) <= LIMIT
    shown = len(headings(page)) - 1
    assert page.endswith(f"\n{500 - shown} more findings are left out: the page would be too long.")


@pytest.mark.parametrize("room", [0, 50, 300, 1_000, 3_000])
def test_no_more_room_is_taken_than_there_is(room: int) -> None:
    assert len(render_markdown(EVERYTHING, "1.0", room).encode()) <= room


def test_thousands_of_derivations_and_findings_fit() -> None:
    outcome = DerivationOutcome("d" * 200, "t" * 5_000, "", (FALSE,))
    page = page_of(RunOutcome("check", (outcome,) * 3_000))
    assert len(page.encode()) <= LIMIT
    assert "2000 more derivations are left out" in page


@given(hostile_runs())
@HOSTILE
def test_whatever_is_in_it_the_page_keeps_its_shape(run: RunOutcome) -> None:
    page = page_of(run)
    found = [*findings_of(run), *notices_of(run), *suppressed_of(run)]
    told = headings(page)
    assert len(told) == 1 + len(found)
    whole = [item for item in run.derivations if not item.is_claim]
    assert len(cells(page)) == (len(whole) + 1 if whole else 0)
    assert all(len(row) == 7 for row in cells(page))
    kinds = {child.type for token in read(page) for child in token.children or ()}
    assert kinds <= {"text", "code_inline", "text_special", "strong_open", "strong_close"}
    assert not [
        token for token in read(page) if token.type in ("html_block", "blockquote_open", "ordered_list_open", "hr")
    ]


@given(FULL_TEXTS)
@PATIENT
def test_every_text_comes_back(text: str) -> None:
    step = replace(
        FALSE, name=f"s{text}s", note=f"n{text}n", correction=formula(f"c{text}c"), statement=formula(f"f{text}f")
    )
    page = page_of(RunOutcome("check", (DerivationOutcome("d", f"t{text}t", "", (step,)),)))
    assert headings(page)[1] == f"✗ GC101 false-claim: {flat(f'd::s{text}s')}"
    assert f"note: {flat(f'n{text}n')}" in items(page)
    assert f"true right side: {flat(f'c{text}c')}" in items(page)
    assert cells(page)[1][1] == f"d: {flat(f't{text}t')}"


def flat(text: str) -> str:
    """In one line, and without what no reader of Markdown shows."""
    return " ".join(text.split()).replace("\0", "\ufffd")
