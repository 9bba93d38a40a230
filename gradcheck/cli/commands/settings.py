"""``--show-settings`` and ``--show-files``: print the settings of a check, and the files that it would check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gradcheck import __version__
from gradcheck.cli.terminal.streams import complain
from gradcheck.project.configuration.pyproject import from_here
from gradcheck.project.configuration.settings import KEYS
from gradcheck.project.discovery import discover
from gradcheck.project.folders import shorten
from gradcheck.project.selection import read_target

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run


def show_settings(run: Run) -> int:
    """Print every setting, its value and where that comes from, as TOML that can be copied; the exit code."""
    configuration = run.configuration
    values = {key.name: _plain(getattr(configuration.settings, key.field)) for key in KEYS}
    origins = {key.name: configuration.origin(key) for key in KEYS}
    file = None if configuration.read is None else str(from_here(configuration.read.file))
    if run.output.as_json:
        from gradcheck.report.json import document

        settings = {name: {"value": value, "origin": origins[name]} for name, value in values.items()}
        print(document("check", __version__, {"root": str(run.root), "file": file, "settings": settings}))
        return 0
    print(
        f"# {file or 'no pyproject.toml has a table for gradcheck'}\n# paths are seen from {run.root}\n[tool.gradcheck]"
    )
    rows = {name: f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()}
    width = max(map(len, rows.values()))
    for name, row in rows.items():
        print(f"{row.ljust(width)}  # {origins[name]}")
    return 0


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def show_files(run: Run, targets: Sequence[str]) -> int:
    """Print the files that would be checked, one a line; the exit code, 2 if there are none."""
    paths = list(dict.fromkeys(read_target(written).path for written in targets))
    found = discover(paths or run.configuration.default_paths(), None, run.configuration.skip())
    for problem in found.problems:
        complain(str(problem))
    files = sorted(shorten(str(entry.path)) for entry in found.entries)
    if run.output.as_json:
        from gradcheck.report.json import document

        print(document("check", __version__, {"files": files, "problems": list(map(str, found.problems))}))
    else:
        for file in files:
            print(file)
    return 2 if found.problems or not files else 0
