"""Renders JUnit XML as Jenkins, GitLab and others read it: a suite for each derivation, a test case for each step.

A test case passes if the step is as expected; an erratum that is refuted passes.  What is false, and what is not
established, is a failure; what could not be done at all, and what is gradcheck's own failure, is an error; what is
suppressed, and what was not reached, is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import code_of_step, findings_of
from gradcheck.outcome.run import DerivationOutcome, Location, RunOutcome, StepOutcome
from gradcheck.report.finding_text import known_lines, place_of, title_of
from gradcheck.report.page import shortened
from gradcheck.report.xml import HEAD, xml_tag, xml_text

CLAIMS, PROBLEMS, WHOLE = "claims", "problems", "gradcheck"  # suites that are no derivation, and all of them
RESULTS = (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
LONGEST_NAME = 300


@dataclass(frozen=True)
class Case:
    """A test case with its only child, if it has one: 'failure', 'error' or 'skipped', and what that says."""

    name: str
    seconds: float = 0.0
    location: Location | None = None
    result: str = ""
    kind: str | None = None
    message: str = ""
    body: str = ""


@dataclass(frozen=True)
class Suite:
    """A suite; ``about`` is what else is known of it."""

    name: str
    cases: tuple[Case, ...]
    seconds: float
    about: tuple[tuple[str, str], ...] = ()

    def count(self, result: str) -> int:
        return sum(case.result == result for case in self.cases)


def render_junit(run: RunOutcome, version: str) -> str:
    """The whole run as one XML document."""
    suites = tuple(_suites(run))
    every = Suite(
        WHOLE, tuple(case for suite in suites for case in suite.cases), sum(suite.seconds for suite in suites)
    )
    whole = _attributes(every)
    del whole["skipped"]  # which Jenkins knows of a suite alone
    lines = [line for suite in suites for line in _suite_lines(suite)]
    return "\n".join([HEAD, xml_tag("testsuites", whole), *lines, "</testsuites>"])


def _suites(run: RunOutcome) -> Iterator[Suite]:
    of_steps: dict[tuple[str, int], list[Finding]] = {}
    of_derivations: dict[str, list[Finding]] = {}
    others: list[Finding] = []
    for finding in findings_of(run):
        if finding.outcome is not None:
            of_steps.setdefault((finding.derivation, id(finding.outcome)), []).append(finding)
        elif finding.derivation:
            of_derivations.setdefault(finding.derivation, []).append(finding)
        else:
            others.append(finding)
    claims: list[StepOutcome] = []
    for item in run.derivations:
        if item.is_claim:
            claims += item.steps
            continue
        cases = [_step_case(step.name, step, of_steps.get((item.name, id(step)), [])) for step in item.steps]
        cases += [_finding_case(finding) for finding in of_derivations.pop(item.name, [])]
        cases += [_unreached(name) for name in item.unreached]
        yield Suite(item.name, _distinct(cases), item.seconds, _about(item))
    for name in run.unreached:
        yield Suite(name, (_unreached("not begun"),), 0.0)
    if claims:
        cases = [
            _step_case(" ".join(step.statement.text.split()), step, of_steps.get(("", id(step)), [])) for step in claims
        ]
        yield Suite(CLAIMS, _distinct(cases), sum(step.seconds for step in claims))
    others += [finding for rest in of_derivations.values() for finding in rest]
    if others:
        yield Suite(PROBLEMS, _distinct(map(_finding_case, others)), 0.0)


def _about(item: DerivationOutcome) -> tuple[tuple[str, str], ...]:
    told = [*item.preamble.lines, *item.preamble.defined]
    known = [("title", item.title), ("source", item.source), *(("for", formula.text) for formula in told)]
    known += [("presupposed", formula.text) for formula in item.preamble.presupposed]
    return tuple((key, value) for key, value in known if value)


def _step_case(name: str, step: StepOutcome, findings: list[Finding]) -> Case:
    case = Case(shortened(name, LONGEST_NAME), step.seconds, step.location)
    if findings:
        return _with_findings(case, findings)
    if step.suppressed:
        return replace(case, result="skipped", message=f"{code_of_step(step)} suppressed: {step.suppressed}")
    return case


def _finding_case(finding: Finding) -> Case:
    """A finding that is about no step: a module that cannot be loaded is a test that fails."""
    name = f"{finding.slug} {place_of(finding) or finding.message}"
    return _with_findings(Case(shortened(name, LONGEST_NAME), 0.0, finding.location), [finding])


def _with_findings(case: Case, findings: list[Finding]) -> Case:
    first = findings[0]
    unusable = any(finding.outcome is None and not finding.derivation for finding in findings)
    broken = any(finding.code.startswith("GC9") for finding in findings)
    return replace(
        case,
        result="error" if broken or unusable else "failure",
        kind=f"{first.code} {first.slug}",
        message=first.message,
        body="\n\n".join("\n".join(_body(finding)) for finding in findings),
    )


def _body(finding: Finding) -> Iterator[str]:
    yield title_of(finding)
    yield finding.message
    yield from known_lines(finding)
    if finding.location is not None:
        yield f"at {place_of(finding)}"


def _unreached(name: str) -> Case:
    return Case(name, result="skipped", message="not reached")


def _distinct(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases with names of their own: servers take two tests of one name for one test."""
    taken: set[str] = set()
    told = []
    for case in cases:
        name, number = case.name, 1
        while name in taken:
            number += 1
            name = f"{case.name} ({number})"
        taken.add(name)
        told.append(replace(case, name=name))
    return tuple(told)


def _attributes(suite: Suite) -> dict[str, str | int | None]:
    counts = {word: suite.count(kind) for word, kind in RESULTS}
    return {"name": suite.name, "tests": len(suite.cases), **counts, "time": _time(suite.seconds)}


def _suite_lines(suite: Suite) -> Iterator[str]:
    yield f"  {xml_tag('testsuite', _attributes(suite))}"
    if suite.about:
        yield "    <properties>"
        for name, value in suite.about:
            yield f"      {xml_tag('property', {'name': name, 'value': value}, empty=True)}"
        yield "    </properties>"
    for case in suite.cases:
        yield from _case_lines(suite.name, case)
    yield "  </testsuite>"


def _case_lines(suite: str, case: Case) -> Iterator[str]:
    file, line = (case.location.path, case.location.line) if case.location else (None, None)
    tag = {"classname": suite, "name": case.name, "time": _time(case.seconds), "file": file, "line": line}
    if not case.result:
        yield f"    {xml_tag('testcase', tag, empty=True)}"
        return
    yield f"    {xml_tag('testcase', tag)}"
    result = xml_tag(case.result, {"type": case.kind, "message": case.message}, empty=not case.body)
    yield f"      {result}" + (f"{xml_text(case.body)}</{case.result}>" if case.body else "")
    yield "    </testcase>"


def _time(seconds: float) -> str:
    return f"{max(seconds, 0.0):.3f}"
