"""The outputs that the README shows are those of the commands, apart from times.

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

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SHOWN = re.compile(
    r"<!-- output: (?P<command>.*?)(?P<excerpt>, [\w ]+ of its steps)? -->\n```text\n\$ (?P<line>.*)\n"
    r"(?P<body>(?:.*\n)*?)```\n<!-- end of output -->"
)
SECONDS = re.compile(r"\d+\.\d\d s\b")


class Shown(NamedTuple):
    """An output in the README."""

    command: str
    excerpt: bool
    line: str
    body: str


def shown() -> list[Shown]:
    """All outputs in the README."""
    found = SHOWN.finditer(README.read_text(encoding="utf-8"))
    return [Shown(m["command"], m["excerpt"] is not None, m["line"], m["body"]) for m in found]


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
    """A folder with the derivation of the README, and the mistake that the README makes in it."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    wrong = code.replace("Var(X + b), Var(X))", "Var(X + b), Var(X) + b)")
    assert wrong != code
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "bias.py").write_text(wrong, encoding="utf-8")
    return tmp_path


def test_there_are_outputs_and_all_are_tested() -> None:
    assert len(shown()) == README.read_text(encoding="utf-8").count("<!-- output:") == 6


@pytest.mark.parametrize("one", shown(), ids=lambda one: one.command)
def test_the_output_is_real(one: Shown, example: Path) -> None:
    assert one.line.split("#")[0].strip() == one.command
    real = output_of(one.command, example if "bias.py" in one.command else ROOT)
    if one.excerpt:
        rest = iter(timeless(real).splitlines())
        missing = [line for line in timeless(one.body).splitlines() if line not in rest]
        assert not missing, "these lines are not in the output, or in another order"
        return
    if os.environ.get("UPDATE_README") and timeless(real) != timeless(one.body):
        page = README.read_text(encoding="utf-8")
        README.write_text(page.replace(f"$ {one.line}\n{one.body}", f"$ {one.line}\n{real}"), encoding="utf-8")
    else:
        assert timeless(real) == timeless(one.body)


def timeless(text: str) -> str:
    """The text with all times alike."""
    return SECONDS.sub("? s", text)
