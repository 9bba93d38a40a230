"""What is proved so that a claim is refuted: every variable stays bound where the claim binds it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    BySign,
    ByWitness,
    Counterexample,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, refute_by_proof
from gradcheck.language.author import eq, naturals, reals
from gradcheck.language.syntax.propositions import And, Exists, ForAll, Implies, Or, Proposition
from gradcheck.language.syntax.terms import as_term

x, y = reals("x y")
(k,) = naturals("k")
ROOTS = BySign()
NOT_THAT = ByCases(x, ByWitness(as_term(0), ROOTS), ByWitness(as_term(1), ROOTS), ByWitness(as_term(0), ROOTS))
NOT_THAT_EITHER = ByCases(
    x, ByWitness(as_term(0), ByHypothesis()), ByWitness(as_term(1), ROOTS), ByWitness(as_term(0), ByHypothesis())
)
AT_ONE = Counterexample(((x, Fraction(1)),))
TWO = Exists(x, eq(x, 2))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (ForAll((k,), Exists(x, eq(x, k))), NOT_THAT),  # no x is every k, but every k is some x
        (ForAll((k,), Exists(x, eq(x, k))), NOT_THAT_EITHER),
        (Implies(x > 0, TWO), ByConjunction((ROOTS, ROOTS))),  # the x that is positive is not the x that is 2
        (And((x**2 >= 0, TWO)), ByImplication(ROOTS)),
        (Or((x < 0, TWO)), ByConjunction((ROOTS, ROOTS))),
        (ForAll((y,), Implies(x > 0, TWO)), ByWitness(as_term(0), ByConjunction((ROOTS, ROOTS)))),
    ],
)
def test_a_true_claim_about_what_exists_is_not_refuted(claim: Proposition, evidence: Evidence) -> None:
    for values in (None, AT_ONE):
        with pytest.raises(Rejected):
            refute_by_proof(Goal(claim), evidence, values)


def test_a_disjunction_is_refuted_by_the_negation_of_each_part() -> None:
    below = Or((x**2 < 0, Exists(y, y**2 < x**2)))
    evidence = ByConjunction((ROOTS, ByForallIntroduction(ROOTS)))
    assert genuine(refute_by_proof(Goal(Or((x**2 < 0, x**2 < -1))), ByConjunction((ROOTS, ROOTS))))
    with pytest.raises(Rejected):
        refute_by_proof(Goal(below), evidence)
    with pytest.raises(Rejected):  # 1/x has no value at 0, though it is nowhere 0
        refute_by_proof(Goal(Or((x**2 < 0, eq(1 / x, 0)))), ByConjunction((ROOTS, ROOTS)))


def test_what_exists_nowhere_for_some_number_is_refuted() -> None:
    below = ForAll((y,), Exists(x, x**2 < y))
    evidence = ByWitness(as_term(0), ByForallIntroduction(ROOTS))
    assert genuine(refute_by_proof(Goal(below), evidence))
    assert genuine(refute_by_proof(Goal(Exists(x, x**2 < 0)), ROOTS))
