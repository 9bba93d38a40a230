"""Runs to report on: one with everything in it, and runs whose every text is as hostile as hypothesis makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from gradcheck.outcome.run import DerivationOutcome, Formula, Location, Problem, RunOutcome, Sides, StepOutcome, Value


def formula(text: str) -> Formula:
    return Formula(text, text, text)


PROVED = StepOutcome(
    "good", formula("x = x"), "proved", "proved", "exact", "stub", location=Location("d.py", 3, 5), seconds=0.25
)
FALSE = replace(
    PROVED, name="wrong", statement=formula("x = 2*x"), verdict="refuted", counterexample=(("x", "1"),), code="GC101",
    sides=Sides(formula("x = 2*x"), (), Value("1", "1", "1"), Value("2", "2", "2")), difference=formula("-x"),
    correction=formula("x"), changed=(formula("x"), formula("2*x")), location=Location("d.py", 9, 5),
)  # fmt: skip
OPEN = StepOutcome(
    "open", formula("x/x = 1"), "proved", "undecided", reason="a condition is missing", missing=(formula("x != 0"),),
    code="GC300", location=Location("d.py", 10, 5), assumptions=(formula("x <= 3"),),
)  # fmt: skip
ERRATUM = replace(FALSE, name="as-known", expected="refuted", location=Location("d.py", 11, 5))
TRUE_ERRATUM = replace(PROVED, name="not-so", expected="refuted", note="from page 7", location=Location("d.py", 12, 5))
VACUOUS = replace(PROVED, name="vacuous", contradictory=formula("x < 0"), location=Location("d.py", 13, 5))
SUPPRESSED = replace(OPEN, name="left", suppressed="nobody divides by 0", location=Location("d.py", 14, 5))
CRASHED = replace(OPEN, name="burst", missing=(), code="GC904", reason="it fell over", location=Location("d.py", 15, 5))

EVERYTHING = RunOutcome(
    "check",
    (
        DerivationOutcome(
            "d", "A title", "a source", (PROVED, FALSE, OPEN, ERRATUM, TRUE_ERRATUM, VACUOUS, SUPPRESSED, CRASHED), 2.0,
            unreached=("last",), remarks=(Problem("GC503", "nothing to suppress", Location("d.py", 20, 1)),),
            notices=(Problem("GC511", "the records are stale", Location("d.proof", 1)),),
        ),
        DerivationOutcome("fine", "Another", "", (PROVED,), 1.0),
        DerivationOutcome("claim", "", "", (replace(FALSE, name="claim", location=None),)),
    ),
    (
        Problem("GC432", "fails: ValueError", Location("e.py", 4, 1), "one line\nand another"),
        Problem("GC431", "there is no such file or folder", Location("nowhere", 1)),
        Problem("GC422", "it cannot be written"),
    ),
)  # fmt: skip

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
HOSTILE = settings(max_examples=25, deadline=None, suppress_health_check=SLOW)  # of whole runs
PATIENT = settings(max_examples=50, deadline=None, suppress_health_check=SLOW)  # of single texts

TRICKS = ("]]>", "%0A", "%25", "%3A", "::", "](", "{0}", "&amp;", "```", "<b>", "://", "www.", "1. ", "- ", "\\|",
          "\\](", "\r\n", "\ud835\udd3d")  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from("\0\x01\x08\t\n\v\f\r\x1b\x1f\x7f\x85\u2028\ud800\udfff\udc80\ufffe\uffff\U0001d53d\U0010ffff"),
        st.sampled_from("]>&<'\"%:,{}[]()`|*_#~\\$@-+=!/ 0aZ"),
        st.sampled_from(TRICKS),
        st.characters(),
    ),
    max_size=7,
).map("".join)
FULL_TEXTS = TEXTS.filter(bool)


def _formulas(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Formula]:
    return st.builds(Formula, texts, texts, texts)


@st.composite
def hostile_steps(draw: st.DrawFn) -> StepOutcome:
    """A step of any verdict with anything in its texts."""
    formulas = _formulas(TEXTS)
    place = st.builds(Location, FULL_TEXTS, st.integers(1, 99), st.integers(1, 99))
    common: dict[str, Any] = {
        "name": draw(FULL_TEXTS),
        "statement": draw(formulas),
        "expected": draw(st.sampled_from(["proved", "refuted"])),
        "assumptions": draw(st.lists(formulas, max_size=1).map(tuple)),
        "note": draw(TEXTS),
        "location": draw(st.none() | place),
    }
    verdict = draw(st.sampled_from(["proved", "refuted", "undecided"]))
    if verdict == "undecided":
        missing = draw(st.lists(formulas, max_size=2).map(tuple))
        code = draw(st.sampled_from([None, "GC201", "GC300", "GC904"]))
        step = StepOutcome(verdict=verdict, reason=draw(FULL_TEXTS), missing=missing, code=code, **common)
        return replace(step, suppressed=draw(TEXTS))
    step = StepOutcome(verdict=verdict, trust="exact", **common)
    if verdict == "proved":
        return replace(step, contradictory=draw(st.none() | formulas))
    value = st.builds(Value, TEXTS, TEXTS, TEXTS)
    return replace(
        step,
        counterexample=draw(st.lists(st.tuples(FULL_TEXTS, TEXTS), max_size=2).map(tuple)),
        sides=draw(st.none() | st.builds(Sides, formulas, st.just((1, 2)), value, value)),
        difference=draw(st.none() | formulas),
        correction=draw(st.none() | formulas),
        changed=draw(st.none() | st.tuples(formulas, formulas)),
    )


@st.composite
def hostile_runs(draw: st.DrawFn) -> RunOutcome:
    """A run with anything in its texts."""
    place = st.none() | st.builds(Location, FULL_TEXTS, st.integers(1, 99), st.integers(1, 99))
    problems = st.lists(
        st.builds(Problem, st.sampled_from(["GC422", "GC431", "GC432"]), TEXTS, place, TEXTS), max_size=2
    ).map(tuple)
    derivations = draw(
        st.lists(
            st.builds(
                DerivationOutcome, FULL_TEXTS, TEXTS, TEXTS, st.lists(hostile_steps(), max_size=2).map(tuple),
                st.floats(0, 1e6), unreached=st.lists(FULL_TEXTS, max_size=1).map(tuple), remarks=problems,
            ),
            max_size=2,
        )
    )  # fmt: skip
    return RunOutcome("check", tuple(derivations), draw(problems))
