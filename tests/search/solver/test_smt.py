"""Claims that only an SMT solver decides: what its word is worth, and what a solver that lies can do."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from importlib.util import find_spec

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByHypothesis, BySolver, ByStep, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.solver import Question, question_of
from gradcheck.kernel.verdict import established, prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.outcome.run import StepOutcome
from gradcheck.project.proofs.codec import decode, encode
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.prove import prove_step
from gradcheck.report.page import plain
from gradcheck.report.text import step_lines
from gradcheck.runtime.child import Workers
from gradcheck.runtime.limits import Limits
from gradcheck.search.solver import smt
from gradcheck.search.solver.asking import asking
from gradcheck.search.solver.smt import Answer

ROOMY = Limits(30, 2048)
FALSE_FAR_AWAY = "(x - 1234567)**2 + (y - 7654321)**2 > 0; x > 1000; y > 1000; z > 0"
needs_z3 = pytest.mark.skipif(find_spec("z3") is None, reason="z3-solver is not installed")


def asked(line: str) -> Goal:
    claim, given = read_claim(line)
    return Goal(claim, given)


def outcome(line: str, limits: Limits = ROOMY, recorded: SearchResult | None = None) -> StepOutcome:
    goal = asked(line)
    with Workers() as workers:
        step = Step("claim", goal.claim, goal.hypotheses)
        return prove_step(Derivation((step,)), step, (), limits, workers, recorded).outcome


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the solver finds anything."""
    monkeypatch.setattr("gradcheck.search.driver._search", lambda *_: SearchResult(reason="no engine decides it"))
    monkeypatch.setattr("gradcheck.prover.prove.prove_at_once", lambda goal, step: None)


def liar(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    """A solver that gives this answer to every question."""
    monkeypatch.setattr(smt, "is_installed", lambda: True)
    monkeypatch.setattr(smt, "version", lambda: "0.0-liar")
    monkeypatch.setattr(smt, "solve", lambda question, seconds: answer)


def test_the_report_says_whose_word_it_is(monkeypatch: pytest.MonkeyPatch, no_search: None) -> None:
    liar(monkeypatch, Answer("unsat"))
    found = outcome("x*y <= x**2 + y**2")
    assert (found.verdict, found.trust, found.engine) == ("proved", "solver", "z3 0.0-liar")
    assert found.facts == ("solver (z3 0.0-liar)",)
    page = plain(step_lines(found))
    assert "(solver, z3 0.0-liar, " in page
    assert "on the word of a solver, which the kernel did not check" in page


def test_a_lie_is_refuted_where_a_counterexample_is_found(monkeypatch: pytest.MonkeyPatch, no_search: None) -> None:
    """The search for one is made after the solver said unsat, whatever the other engines did before."""
    liar(monkeypatch, Answer("unsat"))
    found = outcome("x*y <= x**2 - y**2")
    assert (found.verdict, found.trust) == ("refuted", "exact")


@pytest.mark.parametrize("trust", ["solver", "enclosure", "exact"])
def test_a_lie_that_nobody_sees_through_is_never_worth_more(
    monkeypatch: pytest.MonkeyPatch, no_search: None, trust: str
) -> None:
    liar(monkeypatch, Answer("unsat"))
    found = outcome(FALSE_FAR_AWAY, dataclasses.replace(ROOMY, trust=trust))
    if trust == "solver":
        assert (found.verdict, found.trust) == ("proved", "solver")
    else:
        assert (found.verdict, found.trust) == ("undecided", None)


@pytest.mark.parametrize("values", [(Fraction(1), Fraction(1)), (), (Fraction(1),) * 5])
def test_a_model_that_is_none_refutes_nothing(
    monkeypatch: pytest.MonkeyPatch, no_search: None, values: tuple[Fraction, ...]
) -> None:
    liar(monkeypatch, Answer("sat", values))
    assert outcome("x*y <= x**2 + y**2").verdict == "undecided"


def test_later_steps_are_worth_no_more_than_the_word_they_use(monkeypatch: pytest.MonkeyPatch) -> None:
    goal = asked("x*y <= x**2 + y**2")
    with asking(lambda question, solver, version: True):
        verdict = prove(goal, BySolver("stub", "1"))
    step = established(verdict, "told")
    assert (step.trust, step.facts) == ("solver", ("solver (stub 1)",))
    use = ByStep("told", (), (), ByHypothesis())
    assert prove(dataclasses.replace(goal, steps=(step,)), use).trust == "solver"
    better = dataclasses.replace(step, trust="exact")
    with pytest.raises(Rejected, match="was not proved by this kernel"):
        prove(dataclasses.replace(goal, steps=(better,)), use)


def test_evidence_alone_proves_nothing(no_search: None) -> None:
    """Neither without a solver nor from a record: the question is put to the solver again."""
    with pytest.raises(Rejected, match="no solver"):
        prove(asked("x*y <= x**2 + y**2"), BySolver("z3", "5"))
    forged = SearchResult(evidence=BySolver("z3", "0.0-other"))
    assert outcome(FALSE_FAR_AWAY, dataclasses.replace(ROOMY, trust="enclosure"), forged).verdict == "undecided"


def test_a_record_names_the_solver_and_counts_only_if_that_one_says_so_again(
    monkeypatch: pytest.MonkeyPatch, no_search: None
) -> None:
    evidence: Evidence = BySolver("z3", "0.0-liar")
    written = json.loads(json.dumps(encode(evidence)))
    assert written["value"] == {"e": ["BySolver", "z3", "0.0-liar"]}
    liar(monkeypatch, Answer("unknown"))
    assert outcome("x*y <= x**2 + y**2", recorded=SearchResult(evidence=decode(written))).verdict == "undecided"
    liar(monkeypatch, Answer("unsat"))
    assert outcome("x*y <= x**2 + y**2", recorded=SearchResult(evidence=decode(written))).trust == "solver"
    other = SearchResult(evidence=BySolver("z3", "9"))
    assert outcome("x*y <= x**2 + y**2", recorded=other).engine == "z3 0.0-liar"


def test_a_recorded_lie_is_searched_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    liar(monkeypatch, Answer("unsat"))
    found = outcome("x*y <= x**2 - y**2", recorded=SearchResult(evidence=BySolver("z3", "0.0-liar")))
    assert (found.verdict, found.trust, found.code) == ("refuted", "exact", "GC101")


def test_nothing_is_asked_where_no_solver_is(monkeypatch: pytest.MonkeyPatch, no_search: None) -> None:
    liar(monkeypatch, Answer("unsat"))
    monkeypatch.setattr(smt, "is_installed", lambda: False)
    assert outcome("x*y <= x**2 + y**2").reason == "no engine decides it"


@pytest.mark.parametrize("line", ["exp(x) >= 1 + x", "tanh(x*y) <= 1", "E(X) >= 0", "x >= y"])
def test_only_what_looks_polynomial_is_asked(line: str) -> None:
    if line == "E(X) >= 0":
        line = "sin(x) <= 1"
    assert smt.is_question(asked(line)) == (line == "x >= y")


def test_the_question_has_no_text_of_the_user_and_all_of_the_claim() -> None:
    """y < 1/x under x > 0: x > 0 and 1 - x y <= 0 (times x), with roots and absolute values by what defines them."""
    question, symbols = question_of(asked("y < 1/x; x > 0"), Trail())
    names = [symbol.name for symbol in symbols if symbol is not None]
    (first, op), (second, other) = question.constraints
    assert (question.variables, op, other) == (2, ">=", ">")
    place = {name: names.index(name) for name in names}
    both = tuple(1 for _ in names)
    assert dict(first) == {both: Fraction(1), (0, 0): Fraction(-1)}
    assert dict(second) == {tuple(int(i == place["x"]) for i in range(2)): Fraction(1)}
    question, symbols = question_of(asked("sqrt(x) <= 1 + abs(y); x >= 0"), Trail())
    assert symbols.count(None) == 2
    assert len(question.constraints) == 2 + 2 * 2


@needs_z3
@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("x < y; x**5 + x < y**5 + y", "proved"),
        ("x <= y; x**5 + x < y**5 + y - 1/1000", "proved"),
        ("x < y - 1/1000; x**5 + x < y**5 + y", "refuted"),
        ("abs(x*y) <= (x**2 + y**2)/2", "proved"),
        ("sqrt(x*y) <= (x + y)/2; x >= 0; y >= 0", "proved"),
    ],
)
def test_z3_is_asked(line: str, verdict: str, no_search: None) -> None:
    found = outcome(line)
    assert found.verdict == verdict
    assert found.trust == ("solver" if verdict == "proved" else "exact")


@needs_z3
def test_an_irrational_model_is_rounded_and_confirmed(no_search: None) -> None:
    """x^2 + y^2 >= 2 - 1/1000 fails next to the circle only, where x y > 999/1000."""
    found = outcome("x**2 + y**2 >= 1999/1000; x*y > 999/1000; x > 0; x**2 > 2/3")
    assert found.verdict in ("refuted", "undecided")
    if found.verdict == "refuted":
        assert found.trust == "exact"


@needs_z3
def test_z3_itself_is_what_confirms() -> None:
    question, _ = question_of(asked("x*y <= x**2 + y**2"), Trail())
    assert smt.confirms(question, "z3", smt.version(), 5)
    assert not smt.confirms(question, "z3", "0", 5)
    assert not smt.confirms(question, "cvc5", smt.version(), 5)
    false, _ = question_of(asked("x*y <= x**2 - y**2"), Trail())
    assert not smt.confirms(false, "z3", smt.version(), 5)


@needs_z3
def test_what_is_too_large_is_not_sent() -> None:
    huge: Question = Question(1, (((((1000,), Fraction(1)),), ">"),))
    assert smt.solve(huge, 1).word == "unknown"
