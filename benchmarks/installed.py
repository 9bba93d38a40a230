"""Installations of gradcheck beside each other: ``python -m benchmarks.installed [--rounds N] [--library] PYTHON ...``.

Each PYTHON has a gradcheck installed from a wheel, of this version or of an older one.  Their commands take turns, so
that a machine that slows down slows all of them down.  Told are seconds of processor time, of the process and all its
children, as medians over the rounds, and as multiples of ``import sympy`` of the same Python.  The cache is off, but
for ``unchanged``: a second ``check`` of the derivations in ``DIRECTORY`` of ``--derivations``, one for each Python.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

DROPOUT, UNCHANGED, LIBRARY, SYMPY = "prove dropout-l2", "check, nothing changed", "prove --all -q", "import sympy"
PLAIN = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GRADCHECK"))}


def seconds_of(command: list[str], folder: Path, cached: bool) -> float:
    """Run the command to its end, and return its processor time and that of its children."""
    environment = {**PLAIN, "XDG_STATE_HOME": str(folder / "state"), "PYTHONDONTWRITEBYTECODE": "1"}
    if not cached:
        environment["GRADCHECK_NO_CACHE"] = "1"
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, cwd=folder)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime


def commands_of(python: str, derivations: str, library: bool) -> dict[str, list[str]]:
    """Return what is measured of one Python."""
    gradcheck = [python, "-m", "gradcheck"]
    found = {SYMPY: [python, "-c", "import sympy"], DROPOUT: [*gradcheck, "prove", "dropout-l2", "-q"]}
    if derivations:
        found[UNCHANGED] = [*gradcheck, "check", "-q", "derivations"]
    if library:
        found[LIBRARY] = [*gradcheck, "prove", "--all", "-q"]
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.installed", description=__doc__.split("\n")[0])
    parser.add_argument("pythons", nargs="+", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--library", action="store_true", help="measure the whole library, too")
    parser.add_argument("--derivations", action="append", default=[], metavar="DIRECTORY", help="of each Python")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="gradcheck-installed-"))
    folders, commands = [], []
    for place, python in enumerate(options.pythons):
        folder = scratch / str(place)
        folder.mkdir()
        (folder / "pyproject.toml").touch()
        own = options.derivations[place] if place < len(options.derivations) else ""
        if own:
            shutil.copytree(own, folder / "derivations")
        folders.append(folder)
        commands.append(commands_of(str(Path(python).absolute()), own, options.library))
    times: list[dict[str, list[float]]] = [{name: [] for name in one} for one in commands]
    for number in range(options.rounds + 1):  # the first fills the cache, and is not counted
        for name in commands[0]:
            for folder, own, found in zip(folders, commands, times, strict=True):
                if name == LIBRARY and not number:
                    continue
                spent = seconds_of(own[name], folder, name == UNCHANGED)
                if number:
                    found[name].append(spent)
    for name in commands[0]:
        medians = [statistics.median(found[name]) for found in times]
        ratios = [value / statistics.median(found[SYMPY]) for value, found in zip(medians, times, strict=True)]
        told = "   ".join(f"{value:7.2f} s {ratio:6.2f} x" for value, ratio in zip(medians, ratios, strict=True))
        print(f"{name:24} {told}")
    shutil.rmtree(scratch, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
