"""A mean is over every outcome, whatever stands inside: nothing random takes the place of a number in it.

Each claim here is false, and the evidence for it once passed: E(z X) is 0 for every number z, and E(X X) is 1.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import (
    ByContradiction,
    ByDensity,
    ByExtremum,
    ByMeanValue,
    ByNormalForm,
    BySign,
    ByStep,
    Counterexample,
    Evidence,
)
from gradcheck.kernel.evidence.inspection import steps_named
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove, refute, refute_by_proof
from gradcheck.language.author import (
    E,
    Exists,
    Normal,
    Uniform,
    Var,
    absolute,
    eq,
    erf,
    exp,
    inf,
    initial,
    natural,
    pi,
    random_variable,
    reals,
    recurrence,
    sequence,
    sqrt,
    where,
)
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from tests.kernel.forgeries_of_means import LEFT, MEAN, RAMP, RIGHT, WHOLE

x, z, b = reals("x z b")
k = natural("k")
X = random_variable("X", Normal(0, 1))
Y = random_variable("Y", Uniform(0, 1))
Z = random_variable("Z", Normal(0, 1))  # as in the honest evidence for a ramp
zero = as_term(0)
NF, SIGN = ByNormalForm(), BySign()


def s(index: object, parameter: object) -> Term:
    return Sequence("s", (), as_term(index), (as_term(parameter),))


AVERAGE = (recurrence(s(k, z), E(z * X), 1),)
SPREAD = (recurrence(s(k, z), Var(z + X), 1),)
HALF = where(Z > 0, E(Z), zero)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (absolute(E(X * X) - E(b * X)) <= zero * absolute(X - b), ByMeanValue(E(z * X), z, (SIGN,))),
        (absolute(Var(X + X) - Var(b + X)) <= zero * absolute(X - b), ByMeanValue(Var(z + X), z, (SIGN,))),
        (inf(E(erf((x - Y) ** 2)), x) <= 0, ByExtremum(point=Y, approach=SIGN)),
        (eq(E(HALF), 1 / sqrt(2 * pi)), WHOLE),
        (eq(E(where(Z > 0, Z * (1 - Var(Z)), zero)), 1 / sqrt(2 * pi)), WHOLE),
    ],
)
def test_nothing_random_is_averaged_twice(claim: Proposition, evidence: Evidence) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim), evidence)


@pytest.mark.parametrize(("definitions", "value"), [(AVERAGE, 1), (SPREAD, 4)])
def test_a_definition_by_a_mean_is_not_taken_at_something_random(definitions: tuple[object, ...], value: int) -> None:
    """s(k; z) = E(z X) is 0 at every z, so also at X; were s(k; X) E(X X), then 0 = 1."""
    wrong = Goal(eq(s(1, X), value), (), definitions)  # type: ignore[arg-type]
    with pytest.raises(Rejected, match="random parameter"):
        prove(wrong, NF)


def test_a_definition_by_a_mean_is_taken_at_a_number() -> None:
    assert genuine(prove(Goal(eq(s(1, b), 0), (), AVERAGE), NF))
    assert genuine(prove(Goal(eq(s(1, b + 2), 1), (), SPREAD), NF))


def test_honest_evidence_for_a_mean_still_passes() -> None:
    assert genuine(prove(Goal(MEAN), WHOLE))


def test_a_step_inside_of_a_piece_of_a_mean_is_looked_at() -> None:
    lie = Established("lie", eq(zero, 1), ())
    proof = ByStep("lie", (), (), ByContradiction(eq(zero, 1), SIGN))
    forged = ByDensity(Symbol("t"), (LEFT, replace(RIGHT, value=as_term(7), integral=proof)), NF)
    assert steps_named(forged) == {"lie"}
    with pytest.raises(Rejected, match="was not proved by this kernel"):
        prove(Goal(eq(E(RAMP), 7), steps=(lie,)), forged)


def test_the_variable_of_an_existential_claim_is_no_constant_of_a_definition() -> None:
    """Some x has s_3 = x + 1, whatever number the x of the definition is."""
    v = sequence("v")
    definitions = (recurrence(v(k), x + 0 * v(k - 1), 1), initial(v(0), x))
    with pytest.raises(Rejected, match="meaning outside"):
        refute_by_proof(Goal(Exists(x, eq(v(3), x + 1)), (), definitions), SIGN)


@pytest.mark.parametrize("scalars", [None, 5, ((x, Fraction(1), 2),), ((x,),), (([], Fraction(1)),)])
def test_a_malformed_counterexample_is_refused(scalars: object) -> None:
    for refuse in (refute, lambda goal, values: refute_by_proof(goal, SIGN, values)):
        with pytest.raises(Rejected):
            refuse(Goal(eq(x, x + 1)), Counterexample(scalars))  # type: ignore[arg-type, operator]
    with pytest.raises(Rejected):
        refute(Goal(eq(x, 0)), scalars)  # type: ignore[arg-type]


def family(name: str) -> list[Term]:
    """A member at a number, and at something random."""
    return [Sequence(name, (), k, (as_term(parameter),)) for parameter in (z, X)]


GROWTH, AT_RANDOM = family("y")
FAST = recurrence(GROWTH, exp(z**2), 1)  # type: ignore[arg-type]
HIDDEN = sequence("w")


@pytest.mark.parametrize(
    ("body", "definitions"),
    [
        (AT_RANDOM, (FAST,)),
        (AT_RANDOM, ()),
        (HIDDEN(k), (FAST, recurrence(HIDDEN(k), AT_RANDOM, 1))),
        (HIDDEN(k), (recurrence(HIDDEN(k), AT_RANDOM, 1),)),
    ],
)
def test_a_member_at_something_random_may_have_no_mean(body: Term, definitions: tuple[object, ...]) -> None:
    """E exp(X^2) is infinite, and a family of which nothing is known may be that."""
    with pytest.raises(Missing):
        prove(Goal(E(body) < E(body) + 1, (k >= 1,), definitions), SIGN)  # type: ignore[arg-type]


def test_a_member_that_is_a_polynomial_in_something_random_has_a_mean() -> None:
    definitions = (recurrence(HIDDEN(k), HIDDEN(k - 1) * X + 1, 1), initial(HIDDEN(0), X))
    assert genuine(prove(Goal(E(HIDDEN(k)) < E(HIDDEN(k)) + 1, (), definitions), SIGN))


def test_a_law_is_not_random_through_a_definition() -> None:
    """U is independent of X by its name, so its mean can't be X."""
    U = random_variable("U", Normal(HIDDEN(1), 1))
    definitions = (recurrence(HIDDEN(k), X, 1),)
    for claim in (eq(E(U), 0), eq(E(U * X), 1)):
        with pytest.raises(Rejected, match="random itself"):
            prove(Goal(claim, (), definitions), NF)
