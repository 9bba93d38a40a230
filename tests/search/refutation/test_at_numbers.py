"""Claims about integrals, means and limits with symbols: refuted at numbers; the right value is not."""

from __future__ import annotations

import pytest

from gradcheck.derivation import Step
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.verdict import Refuted
from gradcheck.language.author import (
    E,
    Exponential,
    Normal,
    dimension,
    eq,
    exp,
    integral,
    limit,
    oo,
    pi,
    random_variable,
    reals,
    sqrt,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Num
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.refutation.at_numbers import at_numbers
from gradcheck.search.refutation.candidates import is_model
from gradcheck.search.tactics import new_search, search_proof

x, a, c, s, r, mu = reals("x a c s r mu")
N, X = random_variable("N", Normal(mu, s**2)), random_variable("X", Exponential(r))
Case = tuple[Proposition, tuple[Proposition, ...]]
WRONG: dict[str, Case] = {
    "an integral to infinity": (eq(integral(exp(-c * x), x, 0, oo), c), (c > 0,)),
    "an integral over an interval": (eq(integral(exp(c * x), x, 0, 1), exp(c) - 1), (c > 0,)),
    "an integral with an end": (eq(integral(x**2, x, 0, a), a**3 / 2), (a > 0,)),
    "a normal integral": (eq(integral(exp(-(x**2) / (2 * s**2)), x, -oo, oo), sqrt(pi) * s), (s > 0,)),
    "a limit": (eq(limit((exp(c * x) - 1) / x, x, 0), 1), ()),
    "a mean under a normal law": (eq(E(exp(N)), exp(mu)), (s > 0,)),
    "a mean under an exponential law": (eq(E(exp(-X)), 1 / (r + 1)), (r > 0,)),
}
RIGHT: dict[str, Case] = {
    "an integral to infinity": (eq(integral(exp(-c * x), x, 0, oo), 1 / c), (c > 0,)),
    "an integral over an interval": (eq(integral(exp(c * x), x, 0, 1), (exp(c) - 1) / c), (c > 0,)),
    "a limit": (eq(limit((exp(c * x) - 1) / x, x, 0), c), ()),
    "a mean under an exponential law": (eq(E(exp(-X)), r / (r + 1)), (r > 0,)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refuted_at_numbers(name: str) -> None:
    goal = Goal(*WRONG[name])
    found = search_finding(goal, Step("claim", goal.claim, goal.hypotheses))
    assert found.counterexample is not None
    assert isinstance(decide(goal, found), Refuted)


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_value_is_not(name: str) -> None:
    goal = Goal(*RIGHT[name])
    for values in at_numbers(goal):
        assert search_proof(negated(goal, values), new_search()) is None


def test_the_numbers_meet_the_assumptions_and_are_not_simple() -> None:
    claim = eq(integral(exp(c * x), x, 0, 1), c)
    for given, admitted in (((c > 0,), 2), ((c > 0, c < 1), 2), ((c < -1,), 1), ((c < -100,), 0)):
        goal = Goal(claim, given)
        chosen = list(at_numbers(goal))
        assert len(chosen) == admitted
        for one in chosen:
            ((symbol, value),) = one.points
            assert symbol is c
            assert isinstance(value, Num)
            assert value.value not in (0, 1)
            assert is_model(goal, Counterexample(((c, value.value),)))


def test_other_claims_are_left_to_others() -> None:
    v = vector("v", dimension("n"))
    for claim in (c > 0, eq(integral(exp(x), x, 0, 1), 2), eq(integral(exp(v[1] * x), x, 0, 1), c)):
        assert list(at_numbers(Goal(claim))) == []
