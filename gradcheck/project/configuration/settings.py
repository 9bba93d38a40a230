"""Defines the settings of a project, and the table that says what each key means and may hold.

``docs/configuration.md`` is this table in print; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from gradcheck.outcome.record import record
from gradcheck.outcome.run import TRUST
from gradcheck.report.formats import DEFAULT, FORMATS

MAX_PROCESSES = 256
MAX_MEGABYTES = 1 << 20
MAX_SECONDS = 1e6
COLORS = ("auto", "always", "never")


@record
class Settings:
    """The settings of a run.  ``jobs`` is 0 for one process a processor; ``KEYS`` describes the other defaults."""

    paths: tuple[str, ...] = ("derivations",)
    exclude: tuple[str, ...] = ()
    jobs: int = 0
    timeout: float = 20.0
    memory: int = 2048
    trust: str = "solver"
    output_format: tuple[str, ...] = (DEFAULT,)
    color: str = "auto"
    cache: bool = True
    preamble: str = ""


@record
class Key:
    """One key of ``[tool.gradcheck]``: its name there, what it holds, the option that overrides it, what it is for.

    ``read`` turns what TOML says into the value of the setting; ValueError, with what was expected, if it cannot.
    """

    name: str
    kind: str
    read: Callable[[object], object]
    option: str
    doc: str

    @property
    def field(self) -> str:
        """The name of the field of ``Settings``."""
        return self.name.replace("-", "_")

    @property
    def default(self) -> object:
        """Return the value where nothing sets it."""
        return getattr(Settings(), self.field)


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    strings = tuple(item for item in items if isinstance(item, str))
    if len(strings) < len(items):
        raise ValueError("a string or a list of strings")
    if any(not item.strip() or "\0" in item for item in strings):
        raise ValueError("a list of strings that are not empty")
    return strings


def _paths(value: object) -> tuple[str, ...]:
    found = _strings(value)
    if not found:
        raise ValueError("a list of at least one path")
    return found


def _processes(value: object) -> int:
    if value == "auto":
        return 0
    if not _is_integer(value) or not 0 <= value <= MAX_PROCESSES:  # type: ignore[operator]
        raise ValueError(f"an integer from 0 to {MAX_PROCESSES}, or 'auto'")
    return value  # type: ignore[return-value]


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError("a positive number of seconds")
    return float(min(value, MAX_SECONDS))


def _megabytes(value: object) -> int:
    if not _is_integer(value) or not 1 <= value <= MAX_MEGABYTES:  # type: ignore[operator]
        raise ValueError(f"an integer from 1 to {MAX_MEGABYTES}")
    return value  # type: ignore[return-value]


def _formats(value: object) -> tuple[str, ...]:
    found = _strings(value)
    if not found or any(item.partition(":")[0] not in FORMATS for item in found):
        raise ValueError(f"FORMAT or FORMAT:FILE, or a list of these, with the formats {', '.join(FORMATS)}")
    return found


def _trust(value: object) -> str:
    if value not in TRUST:
        raise ValueError(f"one of {', '.join(map(repr, TRUST))}")
    return str(value)


def _color(value: object) -> str:
    if value not in COLORS:
        raise ValueError(f"one of {', '.join(map(repr, COLORS))}")
    return str(value)


def _file(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("the name of a file")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


KEYS: tuple[Key, ...] = (
    Key("paths", "list of strings", _paths, "PATH...",
        "The files and folders that hold the derivations, from the folder of `pyproject.toml`. "
        "`check` and `record` take them where no path is given; the names that `prove`, `show` and `list` know "
        "are found there; `new` writes into the first folder."),
    Key("exclude", "list of strings", _strings, "",
        "Files and folders under the paths to pass over. A pattern without a slash is the name of a file or folder "
        "anywhere below; one with a slash is a path from the folder of `pyproject.toml`. `*` and `?` stand for "
        "characters other than a slash, `**` for any folders. A file that is named on the command line is checked "
        "all the same."),
    Key("jobs", "integer or 'auto'", _processes, "--jobs",
        "How many processes prove at once; 0 or `auto`: one per processor."),
    Key("timeout", "number", _seconds, "--timeout",
        "Seconds of a processor for a claim, which the clock ends after five times as many; by the clock, seconds to "
        "load a module."),
    Key("memory", "integer", _megabytes, "--memory",
        "Megabytes for a claim, or to load a module."),
    Key("trust", "string", _trust, "--trust",
        "The weakest trust that a verdict may have: `exact`, `enclosure` or `solver`. What is weaker is undecided; "
        "a solver is asked only where its word would count, and only if it is installed."),
    Key("output-format", "string or list of strings", _formats, "--output-format",
        "How to write the results, `FORMAT` or `FORMAT:FILE`; FILE is seen from the folder of `pyproject.toml`."),
    Key("color", "string", _color, "--color",
        "When to colour the report: `auto`, `always` or `never`. `NO_COLOR` and `FORCE_COLOR` override it."),
    Key("cache", "boolean", _flag, "--no-cache",
        "Whether to use and keep what earlier runs found. `GRADCHECK_NO_CACHE=1` overrides it."),
    Key("preamble", "string", _file, "",
        "A file of LaTeX with the macros that the documents of the project use, from the folder of `pyproject.toml`."),
)  # fmt: skip
