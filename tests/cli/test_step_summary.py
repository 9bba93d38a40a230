"""The summary of a step: appended where GitHub asks for one, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.report.markdown import LIMIT

from .conftest import DERIVATION, Gradcheck


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_check_appends_its_page_whatever_the_formats(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, summary: Path, form: str
) -> None:
    summary.write_text("what came before\n", encoding="utf-8")
    ran = gradcheck("check", "--output-format", form)
    assert (ran.code, ran.err) == (0, "")
    before, page = summary.read_text(encoding="utf-8").split("\n\n", 1)
    assert before == "what came before"
    assert page.startswith("## gradcheck: ✓ 2 steps: 1 proved, 1 refuted as expected\n")


def test_other_commands_append_nothing(gradcheck: Gradcheck, prover: ModuleType, own: Path, summary: Path) -> None:
    assert gradcheck("prove", "add-zero").code == 0
    assert not summary.exists()


def test_findings_are_in_it(gradcheck: Gradcheck, prover: ModuleType, own: Path, summary: Path) -> None:
    (own / "wrong.py").write_text(DERIVATION.replace("eq(x + 0, x)", "eq(x + 2, x)"), encoding="utf-8")
    assert gradcheck("check", "-q").code == 1
    assert "### ✗ GC101 false-claim: `wrong::zero`" in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "missing/summary.md"])
def test_a_summary_that_cannot_be_written_changes_nothing(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / name))
    ran = gradcheck("check")
    assert ran.code == 0
    assert ran.err.startswith(f"gradcheck: warning: the step summary {tmp_path / name} cannot be written: ")


def test_a_summary_that_is_full_is_left_as_it_is(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, summary: Path
) -> None:
    summary.write_bytes(b"x" * (LIMIT - 10))
    ran = gradcheck("check")
    assert (ran.code, summary.stat().st_size) == (0, LIMIT - 10)
    assert "is full" in ran.err


def test_two_runs_share_the_room(gradcheck: Gradcheck, prover: ModuleType, own: Path, summary: Path) -> None:
    gradcheck("check")
    gradcheck("check")
    assert summary.read_text(encoding="utf-8").count("## gradcheck") == 2
