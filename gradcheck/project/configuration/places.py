"""Finds the place of a key in a TOML text, which ``tomllib`` does not tell, by experiment.

A key occurs once in a table.  So its place is the one occurrence of its word after whose change the document can still
be read and has the changed key in the place of the other; that is right for every way in which TOML lets one write it.
"""

from __future__ import annotations

import re
import tomllib

MAX_TRIALS = 50  # occurrences of the word that are tried
MAX_READ = 2_000_000  # characters that the trials may read
OTHER = "x-renamed-x"  # what the key is called in an experiment


def place_of(text: str, path: tuple[str, ...]) -> tuple[int, int]:
    """Line and column of the last key of a path such as ``("tool", "gradcheck", "jobs")``; (1, 1) if not found."""
    occurrences = re.finditer(rf"(?<![\w-]){re.escape(path[-1])}(?![\w-])", text)
    trials = min(MAX_TRIALS, MAX_READ // max(1, len(text)))
    for _, occurrence in zip(range(trials), occurrences, strict=False):
        start, end = occurrence.span()
        try:
            changed = tomllib.loads(text[:start] + OTHER + text[end:])
        except (ValueError, RecursionError):
            continue
        if _has(changed, (*path[:-1], OTHER)) and not _has(changed, path):
            return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
    return 1, 1


def _has(document: object, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(document, dict) or key not in document:
            return False
        document = document[key]
    return True


def place_of_error(error: ValueError, text: str) -> tuple[int, int]:
    """Line and column that a TOML reader names; (1, 1) if it names none."""
    if "(at end of document)" in str(error):
        return text.rstrip("\n").count("\n") + 1, 1
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    return (int(found[1]), int(found[2])) if found else (1, 1)
