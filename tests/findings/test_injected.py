"""Failures that no input provokes are injected: each ends as an undecided step with its code, never as a verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gradcheck.findings.of_run import findings_of
from gradcheck.kernel.check import CHECKERS, check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByNormalForm, BySign, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import CheckerFailed
from gradcheck.language.author import cosh, eq, real, sinh
from gradcheck.outcome.run import DerivationOutcome, RunOutcome, StepOutcome
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover import prove
from gradcheck.runtime.child import (
    Here,
    KernelFailed,
    OutOfMemory,
    TooDeep,
    WorkerDied,
    WorkerFailed,
    WorkerProblem,
    Workers,
)
from gradcheck.runtime.limits import Limits
from gradcheck.search.tactic import Search
from gradcheck.search.tactics import search_proof

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
        (KernelFailed("the kernel failed", "a traceback"), "GC905"),
    ],
)
def test_a_worker_that_fails(problem: WorkerProblem, code: str) -> None:
    assert code_of(prove.prove_claim(FALSE, (), Limits(), workers=raising(problem))) == code


def failing(*arguments: object) -> None:
    raise KeyError("a bug in a checker")


@pytest.mark.parametrize("rule", [ByNormalForm, BySign])
def test_a_checker_that_fails_is_GC905_and_no_refusal(monkeypatch: pytest.MonkeyPatch, rule: type[Evidence]) -> None:
    monkeypatch.setitem(CHECKERS, rule, failing)
    claim = TRUE if rule is ByNormalForm else FALSE
    outcome = prove.prove_claim(claim, (), Limits(), workers=Here())
    assert code_of(outcome) == "GC905"
    assert "KeyError: 'a bug in a checker'" in outcome.reason
    assert any("in failing" in line for line in outcome.evidence)


def test_a_search_does_not_swallow_a_failure_of_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKERS, BySign, failing)
    with pytest.raises(CheckerFailed):
        Search().accepts(Goal(FALSE), BySign())
    with pytest.raises(CheckerFailed):
        search_proof(Goal(FALSE), Search())
    with Workers() as workers, pytest.raises(KernelFailed, match="a bug in a checker"):  # a process that is forked now
        workers.run(check, Goal(FALSE), BySign(), Trail(), limits=Limits())


def test_evidence_that_the_kernel_rejects_is_GC902() -> None:
    for found in SearchResult(evidence=ByNormalForm()), SearchResult(counterexample=Counterexample(())):
        workers = Broken(lambda found=found: found)  # type: ignore[misc]
        assert code_of(prove.prove_claim(FALSE, (), Limits(), workers=workers)) == "GC902"


def test_a_proof_and_a_counterexample_at_once_are_GC901(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prove.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked"))).verdict == "proved"
    monkeypatch.setattr(prove, "search_contradiction", lambda goal: Counterexample(()))
    monkeypatch.setattr(prove, "refute", lambda goal, counterexample: None)
    assert code_of(prove.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked")))) == "GC901"


def test_a_proof_that_the_evaluation_speaks_against_is_GC901(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "objection", lambda *statement: "false at x = 0: left = 1, right = 2")
    outcome = prove.prove_claim(TRUE, (), Limits(), workers=raising(WorkerProblem("not asked")))
    assert code_of(outcome) == "GC901"
    assert "false at x = 0: left = 1, right = 2" in outcome.reason
