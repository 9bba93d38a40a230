"""Prose is broken to the width of a terminal; formulas, and whatever goes into a pipe, never are."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.report.activations import Row, activation_lines
from gradcheck.report.page import Line, Span, cells, folded, line, plain, prose

from .terminals import ROOT, Terminal

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def at(columns: int, *lines: Line) -> list[str]:
    return plain(folded(lines, columns)).splitlines()


def test_prose_goes_on_below_its_beginning() -> None:
    row = line("  ", Span("name", "name"), "  ", prose("a few words that do not fit into it"))
    assert at(34, row) == ["  name  a few words that do not", "        fit into it"]
    assert at(80, row) == ["  name  a few words that do not fit into it"]


def test_where_there_is_no_room_below_it_goes_on_at_the_left() -> None:
    row = line("  ", Span("a-long-name-of-a-derivation"), "  ", prose("a few words more"))
    assert at(40, row) == ["  a-long-name-of-a-derivation  a few", "    words more"]


def test_a_word_that_is_too_long_is_not_broken() -> None:
    assert at(12, line("  ", prose("see https://example.org/very/long end"))) == [
        "  see", "  https://example.org/very/long", "  end",
    ]  # fmt: skip


def test_formulas_stay_in_one_piece() -> None:
    formula = " + ".join(f"x_{number}" for number in range(40))
    assert at(40, line("    ", formula)) == ["    " + formula]
    assert at(40, line("    ", formula, prose(" is what is meant by it here"))) == [
        f"    {formula}", "      is what is meant by it here",
    ]  # fmt: skip


def test_meanings_are_kept() -> None:
    (first, second) = folded([line(Span("note: ", "quiet"), prose("one two three", "bad"))], 12)
    assert [(span.text, span.meaning) for span in first] == [("note: ", "quiet"), ("one", "bad")]
    assert [(span.text, span.meaning) for span in second] == [("  ", ""), ("two three", "bad")]


def test_wide_characters_take_two_columns() -> None:
    assert at(10, line(prose("数学 数学 数学"))) == ["数学 数学", "数学"]


@given(st.text("ab 数", max_size=60), st.integers(0, 12), st.integers(10, 60))
def test_nothing_is_lost_and_nothing_too_wide(text: str, indent: int, columns: int) -> None:
    rows = at(columns, line(" " * indent, prose(text.strip())))
    assert " ".join(rows).split() == text.split()
    widest = max((cells(word) for word in text.split()), default=0)
    assert all(cells(row.rstrip()) <= max(columns, indent + widest) for row in rows)


@pytest.mark.skipif(os.name != "posix", reason="terminals")
@pytest.mark.parametrize("command", ["list", "axioms"])
@pytest.mark.parametrize("color", ["always", "never"])
def test_lists_fit_a_terminal_and_are_whole_in_a_pipe(command: str, color: str) -> None:
    terminal = Terminal(["-m", "gradcheck", command, "--color", color], 64)
    assert terminal.end() == 0
    text = terminal.data.decode().replace("\r\n", "\n")
    piped = subprocess.run(
        [sys.executable, "-m", "gradcheck", command, "--color", color], cwd=ROOT, capture_output=True, text=True,
        check=True, timeout=60,
    ).stdout  # fmt: skip
    assert STYLE.sub("", text).split() == STYLE.sub("", piped).split()
    assert any(len(STYLE.sub("", row)) > 64 for row in piped.splitlines())
    assert all(len(row) <= 64 for row in terminal.screen)
    assert len(terminal.screen) == len(text.rstrip("\n").split("\n"))  # the terminal itself has broken nothing


def test_a_table_that_is_too_wide_is_a_list() -> None:
    rows = [Row("elu", "where(x > 0, x, alpha*(exp(x) - 1))", (("alpha", "1"),), None), Row("id", "x", (), None)]
    assert plain(activation_lines(rows, 120)) == plain(activation_lines(rows))
    narrow = plain(activation_lines(rows, 60)).split("\n\n")
    assert narrow[0] == "elu\n    where(x > 0, x, alpha*(exp(x) - 1))\n    where alpha = 1\n    derivative not found"
    assert narrow[1] == "id\n    x\n    derivative not found"
