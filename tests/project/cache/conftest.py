"""A project of its own with a cache, and a user whose secret nobody else has."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gradcheck.__main__ import main
from gradcheck.project.cache.folder import NAME

HEAD = '''"""A module."""
from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, real, tanh
x, y = real("x"), real("y")
'''
SQUARE = 'step("square", eq((x + y) ** 2, x**2 + 2 * x * y + y**2))'
WRONG = 'step("square", eq((x + y) ** 2, x**2 + 3 * x * y + y**2))'
BOUND = 'step("bound", tanh(x) <= x, given=[x >= 0])'  # needs a search
FALSE_BOUND = 'step("bound", tanh(x) <= x / 2, given=[x >= 0])'
ERRATUM = 'erratum("wrong", eq((x + y) ** 2, x**2 + y**2))'


@dataclass
class Project:
    """A folder with derivations; ``check`` is the command, run here."""

    root: Path
    capsys: pytest.CaptureFixture[str]
    seen: list[str] = field(default_factory=list)

    def write(self, *steps: str, name: str = "module", before: str = "") -> Path:
        path = self.root / "derivations" / f"{name}.py"
        path.write_text(f"{HEAD}{before}\nDERIVATION = derivation({', '.join(steps)})\n", encoding="utf-8")
        return path

    def check(self, *options: str) -> tuple[int, str]:
        """The exit code, and standard output."""
        code = main(["check", *options])
        seen = self.capsys.readouterr()
        assert not seen.err, seen.err
        return code, seen.out

    def verdicts(self, *options: str) -> dict[str, str]:
        """The verdicts of all steps, by name."""
        document = json.loads(self.check("--output-format", "json", *options)[1])
        return {step["name"]: step["verdict"] for item in document["derivations"] for step in item["steps"]}

    def report(self, *options: str) -> Any:
        """The JSON report without its times."""
        return timeless(json.loads(self.check("--output-format", "json", *options)[1]))

    def unchanged(self, *options: str) -> int:
        """How many derivations were answered without proving them."""
        summary = self.check(*options)[1].splitlines()[-1]
        return int(summary.rpartition(" unchanged")[0].rpartition(" ")[2]) if "unchanged" in summary else 0

    def entries(self, kind: str) -> list[Path]:
        return sorted((self.root / NAME).glob(f"*/{kind}/*"))


def timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: timeless(item) for key, item in value.items() if key != "seconds"}
    return [timeless(item) for item in value] if isinstance(value, list) else value


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    root = tmp_path / "project"
    (root / "derivations").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    monkeypatch.delenv("GRADCHECK_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(root)
    return Project(root, capsys)
