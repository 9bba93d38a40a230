"""A wheel built from the repository carries the derivations and works where there is no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"gradcheck"}


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
    assert needed == {"mpmath", "pebble", "plotille", "python-flint", "rich", "sympy", "typer"}
    assert project["requires-python"] == ">=3.11"


def test_the_commands_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./run prove dropout-l2" in readme
    assert "./run test" in readme
    assert os.access(ROOT / "run", os.X_OK)
    assert "torch.autograd.gradcheck" in readme[:1500]
