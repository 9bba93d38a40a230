"""The second reader: where it lies, and what it says of a certificate.

The package ``recheck`` needs Python's standard library alone.  In a checkout it stands beside ``gradcheck``, in a wheel
inside of it.  Its word counts only when a process of its own says it, in which no module of gradcheck is loaded.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1]
INSTALLED = PACKAGE / "_recheck"
MODULES = ("atoms", "certificates", "forms", "hints", "nodes", "polynomials", "refusal", "rule", "signs", "statement")
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from recheck.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


class Judged(NamedTuple):
    """What the second reader says of one step: checked, on trust, unread or wrong."""

    step: str
    word: str
    statement: str
    facts: tuple[str, ...]
    reason: str


class ReaderError(Exception):
    """The second reader is not there, or stopped without an answer."""


def folder() -> Path:
    """Return the folder in which the package ``recheck`` lies."""
    for place in (INSTALLED, PACKAGE.parent):
        if (place / "recheck" / "__main__.py").is_file():
            return place
    raise ReaderError(f"the second reader is missing: there is no {PACKAGE.parent / 'recheck'}")


@cache
def own_modules() -> SimpleNamespace:
    """Return the modules of the reader, for those who look for what to write into a certificate."""
    if "recheck" not in sys.modules:  # by its file: another package of this name may come first on the path
        place = folder() / "recheck"
        spec = spec_from_file_location("recheck", place / "__init__.py", submodule_search_locations=[str(place)])
        if spec is None or spec.loader is None:
            raise ReaderError(f"the second reader cannot be loaded from {place}")
        sys.modules["recheck"] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules["recheck"])
    return SimpleNamespace(**{name: importlib.import_module(f"recheck.{name}") for name in MODULES})


def judge(certificate: Iterable[str], seconds: float | None = None) -> list[Judged]:
    """Return what the reader says of each step of a certificate; ReaderError if it does not answer."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "certificate")
        file.write_text("\n".join(certificate) + "\n", encoding="utf-8")
        command = [sys.executable, "-I", "-S", "-c", START, str(folder()), "--json", str(file)]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise ReaderError(f"the second reader did not answer within {seconds:g} s") from None
    if ended.returncode not in (0, 1) or ended.stderr:
        raise ReaderError(
            ended.stderr.strip().rpartition("\n")[2] or f"the second reader ended with {ended.returncode}"
        )
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    return [Judged(r["step"], r["word"], r["statement"], tuple(r["facts"]), r["reason"]) for r in rows]
