"""Reads the patterns of ``exclude``: which files and folders are passed over."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

ANY_FOLDERS = "**"


def exclusion(root: Path, patterns: Sequence[str]) -> Callable[[Path], bool] | None:
    """Whether a file or folder is passed over, by patterns that are seen from ``root``; None where none is.

    A pattern without a slash is compared with the name alone, one with a slash with the path from ``root``, part by
    part; ``**`` stands for any number of folders.
    """
    split = [tuple(part for part in pattern.split("/") if part not in ("", ".")) for pattern in patterns]
    names = [parts[0] for parts, pattern in zip(split, patterns, strict=True) if len(parts) == 1 and pattern[0] != "/"]
    paths = [parts for parts, pattern in zip(split, patterns, strict=True) if len(parts) > 1 or pattern[0] == "/"]
    if not patterns:
        return None
    from fnmatch import fnmatchcase  # imports what nothing else of a short run needs

    def matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
        reached = {0}  # how much of the pattern the parts so far may have taken
        for part in parts:
            reached = _beyond_folders(reached, pattern)
            stay = {k for k in reached if k < len(pattern) and pattern[k] == ANY_FOLDERS}
            step = {k + 1 for k in reached - stay if k < len(pattern) and fnmatchcase(part, pattern[k])}
            reached = stay | step
        return len(pattern) in _beyond_folders(reached, pattern)

    def passed_over(path: Path) -> bool:
        if any(fnmatchcase(path.name, name) for name in names):
            return True
        if not paths:
            return False
        parts = Path(os.path.relpath(path, root)).parts
        return any(matches(parts, pattern) for pattern in paths)

    return passed_over


def _beyond_folders(reached: set[int], pattern: tuple[str, ...]) -> set[int]:
    """Where one may be in the pattern, too, when ``**`` stands for no folder at all."""
    found = set(reached)
    for k, part in enumerate(pattern):
        if k in found and part == ANY_FOLDERS:
            found.add(k + 1)
    return found
