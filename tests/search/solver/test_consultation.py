"""What a solver's answer is worth: "unsat" is its word unless that is seen to be wrong, a model is tried out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import BySolver, Counterexample, Evidence
from gradcheck.kernel.verdict import genuine, refute
from gradcheck.language.author import real
from gradcheck.search.solver import smt
from gradcheck.search.solver.consultation import consult
from gradcheck.search.solver.smt import Answer
from tests.search.asking import goal_of

Asking = Callable[[str, Answer], Evidence | Counterexample | None]
TRUE, FALSE = "x*y <= x**2 + y**2", "x*y <= x**2 - y**2"


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Ask about a line while the solver says this."""
    monkeypatch.setattr(smt, "version", lambda: "0.0")

    def ask(line: str, answer: Answer) -> Evidence | Counterexample | None:
        monkeypatch.setattr(smt, "solve", lambda question, seconds: answer)
        return consult(goal_of(line), 1)

    return ask


def test_the_word_of_the_solver(says: Asking) -> None:
    assert says(TRUE, Answer("unsat")) == BySolver(smt.NAME, "0.0")


def test_a_word_that_is_seen_to_be_wrong(says: Asking) -> None:
    found = says(FALSE, Answer("unsat"))
    assert isinstance(found, Counterexample)
    assert genuine(refute(goal_of(FALSE), found))


def test_a_model_is_rounded_and_tried(says: Asking) -> None:
    found = says("x**2 - x >= 0", Answer("sat", (Fraction(50000001, 100000000),)))
    assert found == Counterexample(((real("x"), Fraction(1, 2)),))


def test_a_model_that_is_none(says: Asking) -> None:
    assert says(TRUE, Answer("sat", (Fraction(1), Fraction(2)))) is None


def test_no_answer_and_no_question(says: Asking) -> None:
    assert says(TRUE, Answer("unknown")) is None
    assert says("sin(x) <= 2", Answer("unsat")) is None, "a sine is no question for it"
