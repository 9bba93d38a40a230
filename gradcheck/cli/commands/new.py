"""``gradcheck new``: write a first derivation, which holds, and say what to do next."""

from __future__ import annotations

import contextlib
import keyword
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.cli.refusal import refuse
from gradcheck.cli.template import PLAIN, SYMPY
from gradcheck.outcome.run import Location, Problem
from gradcheck.project.discovery import Entry, shipped_folder
from gradcheck.project.folders import SUFFIX, shorten

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run

BAD_NAME, ALREADY_THERE, UNWRITABLE = "GC426", "GC427", "GC422"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 80  # characters of a name
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(10))}  # of Windows


def new(run: Run, name: str, plain: bool = False, source: str | None = None) -> int:
    """Write ``NAME`` into the first folder of the project's paths; the exit code.  What is there is left as it is.

    It is written in SymPy, or with ``plain`` in the words of the language; or it has a step for each claim of the file
    ``source``.
    """
    wrong = what_is_wrong_with(name)
    if wrong:
        return refuse("new", run.output, Problem(BAD_NAME, wrong))
    name = name.replace("_", "-")
    known = run.library().find(name)
    shipped = known is not None and _is_shipped(known)
    if known is not None and not shipped:
        return refuse("new", run.output, _taken(name, known.path))
    folder = next((path for path in run.configuration.default_paths() if not _is_file(path)), None)
    if folder is None:
        reason = "the paths of [tool.gradcheck] name no folder in which a new derivation could be found"
        return refuse("new", run.output, reason)
    text = PLAIN if plain else SYMPY
    if source is not None:
        if plain:
            return refuse("new", run.output, "--plain writes an example, and --from the claims of a file; ask for one")
        from gradcheck.cli.claim_module import Unwritable, module_of

        try:
            text = module_of(name, source)
        except Unwritable as error:
            return refuse("new", run.output, *error.problems)
    path = folder / f"{name.replace('-', '_')}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, text)
    except FileExistsError:
        return refuse("new", run.output, _taken(name, path))
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}"
        return refuse("new", run.output, Problem(UNWRITABLE, reason, _at(path)))
    told = "an example that holds; write your own steps over it" if source is None else "a step for each claim"
    print(f"wrote {shorten(str(path))}: {told}")
    if shipped:
        print(f"gradcheck comes with a derivation {name}; in this project, yours takes its place")
    print(f"next: gradcheck prove {name}  (each step, with what its proof rests on)")
    print("      gradcheck check  (all derivations of the project; its exit code is for continuous integration)")
    print("      gradcheck record  (keeps the proofs beside the modules, which makes checks fast)")
    return 0


def what_is_wrong_with(name: str) -> str:
    """Return why no derivation can have this name, with a similar one that can; empty if one can."""
    plain = name.replace("_", "-")
    if len(name) > LONGEST:
        return f"a name of {len(name)} characters is too long; {LONGEST} are enough"
    if not NAME.fullmatch(plain):
        reason = "has a folder in it; write it, then move the file" if set(name) & set("/\\") else "is no name"
        return f"{_shown(name)} {reason}; names are small letters, digits and hyphens, such as {_near(name)}"
    module = plain.replace("-", "_")
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or module in DEVICES or module == "gradcheck":
        return f"{module}.py would be taken for something else; choose two words, such as {plain}-of-the-loss"
    return ""


def _near(name: str) -> str:
    """Return a valid name that is spelled alike."""
    last = re.split(r"[/\\]", name.removesuffix(SUFFIX))[-1]
    letters = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode().lower()
    near = "-".join(re.findall(r"[a-z0-9]+", letters)).lstrip("0123456789-")
    return near if near and not what_is_wrong_with(near) else "gradient-of-the-loss"


def _shown(name: str) -> str:
    return repr(name) if name else "the empty name"


def _is_shipped(entry: Entry) -> bool:
    return Path(os.path.realpath(entry.path)).is_relative_to(os.path.realpath(shipped_folder()))


def _is_file(path: Path) -> bool:
    return path.suffix == SUFFIX or (os.path.exists(path) and not os.path.isdir(path))


def _taken(name: str, path: Path) -> Problem:
    return Problem(ALREADY_THERE, f"there is a derivation {name} already, which is left as it is", _at(path))


def _at(path: Path) -> Location:
    return Location(shorten(str(path)), 1)


def _write(path: Path, text: str) -> None:
    """Write a new file whole or not at all; FileExistsError if anything has this name, even a broken link."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
