"""Failures that no input provokes are injected: each ends as an undecided step with its code, never as a verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gradcheck import prover
from gradcheck.evidence import ByNormalForm, Counterexample
from gradcheck.findings.of_run import findings_of
from gradcheck.language.author import cosh, eq, real, sinh
from gradcheck.limits import Limits
from gradcheck.proofs.finding import Finding
from gradcheck.verdict import DerivationOutcome, RunOutcome, StepOutcome
from gradcheck.workers import OutOfMemory, TooDeep, WorkerDied, WorkerFailed, WorkerProblem

x = real("x")
TRUE = eq((x + 1) ** 2, x**2 + 2 * x + 1)
FALSE = sinh(x) <= cosh(x) - 1  # nothing decides it at once


class Broken:
    """Workers that answer, or fail, as they are told."""

    def __init__(self, answer: Callable[[], object]) -> None:
        self.answer = answer

    @property
    def apart(self) -> Broken:
        return self

    def run(self, function: Callable[..., Any], *args: object, limits: Limits) -> Any:
        return self.answer()


def raising(problem: WorkerProblem) -> Broken:
    def answer() -> object:
        raise problem

    return Broken(answer)


def code_of(outcome: StepOutcome) -> str:
    assert outcome.verdict == "undecided"
    assert outcome.reason
    (finding,) = findings_of(RunOutcome("prove", (DerivationOutcome("claim", "", "", (outcome,)),)))
    assert finding.advice
    return finding.code


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (WorkerProblem("it fails"), "GC900"),
        (OutOfMemory("no answer within 1 MB"), "GC202"),
        (TooDeep("too deep"), "GC203"),
        (WorkerDied("the worker died"), "GC903"),
        (WorkerFailed("the engine failed", "a traceback"), "GC904"),
    ],
)
def test_a_worker_that_fails(problem: WorkerProblem, code: str) -> None:
    assert code_of(prover.prove_claim(FALSE, (), Limits(), workers=raising(problem))) == code


def test_evidence_that_the_kernel_rejects_is_GC902() -> None:
    for found in Finding(evidence=ByNormalForm()), Finding(counterexample=Counterexample(())):
        workers = Broken(lambda found=found: found)  # type: ignore[misc]
        assert code_of(prover.prove_claim(FALSE, (), Limits(), workers=workers)) == "GC902"


def test_a_proof_and_a_counterexample_at_once_are_GC901(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prover.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked"))).verdict == "proved"
    monkeypatch.setattr(prover, "search_contradiction", lambda goal: Counterexample(()))
    monkeypatch.setattr(prover.mint, "refute", lambda goal, counterexample: None)
    assert code_of(prover.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked")))) == "GC901"


def test_a_proof_that_the_evaluation_speaks_against_is_GC901(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prover, "objection", lambda *statement: "false at x = 0: left = 1, right = 2")
    outcome = prover.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked")))
    assert code_of(outcome) == "GC901"
    assert "false at x = 0: left = 1, right = 2" in outcome.reason
