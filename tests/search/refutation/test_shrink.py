"""A counterexample shows what the claim and its assumptions speak of, and what these rest on."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.derivation import derivation, erratum
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import refute
from gradcheck.language.author import eq, initial, natural, real, recurrence, sequence
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from gradcheck.search.refutation.shrink import without_needless
from gradcheck.search.refutation.sides import sides_of

x, y, a, c, p = (real(name) for name in ("x", "y", "a", "c", "p"))
k = natural("k")
u, v = sequence("u"), sequence("v")
DEFINED = (initial(u(0), a), recurrence(u(k), c * u(k - 1), 1), initial(v(0), p), recurrence(v(k), v(k - 1) + p, 1))


def shown(claim: Proposition, *assumed: Proposition) -> set[str]:
    outcome = prove_derivation(derivation(erratum("false", claim), assume=assumed, define=DEFINED), Limits())
    (step,) = outcome.steps
    assert step.verdict == "refuted"
    return {name for name, _ in step.counterexample or ()}


def test_values_for_definitions_that_are_not_mentioned_are_left_out() -> None:
    assert shown(eq(x * x, x)) == {"x"}
    assert shown(eq(u(1), a)) == {"a", "c"}


def test_what_a_definition_rests_on_is_shown() -> None:
    assert shown(eq(v(1), 0)) == {"p"}


def test_what_an_assumption_names_is_shown() -> None:
    assert shown(eq(x * x, x), y > 3) == {"x", "y"}


def test_what_is_left_is_still_a_counterexample() -> None:
    goal = Goal(eq(x * x, x), (y > 3,), DEFINED)
    values = {"x": 2, "y": 4, "a": 0, "c": 0, "p": 0}
    witness = Counterexample(tuple((Symbol(name), Fraction(value)) for name, value in values.items()))
    rest = without_needless(goal, witness)
    assert {symbol.name for symbol, _ in rest.scalars} == {"x", "y"}
    alone = Goal(goal.claim, goal.hypotheses)
    refute(alone, rest)
    assert sides_of(alone, rest) == sides_of(goal, witness)


def test_a_counterexample_that_is_none_stays_as_it_is() -> None:
    witness = Counterexample(((Symbol("x"), Fraction(1)), (Symbol("z"), Fraction(5))))
    assert without_needless(Goal(eq(x * x, x)), witness) == witness
