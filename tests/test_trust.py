"""``--trust``: what is proved or refuted by less than was asked for is open, and the finding says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.language.notation.reader import read_claim
from gradcheck.outcome.run import StepOutcome
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.prove import prove_step
from gradcheck.runtime.child import Here, Runner, TimedOut
from gradcheck.runtime.limits import Limits

EXACT = Limits(seconds=60, megabytes=1024, trust="exact")


class Counting(Here):
    """Whoever is asked in this process counts the questions; the second is not answered in time, if that is wanted."""

    def __init__(self, late: bool = False) -> None:
        self.asked: list[str] = []
        self._late = late

    @property
    def apart(self) -> Runner:
        return self

    def run(self, function: Callable[..., Any], *args: Any, limits: Limits) -> Any:
        if function.__name__ == "search_finding":
            self.asked.append(args[2] if len(args) > 2 else "any")
            if self._late and self.asked[-1] == "any":
                raise TimedOut("no answer")
        return super().run(function, *args, limits=limits)


def outcome(
    text: str, runner: Runner, recorded: SearchResult | None = None, expected: str = "proved", limits: Limits = EXACT
) -> StepOutcome:
    claim, given = read_claim(text)
    step = Step("claim", claim, given, expected=expected)
    return prove_step(Derivation((step,)), step, (), limits, runner, recorded).outcome


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("erf(1) < 9/10", "GC204", "proved"),
        ("exp(1) < 3; x > 0", "GC204", "proved"),
        ("erf(1) > 8/10 and x**2 >= 0", "GC204", "proved"),  # a part of the proof is worth less
        ("erf(1) > 9/10", "GC205", "refuted"),
    ],
)
def test_a_verdict_that_is_worth_less_than_was_asked_for(text: str, code: str, word: str) -> None:
    found = outcome(text, Counting())
    assert (found.verdict, found.trust, found.code) == ("undecided", None, code)
    assert found.reason == f"it is {word} with trust enclosure only, and exact is asked for"
    assert outcome(text, Counting(), limits=replace(EXACT, trust="enclosure")).verdict == word


def test_an_erratum_that_is_true_by_less_than_was_asked_for() -> None:
    found = outcome("erf(1) < 9/10", Counting(), expected="refuted")
    assert (found.verdict, found.code) == ("undecided", "GC205")


@pytest.mark.parametrize("text", ["x + y + erf(z) = y + z", "(x + 1)**2 = x**2 + 2*x + 1", "x/x = 1"])
def test_nothing_is_looked_for_twice_where_no_weaker_proof_was_seen(text: str) -> None:
    runner = Counting()
    assert outcome(text, runner).code not in ("GC204", "GC205")
    assert runner.asked.count("any") == 0


def test_what_was_found_stays_where_the_weaker_proof_takes_too_long() -> None:
    runner = Counting(late=True)
    found = outcome("erf(1) < 9/10", runner)
    assert (found.verdict, found.code, runner.asked) == ("undecided", "GC200", ["exact", "any"])


def test_a_recorded_proof_that_is_worth_less_is_not_looked_for_again() -> None:
    from gradcheck.kernel.goal import Goal
    from gradcheck.search.driver import search_finding

    claim, given = read_claim("erf(1) < 9/10")
    recorded = search_finding(Goal(claim, given), Step("claim", claim, given))
    assert recorded.evidence is not None
    runner = Counting()
    found = outcome("erf(1) < 9/10", runner, recorded)
    assert (found.code, runner.asked) == ("GC204", ["exact"])
