"""A bug in gradcheck: said to be one, with a report to send, and everything that was found before it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.cli.selection import RunPlan
from gradcheck.project.discovery import Entry
from gradcheck.report.formats import FORMATS

from .conftest import DERIVATION, Gradcheck

BUGGY = DERIVATION.replace('real("x")', 'real("BUG")')


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reports on crashes go."""
    folder = tmp_path / "reports"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_what_was_found_before_the_end_of_a_run_is_told(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def note(_: object, entry: Entry, __: object) -> None:
        assert entry.name != "buggy", "a bug on purpose"

    monkeypatch.setattr(RunPlan, "note", note)
    (own / "buggy.py").write_text(DERIVATION, encoding="utf-8")
    (own / "later.py").write_text(DERIVATION, encoding="utf-8")
    ran = gradcheck("check", "--output-format", "text", "--output-format", "json:out.json")
    assert ran.code == 2
    assert "add-zero  Nothing is lost" in ran.out
    assert ran.out.splitlines()[-1].startswith("✗ crashed; ")
    assert "GC999 this is a bug in gradcheck: AssertionError: a bug on purpose" in ran.err
    assert "Traceback" not in ran.err + ran.out
    (report,) = reports.iterdir()
    assert "a bug on purpose" in report.read_text(encoding="utf-8")
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert document["stopped"] == "crashed"
    told = {item["name"] for item in document["derivations"]} | set(document["unreached"])
    assert told == {"add-zero", "buggy", "later"}
    (problem,) = document["findings"]
    assert (problem["code"], problem["severity"]) == ("GC999", "error")


def test_a_bug_in_a_claim(gradcheck: Gradcheck, prover: ModuleType, reports: Path) -> None:
    ran = gradcheck("prove", "x = x", "BUG = 1", "y = y", "--output-format", "json")
    document = json.loads(ran.out)
    assert ran.code == 2
    assert document["stopped"] is None
    steps = [step for item in document["derivations"] for step in item["steps"]]
    assert [(step["statement"]["text"], step["verdict"], step["code"]) for step in steps] == [
        ("x = x", "proved", None), ("BUG = 1", "undecided", "GC999"), ("y = y", "proved", None),
    ]  # fmt: skip
    assert steps[1]["reason"] == "gradcheck failed (AssertionError: a bug on purpose)"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_a_step_is_its_finding_in_every_format(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, reports: Path, jobs: str
) -> None:
    (own / "buggy.py").write_text(BUGGY, encoding="utf-8")
    (own / "later.py").write_text(DERIVATION, encoding="utf-8")
    forms = tuple(FORMATS)
    ran = gradcheck(
        "check", "-j", jobs, *(part for form in forms for part in ("--output-format", f"{form}:out.{form}"))
    )
    assert ran.code == 2
    assert (
        "GC999 this is a bug in gradcheck: buggy::zero: gradcheck failed (AssertionError: a bug on purpose), and 1 more"
        in ran.err
    )
    assert "Traceback" not in ran.err + ran.out
    (report,) = reports.iterdir()
    assert str(report) in ran.err
    text = report.read_text(encoding="utf-8")
    assert "buggy::zero: GC999 gradcheck failed (AssertionError: a bug on purpose)\nBUG + 0 = BUG\n" in text
    assert "buggy::twice: GC999 " in text
    assert text.count("in say") == 2  # the place where it happened, in whatever process

    told = {form: Path(f"out.{form}").read_text(encoding="utf-8") for form in forms}
    place = "derivations/algebra/buggy.py:11:"
    assert f"in {place}5: GC999 crash" in told["text"]
    assert "✗ 3 derivations, 6 steps: 2 proved, 2 refuted as expected, 2 undecided" in told["text"]
    concise = told["concise"].splitlines()
    assert concise[0].startswith(f"{place}5: GC999 buggy::zero: BUG + 0 = BUG is not established: gradcheck failed (")
    assert len(concise) == 3
    document = json.loads(told["json"])
    assert [item["code"] for item in document["findings"]] == ["GC999", "GC999"]
    assert {item["severity"] for item in document["findings"]} == {"error"}
    assert [item["holds"] for item in document["derivations"]] == [True, False, True]
    suites = ElementTree.fromstring(told["junit"]).iter("testsuite")
    assert [(suite.get("tests"), suite.get("errors"), suite.get("failures")) for suite in suites] == [
        ("2", "0", "0"), ("2", "2", "0"), ("2", "0", "0"),
    ]  # fmt: skip
    (sarif,) = json.loads(told["sarif"])["runs"]
    assert [(item["ruleId"], item["level"]) for item in sarif["results"]] == [("GC999", "error")] * 2
    assert sarif["invocations"][0]["executionSuccessful"] is False
    annotations = [line for line in told["github"].splitlines() if line.startswith("::")]
    assert len(annotations) == 2
    assert annotations[0].startswith("::error file=derivations/algebra/buggy.py,line=11,col=5,title=GC999 crash%3A ")
    assert "### ✗ GC999 crash: `buggy::zero`" in told["markdown"]


def test_what_failed_is_not_kept_and_not_suppressed(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, reports: Path
) -> None:
    path = own / "buggy.py"
    path.write_text(BUGGY.replace("given=[x > 0]),", "given=[x > 0]),  # gradcheck: ignore[GC999] -- no"), "utf-8")
    for _ in range(2):
        ran = gradcheck("check", str(path), "--output-format", "concise")
        assert ran.code == 2
        assert [line.split()[1] for line in ran.out.splitlines()[:-1]] == ["GC999", "GC505", "GC999"]
    assert len(list(reports.iterdir())) == 2


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
