"""``gradcheck check`` on documents: which are checked, what is told where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcheck.__main__ import main

NOTE = "Let $x \\in \\mathbb{R}$.\n\n$$(x + 1)^2 = x^2 + 2x + 1$$\n"
WRONG = NOTE.replace("+ 2x", "+ 3x")
COMMENT = "<!-- gradcheck: expect 1 claims -->\n"
DERIVATION = '''"""A sum."""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real

x = real("x")
DERIVATION = derivation(step("sum", eq(x + x, 2 * x)))
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.gradcheck]\npaths = ["named.md", "notes"]\npreamble = "macros.tex"\n'
    )
    (tmp_path / "macros.tex").write_text("\\newcommand{\\half}{\\frac{1}{2}}\n")
    (tmp_path / "named.md").write_text(NOTE + "\n$$\\half x + \\half x = x$$\n")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "silent.md").write_text(WRONG)
    (notes / "plain.md").write_text("no formulas for $5 and $6\n")
    (notes / "speaking.md").write_text(NOTE.replace("\n\n$$", f"\n\n{COMMENT}$$"))
    (notes / "derived.py").write_text(DERIVATION)
    (notes / "documented.py").write_text(
        'def f():\n    r"""Let $y > 0$.\n\n    # gradcheck: n in N\n\n    $$y + y = 2 y$$\n    """\n'
    )
    return tmp_path


def test_a_folder_has_its_speaking_documents_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output-format", "json"]) == 0
    run = json.loads(capsys.readouterr().out)
    assert [item["name"] for item in run["derivations"]] == [
        "derived", "named.md", "notes/documented.py", "notes/speaking.md",
    ]  # fmt: skip
    assert [len(item["steps"]) for item in run["derivations"]] == [1, 2, 1, 1]
    told = run["derivations"][3]["document"]
    assert (told["formulas"], told["read"], told["skipped"], told["errata"]) == (1, 1, 0, 0)
    assert run["derivations"][0]["document"] is None
    place = run["derivations"][1]["steps"][0]["location"]
    assert (place["line"], place["column"], place["end_line"], place["end_column"]) == (3, 3, 3, 26)
    (notice,) = run["notices"]
    assert notice["code"] == "GC609"
    assert "notes/silent.md" in notice["message"]
    (folder / "macros.tex").write_text("\\newcommand{\\half}{\\frac{1}{3}}\n")
    assert main(["check", "-q"]) == 1


def test_findings_have_places_in_all_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cell = {"cell_type": "markdown", "source": WRONG.splitlines(keepends=True)}
    text = json.dumps({"cells": [cell], "nbformat": 4}, indent=1)
    (folder / "book.ipynb").write_text(text)
    formats = ["concise", "sarif:out.sarif", "github:out.txt", "junit:out.xml"]
    options = [word for form in formats for word in ("--output-format", form)]
    assert main(["check", "book.ipynb", *options]) == 1
    assert capsys.readouterr().out.startswith("book.ipynb:cell 1:3:15-26: GC101 book.ipynb::cell 1 line 3: ")
    (result,) = json.loads((folder / "out.sarif").read_text())["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "x^2 + 3x + 1"  # the side that is wrong
    assert f"line={region['startLine']},col={region['startColumn']}" in (folder / "out.txt").read_text()
    assert 'tests="1"' in (folder / "out.xml").read_text()


def test_a_false_side_is_shown_and_then_rewritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = WRONG.replace("\n", "\r\n").encode()
    (folder / "wrong.md").write_bytes(wrong)
    assert main(["check", "wrong.md", "--diff", "-q"]) == 1
    shown = capsys.readouterr().out
    assert "-$$(x + 1)^2 = x^2 + 3x + 1$$" in shown
    assert "+$$(x + 1)^2 = x^2 + 2 x + 1$$" in shown
    assert (folder / "wrong.md").read_bytes() == wrong
    assert main(["check", "wrong.md", "--fix", "-q"]) == 0
    assert "1 side corrected" in capsys.readouterr().err
    assert (folder / "wrong.md").read_bytes() == wrong.replace(b"x^2 + 3x + 1", b"x^2 + 2 x + 1")
    assert main(["check", "wrong.md", "-q"]) == 0
    assert main(["check", "wrong.md", "--fix", "-k", "line"]) == 2


def test_one_step_of_a_document_can_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "two.md").write_text(WRONG + "\n$$x + x = 2x \\tag{7}$$\n")
    assert main(["check", "two.md::(7)", "--output-format", "concise"]) == 0
    assert "1 step: 1 proved" in capsys.readouterr().out
    assert main(["check", "two.md", "--reading", "-k", "7"]) == 0
    assert ": x + x = 2*x" in capsys.readouterr().out


def test_a_finding_may_be_suppressed_with_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = NOTE + "\n<!-- gradcheck: ignore GC602: z is that of the appendix -->\n$$z = z$$\n"
    (folder / "open.md").write_text(text)
    assert main(["check", "open.md", "--output-format", "concise"]) == 0
    assert "1 suppressed" in capsys.readouterr().out
    (folder / "open.md").write_text(text.replace("z = z", "x = x + 1"))
    assert main(["check", "open.md", "-q"]) == 1  # what is false is not suppressed


@pytest.mark.parametrize(
    ("name", "content", "code", "exit_code"),
    [
        ("a.md", b"one \xff", "GC608", 2), ("a.md", b"no formula", "", 2), ("a.ipynb", b"{}", "GC608", 2),
        ("a.tex", b"\\input{../../x} $x$", "GC601", 1), ("a.py", b'"""Docs."""\n', "GC433", 2),
        ("a.py", b'"""With $x > \\beta$."""\n', "GC601", 1), ("a.txt", b"two words", "GC432", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_checked(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, code: str, exit_code: int
) -> None:
    (folder / name).write_bytes(content)
    assert main(["check", name, "--output-format", "concise"]) == exit_code
    seen = capsys.readouterr()
    assert code in seen.out + seen.err
