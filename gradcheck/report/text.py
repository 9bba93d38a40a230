"""Renders the text report: each step with its verdict, what that rests on, and what would be right instead."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from gradcheck.findings.codes import CODES
from gradcheck.findings.of_run import codes_of_step
from gradcheck.outcome.run import (
    BAD_REQUEST,
    CRASH,
    NO_SUCH_PATH,
    NOTHING_TO_SAY,
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
from gradcheck.report.finding_text import value_in_words
from gradcheck.report.page import (
    Line,
    Span,
    block,
    counted,
    duration,
    enumerated,
    in_line,
    line,
    plain,
    prose,
    shortened,
    single_spaced,
)

OF_MODULES = ("GC432", "GC433", "GC434", "GC435", "GC436", "GC437", "GC903", CRASH)
OTHER_STATES = {  # of what is no formula
    NO_SUCH_PATH: "not found", "GC428": "not found", "GC422": "not written", BAD_REQUEST: "", "GC425": "", CRASH: "",
    "GC420": "not usable", "GC423": "not usable", "GC424": "not usable",
}  # fmt: skip
MARK = {"proved": "✓", "refuted": "✗", "undecided": "?"}
INDENT = "    "


def derivation_lines(outcome: DerivationOutcome, verbose: bool = False) -> Iterator[Line]:
    """A derivation: its title and source, then its steps, parted by blank lines."""
    yield line(Span(outcome.name, "name"), "  " if outcome.title else "", prose(outcome.title))
    if outcome.source:
        yield line(prose(outcome.source, "quiet"))
    told = list(preamble_lines(outcome.preamble, "  "))
    if told:
        yield from [line(""), *told]
    if outcome.notation:
        yield from [line(""), line("  ", Span("where", "quiet"))]
        for meaning in outcome.notation:
            yield from block(meaning.pretty, INDENT)
    if outcome.assumptions:
        yield from [line(""), line("  ", Span("assuming ", "quiet"), ", ".join(map(in_line, outcome.assumptions)))]
    for step in outcome.steps:
        yield line("")
        yield from step_lines(step, verbose, outcome.assumptions)
    if outcome.unreached:
        yield from [line(""), line("  ", Span("not reached: ", "unsure"), prose(enumerated(outcome.unreached)))]
    if outcome.document is not None:
        yield from document_lines(outcome.document)
    for remark in outcome.remarks:
        yield from [line(""), line("  ", Span("! ", "unsure"), prose(remark.message))]
        yield from _place_lines(remark.code, remark.location, CODES[remark.code].advice)
    if outcome.notices:
        yield from [line(""), *notice_lines(outcome.notices)]


def document_lines(about: DocumentSummary) -> Iterator[Line]:
    """Say how much of a document was read, and what it takes for granted."""
    parts = [counted(about.formulas, "displayed formula"), f"{about.read} read"]
    parts += [f"{about.skipped} skipped on purpose"] if about.skipped else []
    parts += [f"{counted(about.prose, 'formula')} in running text"] if about.prose else []
    yield from [line(""), line("  ", Span("document: ", "quiet"), prose(", ".join(parts)))]
    if about.supposed:
        yield line("  ", Span("taken for granted: ", "quiet"))
        for item in about.supposed:
            yield line(INDENT, item)


def reading_lines(about: DocumentSummary) -> Iterator[Line]:
    """Say formula by formula what was read of a document."""
    yield line(Span(about.path, "name"), "  as it was read")
    for item in about.reading:
        yield line("  ", item)
    yield line("")


def preamble_lines(preamble: Preamble, indent: str) -> Iterator[Line]:
    """Render what the names stand for, the definitions, and what the laws presuppose."""
    alone = len(preamble.lines) + len(preamble.defined) == 1
    label = f"{'for' if preamble.lines else 'with'} {'' if alone else '  '}"
    blank = " " * len(label)
    for item in (*preamble.lines, *preamble.defined):
        tall = "\n" in item.pretty
        if tall and label.strip():
            yield line(indent, Span(label, "quiet"))
        rows = item.pretty.splitlines()
        for row in rows:
            yield line(indent, Span(blank if tall else label, "quiet"), row.rstrip())
            label = blank
    if preamble.presupposed:
        told = ", ".join(map(in_line, preamble.presupposed))
        yield line(indent, Span("presupposed: ", "quiet"), told)
    for remark in preamble.remarks:
        yield line(indent, prose(remark, "quiet"))


def notice_lines(notices: Iterable[Problem]) -> Iterator[Line]:
    """Render the notices, each with its place."""
    for notice in notices:
        yield line("  ", Span("note: ", "quiet"), prose(notice.message))
        yield from _place_lines(notice.code, notice.location, CODES[notice.code].advice)


def is_of_module(problem: Problem) -> bool:
    """Whether it says why a module cannot be used: then it is told where the steps of the module would be."""
    return problem.location is not None and problem.code in OF_MODULES


def place_among(path: str) -> tuple[str, str]:
    """Sort key of modules and of their problems: the folder, then the name of the derivation."""
    folder, name = os.path.split(path)
    return folder, name.removesuffix(".py").replace("_", "-")


def problem_lines(problem: Problem) -> Iterator[Line]:
    """A module that cannot be used, in the place of its derivation."""
    at = problem.location
    yield line(Span("" if at is None else at.path, "name"))
    yield line("  ", Span("✗ not usable", "bad"), "  ", prose(problem.message))
    yield from block(problem.detail, INDENT)
    yield from _place_lines(problem.code, at, CODES[problem.code].advice)


def step_lines(
    step: StepOutcome,
    verbose: bool = False,
    assumed: tuple[Formula, ...] = (),
    preamble: Preamble = NOTHING_TO_SAY,
) -> Iterator[Line]:
    """One step: verdict and name, the statement, and below it everything that the verdict carries.

    What is ``assumed`` in all steps was said before; a condition that is an assumption is not said twice.  The
    ``preamble`` is that of a claim which belongs to no derivation.
    """
    words = dict.fromkeys(word for word in (step.trust, step.engine, duration(step.seconds)) if word)
    about = ", ".join(words)
    yield line("  ", verdict_span(step), "  ", Span(step.name, "name"), "  ", Span(f"({about})", "quiet"))
    tall = "\n" in step.statement.pretty
    if tall:
        yield line("")
    yield from block(step.statement.pretty, INDENT)
    if tall:
        yield line("")
    yield from preamble_lines(preamble, INDENT)
    yield from finding_lines(step, INDENT, coded=step.location is None)
    yield from _listed("assuming", [item for item in step.assumptions if item not in assumed])
    yield from _listed("conditions met", [item for item in step.side_conditions if item not in step.assumptions])
    if step.trust == "solver":
        yield line(INDENT, prose("on the word of a solver, which the kernel did not check", "unsure"))
    if step.facts:
        yield line(INDENT, Span("named facts: ", "quiet"), prose(", ".join(step.facts)))
    if step.note:
        yield line(INDENT, prose(f"note: {step.note}", "quiet"))
    for code in codes_of_step(step) if step.location is not None else ():
        advice = step.advice if step.advice and code == step.code else CODES[code].advice
        yield from _place_lines(code, step.location, "" if step.suppressed and code == step.code else advice)
    if verbose:
        for text in step.evidence:
            yield from block(text, INDENT + "│ ", "quiet")


def _place_lines(code: str, at: Location | None, advice: str) -> Iterator[Line]:
    """Render the place of a finding, its code, and the next thing to try."""
    yield line(INDENT, Span(f"in {at}: " if at else "", "quiet"), Span(f"{code} {CODES[code].slug}", "quiet"))
    if advice:
        yield line(INDENT, Span("next: ", "quiet"), prose(advice))


def verdict_span(step: StepOutcome) -> Span:
    """The mark and the word; an erratum says whether its refutation was the point."""
    word = step.verdict + (", suppressed" if step.suppressed else "")
    if step.expected == "refuted":
        word += ", as expected" if step.as_expected else ", but kept as an erratum"
    meaning = "unsure" if step.verdict == "undecided" else "good" if step.as_expected else "bad"
    return Span(f"{MARK[step.verdict]} {word}", meaning)


def finding_lines(step: StepOutcome, indent: str, coded: bool = True) -> Iterator[Line]:
    """Why a step is not proved: witness, difference and correction, or the missing conditions, or the reason.

    ``coded``: the code, if it is undecided, and the next thing to try follow the reason; else they stand elsewhere.
    """
    if step.counterexample is not None and (step.witness or step.everywhere):
        yield line(indent, "false ", f"at {step.witness}" if step.witness else "everywhere")
    if step.sides is not None:
        yield from _sides(step, step.sides, indent)
    if step.difference is not None:
        yield from _equation("left − right", step.difference, indent)
    if step.correction is not None:
        yield from _equation("true right side", step.correction, indent)
    if step.changed is not None and all("\n" not in part.pretty for part in step.changed):
        true, stated = step.changed
        yield line(indent, Span("that is, ", "quiet"), f"{true.pretty}, not {stated.pretty}")
    if step.contradictory is not None:
        beside = " beside the others" if len(step.assumptions) > 1 else ""
        warning = Span("the assumptions are contradictory, and anything follows from them", "unsure")
        yield line(indent, warning, f": {in_line(step.contradictory)} cannot hold{beside}")
    if step.missing:
        yield line(indent, "holds if ", " and ".join(in_line(item) for item in step.missing))
    if step.suppressed:
        yield line(indent, Span("suppressed: ", "quiet"), prose(step.suppressed))
    if step.reason:
        reason = (step.shapes or step.reason) + (f" [{step.code}]" if step.code and coded else "")
        yield from block(reason, indent) if "\n" in reason else [line(indent, prose(reason))]
    if step.advice and coded and not step.suppressed:
        yield line(indent, Span("next: ", "quiet"), prose(step.advice))


def unreached_lines(run: RunOutcome) -> list[Line]:
    """List what a stopped run did not begin."""
    return [line("not begun: ", prose(enumerated(run.unreached)))] if run.unreached else []


def summary_line(run: RunOutcome, seconds: float | None = None) -> Line:
    """The last line: what was found, in numbers, and how long it took if that is said."""
    steps = [step for item in run.derivations for step in item.steps]
    expected = sum(step.as_expected and step.verdict == "refuted" for step in steps)
    beside = sum(len(item.remarks) for item in run.derivations if item.document is not None)
    counts = [
        (run.count("proved"), "proved" + _by_solver(steps) + _supposed(run)),
        (expected, "refuted as expected"),
        (run.count("refuted") - expected, "refuted"),
        (run.count("undecided") - run.suppressed, "undecided"),
        (run.suppressed, "suppressed"),
        (sum(step.contradictory is not None for step in steps), "from contradictory assumptions"),
        *((number, word) for word, number in Counter(map(_state_of, run.problems)).items()),
        (run.remarks - beside, "bad suppression" if run.remarks - beside == 1 else "bad suppressions"),
        (beside, "finding beside the claims" if beside == 1 else "findings beside the claims"),
        (sum(len(item.unreached) for item in run.derivations), "not reached"),
    ]
    told = ", ".join(f"{number} {word}" for number, word in counts if number and word) or "nothing was checked"
    whole = [item for item in run.derivations if not item.is_claim]
    derivations = f"{counted(len(whole), 'derivation')}, " if len(whole) > 1 else ""
    what = counted(len(steps), "step" if whole or run.command in ("check", "record") else "claim")
    mark = Span("✓", "good") if run.exit_code == 0 else Span("✗", "bad")
    aside = [] if seconds is None else [duration(seconds)]
    aside += [f"{run.unchanged} unchanged"] if run.unchanged else []
    aside += [f"{run.unselected} not selected"] if run.unselected else []
    aside += [f"shard {run.shard}"] if run.shard else []
    spent = f" ({', '.join(aside)})" if aside else ""
    how = f"{run.stopped}; " if run.stopped else ""
    rest = f"; {len(run.unreached)} not begun" if run.unreached else ""
    return line(mark, " ", prose(f"{how}{derivations}{what}: {told}{rest}"), prose(spent, "quiet"))


def _supposed(run: RunOutcome) -> str:
    """Say how much the documents of a run take for granted."""
    about = [item.document for item in run.derivations if item.document is not None]
    count = sum(len(document.supposed) for document in about)
    if not count or not run.count("proved"):
        return ""
    return f" under {counted(count, 'assumption')} of {'this document' if len(about) == 1 else 'these documents'}"


def _state_of(problem: Problem) -> str:
    """Return the words for what could not be used: a module, or another thing by its code."""
    if is_of_module(problem):
        return "not usable"
    return OTHER_STATES.get(problem.code, "not readable")


def render_page(run: RunOutcome, version: str) -> str:
    """The whole report on a run, as it is shown step by step, without what was never shown: the time of the whole."""
    problems = "".join(f"{problem}\n" for problem in run.problems if not is_of_module(problem))
    notices = plain(notice_lines(run.notices))
    summary = plain([*unreached_lines(run), summary_line(run)])
    return "".join([*_pages(run), problems, notices, summary]).rstrip("\n")


def _pages(run: RunOutcome) -> Iterator[str]:
    """The derivations, and each module that cannot be used in its place."""
    waiting = deque(sorted(filter(is_of_module, run.problems), key=_place_of_problem))
    for item in run.derivations:
        here = next((place_among(step.location.path) for step in item.steps if step.location is not None), None)
        while waiting and here is not None and _place_of_problem(waiting[0]) < here:
            yield plain([*problem_lines(waiting.popleft()), line("")])
        yield plain(single_spaced([*derivation_lines(item), line("")]))
    for problem in waiting:
        yield plain([*problem_lines(problem), line("")])


def _place_of_problem(problem: Problem) -> tuple[str, str]:
    return place_among("" if problem.location is None else problem.location.path)


def _by_solver(steps: list[StepOutcome]) -> str:
    """How many of the proofs rest on the word of a solver."""
    number = sum(step.verdict == "proved" and step.trust == "solver" for step in steps)
    return f" ({number} on the word of a solver)" if number else ""


def _sides(step: StepOutcome, sides: Sides, indent: str) -> Iterator[Line]:
    where = f" in entry {list(sides.place)}" if sides.place else ""
    if sides.relation.text != step.statement.text:
        yield line(indent, f"there {in_line(sides.relation)} fails{where}:")
    elif where:
        yield line(indent, f"there,{where}:")
    told = [value_in_words(name, value) for name, value in (("left", sides.left), ("right", sides.right))]
    yield line(indent, ", ".join(told))


def _listed(label: str, items: Iterable[Formula]) -> Iterator[Line]:
    joined = ", ".join(in_line(item) for item in items)
    if joined:
        yield line(INDENT, Span(f"{label}: ", "quiet"), joined)


def _equation(label: str, formula: Formula, indent: str) -> Iterator[Line]:
    if "\n" in formula.pretty:
        yield line(indent, f"{label} =")
        yield from block(formula.pretty, indent + "  ")
    else:
        yield line(indent, f"{label} = {shortened(formula.pretty)}")
