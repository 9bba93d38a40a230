"""A prover whose steps do what they are called, here and in the processes that are forked from this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.goal import Established
from gradcheck.language.author import eq, real
from gradcheck.outcome.run import DerivationOutcome, Formula, StepOutcome
from gradcheck.runtime.limits import Limits
from gradcheck.runtime.process import POSIX
from gradcheck.scheduling.pool import Pool
from gradcheck.scheduling.worker_process import NAME

X = real("x")
SHORT = Limits(seconds=0.5, megabytes=256)
LONG = Limits(seconds=60, megabytes=1024)


def steps(*names: str, using: dict[str, tuple[str, ...]] | None = None) -> Derivation:
    """A derivation of steps with these names."""
    used = using or {}
    return Derivation(tuple(Step(name, eq(X, X), using=used.get(name, ())) for name in names), name="steps")


def spin() -> None:
    while True:
        pass


def once(mark: Path, act: Callable[[], None]) -> None:
    """Act unless it was done before, in whatever process."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    act()


class Behaviour:
    """``acts`` are what the steps of these names do; ``seen`` tells who began which, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.acts: dict[str, Callable[[], object]] = {
            "hang": spin,
            "hoard": lambda: bytearray(1 << 33),
            "nest": lambda: self._nest(0),
            "die": lambda: os.kill(os.getpid(), signal.SIGKILL),
            "die once": lambda: once(folder / "died", lambda: os.kill(os.getpid(), signal.SIGKILL)),
            "abort": os.abort,
            "crash": lambda: {}["a bug on purpose"],
            "exit": lambda: sys.exit("on purpose"),
        }

    def _nest(self, depth: int) -> int:
        return self._nest(depth + 1) + 1

    def begun(self, name: str) -> None:
        with open(self.folder / "begun", "a", encoding="utf-8") as log:
            log.write(f"{os.getpid()} {name}\n")

    def seen(self) -> list[tuple[int, str]]:
        try:
            lines = (self.folder / "begun").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [(int(line.split(" ", 1)[0]), line.split(" ", 1)[1]) for line in lines]

    def names(self) -> list[str]:
        return [name for _, name in self.seen()]


@pytest.fixture
def behaviour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Behaviour:
    """The stub in the place of the prover."""
    if not POSIX:
        pytest.skip("the stub is inherited by forked processes")
    found = Behaviour(tmp_path)
    stub = ModuleType("gradcheck.prover.prove")

    class Proving:
        def __init__(
            self, derivation: Derivation, limits: Limits, _: object, __: object, ___: object, earlier: list[Established]
        ) -> None:
            self.proved = {step.name for step in earlier}

        def prove(self, step: Step, decided: Callable[[StepOutcome], None]) -> SimpleNamespace:
            found.begun(step.name)
            outcome = stated(step, "proved", trust="exact", engine=",".join(sorted(self.proved & set(step.using))))
            if step.name.startswith("refuted"):
                outcome = stated(step, "refuted", trust="exact")
                decided(replace(outcome, complete=False))
            found.acts.get(step.name.removeprefix("refuted, then "), lambda: None)()
            self.proved.add(step.name)
            proved = Established(step.name, step.claim, ()) if outcome.verdict == "proved" else None
            return SimpleNamespace(outcome=outcome, proved=proved, record=None)

    def stated(step: Step, verdict: str, **more: object) -> StepOutcome:
        shown = Formula(f"claim of {step.name}", "", "")
        return StepOutcome(step.name, shown, step.expected, verdict, **more)  # type: ignore[arg-type]

    def leave_undecided(
        _: Derivation, step: Step, limits: Limits, reason: str, code: str, detail: tuple[str, ...]
    ) -> StepOutcome:
        found.begun(f"stating {step.name}")
        found.acts.get(f"stating {step.name}", lambda: None)()
        return stated(step, "undecided", reason=reason, code=code, evidence=detail)

    def heading_of(derivation: Derivation) -> DerivationOutcome:
        return DerivationOutcome(derivation.name, "", "", ())

    stub.__dict__.update(Proving=Proving, leave_undecided=leave_undecided, heading_of=heading_of)
    monkeypatch.setitem(sys.modules, "gradcheck.prover.prove", stub)
    return found


@pytest.fixture(params=[1, 3])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """A pool of one, and a pool of three."""
    with Pool(request.param) as made:
        yield made
    assert not [child for child in multiprocessing.active_children() if child.name == NAME]
