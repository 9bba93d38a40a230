"""Pictures of ``gradcheck bound``, and the sign of life while it works."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gradcheck.cli.terminal.progress import progress
from gradcheck.outcome.bound import BoundOutcome, Curve, DepthCurve
from gradcheck.report import plot_file
from gradcheck.report.page import plain
from gradcheck.report.plot_text import plot_lines

from .conftest import Gradcheck

RAMP = tuple((k / 10, abs(k) / 20) for k in range(-20, 21))
OUTCOME = BoundOutcome(
    ("ramp",), None, 15, "1", (), curves=(Curve("ramp", (RAMP,), 0.0, 1.0),),
    depth_curve=DepthCurve(((1, 0.0), (5, -2.0), (10, -4.0)), ((1, 0.0), (5, -3.0), (10, -6.0))),
)  # fmt: skip


@pytest.mark.parametrize("columns", [1, 40, 80, 500])
def test_the_width_follows_the_terminal(columns: int) -> None:
    rows = plain(plot_lines(OUTCOME, columns)).splitlines()
    drawn = [row for row in rows if "│" in row]
    assert len(drawn) == 2 * 14
    assert max(map(len, drawn)) <= max(24, min(columns, 160))
    assert any("\u2800" < cell <= "\u28ff" for cell in drawn[0])


def test_without_unicode() -> None:
    page = plain(plot_lines(OUTCOME, 60, braille=False))
    assert page.isascii()
    assert "ramp: the derivative; dotted: its infimum and supremum" in page
    rows = [row for row in page.splitlines() if "|" in row]
    assert rows[0].count(".") + rows[0].count(":") > 20  # the supremum, at the top
    assert rows[13].count(".") + rows[13].count(":") > 20


def test_bounds_and_shape_are_drawn(gradcheck: Gradcheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = gradcheck("bound", "sigmoid", "--layers", "4", "--plot")
    assert ran.code == 0
    assert "sigmoid: the derivative; dotted: its infimum and supremum" in ran.out
    assert "bound over depth: its power of ten over the number of layers; dotted: the naive bound" in ran.out
    assert "\n\n\n" not in ran.out
    assert all(len(row) <= 60 for row in ran.out.splitlines() if "│" in row)


def test_symbolic_depth_is_drawn_too(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "sigmoid", "--layers", "n", "--plot")
    assert ran.code == 0
    assert "bound over depth" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sigmoid", "--plot", "--output-format", "json"], "JSON"),
        (["sigmoid", "--plot-file", "picture.pdf"], ".svg or .png"),
        (["--from", "-", "--plot"], "pictures are of one request"),
        (["sigmoid", "--table", "1,x"], "--table is a list"),
        (["sigmoid", "--bias", "2,1"], "lo <= hi"),
        (["sigmoid", "--bias", "1,2,3"], "--bias is an interval"),
        (["sigmoid", "--bias", "1/0"], "--bias is an interval"),
        (["sigmoid", "--weights", "1,"], "--weights is a list"),
        (["sigmoid", "--weights", "1,2", "--weight", "3"], "ask for one"),
        (["sigmoid", "tanh", "--weights", "1,2,3"], "3 weights can't belong to 2 names"),
        (["sigmoid", "--weights", "1,2", "--layers", "3"], "can't be made"),
        (["sigmoid", "--table", "1,2", "--layers", "n"], "a table over depth needs a number of layers"),
    ],
)
def test_what_makes_no_sense(gradcheck: Gradcheck, arguments: list[str], words: str) -> None:
    ran = gradcheck("bound", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_a_picture_that_cannot_be_written(gradcheck: Gradcheck, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ran = gradcheck("bound", "relu", "--plot-file", str(tmp_path / "no" / "x.svg"))
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_files(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    first, second, third = (tmp_path / name for name in ("a.svg", "b.svg", "c.png"))
    for path in (first, second, third):
        plot_file.draw_into(str(path), OUTCOME)
    assert first.read_bytes() == second.read_bytes()
    assert b"<svg" in first.read_bytes()
    assert third.read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_the_command_to_install_it_is_told(
    gradcheck: Gradcheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot_file, "find_spec", lambda name: None)
    ran = gradcheck("bound", "sigmoid", "--plot-file", "x.svg")
    assert ran.code == 2
    assert "python -m pip install 'gradcheck[plot]'" in ran.err


def test_table_and_biases_in_json(gradcheck: Gradcheck) -> None:
    ran = gradcheck("bound", "sigmoid", "--table", "1,3", "--bias", "0,1", "--weights", "2", "--output-format", "json")
    body = json.loads(ran.out)
    assert (body["bias"], body["weights"]) == (["0", "1"], ["2"])
    assert [row["layers"] for row in body["table"]] == [1, 3]
    row = body["table"][1]
    assert row["naive"]["exact"] == "1/8"
    assert row["positive"] is False
    assert row["formats"]["float16"] == "inside"
    assert {item["format"] for item in body["chain"]["thresholds"]} == set(row["formats"])


def test_drawing_is_imported_only_when_asked() -> None:
    code = (
        "import sys; from gradcheck.__main__ import main; main(['bound', 'relu', '--layers', '2']);"
        "print(sorted({'plotille', 'matplotlib', 'rich', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.endswith("[]\n")
    assert done.stderr == ""


class Screen(io.StringIO):
    """Standard error that is a terminal, or is not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal, self.told = terminal, threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        if "at work" in text:
            self.told.set()
        return super().write(text)


@pytest.mark.parametrize(("terminal", "delay", "says"), [(True, 0.0, True), (True, 60.0, False), (False, 0.0, False)])
def test_progress(monkeypatch: pytest.MonkeyPatch, terminal: bool, delay: float, says: bool) -> None:
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with progress("at work", delay):
        if says:
            assert screen.told.wait(60)
    assert screen.told.is_set() == says
    assert screen.getvalue() == "" or says
