"""Annotations of GitHub Actions, read back by a reader of workflow commands that is written here."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given

from gradcheck.findings.of_run import findings_of, notices_of
from gradcheck.outcome.run import Location, RunOutcome
from gradcheck.report.github import render_github

from .runs import EVERYTHING, FALSE, FULL_TEXTS, HOSTILE, PATIENT, hostile_runs

Command = tuple[str, dict[str, str], str]


def read_commands(output: str) -> list[Command]:
    """The workflow commands among the lines, as the runner of GitHub reads them."""
    commands = []
    for line in re.split("\r\n|\r|\n", output):
        if not line.lstrip().startswith("::"):
            continue
        head, _, data = line.lstrip()[2:].partition("::")
        name, _, written = head.partition(" ")
        properties = {}
        for item in written.split(","):
            key, _, value = item.partition("=")
            properties[key] = unescaped(value, {"%3A": ":", "%2C": ","})
        commands.append((name, properties, unescaped(data, {})))
    return commands


def unescaped(text: str, more: dict[str, str]) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


def test_what_is_false_comes_first_and_warnings_after_all_errors() -> None:
    told = [(name, properties["title"].partition(" ")[0]) for name, properties, _ in read_commands(report(EVERYTHING))]
    assert told == [
        ("error", "GC101"), ("error", "GC101"), ("error", "GC102"), ("error", "GC422"), ("error", "GC904"),
        ("error", "GC432"), ("error", "GC431"), ("warning", "GC300"), ("warning", "GC501"), ("warning", "GC503"),
        ("notice", "GC511"),
    ]  # fmt: skip


def report(run: RunOutcome) -> str:
    return render_github(run, "1.0")


def test_an_annotation_has_its_place_its_title_and_everything_that_is_known() -> None:
    name, properties, message = read_commands(report(EVERYTHING))[1]
    assert name == "error"
    assert properties == {"file": "d.py", "line": "9", "col": "5", "title": "GC101 false-claim: d::wrong"}
    assert message.splitlines() == [
        "x = 2*x is false at x = 1",
        "there: left = 1, right = 2",
        "left - right = -x",
        "true right side: x",
        "that is, x, not 2*x",
        "next: correct it, or mark it as quoted: erratum(...), or the comment gradcheck: false: in a document",
    ]


def test_what_is_not_there_has_no_line() -> None:
    assert [p for _, p, _ in read_commands(report(EVERYTHING)) if p.get("file") == "nowhere"] == [
        {"file": "nowhere", "title": "GC431 no-such-path"}
    ]


def test_the_escapes() -> None:
    step = replace(FALSE, name="50%, a:b", note="100%\r\nsure", location=Location("a,b:c%.py", 1))
    run = RunOutcome("check", (replace(EVERYTHING.derivations[1], steps=(step,)),))
    line = report(run).splitlines()[0]
    assert line.startswith(
        "::error file=a%2Cb%3Ac%25.py,line=1,col=1,title=GC101 false-claim%3A fine%3A%3A50%25%2C a%3Ab::"
    )
    assert line.endswith("in a document")


def test_the_last_line_is_the_summary() -> None:
    assert report(EVERYTHING).splitlines()[-1].startswith("✗ 2 derivations, 10 steps: ")
    assert read_commands(report(EVERYTHING).splitlines()[-1]) == []


@given(hostile_runs())
@HOSTILE
def test_a_command_a_finding_and_nothing_else(run: RunOutcome) -> None:
    commands = read_commands(report(run))
    assert len(commands) == len(findings_of(run)) + len(notices_of(run))
    assert {name for name, _, _ in commands} <= {"error", "warning", "notice"}
    assert all(set(properties) <= {"file", "line", "col", "title"} for _, properties, _ in commands)


@given(FULL_TEXTS)
@PATIENT
def test_every_text_comes_back(text: str) -> None:
    problem = replace(EVERYTHING.problems[0], message=text, detail=text, location=Location(text, 1))
    ((_, properties, message),) = read_commands(report(RunOutcome("check", problems=(problem,))))
    assert properties["file"] == text
    assert message.startswith(f"{text}\n")


def test_a_message_that_is_too_long_is_cut() -> None:
    problem = replace(EVERYTHING.problems[0], detail="€" * 100_000)
    ((_, _, message),) = read_commands(report(RunOutcome("check", problems=(problem,))))
    assert len(message.encode()) < 65_536
