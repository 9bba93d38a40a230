"""A run: what bounds it, what it prints, and a sample of it."""

from __future__ import annotations

import re
import time

import pytest

from attack import processes
from attack.asking import Answer, ask, within
from attack.processes import outcome, run
from attack.run import main, report
from attack.shrink import shrunk, size
from attack.statement import Statement
from gradcheck.language.author import eq, log, real

LAST = re.compile(r"(\d+) statements: (\d+) proved, (\d+) refuted, (\d+) undecided, (\d+) wrong")
x, y = real("x"), real("y")


def last_line(capsys: pytest.CaptureFixture[str]) -> list[int]:
    found = LAST.fullmatch(capsys.readouterr().out.splitlines()[-1])
    assert found is not None
    return [int(number) for number in found.groups()]


def test_the_last_line_counts_the_verdicts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ask", lambda made, seconds: Answer("undecided"))
    assert main(["--statements", "7", "--seed", "3", "--jobs", "1"]) == 0
    assert last_line(capsys) == [7, 0, 0, 7, 0]


def test_time_bounds_the_whole_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seconds", "0", "--jobs", "1"]) == 0
    assert last_line(capsys) == [0, 0, 0, 0, 0]


def test_an_unsound_prover_is_caught(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ask", lambda made, seconds: Answer("proved", engine="ByTrust"))
    assert main(["--statements", "40", "--seed", "3", "--jobs", "1"]) == 1
    out = capsys.readouterr().out
    wrong = int(out.rsplit(" ", 2)[1])
    assert wrong >= 5
    assert out.count("WRONG  proved") == wrong
    assert "python -m attack --seed 3 --only" in out
    assert "(by ByTrust)" in out


def test_what_is_raised_is_a_failure_and_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("attack.asking.search_finding", broken)
    monkeypatch.setattr("attack.asking.prove_at_once", lambda goal, step: None)
    found = outcome(3, 0)
    assert found.verdict == "failed"
    assert "GC904 KeyError" in found.wrong
    assert found.lines


def test_time_for_a_statement_is_bounded() -> None:
    def endless() -> None:
        while True:
            time.process_time()

    assert within(0.02, endless) is None
    assert within(5, lambda: 7) == 7


def test_true_and_false_statements_get_their_verdicts() -> None:
    assert ask(Statement(0, 0, "test", eq(x + y, y + x)), 5).verdict == "proved"
    assert ask(Statement(0, 0, "test", eq(x + y, y - x)), 5).verdict == "refuted"
    assert ask(Statement(0, 0, "test", eq(x / x, 1)), 5).verdict == "undecided"


def test_a_verdict_that_depends_on_what_was_asked_before_is_told_as_such() -> None:
    found = processes.Outcome(1, "Div", "proved", "proved, and false at x = 0")
    same = processes.Outcome(1, "Div", "proved", "proved, and false at x = 0", lines=("x = 0",))
    assert processes._second_look(found, same) is same
    other = processes._second_look(found, processes.Outcome(1, "Div", "undecided"))
    assert other.verdict == "proved"
    assert "asked alone, it is undecided" in other.wrong
    assert processes._second_look(found, None) is found


def test_a_wrong_statement_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attack.shrink.ask", lambda made, each: Answer("proved"))
    large = Statement(0, 0, "test", eq(3 * y + log(x * 2) - log(x * 2), 3 * y), (y > 1,))
    small = shrunk(large, 0.1)
    assert size(small) < size(large)
    assert small.given == ()


def test_a_sample_has_no_wrong_verdict() -> None:
    found = list(run(30, seed=23, jobs=2, each=0.2))
    assert len(found) == 30
    assert sum(one.verdict == "proved" for one in found) >= 6
    assert not [one for one in found if one.wrong], "\n".join(report(one, 23) for one in found if one.wrong)
