"""A wheel built from the repository carries the derivations and what they say, and works where there is no checkout.

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
from dataclasses import replace
from pathlib import Path

import pytest

from gradcheck import __version__
from gradcheck.derivation import Derivation
from gradcheck.outcome.run import Location
from gradcheck.project.discovery import shipped_folder
from gradcheck.project.proofs.transfer import receive_derivation
from gradcheck.scheduling import stated
from tests.library import ENTRIES, derivation_of

ROOT = Path(__file__).parents[1]
WITHOUT = """
import sys
from gradcheck.scheduling import loading
sys.modules["sympy"] = loading._Child = None  # importing the one fails, and so does starting the other
from gradcheck.__main__ import main
raise SystemExit(main(sys.argv[1:]))
"""


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


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the wheel is installed; what is imported is compiled then."""
    folder = tmp_path_factory.mktemp("site")
    pip("install", str(wheel), "--no-index", "--no-compile", "--target", str(folder))
    return folder


def test_contents(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith(f"gradcheck-{__version__}-")
    assert "gradcheck/_derivations/regularisation/dropout_l2.py" in names
    assert "gradcheck/findings/pages/gc101-false-claim.md" in names
    assert "gradcheck/py.typed" in names
    assert "gradcheck/_recheck/recheck/__main__.py" in names
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
        ".ci/stated.py", "recheck/__main__.py",
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


def placed(work: Derivation, path: Path) -> Derivation:
    """The derivation, as one of the module at this path."""

    def at(location: Location | None) -> Location | None:
        return None if location is None else replace(location, path=str(path))

    return replace(work, steps=tuple(replace(step, location=at(step.location)) for step in work.steps))


@pytest.mark.parametrize("name", ENTRIES)
def test_the_wheel_says_what_the_modules_say(name: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = site / "gradcheck" / "_derivations"
    monkeypatch.setattr(stated, "INSTALLED", library)
    module = ENTRIES[name].path
    path = library / module.relative_to(shipped_folder())
    content = stated.read_stated(path, module.read_bytes())
    assert content is not None
    assert receive_derivation(content) == placed(derivation_of(name), path)


def test_installed_it_has_the_second_reader(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(site), "GRADCHECK_NO_CACHE": "1"}
    command = [sys.executable, "-P", "-m", "gradcheck", "recheck", "product-variance", "--quiet"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "checked" in done.stdout


def test_installed_it_runs_no_module_and_needs_no_sympy(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(site), "GRADCHECK_NO_CACHE": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-c", WITHOUT, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    module = site / "gradcheck" / "_derivations" / "regularisation" / "dropout_l2.py"
    for arguments in (["prove", "dropout-l2"], ["check", str(module)]):
        done = run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    mine = tmp_path / module.name
    for suffix in (".py", ".stated", ".proof"):
        shutil.copy(module.with_suffix(suffix), mine.with_suffix(suffix))
    done = run("check", str(mine))
    assert done.returncode == 2, "a module of the user's is run, whatever stands beside it"
    text = module.read_bytes()
    try:
        module.write_bytes(text + b"\nraise ValueError('it is run')\n")
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gradcheck", "prove", "dropout-l2"],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    finally:
        module.write_bytes(text)
    assert done.returncode == 2, done.stdout
    assert "it is run" in done.stdout


def test_installed_elsewhere_it_works(site: Path, tmp_path: Path) -> None:
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
    assert all(name in listed for name in ENTRIES)
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
    assert re.search(r"1 passed, \d+ deselected", tests.stdout)


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
