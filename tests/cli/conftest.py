"""The command line is tested with a prover of three lines: what it says depends on the claim alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from gradcheck.__main__ import main
from gradcheck.derivation import Derivation, Step
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.outcome.run import DerivationOutcome, Formula, Sides, StepOutcome, Value
from gradcheck.runtime.limits import Limits


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str


Gradcheck = Callable[..., Ran]


@pytest.fixture
def gradcheck(capsys: pytest.CaptureFixture[str]) -> Gradcheck:
    """Run a command in this process."""

    def run(*arguments: str) -> Ran:
        code = main(arguments)
        seen = capsys.readouterr()
        return Ran(code, seen.out, seen.err)

    return run


def formula(text: str) -> Formula:
    return Formula(text, f"\\text{{{text}}}", text.replace("<=", "≤"))


def say(claim: Proposition, given: tuple[Proposition, ...], name: str, expected: str = "proved") -> StepOutcome:
    """Division is undecided, a 2 is a mistake, everything else holds."""
    text = render_text(claim)
    premises = tuple(formula(render_text(item)) for item in given)
    if "BUG" in text:
        raise AssertionError("a bug on purpose")
    if "ENGINE" in text:
        trace = ("Traceback (most recent call last):", "ValueError: no")
        return StepOutcome(
            name, formula(text), expected, "undecided", reason="the engine failed (ValueError: no)", code="GC904",
            evidence=trace,
        )  # fmt: skip
    if "/" in text:
        missing = (formula("x != 0"),)
        return StepOutcome(
            name, formula(text), expected, "undecided", reason="a denominator may be 0", missing=missing, code="GC300"
        )
    if "2" in text:
        sides = Sides(formula(text), (1, 2), Value("1/4", "0.25", "0.25"), Value("", "0.333333", "0.333334"))
        return StepOutcome(
            name, formula(text), expected, "refuted", "exact", "counterexample", assumptions=premises, code="GC101",
            counterexample=(("x", "1/2"),), sides=sides, difference=formula("x**2 - x"), correction=formula("x"),
        )  # fmt: skip
    return StepOutcome(
        name, formula(text), expected, "proved", "exact", "stub", assumptions=premises, facts=("a-fact",),
        side_conditions=(formula("1 + x**2 != 0"),), evidence=("the normal form is 0",), seconds=0.25,
    )  # fmt: skip


@pytest.fixture
def prover(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Put the small prover into the place of the real one, here and in the processes that are forked from this one."""
    stub = ModuleType("gradcheck.prover.prove")

    class Proving:
        def __init__(self, derivation: Derivation, limits: Limits, *_: object) -> None:
            self.limits = limits

        def prove(self, step: Step, decided: object = None) -> SimpleNamespace:
            outcome = say(step.claim, step.given, step.name, step.expected)
            told = (*outcome.evidence, f"within {self.limits.seconds:g} s and {self.limits.megabytes} MB")
            outcome = replace(outcome, note=step.note, location=step.location, evidence=told, seconds=0.25)
            return SimpleNamespace(outcome=outcome, proved=None, record=None)

    def heading_of(derivation: Derivation) -> DerivationOutcome:
        return DerivationOutcome(derivation.name, derivation.title, derivation.source, ())

    def leave_undecided(
        _: object, step: Step, limits: Limits, reason: str, code: str, detail: tuple[str, ...]
    ) -> StepOutcome:
        text = formula(render_text(step.claim))
        known = {"reason": reason, "code": code, "evidence": detail, "location": step.location}
        return StepOutcome(step.name, text, step.expected, "undecided", **known)  # type: ignore[arg-type]

    stub.__dict__.update(Proving=Proving, heading_of=heading_of, leave_undecided=leave_undecided)
    monkeypatch.setitem(sys.modules, "gradcheck.prover.prove", stub)
    return stub


DERIVATION = '''"""Nothing is lost by adding zero.

Source: nowhere.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, real

x = real("x")
DERIVATION = derivation(
    step("zero", eq(x + 0, x), given=[x > 0]),
    erratum("twice", eq(x + x, 2 * x), note="half of it is lost"),
    source="sheet 7",
)
'''


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a derivation of its own, ``derivations/algebra/add_zero.py``."""
    folder = tmp_path / "derivations" / "algebra"
    folder.mkdir(parents=True)
    (folder / "add_zero.py").write_text(DERIVATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder
