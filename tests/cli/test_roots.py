"""Reports for a server tell places from the root of the repository; those for a person, from the working directory."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from .conftest import DERIVATION, Gradcheck

WRONG = DERIVATION.replace("eq(x + 0, x)", "eq(x + 2, x)")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a derivation that does not hold; the working directory is a folder of it."""
    folder = tmp_path / "repository" / "proofs" / "derivations"
    folder.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (folder / "wrong.py").write_text(WRONG, encoding="utf-8")
    (tmp_path / "outside.py").write_text(WRONG, encoding="utf-8")
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder.parent)
    return tmp_path / "repository"


def places(gradcheck: Gradcheck, *paths: str) -> dict[str, str]:
    forms = ("json", "junit", "sarif", "github", "markdown", "concise")
    ran = gradcheck(
        "check", *paths, "-q", *(part for form in forms for part in ("--output-format", f"{form}:{form}.out"))
    )
    assert ran.code == 1
    told = {form: Path(f"{form}.out").read_text(encoding="utf-8") for form in forms}
    (finding,) = json.loads(told["json"])["findings"]
    (result,) = json.loads(told["sarif"])["runs"][0]["results"]
    return {
        "json": finding["location"]["path"],
        "junit": ElementTree.fromstring(told["junit"]).find(".//testcase").get("file"),  # type: ignore[union-attr,dict-item]
        "sarif": result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "github": told["github"].partition("file=")[2].partition(",")[0],
        "markdown": told["markdown"].partition("\n`")[2].partition(":")[0],
        "concise": told["concise"].partition(":")[0],
    }


def test_from_the_root_of_the_repository(gradcheck: Gradcheck, prover: ModuleType, inside: Path) -> None:
    near, far = "derivations/wrong.py", "proofs/derivations/wrong.py"
    assert places(gradcheck) == {
        "json": near, "concise": near, "junit": far, "sarif": far, "github": far, "markdown": far,
    }  # fmt: skip


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_the_server_knows_the_root_best(
    gradcheck: Gradcheck, prover: ModuleType, inside: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(inside.parent))
    assert places(gradcheck)["sarif"] == "repository/proofs/derivations/wrong.py"
    monkeypatch.setenv(variable, str(inside / "elsewhere"))
    assert places(gradcheck)["sarif"] == "proofs/derivations/wrong.py"


def test_without_a_repository_the_working_directory_is_the_root(
    gradcheck: Gradcheck, prover: ModuleType, inside: Path
) -> None:
    if any((folder / ".git").exists() for folder in inside.parents):
        pytest.skip("the folder of temporary files lies in a repository")
    (inside / ".git").rmdir()
    assert places(gradcheck)["sarif"] == "derivations/wrong.py"


def test_what_lies_outside_has_its_whole_path(gradcheck: Gradcheck, prover: ModuleType, inside: Path) -> None:
    whole = (inside.parent / "outside.py").as_posix()
    told = places(gradcheck, "../../outside.py")
    assert (told["sarif"], told["github"]) == (f"file://{whole}", whole)
