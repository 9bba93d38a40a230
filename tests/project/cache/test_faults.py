"""Full disks, forbidden folders, killed and simultaneous runs: a right answer, and a cache as good as before."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gradcheck.__main__ import main
from gradcheck.project.cache import folder as folders
from gradcheck.project.cache.folder import NAME, Folder, write_whole

from .conftest import BOUND, SQUARE, WRONG, Project

FILES = 12


def failing(call: Any, number: int) -> Any:
    """The call, which fails for whatever lies in the cache."""

    def fail(path: Any, *rest: Any, **named: Any) -> Any:
        if NAME in str(path):
            raise OSError(number, os.strerror(number))
        return call(path, *rest, **named)

    return fail


@pytest.mark.parametrize(
    ("call", "number"),
    [
        ("replace", errno.ENOSPC),
        ("replace", errno.EROFS),
        ("open", errno.EACCES),
        ("open", errno.EMFILE),
        ("write", errno.EIO),
    ],
)
def test_a_disk_that_fails_changes_no_verdict(
    project: Project, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    project.write(SQUARE, BOUND)
    project.write(WRONG, name="wrong")
    with monkeypatch.context() as patch:
        if call == "write":
            patch.setattr(folders, "write_whole", failing(write_whole, number))
        else:
            patch.setattr(f"gradcheck.project.cache.folder.os.{call}", failing(getattr(os, call), number))
        assert project.verdicts("--jobs", "1") == {"square": "refuted", "bound": "proved"}
    assert not list((project.root / NAME).glob("**/*.draft"))
    assert project.unchanged() == 0
    assert project.unchanged() == 2


def test_a_file_or_a_link_in_the_place_of_the_folder(project: Project, tmp_path: Path) -> None:
    project.write(SQUARE)
    cache, elsewhere = project.root / NAME, tmp_path / "elsewhere"
    cache.write_text("mine")
    assert project.verdicts() == {"square": "proved"}
    assert cache.read_text() == "mine"
    cache.unlink()
    elsewhere.mkdir()
    cache.symlink_to(elsewhere)
    assert project.verdicts() == {"square": "proved"}
    assert not list(elsewhere.iterdir())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_an_entry_that_is_a_pipe_does_not_hang(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "v")
    assert folder.write("kind", "key", b"content")
    (path,) = tmp_path.glob(f"{NAME}/v/kind/*")
    path.unlink()
    os.mkfifo(path)
    assert folder.read("kind", "key") is None
    assert folder.write("kind", "key", b"content")
    assert folder.read("kind", "key") == b"content"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing to kill")
def test_a_run_killed_in_mid_write_leaves_whole_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path, "v")
    assert folder.write("kind", "key", b"old")
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(
            "gradcheck.project.cache.folder.os.replace", lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        )
        folder.write("kind", "key", b"new" * 1000)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert folder.read("kind", "key") == b"old"
    assert folder.write("kind", "key", b"new")
    assert folder.read("kind", "key") == b"new"


def test_an_interruption_in_mid_write_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gradcheck.project.cache.folder.os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "entry", b"content")
    assert not list(tmp_path.iterdir())


def test_two_runs_at_once(project: Project) -> None:
    for number in range(FILES):
        project.write(SQUARE if number % 3 else WRONG, name=f"module_{number}")
    command = [sys.executable, "-m", "gradcheck", "check", "--quiet", "--jobs", "1"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert (run.returncode, err) == (1, "")
        assert "8 proved, 4 refuted" in out
    assert not list((project.root / NAME).glob("**/*.draft"))
    project.check()  # what ran into a limit of time on a busy machine was not kept
    assert project.unchanged() == FILES


def test_the_folder_is_marked_and_cleaned(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write(SQUARE)
    project.check()
    cache = project.root / NAME
    assert (cache / ".gitignore").read_text().splitlines()[-1] == "*"
    assert (cache / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    assert main(["clean"]) == 0
    assert not cache.exists()
    assert main(["clean"]) == 0
    cache.mkdir()
    (cache / "mine").touch()
    assert main(["clean"]) == 2
    assert (cache / "mine").exists()
    assert "is no cache of gradcheck" in capsys.readouterr().err


def test_what_no_version_uses_any_more_is_removed(tmp_path: Path) -> None:
    old, recent = Folder(tmp_path, "old"), Folder(tmp_path, "recent")
    assert old.write("kind", "key", b"1")
    assert recent.write("kind", "key", b"2")
    os.utime(tmp_path / NAME / "old", (0, 0))
    assert Folder(tmp_path, "new").write("kind", "key", b"3")
    assert (old.read("kind", "key"), recent.read("kind", "key")) == (None, b"2")
