"""Keeps digests of the statements that this installation has evaluated, in the user's state folder.

A line a statement, in a file for each version of the sources.  It says that nothing was found to speak against the
statement, so that it need not be evaluated again; no verdict rests on it.  Where it cannot be read or written,
statements are evaluated again, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from gradcheck.project.cache.installation import version
from gradcheck.project.cache.state import state_folder
from gradcheck.runtime.files import BINARY, read_regular

MAX_BYTES = 20_000_000
DAYS_UNUSED = 30.0  # after which the file of another version is removed
PREFIX = "evaluated-"


class Evaluations:
    """The statements that were evaluated, as lines of a file; without a path they are kept in memory alone."""

    def __init__(self, path: Path | None) -> None:
        content = None if path is None else read_regular(path, MAX_BYTES)
        self._known = set() if content is None else set(content.decode("ascii", errors="replace").split())
        self._path = path

    def __contains__(self, digest: str) -> bool:
        return digest in self._known

    def add(self, digest: str) -> None:
        """Note a statement; several processes may do so at once, each with one write at the end of the file."""
        self._known.add(digest)
        if self._path is None:
            return
        try:
            if not self._path.exists():
                self._prepare(self._path)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | BINARY, 0o600)
            try:
                if os.fstat(descriptor).st_size < MAX_BYTES:
                    os.write(descriptor, f"{digest}\n".encode())
            finally:
                os.close(descriptor)
        except OSError:
            self._path = None

    @staticmethod
    def _prepare(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        oldest = time.time() - DAYS_UNUSED * 86_400
        for other in path.parent.glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                if other.stat().st_mtime < oldest:
                    other.unlink()


def of_this_installation() -> Evaluations:
    """Return the statements that were evaluated with these sources."""
    folder, sources = state_folder(), version()
    return Evaluations(None if folder is None or sources is None else folder / f"{PREFIX}{sources}")
