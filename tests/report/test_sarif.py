"""SARIF 2.1.0: as the model of the standard has it, with everything that is known, wherever a claim moves."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.findings.codes import CODES
from gradcheck.findings.of_run import findings_of, notices_of, suppressed_of
from gradcheck.outcome.run import NO_SUCH_PATH, Location, Problem, RunOutcome
from gradcheck.report import sarif
from gradcheck.report.sarif import render_sarif

from .runs import EVERYTHING, FALSE, FULL_TEXTS, HOSTILE, OPEN, PATIENT, hostile_runs
from .sarif_model import Invalid, check_sarif, path_of, plain_text


def parsed(run: RunOutcome) -> dict[str, Any]:
    return check_sarif(json.loads(render_sarif(run, "1.0")))


def run_of(*steps: Any) -> RunOutcome:
    return RunOutcome("check", (replace(EVERYTHING.derivations[0], steps=steps, remarks=(), notices=()),))


def test_a_result_a_finding_what_is_false_first() -> None:
    run = parsed(EVERYTHING)
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("GC101", "error"), ("GC101", "error"), ("GC102", "error"), ("GC904", "error"), ("GC432", "error"),
        ("GC300", "warning"), ("GC501", "warning"), ("GC503", "warning"), ("GC300", "warning"), ("GC511", "note"),
    ]  # fmt: skip
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted({r["ruleId"] for r in run["results"]})


def test_the_help_of_a_rule_is_its_page() -> None:
    rules = {rule["id"]: rule for rule in parsed(EVERYTHING)["tool"]["driver"]["rules"]}
    assert rules["GC101"]["help"]["markdown"].startswith("# GC101 false-claim\n\n## What it means\n")
    assert rules["GC101"]["fullDescription"]["text"].startswith("The statement does not hold for all values")


def test_every_code_can_be_a_rule() -> None:
    problems = tuple(Problem(code, "m", Location("d.py", 1)) for code in CODES if code != NO_SUCH_PATH)
    assert len(parsed(RunOutcome("check", problems=problems))["results"]) == len(CODES) - 1


def test_a_result_has_its_place_and_its_counterexample() -> None:
    result = next(r for r in parsed(EVERYTHING)["results"] if r["locations"][0].get("physicalLocation"))
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "d.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 9, "startColumn": 5},
    }
    assert location["logicalLocations"] == [{"name": "wrong", "fullyQualifiedName": "d::wrong", "kind": "step"}]
    known = result["properties"]
    assert (known["counterexample"], known["correction"]["text"]) == ({"x": "1"}, "x")
    assert (known["sides"]["right"]["exact"], known["difference"]["text"]) == ("2", "-x")
    assert result["message"]["text"].startswith("x = 2*x is false at x = 1.\n")


def test_what_belongs_to_no_file_is_a_notification() -> None:
    (invocation,) = parsed(EVERYTHING)["invocations"]
    told = [(item["descriptor"]["id"], "locations" in item) for item in invocation["toolExecutionNotifications"]]
    assert sorted(told) == [("GC422", False), ("GC431", True)]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)


def test_a_run_that_was_stopped_was_not_successful() -> None:
    (invocation,) = parsed(replace(run_of(FALSE), stopped="interrupted"))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 130)
    assert "interrupted" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_what_is_suppressed_says_why() -> None:
    (result,) = parsed(run_of(replace(OPEN, suppressed="nobody divides by 0")))["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "nobody divides by 0")


def test_nothing_found_is_a_document_without_results() -> None:
    run = parsed(RunOutcome("check", EVERYTHING.derivations[1:2]))
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["invocations"][0]["executionSuccessful"]


def test_a_claim_that_moves_keeps_its_fingerprint() -> None:
    (before,) = parsed(run_of(FALSE))["results"]
    (moved,) = parsed(run_of(replace(FALSE, location=Location("elsewhere.py", 70, 3))))["results"]
    (other,) = parsed(run_of(replace(FALSE, statement=OPEN.statement)))["results"]
    assert before["partialFingerprints"] == moved["partialFingerprints"] != other["partialFingerprints"]


def test_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    run = parsed(run_of(OPEN, replace(OPEN, name="more"), replace(OPEN, name="most"), FALSE))
    assert [result["ruleId"] for result in run["results"]] == ["GC101", "GC300"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "2 findings are left out; GitHub takes 2"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("derivations/a b.py", "derivations/a%20b.py"),
        ("a:b/é.py", "a%3Ab/%C3%A9.py"),
        ("/tmp/x%y.py", "file:///tmp/x%25y.py"),
        ("nicht\udcff.py", "nicht%FF.py"),
    ],
)
def test_paths_are_escaped(path: str, uri: str) -> None:
    (result,) = parsed(run_of(replace(FALSE, location=Location(path, 1))))["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert path_of(location) == path


@pytest.mark.parametrize("text", ["{0}", "A[i](3)", "A[1, 2](x", "\\](a)", "\\\\](a)", "[a](b) [c](d)", "{{x}"])
def test_nothing_is_read_as_a_link_or_as_a_placeholder(text: str) -> None:
    run = RunOutcome("check", problems=(Problem("GC432", text, Location("d.py", 1)),))
    (result,) = parsed(run)["results"]
    if "\\" not in text:
        assert plain_text(result["message"]["text"]).startswith(f"{text}.\n")


@given(hostile_runs())
@HOSTILE
def test_whatever_is_in_it_it_conforms(run: RunOutcome) -> None:
    told = parsed(run)
    results, (invocation,) = told["results"], told["invocations"]
    found = [*findings_of(run), *suppressed_of(run), *notices_of(run)]
    assert len(results) + len(invocation["toolExecutionNotifications"]) == len(found)


@given(FULL_TEXTS)
@PATIENT
def test_every_text_comes_back(text: str) -> None:
    step = replace(FALSE, name=text, counterexample=((text, text),), note=text)
    (result,) = parsed(run_of(step))["results"]
    assert result["locations"][0]["logicalLocations"][0]["name"] == text
    assert result["properties"]["counterexample"] == {text: text}
    assert result["properties"]["note"] == text


@given(FULL_TEXTS)
@PATIENT
def test_every_path_comes_back(path: str) -> None:
    (result,) = parsed(run_of(replace(FALSE, location=Location(path, 1))))["results"]
    told = path_of(result["locations"][0])
    if not any("\ud800" <= c <= "\udc7f" or "\udd00" <= c <= "\udfff" for c in path):  # of which no file has a name
        assert told.encode(errors="surrogateescape") == path.encode(errors="surrogateescape")


@given(st.sampled_from(["ruleId", "level", "message", "locations", "partialFingerprints"]), st.booleans())
def test_the_model_refuses_what_lacks_something_or_has_too_much(key: str, more: bool) -> None:
    document = json.loads(render_sarif(run_of(FALSE), "1.0"))
    (result,) = document["runs"][0]["results"]
    if more:
        result[f"{key}x"] = result[key]
    else:
        del result[key]
    with pytest.raises(Invalid):
        check_sarif(document)
