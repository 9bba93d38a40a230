"""Renders a finding as lines of text, for reports without formulas in two dimensions.

Formulas are in the notation that gradcheck reads back.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.findings.finding import Finding
from gradcheck.outcome.record import record
from gradcheck.outcome.run import NO_SUCH_PATH, Formula, Sides, StepOutcome, Value
from gradcheck.report.page import shortened

SEVERITIES = ("error", "warning", "note")
LONGEST = 2_000  # characters of a formula in a line


def name_of(finding: Finding) -> str:
    """``derivation::step``; empty for what belongs to none."""
    return "::".join(part for part in (finding.derivation, finding.step) if part)


def place_of(finding: Finding) -> str:
    """``path:line:column``, or the path alone of what is not there; empty if there is none."""
    at = finding.location
    if at is None:
        return ""
    return at.path if finding.code == NO_SUCH_PATH else str(at)


def title_of(finding: Finding) -> str:
    """``GC101 false-claim: derivation::step``."""
    name = name_of(finding)
    return f"{finding.code} {finding.slug}{': ' if name else ''}{name}"


def rank(finding: Finding) -> tuple[int, int]:
    """Sort key: false statements first, then other errors, then the rest."""
    return SEVERITIES.index(finding.severity), not finding.code.startswith("GC1")


@record
class Fact:
    """One thing that is known of a finding: a label, and a formula or prose."""

    label: str
    value: str
    is_formula: bool = True

    def __str__(self) -> str:
        return self.label + self.value


def known_lines(finding: Finding) -> Iterator[str]:
    """Return what is known beyond the sentence of the finding, in lines; the last says what to try next."""
    yield from finding.detail.splitlines()
    yield from map(str, known_facts(finding))


def known_facts(finding: Finding) -> Iterator[Fact]:
    """Return what is known beyond the sentence and the detail of the finding.

    The last is the next thing to try, or the reason why it is suppressed.
    """
    if not finding.derivation:  # a derivation has one for all of its steps
        yield from preamble_facts(finding)
    if finding.outcome is not None:
        yield from _facts(finding.outcome, finding.message)
    if finding.suppressed:
        yield Fact("suppressed: ", " ".join(finding.suppressed.split()), False)
    else:  # the true right side, which the advice may tell, was told
        yield Fact("next: ", finding.about.advice if finding.code == "GC101" else finding.advice, False)


def preamble_facts(finding: Finding) -> Iterator[Fact]:
    """Return what the names of the statement stand for, its definitions, and what its laws presuppose."""
    preamble = finding.preamble
    for formula in (*preamble.lines, *preamble.defined):
        yield Fact("for ", _one_line(formula))
    if preamble.presupposed:
        yield Fact("presupposed: ", ", ".join(map(_one_line, preamble.presupposed)))
    for remark in preamble.remarks:
        yield Fact("", remark, False)


def _facts(step: StepOutcome, said: str) -> Iterator[Fact]:
    """Return what is known of a step, without what was ``said`` before."""
    if _one_line(step.statement) not in said:
        yield Fact("claim: ", _one_line(step.statement))
    if step.counterexample is not None and step.witness and step.witness not in said:
        yield Fact("false at ", step.witness)
    if step.sides is not None:
        label, value = _sides(step, step.sides)
        yield Fact(label, value)
    if step.difference is not None:
        yield Fact("left - right = ", _one_line(step.difference))
    if step.correction is not None:
        yield Fact("true right side: ", _one_line(step.correction))
    if step.changed is not None:
        true, stated = step.changed
        yield Fact("that is, ", f"{_one_line(true)}, not {_one_line(stated)}")
    missing = " and ".join(map(_one_line, step.missing))
    if missing not in said:
        yield Fact("holds if ", missing)
    reason = " ".join((step.shapes or step.reason).split())
    if reason not in said:
        yield Fact("", reason, False)
    if step.assumptions:
        yield Fact("assuming ", ", ".join(map(_one_line, step.assumptions)))
    if step.note:
        yield Fact("note: ", " ".join(step.note.split()), False)


def value_in_words(name: str, value: Value) -> str:
    """'left = 2', or between which decimals it is."""
    if value.exact:
        return f"{name} = {value.exact}"
    if value.lower == value.upper:  # rounded outwards, and still one number: that number
        return f"{name} = {value.lower}"
    return f"{name} is between {value.lower} and {value.upper} (rounded)"


def _sides(step: StepOutcome, sides: Sides) -> tuple[str, str]:
    where = f" in entry {list(sides.place)}" if sides.place else ""
    what = "" if sides.relation.text == step.statement.text else f" {_one_line(sides.relation)} fails"
    told = f"{value_in_words('left', sides.left)}, {value_in_words('right', sides.right)}"
    return f"there{what}{where}: ", told


def _one_line(formula: Formula) -> str:
    return shortened(" ".join(formula.text.split()), LONGEST)
