"""A bug in gradcheck: said to be one, with a report to send, and everything that was found before it."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import DERIVATION, Gradcheck

BUGGY = DERIVATION.replace('real("x")', 'real("BUG")')


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reports on crashes go."""
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_what_was_found_before_is_told(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, reports: Path, jobs: str
) -> None:
    (own / "buggy.py").write_text(BUGGY, encoding="utf-8")
    (own / "later.py").write_text(DERIVATION, encoding="utf-8")
    ran = gradcheck("check", "-j", jobs, "--output-format", "text", "--output-format", "json:out.json")
    assert ran.code == 2
    if jobs == "1":  # else one of the others may be first
        assert "add-zero  Nothing is lost" in ran.out
    assert ran.out.splitlines()[-1].startswith("✗ crashed; ")
    assert "GC999 this is a bug in gradcheck: AssertionError: a bug on purpose" in ran.err
    assert "Traceback" not in ran.err + ran.out
    (report,) = reports.iterdir()
    text = report.read_text(encoding="utf-8")
    assert "a bug on purpose" in text
    assert "in say" in text  # the place where it happened, in whatever process
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert document["stopped"] == "crashed"
    assert "buggy" in document["unreached"]
    told = {item["name"] for item in document["derivations"]} | set(document["unreached"])
    assert told == {"add-zero", "buggy", "later"}
    (problem,) = document["findings"]
    assert (problem["code"], problem["severity"]) == ("GC999", "error")


def test_a_claim(gradcheck: Gradcheck, prover: ModuleType, reports: Path) -> None:
    ran = gradcheck("prove", "x = x", "BUG = 1", "y = y", "--output-format", "json")
    document = json.loads(ran.out)
    assert ran.code == 2
    assert document["stopped"] == "crashed"
    assert [item["steps"][0]["statement"]["text"] for item in document["derivations"]] == ["x = x"]
    assert document["unreached"] == ["BUG = 1", "y = y"]


def test_a_report_that_nobody_can_write(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(own / "nowhere"))
    ran = gradcheck("prove", "BUG = 1")
    assert ran.code == 2
    assert "GC999" in ran.err
    assert "no report could be written" in ran.err
    assert "command: gradcheck prove 'BUG = 1'" in ran.err


def test_where_nobody_could_fetch_the_report_it_is_told(
    gradcheck: Gradcheck, prover: ModuleType, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    ran = gradcheck("prove", "BUG = 1")
    (report,) = reports.iterdir()
    assert report.read_text(encoding="utf-8").strip() in ran.err


def test_an_engine_that_fails_is_a_bug_too_and_the_rest_goes_on(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, reports: Path
) -> None:
    (own / "burst.py").write_text(DERIVATION.replace('real("x")', 'real("ENGINE")'), encoding="utf-8")
    (own / "later.py").write_text(DERIVATION, encoding="utf-8")
    ran = gradcheck("check")
    assert ran.code == 2
    assert "✗ 3 derivations, 6 steps: 2 proved, 2 refuted as expected, 2 undecided (" in ran.out
    assert "GC904 this is a bug in gradcheck: burst::zero: the engine failed (ValueError: no), and 1 more" in ran.err
    (report,) = reports.iterdir()
    assert str(report) in ran.err
    text = report.read_text(encoding="utf-8")
    assert "burst::zero: GC904 the engine failed (ValueError: no)\nENGINE + 0 = ENGINE\n" in text
    assert "Traceback (most recent call last):\nValueError: no\n" in text
