"""The hooks of ``.pre-commit-hooks.yaml``, run by pre-commit itself on a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

from .checkout import NOT_COMPILED, copy_checkout

UNREACHABLE = ("No matching distribution found", "Could not find a version", "Temporary failure", "Network is unreach")

GOOD = '''"""Nothing is lost by adding zero."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("adding zero", eq(x + 0, x)))
'''
WRONG = GOOD.replace("x + 0", "x + 1")


class Repository:
    """A repository of somebody who uses the hooks."""

    def __init__(self, path: Path, environment: dict[str, str], new: bool = True) -> None:
        self.path = path
        self.environment = environment
        if new:
            path.mkdir()
            self.git("init", "--quiet")

    def write(self, name: str, text: str) -> None:
        """Write a file and add it to what is to be committed."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.git("add", name)

    def git(self, *arguments: str) -> str:
        done = self._run("git", "-c", "user.name=a", "-c", "user.email=a@localhost", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def commit(self) -> subprocess.CompletedProcess[str]:
        """Try to commit, with the hooks."""
        return self._run("git", "-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "--message", "change")

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run(sys.executable, "-m", "pre_commit", *arguments)

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.path, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=600, check=False,
        )  # fmt: skip


def clean_environment(home: Path) -> dict[str, str]:
    """Without what git sets for its own hooks, and without the checkout on Python's path."""
    left_out = ("GIT_", "PRE_COMMIT", "PYTHONPATH", "VIRTUAL_ENV", "GRADCHECK", "SKIP")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    told = {"PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_COLOR": "never"}
    return {**kept, **told, **NOT_COMPILED}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, str]:
    """A repository with this checkout, as pre-commit clones it, and its revision.

    All processes of a run of pytest share it, and the environment that pre-commit makes for it under its own lock.
    """
    pytest.importorskip("pre_commit")
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "hooks"
    with FileLock(folder.with_suffix(".lock")):
        if folder.exists():
            repository = Repository(folder / "gradcheck", clean_environment(folder / "home"), new=False)
        else:
            repository = _ship(folder)
    return repository, repository.git("rev-parse", "HEAD")


def _ship(folder: Path) -> Repository:
    """What is shipped, committed, under the folder."""
    folder.mkdir()
    repository = Repository(folder / "gradcheck", clean_environment(folder / "home"))
    copy_checkout(repository.path, ".pre-commit-hooks.yaml")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "gradcheck")
    return repository


def using(hooks: tuple[Repository, str], path: Path, name: str) -> Repository:
    """A scratch repository whose commits this hook of gradcheck looks at; skipped where nothing can be installed."""
    gradcheck, revision = hooks
    made = Repository(path, gradcheck.environment)
    chosen = {"repo": str(gradcheck.path), "rev": revision, "hooks": [{"id": name}]}
    made.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [chosen]}))
    installed = made.pre_commit("install", "--install-hooks")
    if installed.returncode and any(word in installed.stdout for word in UNREACHABLE):
        pytest.skip("pre-commit cannot install what gradcheck needs: no package index can be reached")
    assert installed.returncode == 0, installed.stdout
    return made


def test_the_manifest_is_valid(hooks: tuple[Repository, str]) -> None:
    repository, _ = hooks
    done = repository.pre_commit("validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout


def test_commits_are_held_to_what_they_state(hooks: tuple[Repository, str], tmp_path: Path) -> None:
    mine = using(hooks, tmp_path / "mine", "gradcheck")
    mine.write("notes.md", "x + 1 = x\n")
    assert mine.commit().returncode == 0, "nothing of it is a derivation"

    mine.write("derivations/good.py", GOOD)
    mine.write("derivations/_shared.py", "y = 1\n")
    mine.write("derivations/old/wrong.py", WRONG)
    refused = mine.commit()
    assert refused.returncode == 1
    place = "derivations/old/wrong.py:5:25: GC101 wrong::adding zero: x + 1 = x is false at x = 0"
    assert place in refused.stdout
    assert "1 proved, 1 refuted" in refused.stdout

    mine.write("derivations/old/wrong.py", GOOD.replace("x + 0", "x * 1"))
    accepted = mine.commit()
    assert accepted.returncode == 0, accepted.stdout
    assert "Passed" in accepted.stdout
    assert mine.git("status", "--porcelain") == "", "the cache ignores itself"


def test_only_what_changed_is_checked(hooks: tuple[Repository, str], tmp_path: Path) -> None:
    mine = using(hooks, tmp_path / "mine", "gradcheck")
    mine.write("derivations/wrong.py", WRONG)
    mine.git("commit", "--quiet", "--no-verify", "--message", "in a hurry")
    mine.write("derivations/good.py", GOOD)
    assert mine.commit().returncode == 0
    everything = mine.pre_commit("run", "--all-files")
    assert everything.returncode == 1
    assert "GC101 wrong::adding zero" in everything.stdout


def test_or_everything_when_something_changed(hooks: tuple[Repository, str], tmp_path: Path) -> None:
    mine = using(hooks, tmp_path / "mine", "gradcheck-all")
    mine.write("derivations/wrong.py", WRONG)
    mine.git("commit", "--quiet", "--no-verify", "--message", "in a hurry")
    mine.write("notes.md", "x + 1 = x\n")
    assert mine.commit().returncode == 0, "no derivation changed"
    mine.write("derivations/good.py", GOOD)
    refused = mine.commit()
    assert refused.returncode == 1
    assert "GC101 wrong::adding zero" in refused.stdout
    mine.git("rm", "--quiet", "--force", "derivations/wrong.py")
    assert mine.commit().returncode == 0


def test_what_is_not_staged_is_not_checked(hooks: tuple[Repository, str], tmp_path: Path) -> None:
    mine = using(hooks, tmp_path / "mine", "gradcheck")
    mine.write("derivations/good.py", GOOD)
    (mine.path / "derivations" / "good.py").write_text(WRONG, encoding="utf-8")
    assert mine.commit().returncode == 0
    assert (mine.path / "derivations" / "good.py").read_text(encoding="utf-8") == WRONG
