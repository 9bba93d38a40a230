"""The JSON report on proofs, schema 1; ``docs/json.md`` describes it for those who read it.

Keys are only ever added; a change of meaning raises the number.  Formulas are objects with ``text``, which gradcheck
reads back, and ``latex``; lists of conditions hold the text alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of, suppressed_of
from gradcheck.outcome.run import (
    Declared,
    DerivationOutcome,
    DocumentSummary,
    Formula,
    Location,
    Preamble,
    Problem,
    RunOutcome,
    Sides,
    StepOutcome,
)

SCHEMA = 1


def run_json(run: RunOutcome, version: str) -> str:
    """The whole run as one JSON document."""
    return document(
        run.command,
        version,
        {
            "summary": {
                "proved": run.count("proved"),
                "refuted": run.count("refuted"),
                "undecided": run.count("undecided"),
                "unexpected": run.unexpected,
                "suppressed": run.suppressed,
            },
            "derivations": list(_derivations(run)),
            "problems": [str(problem) for problem in run.problems],
            "findings": [_finding(finding) for finding in findings_of(run)],
            "stopped": run.stopped or None,
            "unreached": list(run.unreached),
            "unselected": run.unselected,
            "suppressed": [{**_finding(found), "reason": found.suppressed} for found in suppressed_of(run)],
            "notices": [_finding(notice) for notice in notices_of(run)],
        },
    )


def document(command: str, version: str, content: dict[str, Any]) -> str:
    """Any JSON answer of gradcheck: the head that all of them share, then the content."""
    whole = {"schema": SCHEMA, "gradcheck": version, "command": command, **content}
    return json.dumps(whole, indent=2, ensure_ascii=False)


def formula_json(formula: Formula | None) -> dict[str, str] | None:
    """A formula without its two-dimensional form."""
    return None if formula is None else {"text": formula.text, "latex": formula.latex}


def preamble_json(preamble: Preamble) -> dict[str, Any]:
    """Return the keys about names and definitions, one by one and as on a page."""
    return {
        "symbols": [_symbol(item) for item in preamble.symbols],
        "definitions": [formula_json(item) for item in preamble.definitions],
        "preamble": [formula_json(item) for item in (*preamble.lines, *preamble.defined)],
        "presupposed": [item.text for item in preamble.presupposed],
        "remarks": list(preamble.remarks),
    }


def _symbol(item: Declared) -> dict[str, Any]:
    return {
        "name": item.name,
        "sort": item.sort,
        "shape": list(item.shape),
        "law": item.law or None,
        "declared": item.declared or None,
        "arguments": item.arguments,
        "differentiable": item.differentiable,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "derivation": finding.derivation or None,
        "step": finding.step or None,
        "location": _location(finding.location),
        "advice": finding.advice,
        "fingerprint": finding.fingerprint,
    }


def _location(location: Location | None) -> dict[str, Any] | None:
    """Return the place; where it ends, and in which cell of a notebook it is, if that is known."""
    return None if location is None else {key: value for key, value in vars(location).items() if value not in (0, "")}


def _derivations(run: RunOutcome) -> Iterator[dict[str, Any]]:
    """All outcomes, and in their places the claims that could not be read."""
    unread = [problem for problem in run.problems if problem.written]
    for number, outcome in enumerate(run.derivations):
        while unread and unread[0].after <= number:
            yield _unread(unread.pop(0))
        yield _derivation(outcome)
    yield from map(_unread, unread)


def _unread(problem: Problem) -> dict[str, Any]:
    """A claim that could not be read, with the verdict ``unread``, its code and its place."""
    written = Formula(problem.written, "", problem.written)
    step = StepOutcome(problem.name, written, "proved", "undecided", reason=problem.message, code=problem.code,
                       location=problem.location)  # fmt: skip
    told = _derivation(DerivationOutcome(problem.name, "", "", (step,), 0.0))
    told["steps"][0] |= {"verdict": "unread"}
    return told


def _derivation(outcome: DerivationOutcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "title": outcome.title,
        "source": outcome.source,
        "holds": outcome.holds,
        "seconds": round(outcome.seconds, 6),
        "assumptions": [item.text for item in outcome.assumptions],
        "notation": [formula_json(item) for item in outcome.notation],
        **preamble_json(outcome.preamble),
        "steps": [step_json(step) for step in outcome.steps],
        "unreached": list(outcome.unreached),
        "unselected": outcome.unselected,
        "document": _document(outcome.document),
    }


UNTOLD = ("suppressed", "sides", "spelling")  # of a document: what the steps tell


def _document(about: DocumentSummary | None) -> dict[str, Any] | None:
    if about is None:
        return None
    rows = ("reading", "supposed")
    lists = {name: list(value) for name, value in vars(about).items() if name in rows}
    left = {name: value for name, value in vars(about).items() if name not in (*rows, *UNTOLD)}
    return left | lists


def _sides(sides: Sides | None) -> dict[str, Any] | None:
    if sides is None:
        return None
    left, right = (
        {"exact": value.exact or None, "lower": value.lower, "upper": value.upper}
        for value in (sides.left, sides.right)
    )
    return {"relation": formula_json(sides.relation), "entry": list(sides.place), "left": left, "right": right}


def step_json(step: StepOutcome) -> dict[str, Any]:
    """One step with everything that its verdict carries."""
    return {
        "name": step.name,
        "statement": formula_json(step.statement),
        "expected": step.expected,
        "verdict": step.verdict,
        "trust": step.trust,
        "engine": step.engine,
        "reason": step.reason,
        "shapes": step.shapes or None,
        "code": step.code,
        "note": step.note,
        "assumptions": [item.text for item in step.assumptions],
        "side_conditions": [item.text for item in step.side_conditions],
        "contradictory": step.contradictory and step.contradictory.text,
        "missing": [item.text for item in step.missing],
        "facts": list(step.facts),
        "counterexample": None if step.counterexample is None else dict(step.counterexample),
        "sides": _sides(step.sides),
        "everywhere": step.everywhere,
        "difference": formula_json(step.difference),
        "correction": formula_json(step.correction),
        "changed": step.changed and {"true": formula_json(step.changed[0]), "stated": formula_json(step.changed[1])},
        "evidence": list(step.evidence),
        "suppressed": step.suppressed or None,
        "advice": step.advice,
        "location": _location(step.location),
        "seconds": round(step.seconds, 6),
    }
