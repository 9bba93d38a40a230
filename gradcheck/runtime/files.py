"""Writes files that appear whole or not at all, whenever the process ends."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

BINARY = getattr(os, "O_BINARY", 0)  # on Windows, a file is text unless one says otherwise


def write_whole(target: Path, content: bytes, mode: int = 0o666) -> None:
    """Write beside the target, then rename: there is never half a file."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.{os.urandom(4).hex()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def read_regular(path: Path, most: int) -> bytes | None:
    """Read a regular file of at most so many bytes; None for anything else, such as a pipe, which may never end."""
    try:
        with open(os.open(path, os.O_RDONLY | BINARY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            about = os.fstat(file.fileno())
            content = file.read(most + 1) if stat.S_ISREG(about.st_mode) and about.st_size <= most else None
    except OSError:
        return None
    return content if content is not None and len(content) <= most else None
