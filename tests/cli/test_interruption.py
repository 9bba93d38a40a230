"""Ctrl-C, SIGTERM and a terminal that hangs up: an end at once, with what is known by then, and nobody left behind."""

from __future__ import annotations

import json
import os
import select
import signal
from pathlib import Path

import pytest

from gradcheck.cli.terminal.signals import Interruption, interruptible

from .terminals import Terminal

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="signals and terminals")

HEAD = '''"""A title."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import *
x, y = real("x"), real("y")
'''
QUICK = HEAD + 'DERIVATION = derivation(step("below", tanh(x) <= x, given=[x >= 0]))\n'
STUCK = (
    HEAD
    + """DERIVATION = derivation(
    step("first", eq(x + x, 2 * x)),
    step("endless", exp(exp(exp(exp(x)))) * sin(x) ** 97 + 10**30 > cos(exp(x))),
    step("last", eq(y + y, 2 * y)),
)
"""
)
JOBS = ["1", "2"]
IMPATIENT = """import sys
from gradcheck.cli.terminal import progress
progress.DELAY = 0.0
from gradcheck.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three derivations, of which the second one takes forever."""
    for name, text in (("a_quick", QUICK), ("b_stuck", STUCK), ("c_quick", QUICK)):
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, columns: int = 120) -> Terminal:
    """A check that is done with the first derivation and has come to the endless step."""
    command = ["-c", IMPATIENT, "check", str(folder), "--no-cache", "--timeout", "600", *arguments]
    terminal = Terminal(command, columns, cwd=folder, NO_COLOR="1")
    terminal.read_until("a-quick  A title")
    terminal.read_until("b-stuck::endless")
    return terminal


def settled(terminal: Terminal) -> bool:
    """Whether, in time, no process is left that the command started."""
    for number in terminal.left_behind():
        try:
            process = os.pidfd_open(number)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([process], [], [], 60)
        os.close(process)
        if not ended:
            return False
    return True


@pytest.mark.parametrize("jobs", JOBS)
def test_control_c(folder: Path, jobs: str) -> None:
    terminal = run(folder, "-j", jobs)
    terminal.type(b"\x03")
    assert terminal.end() == 130
    screen = terminal.screen
    assert "a-quick  A title" in screen
    assert "b-stuck  A title" in screen
    assert "  not reached: endless, last" in screen
    assert screen[-1] == "gradcheck: interrupted"
    assert settled(terminal)
    if jobs == "1":
        assert "not begun: c-quick" in screen
        assert screen[-2].startswith("✗ interrupted; 2 derivations, 2 steps: 2 proved, 2 not reached; 1 not begun (")


@pytest.mark.parametrize(("number", "code", "word"), [("SIGTERM", 143, "terminated"), ("SIGHUP", 129, "hung up")])
@pytest.mark.parametrize("jobs", JOBS)
def test_documents_are_whole_and_say_that_the_run_was_stopped(
    folder: Path, jobs: str, number: str, code: int, word: str
) -> None:
    terminal = run(folder, "-j", jobs, "--output-format", "text", "--output-format", "json:out.json")
    terminal.process.send_signal(getattr(signal, number))
    assert terminal.end() == code
    assert terminal.screen[-1] == f"gradcheck: {word}"
    document = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert document["stopped"] == word
    found = {item["name"]: item for item in document["derivations"]}
    assert found["a-quick"]["holds"]
    assert not found["b-stuck"]["holds"]
    assert [step["name"] for step in found["b-stuck"]["steps"]] == ["first"]
    assert found["b-stuck"]["unreached"] == ["endless", "last"]
    assert ("c-quick" in found) != ("c-quick" in document["unreached"])
    assert settled(terminal)


def test_record_leaves_whole_records(folder: Path) -> None:
    command = ["-c", IMPATIENT, "record", str(folder), "--timeout", "600", "-j", "1"]
    (folder / "b_stuck.proof").write_text("old", encoding="utf-8")
    terminal = Terminal(command, cwd=folder)
    terminal.read_until("b-stuck::endless")
    terminal.type(b"\x03")
    assert terminal.end() == 130
    assert json.loads((folder / "a_quick.proof").read_text(encoding="utf-8"))["schema"] == 1
    assert (folder / "b_stuck.proof").read_text(encoding="utf-8") == "old"
    assert {path.suffix for path in folder.iterdir()} == {".py", ".proof"}


def test_claims(tmp_path: Path) -> None:
    endless = "exp(exp(exp(exp(x)))) * sin(x)**97 + 10**30 > cos(exp(x))"
    terminal = Terminal(["-c", IMPATIENT, "prove", "x + x = 2*x", endless, "y = y", "--timeout", "600"], NO_COLOR="1")
    terminal.read_until("1 done")
    terminal.type(b"\x03")
    assert terminal.end() == 130
    assert f"not begun: {endless}, y = y" in "".join(terminal.screen)
    assert "✗ interrupted; 1 claim: 1 proved; 2 not begun (" in terminal.screen[-2]


def test_a_terminal_that_is_closed_ends_the_run(folder: Path) -> None:
    terminal = run(folder, "-j", "1")
    os.close(terminal.master)
    assert terminal.process.wait(60) == 129
    assert settled(terminal)


def test_who_wants_a_signal_to_be_ignored_gets_that(folder: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_the_same_signal_twice_at_once_is_one_and_what_was_before_comes_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Interruption, match="terminated"), interruptible():  # noqa: PT012
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGINT) is before
