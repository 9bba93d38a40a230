"""What lies in the working directory is never imported by a process that proves, however that was started."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.runtime import importing
from gradcheck.runtime.importing import installed_version, leave_working_directory
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling import remote
from gradcheck.scheduling.job import Job
from gradcheck.scheduling.remote import PROGRAM, Answer, Request, answer

NAMES = ("z3", "flint", "sympy", "rich", "typer", "mpmath")
MODULE = '''"""An example."""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real

x, y = real("x"), real("y")
DERIVATION = derivation(step("square", eq((x + y) ** 2, x**2 + 2 * x * y + y**2)))
'''


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with files that have the names of dependencies, and leave a mark when they are imported."""
    for name in NAMES:
        mark = f"import os\nopen(os.path.join({str(tmp_path)!r}, 'mark'), 'a').write({name!r})\nraise SystemExit(9)\n"
        (tmp_path / f"{name}.py").write_text(mark, encoding="utf-8")
    (tmp_path / "example.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", [None, ".", "here"])
def test_a_file_with_the_name_of_a_dependency(path: str | None, hostile: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path is not None:
        environment["PYTHONPATH"] = str(hostile) if path == "here" else path
    for arguments in (["check", "--no-cache", "example.py"], ["prove", "x*y <= x**2 + y**2"]):
        ran = subprocess.run(
            [sys.executable, "-m", "gradcheck", *arguments], capture_output=True, text=True, env=environment
        )
        assert ran.returncode == 0, ran.stderr
        assert "1 proved" in ran.stdout
    assert not (hostile / "mark").exists()


def test_a_process_on_a_cluster(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gradcheck.project.discovery import inspect_module
    from gradcheck.scheduling.loading import fetch_derivation, read_module

    entry = inspect_module(hostile / "example.py", hostile)
    content = fetch_derivation(entry, Limits(30, 1024), read_module(entry))
    waiting: list[remote._Child] = []
    monkeypatch.setattr(remote, "_idle", waiting)
    found = pickle.loads(answer(pickle.dumps(Request(Job(entry, Limits(30, 1024)), content, {})), 60))
    waiting.pop()._end()
    assert isinstance(found, Answer)
    assert found.done.outcome is not None
    assert [step.verdict for step in found.done.outcome.steps] == ["proved"]
    assert not (hostile / "mark").exists()
    assert "-m" not in PROGRAM


@pytest.fixture
def kept_path() -> Iterator[None]:
    before = list(sys.path)
    yield
    sys.path[:] = before
    importing._named.clear()


def test_what_is_taken_from_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_path: None) -> None:
    monkeypatch.chdir(tmp_path)
    installed = [entry for entry in sys.path if entry]
    (tmp_path / "link").symlink_to(".")
    sys.path[:] = ["", str(tmp_path), str(tmp_path / "link"), *installed, ""]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([".", "elsewhere"]))
    leave_working_directory()
    assert sys.path == installed
    importing.return_for_authors()
    assert sys.path == [str(tmp_path), *installed]


def test_installed_packages_stay_wherever_one_stands(monkeypatch: pytest.MonkeyPatch, kept_path: None) -> None:
    site = Path(pytest.__file__).parents[1]
    monkeypatch.chdir(site)
    before = list(sys.path)
    leave_working_directory()
    assert sys.path == [entry for entry in before if entry]


def test_a_checkout_comes_behind_what_is_installed(monkeypatch: pytest.MonkeyPatch, kept_path: None) -> None:
    monkeypatch.chdir(importing.ROOT)
    sys.path[:] = [str(importing.ROOT), *(entry for entry in sys.path if entry != str(importing.ROOT))]
    leave_working_directory()
    assert sys.path[-1] == str(importing.ROOT)
    assert sys.path.count(str(importing.ROOT)) == 1


def test_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_path: None) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    sys.path.insert(0, "")
    leave_working_directory()
    assert "" not in sys.path


def test_only_the_distribution_itself_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_path: None) -> None:
    assert installed_version("sympy", "sympy")
    assert installed_version("flint", "python-flint")
    assert installed_version("sympy", "pytest") is None
    assert installed_version("no_such_package", "sympy") is None
    assert installed_version("sympy", "no-such-distribution") is None
    (tmp_path / "invented.py").write_text("", encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    assert installed_version("invented", "sympy") is None
    impostor = ModuleType("sympy")
    monkeypatch.setitem(sys.modules, "sympy", impostor)
    assert installed_version("sympy", "sympy") is None
