"""An engine that fails gives way to the next one; nothing is lost, and nothing of the kernel's is swallowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sympy

from gradcheck.algebra.ring import Unsupported
from gradcheck.derivation import Step
from gradcheck.kernel import check as kernel_check
from gradcheck.kernel.evidence import ByNormalForm, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    E,
    Normal,
    Uniform,
    Var,
    absolute,
    dimension,
    eq,
    exp,
    initial,
    integral,
    log,
    naturals,
    ones,
    random_sequence,
    random_variable,
    real,
    recurrence,
    sequence,
    sin,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.prover import prove
from gradcheck.runtime import mishaps
from gradcheck.runtime.child import Here
from gradcheck.runtime.limits import Limits
from gradcheck.search import driver, tactic, tactics
from gradcheck.search.driver import search_finding
from gradcheck.search.logic import steps as logic_tactics
from gradcheck.search.tactic import Search, first_proof, once
from tests.verdicts import verdict, verdict_on

x, n = real("x"), dimension("n")
v = vector("v", n)
TRUE = Goal(eq(x + x, 2 * x))


def failing(error: BaseException) -> tactic.Tactic:
    def tactic(goal: Goal, tactics: Search) -> Iterator[Evidence | None]:
        yield None
        raise error

    return tactic


def by_normal_form(goal: Goal, tactics: Search) -> Iterator[Evidence | None]:
    yield ByNormalForm()


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file that takes up mishaps, as a user's run may have one."""
    path = tmp_path / "mishaps"
    monkeypatch.setenv(mishaps.VARIABLE, str(path))
    return path


@pytest.mark.parametrize("error", [TypeError("a"), AttributeError("b"), sympy.PolynomialError("c"), AssertionError()])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_tactic_that_fails_gives_way_and_is_noted(noted: Path, error: Exception, wrapped: bool) -> None:
    tactic = once("name", failing(error)) if wrapped else failing(error)
    before = mishaps.counted[type(error).__name__]
    assert first_proof(TRUE, Search(), (tactic, by_normal_form)) == ByNormalForm()
    assert type(error).__name__ in noted.read_text()
    assert mishaps.counted[type(error).__name__] == before + 1


@pytest.mark.parametrize("error", [TypeError("a"), KeyError("b")])
def test_in_the_tests_of_gradcheck_it_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)):
        first_proof(TRUE, Search(), (failing(error), by_normal_form))


@pytest.mark.parametrize("error", [Unsupported("a"), ValueError("b"), ZeroDivisionError()])
def test_a_goal_of_another_kind_is_no_mishap(noted: Path, error: Exception) -> None:
    assert first_proof(TRUE, Search(), (failing(error), by_normal_form)) == ByNormalForm()
    assert not noted.exists()


@pytest.mark.parametrize("error", [MemoryError(), RecursionError(), KeyboardInterrupt(), SystemExit()])
def test_what_ends_the_search_is_not_swallowed(noted: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        first_proof(TRUE, Search(), (failing(error), by_normal_form))
    assert not noted.exists()


def test_a_file_that_cannot_be_written_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(mishaps.VARIABLE, str(tmp_path / "no" / "such" / "folder"))
    assert first_proof(TRUE, Search(), (failing(TypeError()), by_normal_form)) == ByNormalForm()


@pytest.mark.parametrize("error", [TypeError("of a checker"), KeyError("of a checker"), ValueError("of a checker")])
def test_what_a_checker_raises_is_not_the_tactics_affair(
    noted: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A checker that fails is a bug of the kernel, and no reason to try something else."""

    def broken(goal: Goal, evidence: Evidence, trail: object, check: object) -> None:
        raise error

    def asking(goal: Goal, tactics: Search) -> Iterator[Evidence | None]:
        yield ByNormalForm() if tactics.accepts(goal, ByNormalForm()) else None

    class Surfacing(dict[Any, Any]):
        """The table of checkers, whose broken one is not turned into a rejection: it raises on the way there."""

        def get(self, key: Any, default: Any = None) -> Any:
            raise error

    monkeypatch.setattr(kernel_check, "CHECKERS", Surfacing())
    with pytest.raises(type(error)):
        first_proof(TRUE, Search(), (asking, by_normal_form))
    assert not noted.exists()


def test_every_attempt_of_the_search_gives_way(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of them fails, the others find what they find."""

    def fails(*_: object) -> None:
        raise TypeError("on purpose")

    for name in ("search_nearby", "search_at_one_integer", "search_at_integers", "search_violation", "search_at_roots",
                 "models_for", "search_models_at_roots", "points_of_failure", "search_inconsistency", "undefined_part",
                 "undefined_at"):  # fmt: skip
        monkeypatch.setattr(driver, name, fails)
    assert verdict("x**2 - x >= 0") == "refuted"
    assert verdict("x**2 >= 0") == "proved"
    assert verdict("exp(sin(exp(x))) >= exp(cos(x)) - 100*x") in ("undecided", "refuted")
    monkeypatch.setattr(driver, "search_counterexample", fails)
    assert verdict("x**2 >= 0") == "proved"
    assert noted.exists()


@pytest.mark.parametrize("claim", [v @ v <= 1, eq(exp(x), 1 + x), eq(ones(n) @ v, n)], ids=["sum", "real", "equation"])
def test_a_false_claim_falls_at_a_few_values_before_a_proof_is_looked_for(
    claim: Proposition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless it is there to try the rules of proof; the counterexample is the same."""
    goal, step, looked = Goal(claim), Step("claim", claim), list[Proposition]()
    monkeypatch.setattr(driver, "search_proof", lambda goal, search: looked.append(goal.claim))
    first = search_finding(goal, step)
    assert first.counterexample is not None
    assert not looked
    assert search_finding(goal, step, refute_first=False) == first
    assert looked[0] is claim


def test_a_tactic_of_the_table_that_fails_loses_nothing_else(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple((name, failing(AttributeError(name)) if name == "assumption" else t) for name, t in tactics.TACTICS)
    monkeypatch.setattr(tactics, "TACTICS", broken)
    found = search_finding(TRUE, Step("claim", TRUE.claim))
    assert found.evidence is not None
    assert "AttributeError: assumption" in noted.read_text()
    assert logic_tactics.hypothesis is not None


k, N = naturals("k N")
X, r, steps = random_variable("X", Normal(0, 1)), sequence("r"), random_sequence("X", Normal(0, 1))
WALK = (initial(r(0), 0), recurrence(r(k), r(k - 1) + steps(k), 1))
HALF_LINE = random_variable("U", Uniform(log(-1 + 0 * x), 1))


@pytest.mark.parametrize(
    "goal",
    [
        Goal(integral(exp(sin(x)), x, 0, 1) >= 1),  # SymPy: PolynomialError
        Goal(eq(0 * E(exp(X * absolute(X))), 0)),
        Goal(eq(Var(r(N)), N), (), WALK),  # a mean in the place of an index
        Goal(eq(E(HALF_LINE), 0)),  # a law without a value
        Goal(eq(E(HALF_LINE), 0), (HALF_LINE >= 0,)),
    ],
    ids=["integral", "mean", "walk", "law", "law assumed"],
)
def test_what_once_ended_the_search_is_undecided(goal: Goal) -> None:
    assert verdict_on(goal) == "undecided"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tanh(log(x)) < 1", "undecided"),
        ("tanh(log(x)) < 1; x > 0", "proved"),
        ("tanh(log(x)) < 1/2; x > 0", "refuted"),
        ("sign(x) = x; log(exp(log(-1))) = log(-1)", "undecided"),
        ("x = 0; (-1)**(1/2) > 0", "undecided"),
    ],
)
def test_numbers_out_of_all_proportion_and_hypotheses_without_a_value(written: str, expected: str) -> None:
    assert verdict(written) == expected


def test_the_mean_of_a_random_walk_is_proved_and_a_wrong_variance_refuted() -> None:
    def of(claim: Proposition) -> str:
        return verdict_on(Goal(claim, (), WALK))

    assert of(eq(E(r(N)), 0)) == "proved"
    assert of(eq(Var(r(N)), 2 * N)) == "refuted"


def test_what_is_tried_beside_a_proof_gives_way_too(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attempt at refutation and the look for contradictory assumptions, which run where the verdict is made."""

    def fails(*_: object) -> None:
        raise TypeError("on purpose")

    monkeypatch.setattr(prove, "search_contradiction", fails)
    monkeypatch.setattr(prove, "search_inconsistency", fails)
    assert prove.prove_claim(TRUE.claim, (x > 0,), Limits(), workers=Here()).verdict == "proved"
    monkeypatch.setattr(prove, "without_needless", fails)
    assert prove.prove_claim(eq(x, 1), (x > 0,), Limits(), workers=Here()).verdict == "refuted"
    assert noted.read_text().count("on purpose") >= 3
