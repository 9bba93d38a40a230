"""Findings: exactly what is not as it should be, by place, with a fingerprint that does not depend on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradcheck.findings.of_run import findings_of
from gradcheck.outcome.run import DerivationOutcome, Formula, Location, Problem, RunOutcome, StepOutcome


def formula(text: str) -> Formula:
    return Formula(text, text, text)


PROVED = StepOutcome("good", formula("x = x"), "proved", "proved", "exact", location=Location("b.py", 1))
FALSE = StepOutcome(
    "wrong", formula("x = 2*x"), "proved", "refuted", "exact", counterexample=(("x", "1"),), code="GC101",
    location=Location("b.py", 9, 5),
)  # fmt: skip
OPEN = StepOutcome(
    "open", formula("x/x = 1"), "proved", "undecided", reason="a condition", missing=(formula("x != 0"),), code="GC300",
    location=Location("b.py", 10, 5),
)  # fmt: skip


def run_of(*steps: StepOutcome, problems: tuple[Problem, ...] = ()) -> RunOutcome:
    return RunOutcome("check", (DerivationOutcome("d", "Title", "", steps),), problems)


def test_what_is_as_expected_is_no_finding() -> None:
    erratum = replace(FALSE, expected="refuted")
    run = run_of(PROVED, erratum)
    assert findings_of(run) == ()
    assert run.exit_code == 0


def test_each_kind_has_its_code_and_says_what_is_wrong() -> None:
    true_erratum = replace(PROVED, expected="refuted")
    found = findings_of(run_of(PROVED, FALSE, OPEN, true_erratum))
    assert [(f.code, f.step, f.message) for f in found] == [
        ("GC102", "good", "x = x is kept as an erratum, and it is true"),
        ("GC101", "wrong", "x = 2*x is false at x = 1"),
        ("GC300", "open", "x/x = 1 is not established; it holds if x != 0 (a condition)"),
    ]
    assert [f.severity for f in found] == ["error", "error", "warning"]


def test_a_proof_from_contradictory_assumptions_is_a_finding() -> None:
    run = run_of(replace(PROVED, contradictory=formula("x < 0")))
    assert [f.code for f in findings_of(run)] == ["GC501"]
    assert run.exit_code == 1
    assert not run.derivations[0].holds


def test_findings_stand_in_the_order_of_their_places() -> None:
    late, early = Problem("GC432", "fails", Location("c.py", 1)), Problem("GC433", "is empty", Location("a.py", 1))
    found = findings_of(run_of(OPEN, FALSE, problems=(late, early)))
    assert [f.code for f in found] == ["GC433", "GC101", "GC300", "GC432"]


def test_the_fingerprint_is_that_of_the_claim() -> None:
    (before,) = findings_of(run_of(FALSE))
    (moved,) = findings_of(run_of(replace(FALSE, location=Location("elsewhere.py", 70))))
    (other,) = findings_of(run_of(replace(FALSE, statement=formula("x = 3*x"))))
    (assumed,) = findings_of(run_of(replace(FALSE, assumptions=(formula("x > 0"),))))
    assert before.fingerprint == moved.fingerprint
    assert len({before.fingerprint, other.fingerprint, assumed.fingerprint}) == 3


def test_a_long_formula_is_cut_and_the_sentence_stays_one_line() -> None:
    (found,) = findings_of(run_of(replace(FALSE, statement=formula("x +\n" * 200))))
    assert "\n" not in found.message
    assert len(found.message) < 250


@pytest.mark.parametrize("code", ["GC201", "GC902", None])
def test_an_open_step_keeps_its_code(code: str | None) -> None:
    (found,) = findings_of(run_of(replace(OPEN, missing=(), code=code)))
    assert found.code == (code or "GC200")
    assert found.advice
