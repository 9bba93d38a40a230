"""Files that appear whole or not at all, whenever the process that writes them ends."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

BINARY = getattr(os, "O_BINARY", 0)  # on Windows, a file is text unless one says otherwise


def write_whole(target: Path, content: bytes, mode: int = 0o666) -> None:
    """Write beside the target, then put it into its place: at no moment is there half a file."""
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
