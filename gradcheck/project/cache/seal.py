"""The seal of an answer: a keyed digest (HMAC-SHA256) under a secret of this user on this machine.

The secret lies in the user's folder of states, readable by the user alone, and never in a project.  Whoever may write
``.gradcheck_cache/``, say with a pull request or a restored cache, cannot make a seal.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import stat
from pathlib import Path

from gradcheck.project.cache.state import state_folder
from gradcheck.runtime.files import BINARY, write_whole

LENGTH = 32
POSIX = os.name == "posix"


def seal_of(secret: bytes, inputs: bytes, content: bytes) -> bytes:
    """The seal that this content is the answer for these inputs."""
    head = hashlib.sha256(inputs).digest()
    return hmac.new(secret, b"gradcheck answer 1\0" + head + content, hashlib.sha256).hexdigest().encode()


def is_sealed(seal: bytes, secret: bytes, inputs: bytes, content: bytes) -> bool:
    """Whether the seal is the one of this content for these inputs."""
    return hmac.compare_digest(seal, seal_of(secret, inputs, content))


def secret_for(root: Path) -> bytes | None:
    """The secret, made on first use; None where it cannot be kept, or where the project might hold it."""
    folder = state_folder()
    if folder is None or _inside(folder, root):
        return None
    path = folder / "secret"
    found = _read(path)
    if found is None and not path.is_symlink():
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, os.urandom(LENGTH), 0o600)
            found = _read(path)
    return found


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return True


def _read(path: Path) -> bytes | None:
    """The secret, if it is this user's own and nobody else's to read or write."""
    try:
        flags = os.O_RDONLY | BINARY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                return None
            if POSIX and (about.st_uid != os.geteuid() or about.st_mode & 0o077):
                return None
            found = file.read(LENGTH + 1)
    except OSError:
        return None
    return found if len(found) == LENGTH else None
