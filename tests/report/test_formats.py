"""The table of formats, and the page that shows an example of each."""

from __future__ import annotations

import re

import pytest

from gradcheck.outcome.run import RunOutcome
from gradcheck.report.formats import DEFAULT, FORMATS, render_report

from .examples import PAGE, written_page
from .runs import EVERYTHING


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_ends_without_a_new_line(form: str) -> None:
    for run in (EVERYTHING, RunOutcome("check")):
        text = render_report(form, run, "1.0")
        assert text
        assert not text.endswith("\n")
        assert text == render_report(form, run, "1.0")


def test_the_page_has_an_example_of_each() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"<!-- example: (\w+) -->", page) == ["module", *FORMATS]
    assert re.findall(r"^## (\w+)$", page, re.MULTILINE) == list(FORMATS)


def test_one_format_is_shown_as_it_comes() -> None:
    assert [form.name for form in FORMATS.values() if form.streams] == [DEFAULT]


def test_the_table_and_the_examples_of_the_page_are_what_is_written_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written_page(page), "python -m tests.report.examples writes them anew"
