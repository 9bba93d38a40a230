"""Collects the findings of a run, in the order of their places."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.findings.finding import Finding
from gradcheck.outcome.run import DerivationOutcome, Formula, Problem, RunOutcome, StepOutcome

CONTRADICTORY, MISFIT = "GC501", "GC103"
LONGEST = 160  # characters of a formula in a sentence


def findings_of(run: RunOutcome) -> tuple[Finding, ...]:
    """Return all findings, ordered by path, line and column; those without a place keep their order.

    There is one if and only if the run fails.
    """
    found = [_of_problem(problem) for problem in run.problems]
    for derivation in run.derivations:
        found += [finding for finding in _of_derivation(derivation) if not finding.suppressed]
        found += [_of_problem(remark, derivation.name) for remark in derivation.remarks]
    return tuple(sorted(found, key=_place))


def suppressed_of(run: RunOutcome) -> tuple[Finding, ...]:
    """Return the suppressed findings, each with the reason of its author as ``suppressed``."""
    found = [finding for item in run.derivations for finding in _of_derivation(item) if finding.suppressed]
    return tuple(sorted(found, key=_place))


def notices_of(run: RunOutcome) -> tuple[Finding, ...]:
    """Return the notices, which make no run fail."""
    found = [_of_problem(notice) for notice in run.notices]
    found += [_of_problem(notice, item.name) for item in run.derivations for notice in item.notices]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[str, int, int]:
    at = finding.location
    return ("", 0, 0) if at is None else (at.path, at.line, at.column)


def _of_problem(problem: Problem, derivation: str = "") -> Finding:
    return Finding(problem.code, problem.message, problem.location, derivation, detail=problem.detail)


def _of_derivation(derivation: DerivationOutcome) -> Iterator[Finding]:
    name = "" if derivation.is_claim else derivation.name
    for step in derivation.steps:
        if not step.as_expected:
            yield Finding(
                code_of_step(step), _sentence(step), step.location, name, step.name, step, suppressed=step.suppressed,
                preamble=derivation.preamble,
            )  # fmt: skip
        if step.contradictory is not None:
            sentence = f"the assumptions exclude {_short(step.contradictory)}, so anything follows from them"
            place = (step.location, name, step.name)
            yield Finding(CONTRADICTORY, sentence, *place, step, preamble=derivation.preamble)


def codes_of_step(step: StepOutcome) -> tuple[str, ...]:
    """Return the codes of the findings about a step, suppressed or not; none if it is as expected."""
    unexpected = () if step.as_expected else (code_of_step(step),)
    return unexpected if step.contradictory is None else (*unexpected, CONTRADICTORY)


def code_of_step(step: StepOutcome) -> str:
    """Return the code for a step that is not as expected."""
    if step.verdict == "undecided":
        return step.code or "GC200"
    if step.verdict == "proved":
        return "GC102"
    return MISFIT if step.shapes else "GC101"


def _sentence(step: StepOutcome) -> str:
    claim = _short(step.statement)
    if step.verdict == "proved":
        return f"{claim} is kept as an erratum, and it is true"
    if step.verdict == "refuted":
        return f"{claim} is false: {step.shapes}" if step.shapes else f"{claim} is false{_where(step)}"
    if step.missing:
        reason, wanted = " ".join(step.reason.split()), " and ".join(map(_short, step.missing))
        if step.code == "GC301":
            return f"{claim} is not established ({reason}); it holds if {wanted}"
        return f"{claim} is not established; it holds if {wanted} ({reason})"
    return f"{claim} is not established: {' '.join(step.reason.split())}"


def _where(step: StepOutcome) -> str:
    if step.everywhere:
        return " everywhere"
    return f" at {step.witness}" if 0 < len(step.witness) <= LONGEST else ""


def _short(formula: Formula) -> str:
    text = " ".join(formula.text.split())
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."
