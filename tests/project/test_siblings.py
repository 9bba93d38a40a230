"""Modules beside a derivation can be imported by it, the same way wherever and however it is checked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.project.cache.hermetic import is_hermetic
from gradcheck.project.discovery import Entry, LibraryError, discover, load
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

SYMBOLS = 'from gradcheck.language.author import eq, real\n\nx = real("x")\nclaim = eq(x + 0, x)\n'
HEAD = '"""One."""\nfrom gradcheck.derivation import derivation, step\n'
LAST = 'DERIVATION = derivation(step("zero", claim))\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def entry_of(path: Path) -> Entry:
    (entry,) = discover([path]).entries
    return entry


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Symbols in the folder of the derivation, one folder above it, and in a package beside it."""
    folder = tmp_path / "derivations"
    (tmp_path / ".git").mkdir()
    write(folder, "topic/_symbols.py", SYMBOLS)
    write(folder, "_shared.py", SYMBOLS)
    write(folder, "topic/_words/__init__.py", "from ._deeper import claim\n")
    write(folder, "topic/_words/_deeper.py", SYMBOLS)
    write(folder, "topic/_plain/here.py", SYMBOLS)
    write(folder, "topic/other.py", HEAD + SYMBOLS + LAST)
    write(tmp_path, "_top.py", SYMBOLS)
    return folder


WAYS = [
    "from _symbols import claim",
    "import _symbols; claim = _symbols.claim",
    "from ._symbols import claim",
    "from . import _symbols; claim = _symbols.claim",
    "from .._shared import claim",
    "from ..topic._symbols import claim",
    "from ..._top import claim",
    "from ...derivations._shared import claim",
    "from _words import claim",
    "from _words._deeper import claim",
    "from ._words import claim",
    "from ._plain.here import claim",
    "from _plain.here import claim",
    "from other import claim",
    "from .other import claim",
    "import importlib; claim = importlib.import_module('._symbols', __package__).claim",
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("packaged", [False, True])
def test_ways_to_import(way: str, packaged: bool, project: Path) -> None:
    if packaged:
        write(project, "__init__.py", "")
        write(project, "topic/__init__.py", "")
    path = write(project, "topic/one.py", f"{HEAD}{way}\n{LAST}")
    before = set(sys.modules), list(sys.meta_path)
    assert [step.name for step in load(entry_of(path)).steps] == ["zero"]
    left = set(sys.modules) - before[0]
    assert not {
        name for name in left if "symbols" in name or "gradcheck_derivation" in name or name in ("other", "_words")
    }
    assert sys.meta_path == before[1]
    (entry,) = [entry for entry in discover([project]).entries if entry.name == "one"]
    assert load_apart(entry, Limits(20.0, 300)).steps
    assert not list(project.rglob("__pycache__"))


def test_a_step_that_a_sibling_makes_stands_where_it_is_asked_for(project: Path) -> None:
    write(project, "topic/_steps.py", f"from gradcheck.derivation import step\n{SYMBOLS}\nzero = step('zero', claim)\n")
    for way in ("from ._steps import zero", "from _steps import zero"):
        path = write(project, "topic/one.py", f"{HEAD}\n\n{way}\nDERIVATION = derivation(zero)\n")
        (step,) = load(entry_of(path)).steps
        assert step.location is not None
        assert (step.location.path, step.location.line) == (str(path), 5)


@pytest.mark.parametrize("name", ["v1.2", "a b", "100%", "l2-норма", "class"])
def test_folders_of_any_name(name: str, project: Path) -> None:
    folder = project / name
    shutil.copytree(project / "topic", folder)
    path = write(folder, "one.py", f"{HEAD}from ._symbols import claim\nfrom .._shared import x\n{LAST}")
    assert load(entry_of(path)).steps


def test_the_working_directory_does_not_matter(project: Path, tmp_path: Path) -> None:
    path = write(project, "topic/one.py", f"{HEAD}from _symbols import claim\n{LAST}")
    write(tmp_path, "elsewhere/_symbols.py", "raise SystemExit('the wrong one')\n")
    environment = {**os.environ, "GRADCHECK_NO_CACHE": "1"}
    for folder in (tmp_path, tmp_path / "elsewhere", project / "topic"):
        ran = subprocess.run(
            [sys.executable, "-m", "gradcheck", "check", str(path)],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_file_that_changed_is_read_again(project: Path) -> None:
    """With the same length and the same date, where a cached file would be believed."""
    path = write(project, "topic/one.py", f"{HEAD}from _symbols import claim\n{LAST}")
    symbols = project / "topic" / "_symbols.py"
    first = load(entry_of(path))
    about = symbols.stat()
    symbols.write_text(SYMBOLS.replace("x + 0, x", "x + 1, x"))
    os.utime(symbols, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert load(entry_of(path)).steps[0].claim is not first.steps[0].claim


@pytest.mark.parametrize("way", WAYS)
def test_what_imports_them_is_not_hermetic(way: str) -> None:
    assert not is_hermetic(f"{HEAD}{way}\n{LAST}".encode())


def test_an_answer_of_the_cache_never_stands_for_another_sibling(project: Path, tmp_path: Path) -> None:
    write(project, "topic/one.py", f"{HEAD}from _symbols import claim\n{LAST}")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    environment.pop("GRADCHECK_NO_CACHE", None)

    def run() -> int:
        return subprocess.run(
            [sys.executable, "-m", "gradcheck", "check", "-q", str(project / "topic" / "one.py")],
            cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False,
        ).returncode  # fmt: skip

    assert [run(), run()] == [0, 0]
    symbols = project / "topic" / "_symbols.py"
    symbols.write_text(SYMBOLS.replace("x + 0, x", "x + 1, x"))
    assert run() == 1


@pytest.mark.parametrize("name", ["random", "math", "sympy", "flint", "gradcheck"])
def test_nothing_beside_a_module_hides_what_others_need(name: str, project: Path) -> None:
    write(project, f"topic/{name}.py", "raise SystemExit('the wrong one')\n")
    path = write(project, "topic/one.py", f"{HEAD}import {name}\nfrom _symbols import claim\n{LAST}")
    assert load_apart(entry_of(path), Limits(20.0, 500)).steps


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("from ._nowhere import claim", "ModuleNotFoundError: No module named"),
        ("from ....beyond import claim", "ImportError: attempted relative import beyond"),
        ("from _broken import claim", "SyntaxError: '(' was never closed (_broken.py, line 1)"),
        ("from _failing import claim", "ZeroDivisionError"),
        ("from _circle import claim", "ImportError: cannot import name 'claim'"),
        ("from _symbols import nothing", "ImportError: cannot import name 'nothing'"),
    ],
)
def test_what_fails_is_a_problem_of_the_module_at_its_line(way: str, words: str, project: Path) -> None:
    write(project, "topic/_broken.py", "(")
    write(project, "topic/_failing.py", "\n\n1/0\n")
    write(project, "topic/_circle.py", "from _other import claim\n")
    write(project, "topic/_other.py", "from _circle import claim\n")
    path = write(project, "topic/one.py", f"{HEAD}\n{way}\n{LAST}")
    with pytest.raises(LibraryError) as caught:
        load_apart(entry_of(path), Limits(20.0, 300))
    problem = caught.value.problem
    assert (problem.code, problem.location and problem.location.line) == ("GC432", 4)
    assert words in problem.message


def test_without_a_project(tmp_path: Path) -> None:
    write(tmp_path, "a/_shared.py", SYMBOLS)
    path = write(tmp_path, "a/b/one.py", f"{HEAD}from .._shared import claim\n{LAST}")
    assert load(entry_of(path)).steps
