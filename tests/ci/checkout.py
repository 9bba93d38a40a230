"""Copies of this checkout that are installed as a person installs it, at the least cost."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLED = ("gradcheck", "derivations", "recheck", ".ci", "pyproject.toml", "README.md", "LICENSE")
NOT_COMPILED = {"PIP_NO_COMPILE": "no"}  # which means yes: of what is installed only what is imported is compiled


def copy_checkout(target: Path, *more: str) -> None:
    """Copy what is installed, and ``more``, into the folder.

    Whoever builds it runs the modules of its library, so those in SymPy are left out: ``tests/test_packaging.py``
    builds a wheel with all of them.
    """
    for name in (*INSTALLED, *more):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=_left_out)
        else:
            shutil.copy(ROOT / name, target / name)


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Caches, and the modules of the library that name SymPy."""
    found = {"__pycache__"} & set(names)
    if Path(folder).is_relative_to(ROOT / "derivations"):
        found |= {name for name in names if name.endswith(".py") and b"sympy" in Path(folder, name).read_bytes()}
    return found
