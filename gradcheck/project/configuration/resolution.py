"""Combines the settings of a run: the command line over the environment over ``pyproject.toml`` over the defaults.

Remembers where each value comes from, for ``--show-settings``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from gradcheck.outcome.record import record
from gradcheck.outcome.run import Problem
from gradcheck.project.configuration.exclusion import exclusion
from gradcheck.project.configuration.pyproject import (
    FILE,
    REPOSITORY,
    Read,
    find_configuration,
    folders_above,
    from_here,
)
from gradcheck.project.configuration.settings import KEYS, Key, Settings

DEFAULT = "default"
NO_CACHE = "GRADCHECK_NO_CACHE"


@record
class Configuration:
    """The settings, and the folder from which those of the file are seen.

    ``root`` is the folder of the file; without one, the nearest folder of a project at or above the working directory
    that has the default paths, or else the working directory.  ``overriding`` names by field what overrides the file.
    """

    settings: Settings
    root: Path
    read: Read | None = None
    overriding: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the mistakes in the file; a command does nothing while there is one."""
        return () if self.read is None else self.read.problems

    def default_paths(self) -> list[Path]:
        """Return the paths of the derivations, relative to the working directory."""
        return [from_here(self.root / path) for path in self.settings.paths]

    def skip(self) -> Callable[[Path], bool] | None:
        """Return the test for what is passed over."""
        return exclusion(self.root, self.settings.exclude)

    def origin(self, key: Key) -> str:
        """Return where the value of a setting comes from."""
        if key.field in self.overriding:
            return self.overriding[key.field]
        if self.read is not None and key.field in self.read.values:
            return f"{from_here(self.read.file)}:{self.read.place(key.name)[0]}"
        return DEFAULT


def resolve(
    given: Mapping[str, object],
    environment: Mapping[str, str],
    start: Path,
    isolated: bool = False,
) -> Configuration:
    """Combine the settings; ``given`` are those of the command line, by field.

    ``isolated``: no file is read.
    """
    read = None if isolated else find_configuration(start)
    values: dict[str, Any] = {} if read is None else dict(read.values)
    if read is not None and "output_format" in values:
        values["output_format"] = _files_from(read.file.parent, values["output_format"])
    overriding: dict[str, str] = {}
    for name, value, variable in _said_by(environment):
        values[name], overriding[name] = value, variable
    for key in KEYS:
        if given.get(key.field) is not None:
            values[key.field], overriding[key.field] = given[key.field], key.option
    root = _root(start) if read is None else read.file.parent
    return Configuration(replace(Settings(), **values), root, read, overriding)


def _said_by(environment: Mapping[str, str]) -> list[tuple[str, object, str]]:
    """Return the fields that environment variables set, with the values and the names of the variables."""
    said: list[tuple[str, object, str]] = []
    if environment.get(NO_CACHE):
        said.append(("cache", False, NO_CACHE))
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        if environment.get(variable):
            said.append(("color", "auto", variable))  # the terminal listens to them, in this order
            break
    return said


def _files_from(folder: Path, reports: tuple[str, ...]) -> tuple[str, ...]:
    """Reports whose files are seen from the folder, as seen from the working directory."""
    found = []
    for report in reports:
        form, colon, file = report.partition(":")
        found.append(f"{form}:{from_here(folder / file)}" if colon and file else report)
    return tuple(found)


def _root(start: Path) -> Path:
    """The folder whose ``derivations/`` is meant, where no file says it."""
    for folder in folders_above(start):
        at_root = folder == start or any(os.path.lexists(folder / mark) for mark in (FILE, *REPOSITORY))
        if at_root and all(os.path.isdir(folder / path) for path in Settings().paths):
            return folder
    return start
