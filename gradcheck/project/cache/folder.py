"""Reads and writes the cache folder.  Each entry is a file that appears whole or not at all; failures are no errors."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

from gradcheck.runtime.files import BINARY, write_whole

NAME = ".gradcheck_cache"
PROJECT = ("pyproject.toml", ".git", ".hg")  # what stands at the root of a project
MAX_BYTES = 50_000_000  # of an entry
DAYS_UNUSED = 30.0  # after which what another version of gradcheck kept is removed

TAG = "CACHEDIR.TAG"
MARKS = {
    TAG: "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of gradcheck; it may be removed at any time (gradcheck clean).\n",
    ".gitignore": "# Made by gradcheck.\n*\n",
}


def project_root(start: Path) -> Path | None:
    """The nearest folder at or above this one that is the root of a project."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if any(os.path.exists(folder / mark) for mark in PROJECT):
            return folder
    return None


class Folder:
    """The entries that one version of gradcheck, with what it depends on, keeps for a project."""

    def __init__(self, root: Path, version: str) -> None:
        self.path = root / NAME
        self._own = self.path / version
        self._writable = not self.path.is_symlink()

    def read(self, kind: str, key: str) -> bytes | None:
        """The content of an entry; None if there is none that can be read."""
        if self.path.is_symlink():
            return None
        try:
            descriptor = os.open(self._own / kind / key, os.O_RDONLY | BINARY | getattr(os, "O_NONBLOCK", 0))
        except OSError:
            return None
        try:
            with open(descriptor, "rb") as file:
                about = os.fstat(descriptor)
                if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
                    return None
                return file.read(MAX_BYTES)
        except OSError:
            return None

    def write(self, kind: str, key: str, content: bytes) -> bool:
        """Put the entry there, whole or not at all; False where that cannot be done, and nothing else is tried then."""
        if not self._writable or len(content) > MAX_BYTES:
            return False
        target = self._own / kind / key
        try:
            if not target.parent.is_dir():
                self._prepare(target.parent)
            write_whole(target, content)
        except OSError:
            self._writable = False
        return self._writable

    def used(self) -> None:
        """Note that these entries are in use still."""
        with contextlib.suppress(OSError):
            os.utime(self._own)

    def _prepare(self, folder: Path) -> None:
        new = not self._own.is_dir()
        self.path.mkdir(exist_ok=True)
        for name, text in MARKS.items():
            if not (self.path / name).exists():
                write_whole(self.path / name, text.encode())
        folder.mkdir(parents=True, exist_ok=True)
        if new:
            self._remove_unused()

    def _remove_unused(self) -> None:
        oldest = time.time() - DAYS_UNUSED * 86_400
        for other in self.path.iterdir():
            if other.is_dir() and not other.is_symlink() and other != self._own and other.stat().st_mtime < oldest:
                _remove(other)


def remove_cache(root: Path) -> bool:
    """Remove the cache of a project; False if there is none.  OSError for what is no cache of gradcheck's."""
    path = root / NAME
    if not path.exists():
        return False
    if path.is_symlink() or not (path / TAG).is_file():
        raise OSError(f"{path} is no cache of gradcheck")
    _remove(path)
    return True


def _remove(path: Path) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)
