"""The progress of a run: counted from events, told in one line, and never in the way of the report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.cli.terminal.progress import clock, cut
from gradcheck.cli.terminal.progress_state import ProgressState, Standing, render_standing
from gradcheck.outcome.events import Finished, Opened, Started
from gradcheck.outcome.run import Declared, DerivationOutcome, Formula, Preamble, StepOutcome
from gradcheck.report.page import cells

from .terminals import KEPT, ROOT, Terminal, shown


def outcome(name: str, seconds: float = 1.0) -> StepOutcome:
    return StepOutcome(name, Formula("x", "x", "x"), "proved", "proved", "exact", seconds=seconds)


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time() -> Clock:
    return Clock()


def test_steps_are_counted_and_the_one_longest_at_work_is_shown(time: Clock) -> None:
    course = ProgressState(time)
    course.expect("a", "A title", steps=5)
    course.expect("b", "", steps=2)
    assert course.standing()[:3] == (0, 7, "")
    course(Opened("a", ("one", "two", "three")))  # fewer than were guessed
    course(Started("a", "one"))
    course(Started("b", "uno"))
    assert course.standing()[:3] == (0, 5, "a::one")
    course(Finished("a", outcome("one")))
    assert course.standing()[:3] == (1, 5, "b::uno")


def test_time_left_by_the_mean_so_far(time: Clock) -> None:
    course = ProgressState(time)
    course.expect("a", "", steps=4)
    course(Opened("a", ("one", "two", "three", "four")))
    assert course.standing().left is None
    time.seconds = 10.0
    course(Finished("a", outcome("one")))
    assert course.standing().left == 30.0
    time.seconds = 14.0
    assert course.standing().left == 26.0
    time.seconds = 100.0
    assert course.standing().left == 0.0


def test_time_left_by_what_an_earlier_run_took(time: Clock) -> None:
    course = ProgressState(time)
    course.expect("a", "", seconds={"short": 1.0, "long": 9.0})
    course.expect("b", "", seconds={"longer": 20.0})
    course(Opened("a", ("short", "long")))
    time.seconds = 2.0  # this machine takes twice as long
    course(Finished("a", outcome("short", 2.0)))
    assert course.standing().left == pytest.approx(2.0 * 29.0)
    course.delivered("b")  # could not be loaded
    assert course.standing()[:2] == (1, 2)
    assert course.standing().left == pytest.approx(2.0 * 9.0)


def test_a_step_that_is_done_twice_counts_once(time: Clock) -> None:
    course = ProgressState(time)
    course.expect("a", "")
    course(Opened("a", ("one", "two")))
    for _ in range(2):
        course(Started("a", "one"))
        course(Finished("a", outcome("one")))
    assert course.standing()[:3] == (1, 2, "")


def test_what_comes_after_the_delivery_is_old(time: Clock) -> None:
    course = ProgressState(time)
    course.expect("a", "", steps=7)
    course(Started("a", "one"))
    course.delivered("a", [outcome("one"), outcome("two")])
    course(Opened("a", ("one", "two")))
    course(Started("a", "two"))
    course(Finished("a", outcome("two")))
    assert course.standing()[:3] == (2, 2, "")
    assert course.unfinished() == ([], [])


def test_what_is_known_of_a_run_that_is_stopped(time: Clock) -> None:
    course = ProgressState(time)
    for name in ("a", "b", "c"):
        course.expect(name, f"title of {name}")
    course(Opened("b", ("one", "two", "three")))
    course(Finished("b", outcome("two")))
    course(Opened("c", ("one",)))
    (known,), unknown = course.unfinished()
    assert (known.name, known.title, known.unreached) == ("b", "title of b", ("one", "three"))
    assert known.steps == (outcome("two"),)
    assert not known.holds
    assert unknown == ["a", "c"]


NOW = Standing(12, 120, "dropout-l2::the expected loss", 70.0, 3_725.0)


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (79, "12/120  ━━──────────────────────  1:02:05 left  dropout-l2::the expected loss"),
        (69, "12/120  ━━───────────────────  1:02:05 left  dropout-l2::the expecte…"),
        (49, "12/120  1:02:05 left  dropout-l2::the expected l…"),
        (39, "12/120  1:02:05 left  dropout-l2::the …"),
        (9, "12/120  …"),
    ],
)
def test_the_line_fits(width: int, line: str) -> None:
    assert render_standing(NOW, width) == line
    assert cells(line) <= width


def test_without_unicode() -> None:
    assert render_standing(NOW, 59, unicode=False) == "12/120  #----------  1:02:05 left  dropout-l2::the expec..."


def test_nothing_is_said_that_is_not_known() -> None:
    assert render_standing(Standing(0, 0, "", 3.0, None), 79) == "0 done  0:03"
    assert render_standing(Standing(3, 0, "line-4", 61.0, None), 79) == "3 done  1:01  line-4"


def test_wide_and_dangerous_characters() -> None:
    assert cut("数学数学", 7) == "数学..."
    assert cells("数学") == 4
    assert cut("a\x1b[2Jb\nc", 20) == "a?[2Jb?c"
    assert clock(59.9) == "0:59"


RUN = """
import sys, threading
from gradcheck.cli.terminal import progress
from gradcheck.cli.options import Output
from gradcheck.cli.results import Results
from gradcheck.outcome.events import Finished, Opened, Started
from gradcheck.outcome.run import DerivationOutcome, Formula, StepOutcome

progress.DELAY, progress.PERIOD = 0.0, 0.001
drawn, draw = threading.Semaphore(0), progress.Progress._draw
def draw_and_tell(self):
    draw(self)
    drawn.release()
progress.Progress._draw = draw_and_tell
watched = progress.is_wanted() and "--quiet" not in sys.argv
results = Results("check", Output(quiet="--quiet" in sys.argv))
with results.reporting(), results.working():
    for number in range(12):
        name = f"derivation-{number}-" + "数" * 30
        results.course.expect(name, "A title", 2)
    for number in range(12):
        name = f"derivation-{number}-" + "数" * 30
        results.course(Opened(name, ("first", "second")))
        steps = []
        for step in ("first", "second"):
            results.course(Started(name, step))
            if watched:
                while drawn.acquire(blocking=False):
                    pass
                drawn.acquire(timeout=60)
            wide = " + ".join(f"x_{k}" for k in range(90))
            steps.append(StepOutcome(step, Formula(wide, wide, f"⎛{wide}⎞\\n⎝{wide}⎠"), "proved", "proved", "exact"))
            results.course(Finished(name, steps[-1]))
        results.derivation(DerivationOutcome(name, "", "", tuple(steps)))
        results.course.delivered(name, steps)
results._started = __import__("time").monotonic()
sys.exit(results.finish())
"""


def steps_of(rows: list[str]) -> list[str]:
    """The report without its summary, which is broken on a narrow terminal."""
    (end,) = (number for number, row in enumerate(rows) if row.startswith(("✓ 12", "+ 12")))
    return rows[:end]


def piped(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, check=False, timeout=120, cwd=ROOT,
        env=KEPT | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment,
    )  # fmt: skip


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_report_on_a_terminal_is_never_torn(columns: int) -> None:
    terminal = Terminal(["-c", RUN], columns, NO_COLOR="1")
    assert terminal.end() == 0
    report = piped()
    assert report.stderr == b""
    assert b"second" in terminal.data
    assert terminal.data.count(b"\x1b[2K") > 24
    assert steps_of(terminal.screen) == steps_of(shown(report.stdout.replace(b"\n", b"\r\n"), columns))


def test_colours_do_not_tear_it_either() -> None:
    terminal = Terminal(["-c", RUN], 60)
    assert terminal.end() == 0
    assert b"\x1b[32m" in terminal.data
    assert steps_of(terminal.screen) == steps_of(shown(piped().stdout.replace(b"\n", b"\r\n"), 60))


def test_a_terminal_that_lacks_characters() -> None:
    terminal = Terminal(["-c", RUN], 60, NO_COLOR="1", PYTHONIOENCODING="ascii:backslashreplace")
    assert terminal.end() == 0
    assert terminal.data.isascii()
    assert b"24" in terminal.data
    assert terminal.screen == shown(piped(PYTHONIOENCODING="ascii:backslashreplace").stdout.replace(b"\n", b"\r\n"), 60)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [([], {"TERM": "dumb"}), ([], {"CI": "true"}), (["--quiet"], {})],
    ids=["dumb", "CI", "quiet"],
)
def test_no_progress_where_nobody_watches(arguments: list[str], environment: dict[str, str]) -> None:
    terminal = Terminal(["-c", RUN, *arguments], 80, NO_COLOR="1", **environment)
    assert terminal.end() == 0
    assert b"\x1b" not in terminal.data


def test_no_progress_when_standard_output_is_a_pipe_that_may_lead_back_here() -> None:
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as reader:
        assert reader.stdin is not None
        terminal = Terminal(["-c", RUN], 80, stdout=reader.stdin.fileno())
        reader.stdin.close()
        assert terminal.end() == 0
        assert terminal.data == b""


def test_progress_when_standard_output_is_a_file(tmp_path: Path) -> None:
    with open(tmp_path / "report.txt", "wb") as file:
        terminal = Terminal(["-c", RUN], 80, stdout=file.fileno())
        assert terminal.end() == 0
    assert b"/24" in terminal.data
    assert terminal.screen == []
    assert (tmp_path / "report.txt").read_bytes() == piped().stdout


def test_a_reader_that_leaves_early() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as reader:
        assert reader.stdin is not None
        terminal = Terminal(["-m", "gradcheck", "list"], 80, stdout=reader.stdin.fileno())
        reader.stdin.close()
        assert terminal.end() in (0, 2)
        assert terminal.data == b""


@pytest.mark.parametrize(("value", "wanted"), [("", True), ("0", True), ("false", True), ("1", False), ("true", False)])
def test_continuous_integration(value: str, wanted: bool) -> None:
    terminal = Terminal(["-c", "from gradcheck.cli.terminal.progress import is_wanted; print(is_wanted())"], CI=value)
    assert terminal.end() == 0
    assert terminal.screen == [str(wanted)]


def test_what_is_said_of_a_derivation_is_said_when_a_run_is_stopped_too(time: Clock) -> None:
    course = ProgressState(time)
    preamble = Preamble((Declared("n", "natural"),))
    course.expect("a", "A title")
    course(Opened("a", ("one", "two"), DerivationOutcome("a", "A title", "a book", (), preamble=preamble)))
    course(Finished("a", outcome("one")))
    (known,), _ = course.unfinished()
    assert (known.preamble, known.source, known.unreached) == (preamble, "a book", ("two",))
    assert [step.name for step in known.steps] == ["one"]
