"""Puts a statement to gradcheck: the search looks for evidence and the kernel checks it,
each within its share of the time.

The way of ``gradcheck.prover.prove``, without workers, records, solvers and explanations: the process that asks
is itself one that can be killed.  A refuted statement is put once more to the search for a proof: a proof beside a
refutation shows a hole that the refutation hides.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

from attack.statement import Statement
from gradcheck.derivation import Step
from gradcheck.kernel.definedness.judgement import VoidAssumption
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected, TooDeep
from gradcheck.kernel.verdict import Proved, Refuted, established, prove
from gradcheck.language.syntax.definitions import Definition
from gradcheck.prover.prove import ContradictionError, decide, prove_at_once
from gradcheck.search.driver import search_finding
from gradcheck.search.tactics import new_search, search_proof

Result = TypeVar("Result")

MORE = 0.3  # of the time of a statement, for the attempt to prove what was refuted
FOR_A_STEP = 1.0  # times the time of a statement, for a step before it


@dataclass(frozen=True)
class Answer:
    """The answer of gradcheck: proved, refuted, undecided, or failed, with what it rests on.

    ``everywhere`` says that the refutation is for all values of the symbols that ``counterexample`` does not name.
    """

    verdict: str
    counterexample: Counterexample | None = None
    engine: str = ""
    also_proved: bool = False
    detail: str = ""


class TimeUp(BaseException):
    """The time of a call is over; no part of gradcheck catches it."""


def _ring(number: int, frame: FrameType | None) -> None:
    raise TimeUp


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeUp after this many seconds of processor time, whatever else the machine does."""
    signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.3)  # an alarm inside of a destructor is lost, and rings again
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def within(seconds: float, work: Callable[[], Result]) -> Result | None:
    """Return the result of the work; None when it takes longer, is nested too deep or too big."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        with _alarm(seconds):
            return work()
    except (TimeUp, RecursionError, MemoryError, TooDeep):
        return None
    finally:
        sys.unraisablehook = before


def ask(statement: Statement, seconds: float) -> Answer:
    """Return the answer of gradcheck to the statement; an exception is a failure of gradcheck."""
    try:
        earlier = _earlier(statement, seconds * FOR_A_STEP)
        goal = Goal(statement.claim, statement.given, statement.definitions, earlier)
        step = Step(
            "claim", statement.claim, statement.given, using=tuple(s.name for s in earlier), hints=statement.hints
        )
        verdict = within(seconds, lambda: _verdict(goal, step))
        if isinstance(verdict, Proved):
            return Answer("proved", engine=type(verdict.evidence).__name__)
        if isinstance(verdict, Refuted):
            also = within(seconds * MORE, lambda: _proof(goal, step))
            engine = "" if also is None else type(also.evidence).__name__
            return Answer("refuted", verdict.counterexample, engine, also is not None)
        return Answer("undecided")
    except ContradictionError:
        return Answer("failed", detail="GC901 both proved and refuted")
    except VoidAssumption:
        return Answer("undecided")
    except Rejected as reason:
        return Answer("failed", detail=f"GC902 the kernel rejected what an engine found: {reason}")
    except Exception as reason:
        where = traceback.extract_tb(reason.__traceback__)[-1]
        place = f"{where.filename.rpartition('gradcheck/')[2]}:{where.lineno}"
        return Answer("failed", detail=f"GC904 {type(reason).__name__}: {reason} at {place}")


def _verdict(goal: Goal, step: Step) -> Proved | Refuted | None:
    """Return the verdict; a false statement too is put to the rules of proof before it is tried at values."""
    return prove_at_once(goal, step) or decide(goal, search_finding(goal, step, refute_first=False))


def _proof(goal: Goal, step: Step) -> Proved | None:
    evidence = search_proof(goal, new_search(step.using, step.hints))
    if evidence is None:
        return None
    try:
        return prove(goal, evidence)
    except Rejected:
        return None


def _earlier(statement: Statement, seconds: float) -> tuple[Established, ...]:
    """Return the steps before it that are proved, as later ones may use them."""
    found: tuple[Established, ...] = ()
    for step in statement.earlier:
        goal = _goal_of(step, statement.definitions, found)
        verdict = within(seconds, lambda goal=goal, step=step: _verdict(goal, step))  # type: ignore[misc]
        if isinstance(verdict, Proved):
            found += (established(verdict, step.name),)
    return found


def _goal_of(step: Step, definitions: tuple[Definition, ...], earlier: tuple[Established, ...]) -> Goal:
    return Goal(step.claim, step.given, definitions, earlier)
