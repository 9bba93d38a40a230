"""Reads comments that leave a step open: ``# gradcheck: ignore[GC300] -- the text means x > 0 throughout``.

A comment stands on a line of the call of ``step`` or ``erratum`` that it is about, or on lines of its own just above.
It names codes, or their slugs, and gives a reason; nothing is suppressed for a whole file, for then the next step that
cannot be proved would be lost in it.  What is false is not suppressed but kept as an erratum; what is suppressed stays
undecided, and no other step can use it.

Comments are found by the tokens of Python, calls in its syntax tree: a string that looks like a comment is none.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from gradcheck.findings.codes import CODES, code_of
from gradcheck.findings.of_run import code_of_step
from gradcheck.outcome.run import DerivationOutcome, Location, Problem, StepOutcome

WORD = "ignore"
USAGE = f"write # gradcheck: {WORD}[GC300] -- and the reason"
SUPPRESSIBLE = ("GC2", "GC3")  # not established, and a condition is missing
WEAKLY_FALSE = "GC205"  # and not among them: false by a verdict that does not count
TOO_WEAK = "GC204"  # what was asked for with --trust is no property of the module

_COMMENT = re.compile(r"#\s*gradcheck:\s*(?P<word>[\w-]*)\s*(?P<codes>\[[^\]]*\])?(?P<rest>.*)")


@dataclass(frozen=True)
class Suppression:
    """One comment: the codes and the reason as written; the first and the last line of code that it is about.

    ``below`` says that it stands above them, so that it is about what begins there.
    """

    place: Location
    codes: tuple[str, ...] | None
    reason: str
    line: int
    below: bool = False


def suppress(
    outcome: DerivationOutcome, source: bytes, path: str, places: Mapping[str, Location | None]
) -> DerivationOutcome:
    """Return the outcome with the reasons of suppressed steps, and remarks on bad suppressions.

    ``places`` are those of all steps of the module by name, whether they were proved now or not.
    """
    here = {name: at for name, at in places.items() if at is not None and at.path == path}
    try:
        comments = list(read_suppressions(source, path))
        extents = _extents(here, source) if comments else {}
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError):
        return outcome  # hardly a module that was loaded; its steps stay findings
    steps = {step.name: step for step in outcome.steps}
    remarks: list[Problem] = []
    for comment in comments:
        about = [name for name, extent in extents.items() if _is_about(comment, extent)]
        known, wrong = _judged(comment)
        remarks += wrong
        if not comment.reason:
            continue
        used = set()
        for name in about:
            step = steps.get(name)
            if step is not None and not step.as_expected and code_of_step(step) in known:
                used.add(code_of_step(step))
                steps[name] = replace(step, suppressed=comment.reason)
        if all(name in steps for name in about):  # else another run may tell
            found = [steps[name] for name in about]
            remarks += [_unused(comment, code, found) for code in known if not _is_used(code, used)]
    proved = tuple([steps[step.name] for step in outcome.steps])
    return replace(outcome, steps=proved, remarks=(*outcome.remarks, *remarks))


def suppress_in_document(outcome: DerivationOutcome, suppressed: Iterable[tuple[str, str, str]]) -> DerivationOutcome:
    """Return the outcome of a document with the reasons of its author at the steps that are open for such a code."""
    reasons = {(step, code): reason for step, code, reason in suppressed}

    def excused(step: StepOutcome) -> StepOutcome:
        if step.as_expected or step.verdict != "undecided":
            return step
        code = code_of_step(step)
        group = next((reason for (name, other), reason in reasons.items()
                      if name == step.name and {code[:3], other[:3]} == {"GC2"}), "")  # fmt: skip
        reason = reasons.get((step.name, code)) or group
        return replace(step, suppressed=reason) if reason else step

    return replace(outcome, steps=tuple(map(excused, outcome.steps)))


def read_suppressions(source: bytes, path: str) -> Iterator[Suppression]:
    """Return the comments of a module that suppress something, or seem meant to."""
    tokens = list(tokenize.tokenize(io.BytesIO(source).readline))
    code = sorted({line for token in tokens if token.type not in _NO_CODE for line in _rows(token)})
    occupied = set(code)
    for token in tokens:
        found = _COMMENT.search(token.string) if token.type == tokenize.COMMENT else None
        if found is None or not _is_meant(found["word"], found["codes"]):
            continue
        row, column = token.start
        column += found.start() + 1
        alone = row not in occupied
        line = next((line for line in code if line > row), row) if alone else row
        codes = None
        if found["word"] == WORD and found["codes"] is not None:
            codes = tuple(part.strip() for part in found["codes"][1:-1].split(",") if part.strip()) or None
        yield Suppression(Location(path, row, column), codes, _reason(found["rest"]), line, alone)


_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
            tokenize.ENDMARKER}  # fmt: skip


def _rows(token: tokenize.TokenInfo) -> range:
    return range(token.start[0], token.end[0] + 1)


def _is_meant(word: str, codes: str | None) -> bool:
    """Return whether a comment that begins with the name of gradcheck is meant as a suppression."""
    return word == WORD or codes is not None or bool(get_close_matches(word.lower(), [WORD, "noqa"], cutoff=0.7))


def _reason(rest: str) -> str:
    """Return the text behind the codes, without dashes or a colon before it."""
    return rest.strip().lstrip("-–—:# ").strip() if any(letter.isalnum() for letter in rest) else ""


def _judged(comment: Suppression) -> tuple[list[str], list[Problem]]:
    """Return the codes that the comment may suppress, and the problems with it."""
    if comment.codes is None:
        return [], [Problem("GC506", f"this suppresses nothing: {USAGE}", comment.place)]
    known: list[str] = []
    wrong: list[Problem] = []
    for written in comment.codes:
        try:
            code = code_of(written).code
        except LookupError as error:
            wrong.append(Problem("GC504", str(error), comment.place))
            continue
        if code.startswith(SUPPRESSIBLE) and code != WEAKLY_FALSE:
            known.append(code)
        else:
            wrong.append(Problem("GC505", f"{code} {CODES[code].slug} cannot be suppressed", comment.place))
    if not comment.reason and known:
        wrong.append(Problem("GC502", f"{' and '.join(known)} cannot be suppressed without a reason", comment.place))
    return list(dict.fromkeys(known)), wrong


def _is_used(code: str, used: Iterable[str]) -> bool:
    """Return whether a step is open for this code, or could be on another machine or with other options.

    Any GC2xx stands for the others: which limit ends a search first depends on the machine.
    """
    return code == TOO_WEAK or any(code == other or {code[:3], other[:3]} == {"GC2"} for other in used)


def _unused(comment: Suppression, code: str, about: Sequence[StepOutcome]) -> Problem:
    """Return the remark that the code suppresses nothing."""
    why = "; ".join([f"the step {step.name!r} is {_state(step)}" for step in about[:3]])
    nothing = "no step(...) or erratum(...) is written here or begins below"
    return Problem("GC503", f"{code} is suppressed for nothing: {why or nothing}", comment.place)


def _state(step: StepOutcome) -> str:
    if step.verdict == "undecided":
        code = code_of_step(step)
        return f"open for another reason, {code} {CODES[code].slug}"
    return step.verdict + (", as it should be" if step.as_expected else "")


def _is_about(comment: Suppression, extent: tuple[int, int]) -> bool:
    first, last = extent
    return first <= (comment.place.line if comment.below else comment.line) <= last or first == comment.line


def _extents(places: Mapping[str, Location], source: bytes) -> dict[str, tuple[int, int]]:
    """Return the first and the last line of the innermost call around each place, or else the line of the place."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    lines = io.TextIOWrapper(io.BytesIO(source), encoding).read().split("\n")
    spans = [
        (_place(call.lineno, call.col_offset, lines), _place(call.end_lineno or 0, call.end_col_offset or 0, lines))
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
    ]
    found = {}
    for name, at in places.items():
        around = [(start, end) for start, end in spans if start <= (at.line, at.column) < end]
        innermost = max(around, key=lambda span: span[0], default=((at.line, 1), (at.line, 1)))
        found[name] = innermost[0][0], innermost[1][0]
    return found


def _place(line: int, offset: int, lines: list[str]) -> tuple[int, int]:
    """Return line and column in characters, from 1, for a column in bytes of UTF-8."""
    text = lines[line - 1] if line <= len(lines) else ""
    return line, 1 + (offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace")))
