"""The table of codes is complete, and no code means two things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradcheck.findings.codes import CODES, code_of

PACKAGE = Path(__file__).parents[2] / "gradcheck"


def test_every_code_that_is_said_anywhere_is_in_the_table() -> None:
    said = {code for path in PACKAGE.rglob("*.py") for code in re.findall(r"\"(GC\d{3})\b", path.read_text("utf-8"))}
    assert len(said) > 30
    assert said <= CODES.keys(), said - CODES.keys()


def test_slugs_are_words_and_stand_for_one_code() -> None:
    slugs = [code.slug for code in CODES.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


def test_a_code_is_found_by_its_number_and_by_its_slug() -> None:
    assert code_of("gc101") is code_of("false-claim") is CODES["GC101"]
    with pytest.raises(LookupError):
        code_of("GC100")


def test_what_is_false_is_an_error_and_what_is_open_a_warning() -> None:
    assert [CODES[code].severity for code in ("GC101", "GC200", "GC300", "GC432", "GC501", "GC904")] == [
        "error", "warning", "warning", "error", "warning", "error",
    ]  # fmt: skip


def test_the_index_of_codes_is_that_of_the_table() -> None:
    page = (PACKAGE.parent / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| GC")]
    assert rows == [f"| {code.code} | {code.slug} | {code.severity} | {code.title} |" for code in CODES.values()]


def test_what_is_near_is_suggested() -> None:
    for wrong, near in (
        ("GC109", "GC101"),
        ("gc20", "GC200"),
        ("false-clam", "false-claim"),
        ("undecidd", "undecided"),
    ):
        with pytest.raises(LookupError, match=f"did you mean .*{near}"):
            code_of(wrong)


def test_what_an_advice_refers_to_exists() -> None:
    pages = {page for code in CODES.values() for page in re.findall(r"docs/[\w/]+\.md", code.advice)}
    assert pages
    assert all((PACKAGE.parent / page).is_file() for page in pages), pages
