"""A wheel built from the repository carries the derivations and works where there is no checkout.

What a wheel and an sdist carry, and what their metadata say, is what a package index asks for.
"""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from gradcheck import __version__
from gradcheck.project.discovery import discover, shipped_folder

ROOT = Path(__file__).parents[1]


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", str(ROOT), "--no-build-isolation", "--no-index", "--wheel-dir", str(folder))
    (built,) = folder.glob("*.whl")
    return built


def test_contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith(f"gradcheck-{__version__}-")
    assert "gradcheck/_derivations/regularisation/dropout_l2.py" in names
    assert "gradcheck/findings/pages/gc101-false-claim.md" in names
    assert "gradcheck/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"gradcheck"}


def test_the_source_distribution(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    with tarfile.open(tmp_path / f"gradcheck-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "gradcheck/py.typed", "derivations/regularisation/dropout_l2.py", "derivations/regularisation/dropout_l2.proof",
        "README.md", "CHANGELOG.md", "LICENSE", "docs/trust.md", "tests/test_packaging.py", "pyproject.toml",
    } <= names  # fmt: skip
    assert not [name for name in names if name.startswith((".venv", ".git/")) or "__pycache__" in name]


def test_metadata_are_those_that_an_index_takes(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = email.message_from_string(archive.read(name).decode())
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert len(metadata["Summary"]) <= 100
    classifiers = metadata.get_all("Classifier", [])
    known = pytest.importorskip("trove_classifiers").classifiers
    assert set(classifiers) <= known
    assert not [one for one in classifiers if one.startswith("License ::")], "a licence expression excludes them"
    assert "Typing :: Typed" in classifiers
    addresses = dict(line.split(", ") for line in metadata.get_all("Project-URL", []))
    assert addresses.keys() == {"Homepage", "Documentation", "Repository", "Changelog", "Issues"}
    assert all(address.startswith(addresses["Repository"]) for address in addresses.values())


def test_the_version_is_written_once_and_has_its_section() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert sections[:2] == ["Unreleased", __version__]


def test_installed_elsewhere_it_works(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip("install", str(wheel), "--no-index", "--target", str(site))
    environment = {**os.environ, "PYTHONPATH": str(site)}
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ".git").mkdir(parents=True)
    (elsewhere / "src").mkdir()

    def run(*arguments: str, folder: Path = tmp_path) -> str:
        done = subprocess.run(
            [sys.executable, str(site / "bin" / "gradcheck"), *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version") == f"gradcheck {__version__}\n"
    listed = run("list")
    assert all(entry.name in listed for entry in discover([shipped_folder()]).entries)
    proved = run("prove", "product-variance")
    assert "✓" in proved
    assert "undecided" not in proved
    paths = run("list", "--output-format", "json")
    assert "_derivations/regularisation/dropout_l2.py" in paths
    assert str(ROOT) not in paths
    assert "wrote derivations/my_result.py" in run("new", "my-result", folder=elsewhere)
    assert "1 refuted as expected" in run("check", folder=elsewhere / "src")  # of a repository that knows no gradcheck
    assert "my-result" in run("list", folder=elsewhere / "src")

    made = tmp_path / "derivations"
    made.mkdir()
    shutil.copy(shipped_folder() / "regularisation" / "dropout_l2.py", made)
    tests = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "--gradcheck", "-q", "-k", "minimiser"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert tests.returncode == 0, tests.stdout + tests.stderr
    assert "1 passed, 21 deselected" in tests.stdout


def test_metadata_names_what_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {requirement.split(">")[0] for requirement in project["dependencies"]}
    assert needed == {"mpmath", "plotille", "python-flint", "rich", "sympy", "typer"}
    assert project["requires-python"] == ">=3.11"


def test_the_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./run prove dropout-l2" in readme
    assert "./run test" in readme
    assert os.access(ROOT / "run", os.X_OK)
    assert "torch.autograd.gradcheck" in readme[:1500]
