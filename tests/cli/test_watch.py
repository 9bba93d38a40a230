"""``gradcheck check --watch``: everything once, then what changed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from .conftest import DERIVATION, Gradcheck
from .terminals import Terminal

OTHER = DERIVATION.replace("Nothing is lost by adding zero", "Something else")
IMPORTING = OTHER.replace("x = real", "import _symbols\nx = real")


class Editor:
    """In the place of watchfiles: changes files when it is asked what changed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, edits: list[dict[Path, str | None]]) -> None:
        self.edits = edits
        self.folders: tuple[Path, ...] = ()
        monkeypatch.setitem(sys.modules, "watchfiles", SimpleNamespace(watch=self.watch))

    def watch(self, *folders: Path, watch_filter: Any, **_: Any) -> Iterator[set[tuple[int, str]]]:
        self.folders = folders
        yield set()
        while self.edits:
            edit = self.edits.pop(0)
            for path, text in edit.items():
                if text is None:
                    path.unlink()
                else:
                    path.write_text(text, encoding="utf-8")
            yield set()
            yield {(1, str(path)) for path in edit if watch_filter(1, str(path))}
        raise KeyboardInterrupt


def test_what_changed_is_checked_once_more(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "other.py").write_text(OTHER, encoding="utf-8")
    first, other = own / "add_zero.py", own / "other.py"
    editor = Editor(
        monkeypatch, [{other: OTHER.replace("x + 0", "x + 2")}, {other: OTHER}, {first: "1 +", other: OTHER}]
    )
    ran = gradcheck("check", "--watch")
    assert ran.code == 130
    assert [folder.resolve() for folder in editor.folders] == [own.parent]
    summaries = [row.partition(" (")[0] for row in ran.out.splitlines() if row[:1] in "✓✗" and row]
    assert summaries == [
        "✓ 2 derivations, 4 steps: 2 proved, 2 refuted as expected",
        "✗ 2 steps: 1 refuted as expected, 1 refuted",
        "✓ 2 steps: 1 proved, 1 refuted as expected",
        "✗ 2 steps: 1 proved, 1 refuted as expected, 1 not usable",
    ]
    assert "in derivations/algebra/add_zero.py:1:4: GC432 module-fails" in ran.out
    told = [row for row in ran.err.splitlines() if "changed" in row or "watching" in row]
    assert told[:3] == [
        "gradcheck: watching derivations; Ctrl-C ends it",
        "gradcheck: derivations/algebra/other.py changed",
        "gradcheck: watching derivations; Ctrl-C ends it",
    ]
    assert ran.err.splitlines()[-1] == "gradcheck: interrupted"


def test_what_may_import_a_changed_file_is_checked_too(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "importing.py").write_text(IMPORTING, encoding="utf-8")
    (own / "_symbols.py").write_text("", encoding="utf-8")
    Editor(monkeypatch, [{own / "_symbols.py": "x = 1\n"}, {own / "add_zero.py": None}])
    ran = gradcheck("check", "--watch")
    *_, after_import, after_removal = [row for row in ran.out.splitlines() if row[:1] in "✓✗" and row]
    assert after_import.startswith("✓ 2 steps")
    assert after_removal.startswith("✓ 2 steps")


def test_a_derivation_that_another_imports(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own / "importing.py").write_text(
        OTHER.replace("x = real", "from add_zero import x as z\nx = real"), encoding="utf-8"
    )
    (own / "other.py").write_text(OTHER, encoding="utf-8")
    Editor(monkeypatch, [{own / "add_zero.py": DERIVATION}, {own / "other.py": OTHER}])
    ran = gradcheck("check", "--watch")
    _, after_first, after_other = [row for row in ran.out.splitlines() if row[:1] in "✓✗" and row]
    assert after_first.startswith("✓ 2 derivations, 4 steps")
    assert after_other.startswith("✓ 2 steps")


def test_other_files_are_none_of_its_business(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = own / "add_zero.py"
    (own / "other.py").write_text(OTHER, encoding="utf-8")
    Editor(
        monkeypatch, [{own / "notes.txt": "-"}, {own / ".hidden.py": "x"}, {own / "other.py": "x"}, {only: DERIVATION}]
    )
    ran = gradcheck("check", "--watch", str(only))
    assert ran.err.count("changed") == 1
    assert ran.out.count("✓ 2 steps") == 2


def test_without_the_library(gradcheck: Gradcheck, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = gradcheck("check", "--watch")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'gradcheck[watch]'" in ran.err


def summaries_of(out: str) -> list[str]:
    return [row.partition(" (")[0] for row in out.splitlines() if row[:1] in "✓✗" and row]


def test_a_line_a_finding(gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Editor(monkeypatch, [{own / "add_zero.py": DERIVATION.replace("x + 0", "x + 2")}])
    ran = gradcheck("check", "--watch", "--output-format", "concise")
    assert [line.partition(" (")[0] for line in ran.out.splitlines()] == [
        "✓ 2 steps: 1 proved, 1 refuted as expected",
        "derivations/algebra/add_zero.py:11:5: GC101 add-zero::zero: x + 2 = x is false at x = 1/2",
        "✗ 2 steps: 1 refuted as expected, 1 refuted",
    ]


def test_a_changed_configuration(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, lemmas = Path("pyproject.toml"), Path("lemmas")
    lemmas.mkdir()
    (lemmas / "other.py").write_text(OTHER, encoding="utf-8")
    editor = Editor(
        monkeypatch,
        [
            {project: "[project]\n"},  # which says nothing of gradcheck
            {project: "[tool.gradcheck]\ntimeout = 7\n"},
            {project: "[tool.gradcheck]\njops = 7\n"},
            {own / "add_zero.py": DERIVATION},  # in vain
            {project: '[tool.gradcheck]\npaths = ["nowhere"]\n'},
            {project: '[tool.gradcheck]\npaths = ["lemmas"]\n'},
            {lemmas / "other.py": OTHER.replace("x + 0", "x + 2")},
            {project: None},
        ],
    )
    ran = gradcheck("check", "--watch", "-v")
    assert ran.code == 130
    assert [folder.resolve() for folder in editor.folders] == [own.parent]
    assert summaries_of(ran.out) == [
        "✓ 2 steps: 1 proved, 1 refuted as expected",
        "✓ 2 steps: 1 proved, 1 refuted as expected",
        "✗ 0 steps: 1 not found",
        "✓ 2 steps: 1 proved, 1 refuted as expected",
        "✗ 2 steps: 1 refuted as expected, 1 refuted",
        "✓ 2 steps: 1 proved, 1 refuted as expected",
    ]
    assert "within 7 s and" in ran.out
    mistake = "gradcheck: pyproject.toml:2:1: GC423 'jops' is no key of [tool.gradcheck]; did you mean 'jobs'?"
    waiting = "gradcheck: nothing is checked until that is mended; Ctrl-C ends it"
    told = [line for line in ran.err.splitlines() if "GC431" not in line]
    assert told == [
        "gradcheck: watching derivations; Ctrl-C ends it",
        "gradcheck: pyproject.toml changed",
        "gradcheck: watching derivations; Ctrl-C ends it",
        *(mistake, waiting),
        *(mistake, waiting),
        waiting,
        "gradcheck: pyproject.toml changed",
        "gradcheck: watching lemmas; Ctrl-C ends it",
        "gradcheck: lemmas/other.py changed",
        "gradcheck: watching lemmas; Ctrl-C ends it",
        "gradcheck: pyproject.toml changed",
        "gradcheck: watching derivations; Ctrl-C ends it",
        "gradcheck: interrupted",
    ]


@pytest.mark.parametrize(
    "more",
    [
        ("--shard", "1/2"),
        ("--output-format", "json"),
        ("--output-format", "concise:out.txt"),
        ("--cluster", "tcp://x:1"),
    ],
)
def test_what_makes_no_sense_beside_it(gradcheck: Gradcheck, own: Path, more: tuple[str, ...]) -> None:
    ran = gradcheck("check", "--watch", *more)
    assert ran.code == 2
    assert "--watch shows text" in ran.err


def test_there_is_something_to_watch(gradcheck: Gradcheck, own: Path) -> None:
    pytest.importorskip("watchfiles")
    assert gradcheck("check", "--watch", "nowhere").code == 2


@pytest.mark.skipif(os.name != "posix", reason="terminals")
@pytest.mark.parametrize(("number", "code"), [(None, 130), (signal.SIGTERM, 143)])
def test_for_real(own: Path, number: int | None, code: int) -> None:
    pytest.importorskip("watchfiles")
    terminal = Terminal(["-m", "gradcheck", "check", "--watch", "--no-cache"], cwd=own.parents[1], NO_COLOR="1")
    terminal.read_until("watching derivations")
    (own / "add_zero.py").write_text(DERIVATION.replace("x + 0", "x + 7"), encoding="utf-8")
    terminal.read_until("add_zero.py changed")
    terminal.read_until("1 refuted (")
    if number is None:
        project = own.parents[1] / "pyproject.toml"
        project.write_text('[tool.gradcheck]\njobs = "many"\n', encoding="utf-8")
        terminal.read_until("GC424")
        project.write_text("[tool.gradcheck]\njobs = 1\n", encoding="utf-8")
        terminal.read_until("pyproject.toml changed")
        terminal.read_until("1 refuted (")
        terminal.type(b"\x03")
    else:
        terminal.process.send_signal(number)
    assert terminal.end() == code
    assert not terminal.left_behind()
