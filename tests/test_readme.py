"""The outputs that the README and the pages of docs/ show are those of the commands, apart from times.

``UPDATE_README=1 python -m pytest tests/test_readme.py`` writes them anew, where a whole output is shown.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.documents.page import documents_of_the_page

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DERIVATIONS = ROOT / "docs" / "derivations.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
SHOWN = re.compile(
    r"<!-- output: (?P<command>.*?)(?P<excerpt>, [\w ]+ of its steps)? -->\n```text\n\$ (?P<line>.*)\n"
    r"(?P<body>(?:.*\n)*?)```\n<!-- end of output -->"
)
SECONDS = re.compile(r"\d+\.\d\d s\b")


class Shown(NamedTuple):
    """An output in a page."""

    page: Path
    command: str
    excerpt: bool
    line: str
    body: str


def shown() -> list[Shown]:
    """All outputs in the pages."""
    return [
        Shown(page, m["command"], m["excerpt"] is not None, m["line"], m["body"])
        for page in PAGES
        for m in SHOWN.finditer(page.read_text(encoding="utf-8"))
    ]


def output_of(command: str, folder: Path) -> str:
    """What the command prints there; nothing goes to standard error."""
    program, *arguments = shlex.split(command)
    assert program == "gradcheck"
    done = subprocess.run(
        [sys.executable, "-m", "gradcheck", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    return done.stdout.rstrip("\n") + "\n"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder with the derivation of the README, and that of docs/derivations.md with the mistake made there."""
    page = DERIVATIONS.read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    wrong = code.replace("Var(X + b), Var(X))", "Var(X + b), Var(X) + b)")
    assert wrong != code
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "bias.py").write_text(wrong, encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "derivations" / "slope.py").write_text(code, encoding="utf-8")
    for name, text in documents_of_the_page().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_there_are_outputs_and_all_are_tested() -> None:
    announced = {page.name: page.read_text(encoding="utf-8").count("<!-- output:") for page in PAGES}
    found = [one.page.name for one in shown()]
    assert {name: found.count(name) for name in announced} == announced
    assert {name for name, number in announced.items() if number} == {
        "README.md", "bound.md", "ci.md", "derivations.md", "documents.md", "gain.md", "sympy.md",
    }  # fmt: skip


def test_what_looks_like_an_output_of_gradcheck_is_tested() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(re.findall(r"^\$ gradcheck", text, re.MULTILINE)) == text.count("<!-- output:"), page.name


def test_the_readme_is_short() -> None:
    assert README.read_text(encoding="utf-8").count("\n") <= 140


@pytest.mark.parametrize("one", shown(), ids=lambda one: one.command)
def test_the_output_is_real(one: Shown, example: Path) -> None:
    assert one.line.split("#")[0].strip() == one.command
    elsewhere = "derivations/" in one.command or "note.md" in one.command or one.page.name == "documents.md"
    real = output_of(one.command, example if elsewhere else ROOT)
    if one.excerpt:
        rest = iter(timeless(real).splitlines())
        missing = [line for line in timeless(one.body).splitlines() if line not in rest]
        assert not missing, "these lines are not in the output, or in another order"
        return
    if os.environ.get("UPDATE_README") and timeless(real) != timeless(one.body):
        text = one.page.read_text(encoding="utf-8")
        one.page.write_text(text.replace(f"$ {one.line}\n{one.body}", f"$ {one.line}\n{real}"), encoding="utf-8")
    else:
        assert timeless(real) == timeless(one.body)


def timeless(text: str) -> str:
    """The text with all times alike."""
    return SECONDS.sub("? s", text)
