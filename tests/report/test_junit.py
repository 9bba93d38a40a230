"""JUnit XML: what Jenkins and GitLab take, a case a step, and every text comes back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from gradcheck.findings.of_run import findings_of
from gradcheck.outcome.run import RunOutcome
from gradcheck.report.junit import render_junit

from .runs import EVERYTHING, FALSE, FULL_TEXTS, HOSTILE, PATIENT, hostile_runs

COUNTS = {"tests", "failures", "errors"}
TIME = re.compile(r"[0-9]+\.[0-9]{3}")

# What may be in each element: attributes that it must have, that it may have, its children, whether it may have text.
# As the schema of the xUnit plugin of Jenkins has it, with the place of a test case, which GitLab and others read.
MODEL: dict[str, tuple[set[str], set[str], set[str], bool]] = {
    "testsuites": (set(), {"name", "time", *COUNTS}, {"testsuite"}, False),
    "testsuite": ({"name", *COUNTS}, {"skipped", "time"}, {"properties", "testcase"}, False),
    "properties": (set(), set(), {"property"}, False),
    "property": ({"name", "value"}, set(), set(), False),
    "testcase": ({"name"}, {"classname", "time", "file", "line"}, {"failure", "error", "skipped"}, False),
    "failure": (set(), {"type", "message"}, set(), True),
    "error": (set(), {"type", "message"}, set(), True),
    "skipped": (set(), {"type", "message"}, set(), True),
}


def conforms(node: ElementTree.Element) -> bool:
    """Whether the element and all below it are as the model has them, with counts that are right."""
    must, may, children, text = MODEL[node.tag]
    assert must <= set(node.keys()) <= must | may, node.attrib
    assert {child.tag for child in node} <= children, node.tag
    assert text or not (node.text or "").strip()
    assert not (node.tail or "").strip()
    if "time" in node.keys():  # noqa: SIM118  (an element is no mapping)
        assert TIME.fullmatch(node.get("time", ""))
    if node.tag in ("testsuites", "testsuite"):
        cases = list(node.iter("testcase"))
        results = Counter(child.tag for case in cases for child in case)
        assert int(node.get("tests", "")) == len(cases)
        assert int(node.get("failures", "")) == results["failure"]
        assert int(node.get("errors", "")) == results["error"]
        assert int(node.get("skipped", results["skipped"])) == results["skipped"]
    if node.tag == "testcase":
        assert len(node) <= 1
    return all(map(conforms, node))


def parsed(run: RunOutcome) -> ElementTree.Element:
    text = render_junit(run, "1.0")
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert conforms(root)
    return root


def read_back(text: str) -> str:
    """What a reader of XML sees of a text: what XML cannot hold is told by its escape."""

    def told(character: str) -> str:
        code = ord(character)
        if character in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000:
            return character
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"

    return "".join(map(told, text))


def results(root: ElementTree.Element) -> dict[str, str]:
    return {case.get("name", ""): next((child.tag for child in case), "passed") for case in root.iter("testcase")}


def test_a_case_a_step_and_its_result() -> None:
    root = parsed(EVERYTHING)
    assert results(root) == {
        "good": "passed", "wrong": "failure", "open": "failure", "as-known": "passed", "not-so": "failure",
        "vacuous": "failure", "left": "skipped", "burst": "error", "last": "skipped",
        "unused-suppression d.py:20:1": "failure", "x = 2*x": "failure", "module-fails e.py:4:1": "error",
        "no-such-path nowhere": "error", "unwritable it cannot be written": "error",
    }  # fmt: skip
    assert [suite.get("name") for suite in root] == ["d", "fine", "claims", "problems"]


def test_a_case_says_where_it_is_and_a_failure_everything_that_is_known() -> None:
    (case,) = parsed(EVERYTHING).findall(".//testcase[@name='wrong']")
    assert {**case.attrib} == {"classname": "d", "name": "wrong", "time": "0.250", "file": "d.py", "line": "9"}
    assert {**case[0].attrib} == {"type": "GC101 false-claim", "message": "x = 2*x is false at x = 1"}
    assert (case[0].text or "").splitlines() == [
        "GC101 false-claim: d::wrong",
        "x = 2*x is false at x = 1",
        "there: left = 1, right = 2",
        "left - right = -x",
        "true right side: x",
        "that is, x, not 2*x",
        "next: correct it, or mark it as quoted: erratum(...), or the comment gradcheck: false: in a document",
        "at d.py:9:5",
    ]


def test_why_a_step_was_skipped() -> None:
    root = parsed(EVERYTHING)
    told = {
        case.get("name"): case[0].get("message") for case in root.iter("testcase") if case.find("skipped") is not None
    }
    assert told == {"left": "GC300 suppressed: nobody divides by 0", "last": "not reached"}


def test_a_run_that_was_stopped_has_what_it_did_not_begin() -> None:
    root = parsed(replace(EVERYTHING, stopped="interrupted", unreached=("later",)))
    assert [case.get("name") for case in root.findall("testsuite[@name='later']/testcase")] == ["not begun"]


def test_nothing_at_all_is_a_document_too() -> None:
    assert parsed(RunOutcome("check")).get("tests") == "0"


def test_names_of_cases_are_distinct() -> None:
    claim = EVERYTHING.derivations[2]
    root = parsed(RunOutcome("prove", (claim, claim, claim)))
    assert [case.get("name") for case in root.iter("testcase")] == ["x = 2*x", "x = 2*x (2)", "x = 2*x (3)"]


@given(hostile_runs())
@HOSTILE
def test_whatever_is_in_it_it_is_xml(run: RunOutcome) -> None:
    root = parsed(run)
    steps = sum(len(item.steps) for item in run.derivations)
    assert len(list(root.iter("testcase"))) >= steps
    failed = [case for case in root.iter("testcase") if len(case) and case[0].tag != "skipped"]
    assert bool(failed) == bool(findings_of(run))


@given(FULL_TEXTS)
@PATIENT
def test_every_text_comes_back(text: str) -> None:
    step = replace(FALSE, name=text)
    derivation = replace(EVERYTHING.derivations[0], name=text, title=text, steps=(step,), unreached=(), remarks=())
    (suite,) = parsed(RunOutcome("check", (derivation,)))
    assert suite.get("name") == read_back(text)
    assert suite.find("properties/property").get("value") == read_back(text)  # type: ignore[union-attr]
    (case,) = suite.findall("testcase")
    assert (case.get("name"), case.get("classname")) == (read_back(text), read_back(text))
    assert (case[0].text or "").startswith(f"GC101 false-claim: {read_back(f'{text}::{text}')}\nx = 2*x is")


@pytest.mark.parametrize("text", ["]]>", "<![CDATA[", "&amp;", "a\rb", "\x1b[31m", "\U0001d53d", "\ud800", "\ufffe"])
def test_what_breaks_xml_elsewhere(text: str) -> None:
    run = RunOutcome("check", problems=(replace(EVERYTHING.problems[0], message=text),))
    (error,) = parsed(run).iter("error")
    assert error.get("message") == read_back(text)
    assert read_back(text) in (error.text or "")
