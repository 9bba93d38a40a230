"""Finds and reads the ``pyproject.toml`` that configures gradcheck.

The nearest one at or above the working directory that has this table counts, up to the root of the repository (the
folder with ``.git`` or ``.hg``): a repository inside another one is on its own, and nothing is read from outside.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path

from gradcheck.outcome.record import record
from gradcheck.outcome.run import Location, Problem
from gradcheck.project.configuration.settings import KEYS, Key

FILE = "pyproject.toml"
REPOSITORY = (".git", ".hg")
TOOL, TABLE = "tool", "gradcheck"
MAX_BYTES = 1_000_000
MAX_PROBLEMS = 20  # that are told

UNREADABLE, UNKNOWN_KEY, WRONG_VALUE = "GC420", "GC423", "GC424"


@record
class Read:
    """The content of a file: the values by field of ``Settings``, and its mistakes."""

    file: Path
    values: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    text: str = field(default="", repr=False)

    def place(self, key: str) -> tuple[int, int]:
        """Line and column of a key of the table."""
        from gradcheck.project.configuration.places import place_of

        return place_of(self.text, (TOOL, TABLE, key))


def folders_above(start: Path) -> Iterator[Path]:
    """The folder and those above it, up to the root of the repository."""
    for folder in (start, *start.parents):
        yield folder
        if any(os.path.lexists(folder / mark) for mark in REPOSITORY):
            return


def find_configuration(start: Path) -> Read | None:
    """Find and read the nearest file with a table for gradcheck; None if there is none."""
    for folder in folders_above(start):
        found = read_file(folder / FILE)
        if found is not None:
            return found
    return None


def read_file(path: Path) -> Read | None:
    """Read the table for gradcheck from a file; None if there is no such file or table."""
    try:
        content = _content(path)
    except OSError as error:
        return _unreadable(path, f"cannot be read: {error.strerror or error}")
    if content is None or TABLE.encode() not in content:
        return None
    if len(content) > MAX_BYTES:
        return _unreadable(path, f"is larger than {MAX_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _unreadable(path, "is not UTF-8", line)
    return _read_text(path, text)


def _content(path: Path) -> bytes | None:
    """Read the beginning of a regular file; None for anything else, such as a pipe, on which a read could wait."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except PermissionError:
        if os.path.isdir(path):  # as Windows says it
            return None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with open(descriptor, "rb") as file:
        return file.read(MAX_BYTES + 1)


def _read_text(path: Path, text: str) -> Read | None:
    import tomllib  # not needed where no file speaks of gradcheck

    from gradcheck.project.configuration.places import place_of, place_of_error

    try:
        document = tomllib.loads(text)
    except ValueError as error:
        told = str(error).partition(" (at ")[0]
        return _unreadable(path, f"is not TOML: {told[:200]}", *place_of_error(error, text))
    except (RecursionError, MemoryError):
        return _unreadable(path, "is nested too deeply")
    tool = document.get(TOOL)
    if not isinstance(tool, dict) or TABLE not in tool:
        return None
    table = tool[TABLE]
    if not isinstance(table, dict):
        at = _location(path, place_of(text, (TOOL, TABLE)))
        return Read(path, problems=(Problem(WRONG_VALUE, "[tool.gradcheck] must be a table", at),))
    return _read_table(path, text, table)


def _read_table(path: Path, text: str, table: dict[str, object]) -> Read:
    read = Read(path, {}, text=text)
    known = {key.name: key for key in KEYS}
    problems: list[Problem] = []
    for name, value in table.items():
        if len(problems) == MAX_PROBLEMS:
            break
        key = known.get(name)
        if key is None:
            problems.append(Problem(UNKNOWN_KEY, _unknown(name), _location(path, read.place(name))))
            continue
        try:
            read.values[key.field] = key.read(value)
        except ValueError as error:
            problems.append(Problem(WRONG_VALUE, _wrong(key, value, str(error)), _location(path, read.place(name))))
    return replace(read, problems=tuple(problems))


def _unknown(name: str) -> str:
    """One sentence, with the key that was meant."""
    import difflib

    names = [key.name for key in KEYS]
    near = difflib.get_close_matches(name.lower().replace("_", "-"), names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(names)}"
    return f"{_shown(name)} is no key of [tool.gradcheck]; {hint}"


def _wrong(key: Key, value: object, expected: str) -> str:
    return f"{key.name!r} must be {expected}, not {_shown(value)}"


def _shown(value: object) -> str:
    """A short text for a value, on one line."""
    try:
        text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
        text = text or (value.isoformat() if hasattr(value, "isoformat") else repr(value))
    except (ValueError, RecursionError):  # a number of too many digits, lists in lists
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:60]}..."


def _unreadable(path: Path, message: str, line: int = 1, column: int = 1) -> Read:
    return Read(path, problems=(Problem(UNREADABLE, message, _location(path, (line, column))),))


def _location(path: Path, place: tuple[int, int]) -> Location:
    return Location(str(from_here(path)), *place)


def from_here(path: Path) -> Path:
    """The path as seen from the working directory, if it lies below."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path
