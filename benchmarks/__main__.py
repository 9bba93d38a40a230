"""The budgets, measured: ``python -m benchmarks [--rounds N] [--without-ledger]``.

Every command runs cold, in a process of its own, from a wheel that is built and installed for it, with its bytecode
compiled, by a round that is not counted.  The shipped derivations carry what they say and their proofs, which the
kernel checks; ``afresh`` are the figures without the proofs, for which no budget is set.  The cache is off, except for
``unchanged``: a second ``check`` of the shipped derivations as those of a project.  Rounds are interleaved, so that a
machine that slows down slows all of them down, and each figure is a median over the rounds.  Times are told as
multiples of a baseline of the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PYTHON = [sys.executable]
GRADCHECK = [sys.executable, "-m", "gradcheck"]
ROOT = Path(__file__).resolve().parents[1]
SCRATCH = Path(tempfile.mkdtemp(prefix="gradcheck-benchmark-"))
PROJECT = SCRATCH / "project"  # with a cache of its own
SITE = SCRATCH / "site"  # where gradcheck is installed
UNCHANGED = [*GRADCHECK, "check", "--quiet", str(ROOT / "derivations")]

COMMANDS: dict[str, list[str]] = {
    "pass": [*PYTHON, "-c", "pass"],
    "typer": [*PYTHON, "-c", "import typer"],
    "sympy": [*PYTHON, "-c", "import sympy"],
    "help": [*GRADCHECK, "--help"],
    "bound": [*GRADCHECK, "bound", "sigmoid", "--layers", "10"],
    "dropout": [*GRADCHECK, "prove", "dropout-l2"],
    "dropout afresh": [*GRADCHECK, "prove", "dropout-l2", "--afresh"],
    "unchanged": UNCHANGED,
    "100 layers": [*GRADCHECK, "bound", "sigmoid", "--layers", "100"],
    "1000 layers": [*GRADCHECK, "bound", "sigmoid", "--layers", "1000"],
}
LEDGER = [*GRADCHECK, "prove", "--all", "--quiet"]
AFRESH = [*LEDGER, "--afresh"]
MEGABYTES = 300

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {
    "PYTHONPATH": str(SITE),
    "PYTHONPYCACHEPREFIX": str(SCRATCH / "bytecode"),
    "XDG_STATE_HOME": str(SCRATCH / "state"),
    "GRADCHECK_NO_CACHE": "1",
}


@dataclass(frozen=True)
class Run:
    """The wall-clock seconds of one process, and the peak memory of it and its children in megabytes."""

    seconds: float
    megabytes: float


def install() -> None:
    """Build the wheel and install it."""
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*PYTHON, "-m", "pip", "install", *options, "--target", str(SITE), str(ROOT)], check=True)


def run(command: list[str]) -> Run:
    """Run the command to its end; a command that could not do its job (exit code 2 or more) is no measurement."""
    environment = ENVIRONMENT | ({"GRADCHECK_NO_CACHE": ""} if command is UNCHANGED else {})
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=PROJECT
    )
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with exit code {child.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


@dataclass(frozen=True)
class Budget:
    """What is measured, in which words, and how much of it is allowed."""

    what: str
    unit: str
    allowed: float
    measure: Callable[[dict[str, float]], float]


BUDGETS = (
    Budget("gradcheck --help", "(3 x pass + import typer)", 1, lambda t: t["help"] / (2 * t["pass"] + t["typer"])),
    Budget("gradcheck bound sigmoid --layers 10", "import sympy", 1.6, lambda t: t["bound"] / t["sympy"]),
    Budget("gradcheck prove dropout-l2", "import sympy", 1.6, lambda t: t["dropout"] / t["sympy"]),
    Budget("check where nothing changed", "import sympy", 0.5, lambda t: t["unchanged"] / t["sympy"]),
    Budget("1,000 layers", "100 layers", 12, lambda t: t["1000 layers"] / t["100 layers"]),
)


def main() -> int:
    """Measure and print; 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-ledger", action="store_true", help="leave out the whole ledger, which takes longest")
    options = parser.parse_args()
    install()
    PROJECT.mkdir()
    (PROJECT / "pyproject.toml").touch()
    runs: dict[str, list[Run]] = {name: [] for name in COMMANDS}
    for number in range(options.rounds + 1):
        for name, command in COMMANDS.items():
            done = run(command)
            if number:
                runs[name].append(done)
    times = {name: statistics.median(item.seconds for item in found) for name, found in runs.items()}
    rows = [(b.what, f"{b.allowed:g} x {b.unit}", b.measure(times), b.allowed) for b in BUDGETS]
    peak = max(item.megabytes for found in runs.values() for item in found)
    if not options.without_ledger:
        ledger = run(LEDGER)
        rows.append(("the whole ledger", "8 x import sympy", ledger.seconds / times["sympy"], 8.0))
        peak = max(peak, ledger.megabytes)
        times |= {"ledger": ledger.seconds, "ledger afresh": run(AFRESH).seconds}
    rows.append(("peak memory of a process", f"{MEGABYTES} MB", peak, MEGABYTES))
    print(f"{'what':38} {'budget':30} {'measured':>9}")
    for what, budget, measured, allowed in rows:
        print(f"{what:38} {budget:30} {measured:9.2f}  {'ok' if measured <= allowed else 'exceeded'}")
    seconds = ", ".join(f"{name} {value:.2f} s" for name, value in times.items())
    print(f"\nmedians of {options.rounds} cold runs on {os.cpu_count()} processors: {seconds}")
    shutil.rmtree(SCRATCH, ignore_errors=True)
    return 0 if all(measured <= allowed for *_, measured, allowed in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
