"""Commands in somebody's project: what its pyproject.toml says holds, whatever the working directory."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.cli.commands.settings import show_settings
from gradcheck.project.configuration.settings import KEYS
from tests.cli.conftest import DERIVATION, Gradcheck, gradcheck, prover

__all__ = ["gradcheck", "prover"]

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two folders of derivations, one of which has a folder of drafts."""
    for name in ("maths/one.py", "maths/drafts/two.py", "notes/three.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DERIVATION, encoding="utf-8")
    (tmp_path / "src" / "deep").mkdir(parents=True)
    configure(tmp_path, 'paths = ["maths", "notes"]\nexclude = ["drafts"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text("[tool.gradcheck]\n" + text, encoding="utf-8")


def checked(ran: str) -> list[str]:
    return [item["name"] for item in json.loads(ran)["derivations"]]


@pytest.mark.parametrize("folder", [".", "src/deep", "maths"])
def test_the_paths_of_the_project(
    gradcheck: Gradcheck, prover: ModuleType, project: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / folder)
    ran = gradcheck("check", "--output-format", "json")
    assert ran.code == 0
    assert checked(ran.out) == ["one", "three"]


def test_what_is_named_is_checked_all_the_same(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    assert checked(gradcheck("check", "maths/drafts/two.py", "--output-format", "json").out) == ["two"]
    assert checked(gradcheck("check", "maths/drafts", "--output-format", "json").out) == ["two"]
    assert checked(gradcheck("check", "maths", "--output-format", "json").out) == ["one"]


def test_names_are_found_in_the_paths_of_the_project(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    assert gradcheck("prove", "three").code == 0
    assert gradcheck("show", "one").code == 0
    assert gradcheck("prove", "two").code == 2
    assert "three" in gradcheck("list").out


def test_settings_reach_the_prover_and_the_command_line_overrides(
    gradcheck: Gradcheck, prover: ModuleType, project: Path
) -> None:
    configure(project, "paths = 'maths'\nexclude='drafts'\ntimeout = 3\nmemory = 77\njobs = 1\n")
    assert "within 3 s and 77 MB" in gradcheck("check", "-v").out
    assert "within 4 s and 77 MB" in gradcheck("check", "-v", "--timeout", "4").out
    assert "within 3 s and 78 MB" in gradcheck("prove", "-v", "one", "--memory", "78").out
    assert "within 3 s and 77 MB" in gradcheck("prove", "-v", "x = x").out
    assert "within 20 s and 2048 MB" in gradcheck("--isolated", "prove", "-v", "x = x").out
    assert "within 20 s and 2048 MB" in gradcheck("check", "-v", "--isolated", "maths/one.py").out


def test_reports_that_the_project_wants(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    configure(project, 'paths = "notes"\noutput-format = ["concise", "json:report.json"]\n')
    ran = gradcheck("check")
    assert ran.code == 0
    assert ran.out == "✓ 2 steps: 1 proved, 1 refuted as expected\n"
    assert checked((project / "report.json").read_text()) == ["three"]
    (project / "report.json").unlink()
    assert "✓ proved  zero" in gradcheck("check", "--output-format", "text").out
    assert not (project / "report.json").exists()
    configure(project, 'paths = "notes"\noutput-format = ["concise", "json"]\n')
    ran = gradcheck("check")
    assert ran.code == 2
    assert ran.err.startswith("gradcheck: pyproject.toml:3:1: GC424 two reports cannot share standard output")


def test_a_mistake_is_exit_2_with_its_place(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    configure(project, "path = 'maths'\ntimeout = '3'\n")
    for command in (("check",), ("prove", "one"), ("list",), ("bound", "sigmoid"), ("show", "one")):
        ran = gradcheck(*command)
        assert ran.code == 2
        assert ran.err.splitlines() == [
            "gradcheck: pyproject.toml:2:1: GC423 'path' is no key of [tool.gradcheck]; did you mean 'paths'?",
            "gradcheck: pyproject.toml:3:1: GC424 'timeout' must be a positive number of seconds, not '3'",
        ]
    ran = gradcheck("check", "--output-format", "json")
    assert ["GC423" in problem for problem in json.loads(ran.out)["problems"]] == [True, False]
    assert gradcheck("check", "--isolated", "notes").code == 0


def test_no_folder_of_derivations(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    (project / "pyproject.toml").unlink()
    ran = gradcheck("check")
    assert ran.code == 2
    assert "derivations: GC431 there is no such file or folder; gradcheck new NAME writes a first" in ran.err
    (project / "derivations").mkdir()
    ran = gradcheck("check")
    assert ran.code == 2
    assert "GC425 there was nothing to check under derivations; gradcheck new NAME" in ran.err


def test_show_settings(gradcheck: Gradcheck, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tomllib

    monkeypatch.delenv("GRADCHECK_NO_CACHE", raising=False)
    ran = gradcheck("check", "--show-settings", "--jobs", "3")
    assert ran.code == 0
    shown = tomllib.loads(ran.out)["tool"]["gradcheck"]
    assert list(shown) == [key.name for key in KEYS]
    assert (shown["paths"], shown["exclude"], shown["jobs"]) == (["maths", "notes"], ["drafts"], 3)
    lines = dict(line.split(" = ", 1) for line in ran.out.splitlines() if " = " in line)
    assert lines["paths"].endswith("# pyproject.toml:2")
    assert lines["jobs"].endswith("# --jobs")
    assert lines["memory"].endswith("# default")
    (project / "pyproject.toml").write_text(ran.out)  # what is shown can be used
    assert gradcheck("check", "--show-settings").code == 0
    told = json.loads(gradcheck("check", "--show-settings", "--output-format", "json").out)
    assert told["settings"]["jobs"] == {"value": 3, "origin": "pyproject.toml:6"}
    assert show_settings.__doc__


def test_show_files(gradcheck: Gradcheck, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = gradcheck("check", "--show-files")
    assert (ran.code, ran.out) == (0, "maths/one.py\nnotes/three.py\n")
    assert gradcheck("check", "--show-files", "src").code == 2
    (project / "notes" / "broken.py").write_text("(")
    ran = gradcheck("check", "--show-files")
    assert (ran.code, ran.out) == (2, "maths/one.py\nnotes/three.py\n")
    assert "notes/broken.py:1:1: GC432" in ran.err
    told = json.loads(gradcheck("check", "--show-files", "--output-format", "json").out)
    assert told["files"] == ["maths/one.py", "notes/three.py"]


def test_the_page_is_the_table() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|\n").split(" | ")] for line in page.splitlines() if "| `" in line[:3]
    ]
    assert rows == [
        [f"`{key.name}`", key.kind, f"`{_toml(key.default)}`", f"`{key.option}`" if key.option else "", key.doc]
        for key in KEYS
    ]


def _toml(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)
