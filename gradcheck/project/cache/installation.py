"""Digests what a verdict depends on besides its statement: gradcheck's sources, and the versions of all it uses."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from gradcheck.runtime.importing import installed_version

PACKAGE = Path(__file__).resolve().parents[2]
TELLING = {  # files that change with the version
    "sympy": ("release.py", "__init__.py"),
    "mpmath": ("__init__.py",),
    "flint": ("__init__.py",),
}
OPTIONAL = {"z3": "z3-solver", "gmpy2": "gmpy2"}  # what may be installed, and the distributions that it comes with
DECIDING = (
    "SYMPY_",
    "MPMATH_",
)  # variables; SYMPY_GROUND_TYPES says whether SymPy computes with flint, gmpy2 or neither
STANDARD = ("fractions", "math", "itertools", "typing", "dataclasses", "collections")  # what modules may import


@cache
def version() -> str | None:
    """A digest of everything that a search depends on besides its claim; None if that cannot be found out.

    The same on two machines that have the same versions of all that counts.
    """
    told = [sys.version, sys.platform, sys.implementation.name, repr(sys.flags.optimize)]
    told += [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(DECIDING)]
    found = hashlib.sha256("\0".join(told).encode(errors="surrogateescape"))
    try:
        for path in sorted(_modules(PACKAGE)):
            with open(f"{PACKAGE}/{path}", "rb", buffering=0) as module:
                found.update(f"\0{path}\0".encode() + hashlib.sha256(module.readall()).digest())
        for name, files in TELLING.items():
            folder = _folder_of(name)
            sizes = sorted((entry.name, entry.stat().st_size) for entry in os.scandir(folder) if entry.is_file())
            found.update(repr((name, sizes)).encode())
            for file in files:
                found.update((folder / file).read_bytes())
        for name, distribution in OPTIONAL.items():
            found.update(repr((name, installed_version(name, distribution))).encode())
    except (OSError, ValueError, ImportError):
        return None
    return found.hexdigest()[:32]


@cache
def place() -> str | None:
    """Identify the installation on this machine; None if another module hides one of the standard library."""
    told = [str(PACKAGE)]
    library = str(Path(os.__file__).parent)
    try:
        for name, files in TELLING.items():
            folder = _folder_of(name)
            told += [str(folder), *(repr((folder / file).stat().st_mtime_ns) for file in files)]
        for name in STANDARD:
            spec = find_spec(name)
            origin = "" if spec is None else spec.origin or ""
            inside = origin.startswith(library) or "lib-dynload" in origin
            if origin not in ("built-in", "frozen") and (not inside or "-packages" in origin):
                return None
    except (OSError, ValueError, ImportError):
        return None
    return "\0".join(told)


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise ImportError(package)
    return Path(spec.origin).parent


def _modules(folder: Path, inside: str = "") -> list[str]:
    """The Python files below the folder, as seen from it."""
    found = []
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            found += _modules(folder / entry.name, f"{inside}{entry.name}/") if entry.name[:1] not in "_." else []
        elif entry.name.endswith(".py"):
            found.append(inside + entry.name)
    return found
