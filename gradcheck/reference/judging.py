"""The answers, and the judgement of a proposition: by the rule for its kind, which the evaluator has.

Besides the four answers there is a fifth one for internal use:
``open``, for a relation whose sides have values that may be
equal.  It is true or false, and certainly not undefined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradcheck.language.syntax.propositions import Proposition
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.intervals import AtLeast, Unbounded
from gradcheck.reference.numbers import written
from gradcheck.reference.refusals import CannotTell, NoValue, OutOfWork
from gradcheck.reference.tensors import Tensor


@dataclass(frozen=True)
class Verdict:
    """``kind`` is 'true', 'false', 'undefined' or 'unknown'; ``detail`` says what was found."""

    kind: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """An answer; ``told`` is formatted only when it is read."""

    kind: str
    told: Any = None


TRUE = Found("true")


def judged(e: Evaluator, proposition: Proposition) -> Found:
    """Return the answer; an undecided proposition is an answer too."""
    try:
        return judge(e, proposition)
    except OutOfWork:
        raise
    except CannotTell as reason:
        return Found("unknown", str(reason))
    except RecursionError:
        return Found("unknown", "it is nested too deeply")


def told(found: Found) -> Verdict:
    """Return the answer in words."""
    kind = "unknown" if found.kind == "open" else found.kind
    words = found.told if isinstance(found.told, str) else words_of(found.told)
    return Verdict(kind, f"the sides may be equal: {words}" if found.kind == "open" and words else words)


def without_value(what: NoValue, at: str) -> str:
    """Return which part has no value where, and why, in words."""
    from gradcheck.language.printing.text import render_text

    part = "a part" if what.part is None else render_text(what.part)
    return f"{part} has no value{f' at {at}' if at else ''}: {what.why}"


def words_of(what: Any) -> str:
    if isinstance(what, NoValue):
        return without_value(what, what.at)
    if isinstance(what, tuple):
        left, right = what
        return f"left = {number_of(left)}, right = {number_of(right)}"
    return ""


def number_of(value: Any) -> str:
    if isinstance(value, Unbounded):
        return "oo" if value.sign > 0 else "-oo"
    if isinstance(value, AtLeast):
        return f"{'at least' if value.sign > 0 else 'at most'} {written(value.sample)}"
    if type(value) is Tensor:
        return f"[{', '.join(written(entry) for entry in value.entries[:12])}]"
    return written(value)


def judge(e: Evaluator, proposition: Proposition) -> Found:
    """Return the answer, or raise CannotTell."""
    rule = e.rules.get(type(proposition))
    if rule is None:
        raise CannotTell(f"there is no rule for {type(proposition).__name__}")
    e.work.spend()
    found: Found = rule(e, proposition)
    return found


def decided(e: Evaluator, proposition: Proposition) -> bool:
    """Whether a proposition holds, for a choice; raise NoValue or CannotTell where it is not decided."""
    found = judge(e, proposition)
    if found.kind == "undefined" and isinstance(found.told, NoValue):
        raise found.told
    if found.kind not in ("true", "false"):
        raise CannotTell("a condition")
    return found.kind == "true"
