"""``gradcheck clean``: remove the cache of the project."""

from __future__ import annotations

from pathlib import Path

from gradcheck.cli.terminal.streams import complain
from gradcheck.project.cache.folder import NAME, project_root, remove_cache


def clean(root: Path) -> int:
    """Remove what earlier runs kept for the project that the folder belongs to; the exit code."""
    root = project_root(root) or root
    try:
        removed = remove_cache(root)
    except OSError as error:
        complain(str(error))
        return 2
    print(f"removed {root / NAME}" if removed else f"there is no cache in {root}")
    return 0
