"""``--durations N``: the slowest steps of this run, whatever else is shown."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.outcome.run import DerivationOutcome, Formula, StepOutcome
from gradcheck.report.durations import duration_lines
from gradcheck.report.page import plain

from .conftest import Gradcheck


def steps(**seconds: float) -> DerivationOutcome:
    formula = Formula("x", "x", "x")
    found = [StepOutcome(name, formula, "proved", "proved", "exact", seconds=took) for name, took in seconds.items()]
    return DerivationOutcome("d", "A title", "", tuple(found))


def test_the_slowest_first_and_equals_in_their_order() -> None:
    found = [steps(quick=0.01, slow=123.4), steps(medium=0.5, same=0.5)]
    assert plain(duration_lines(found, 3)) == (
        "slowest 3 of 4 steps\n   123 s  d::slow\n  0.50 s  d::medium\n  0.50 s  d::same\n"
    )
    assert plain(duration_lines(found, 0)).startswith("4 steps, the slowest first\n   123 s  d::slow\n")
    assert plain(duration_lines(found, 9)).count("\n") == 5
    assert plain(duration_lines([], 3)) == "no step was proved in this run, so none took any time\n"


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_before_the_summary(gradcheck: Gradcheck, prover: ModuleType, own: Path, quiet: tuple[str, ...]) -> None:
    ran = gradcheck("check", "--durations", "1", *quiet)
    assert ran.code == 0
    *_, head, row, blank, summary = ran.out.splitlines()
    assert (head, row, blank) == ("slowest 1 of 2 steps", "  0.25 s  add-zero::zero", "")
    assert summary.startswith("✓ 2 steps")


def test_of_claims(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "x = x", "y = y", "--durations", "0")
    assert "2 steps, the slowest first\n  0.25 s  x = x\n  0.25 s  y = y\n" in ran.out


@pytest.mark.parametrize("form", ["json", "concise", "github"])
def test_a_document_stays_a_document(gradcheck: Gradcheck, prover: ModuleType, own: Path, form: str) -> None:
    ran = gradcheck("check", "--durations", "1", "--output-format", form)
    assert "slowest" not in ran.out
    assert ran.err == "slowest 1 of 2 steps\n  0.25 s  add-zero::zero\n"


def test_what_did_not_run_took_no_time(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GRADCHECK_NO_CACHE")
    assert "slowest 1 of 2 steps" in gradcheck("check", "--durations", "1").out
    ran = gradcheck("check", "--durations", "1")
    assert "1 unchanged" in ran.out
    assert "no step was proved in this run" in ran.out


def test_not_less_than_none(gradcheck: Gradcheck) -> None:
    assert gradcheck("check", "--durations", "-1").code == 2
