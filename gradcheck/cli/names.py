"""Looks up, corrects and completes names of derivations on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from gradcheck.outcome.run import BAD_REQUEST, Problem
from gradcheck.project.configuration.resolution import resolve as resolve_settings
from gradcheck.project.discovery import Entry, Library, known, name_of


def resolve(names: Iterable[str], library: Library) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of these names, and a problem for each that is unknown or cannot be used."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for name in names:
        entry = library.find(name)
        if entry is not None:
            entries.append(entry)
            continue
        broken = [p for p in library.problems if p.location and name_of(Path(p.location.path)) == name]
        problems += broken or [Problem(BAD_REQUEST, _unknown(name, library))]
    return entries, problems


def _unknown(name: str, library: Library) -> str:
    nearest = library.nearest(name)
    if nearest:
        hint = f"did you mean {' or '.join(nearest)}?"
    else:
        hint = "gradcheck list shows them all; a claim contains a relation such as = or <="
    return f"there is no derivation named {name}; {hint}"


def completed(incomplete: str) -> list[str]:
    """Return the names that begin with what was typed, for the shell."""
    configuration = resolve_settings({}, os.environ, Path.cwd())
    library = known(None, configuration.default_paths(), configuration.skip())
    return [entry.name for entry in library.entries if entry.name.startswith(incomplete)]
