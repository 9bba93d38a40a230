"""Keeps a process that proves from importing anything from the working directory.

``python -m`` and ``python -c`` put the working directory at the head of the path, and PYTHONPATH may name it.  A
``flint.py`` or ``z3.py`` that lies there would run inside of the process that proves, and its word would count.  So
every program of gradcheck begins with ``leave_working_directory``.  Only where modules of authors run, in processes of
their own, is what PYTHONPATH names taken back.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # where this package is found

_named: list[str] = []  # entries of the path that are the working directory, and that PYTHONPATH names


def leave_working_directory() -> None:
    """Import nothing from the working directory any more, unless it is where packages are installed.

    A checkout in which gradcheck is at work stays on the path, behind everything that is installed.
    """
    standard = os.path.dirname(os.__file__)
    own = sys.path.index(standard) if standard in sys.path else len(sys.path)  # behind it, what is installed
    left = [entry for place, entry in enumerate(sys.path) if not entry or (place < own and _is_here(entry))]
    if not left:
        return
    told = os.environ.get("PYTHONPATH", "").split(os.pathsep) if not sys.flags.ignore_environment else []
    _named.extend(entry for entry in left if entry in {os.path.abspath(name) for name in told if name})
    sys.path[:] = [entry for place, entry in enumerate(sys.path) if entry and not (place < own and _is_here(entry))]
    if _is_here(str(ROOT)) and not any(map(_is_here, sys.path)):
        sys.path.append(str(ROOT))


def return_for_authors() -> None:
    """Import from PYTHONPATH again, in a process that runs an author's module and proves nothing."""
    sys.path[:] = path_for_authors()


def path_for_authors() -> list[str]:
    """The path of such a process."""
    return [entry for entry in _named if entry not in sys.path] + sys.path


def installed_version(package: str, distribution: str) -> str | None:
    """The version of a package, if what would be imported under its name is that of the distribution; else None.

    Looking imports nothing of it.
    """
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.origin:
        return None
    from importlib import metadata

    try:
        known = metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return None
    file = f"{package}/__init__.py"
    record = known.read_text("RECORD")  # what was installed; some ways to install leave none
    listed = record is None or any(line.startswith(f"{file},") for line in record.splitlines())
    same = os.path.realpath(str(known.locate_file(file))) == os.path.realpath(spec.origin)
    return known.version if listed and same else None


def _is_here(entry: str) -> bool:
    try:
        return os.path.samefile(entry, os.curdir)
    except OSError:  # one of them is not there
        return False
