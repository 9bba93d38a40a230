"""Laws in counterexamples: all that is assumed of a random variable holds for them, and means are sums over them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.algebra.outcomes import Points
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine
from gradcheck.kernel.verdict import refute as refute_goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Iff,
    Independent,
    Normal,
    Uncorrelated,
    Var,
    absolute,
    dimension,
    eq,
    exp,
    hadamard,
    initial,
    natural,
    ne,
    norm,
    ones,
    random_sequence,
    random_variable,
    reals,
    recurrence,
    relu,
    sequence,
    vector,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.search.refutation.counterexample import search_counterexample
from gradcheck.search.refutation.random_values import finite_laws

Q = Fraction
x, p = reals("x p")
d, t = dimension("d"), natural("t")
X, Y = (random_variable(name, Independent(0, 1)) for name in "XY")
S = random_variable("S", Independent(0, 1, symmetric=True))
K, N = random_variable("K", Bernoulli(p)), random_variable("N", Normal(0, 1))
W = random_variable("W", Independent(0, 1), d)
tau = vector("tau", d)
H = random_variable("H", Uncorrelated(0 * ones(d), hadamard(tau, tau)), d)
g, v = random_sequence("g", Independent(0, 1)), sequence("v")
COIN: Points = ((Q(-1), Q(1, 2)), (Q(1), Q(1, 2)))
SKEW: Points = ((Q(2), Q(1, 5)), (Q(-1, 2), Q(4, 5)))
WALK = (initial(v(0), 0), recurrence(v(t), v(t - 1) + g(t), start=1))


def law(**named: Points) -> Counterexample:
    return Counterexample((), laws=tuple((name, (), points) for name, points in named.items()))


def at(witness: Counterexample, *outcomes: tuple[str, int]) -> Counterexample:
    values = tuple((name, (), Q(value)) for name, value in outcomes)
    return Counterexample(witness.scalars, laws=witness.laws, outcomes=values)


def refute(
    claim: Proposition, witness: Counterexample, *assumed: Proposition, define: tuple[Definition, ...] = ()
) -> None:
    assert genuine(refute_goal(Goal(claim, assumed, define), witness))


def refused(
    claim: Proposition, witness: Counterexample, *assumed: Proposition, define: tuple[Definition, ...] = ()
) -> None:
    with pytest.raises(Rejected):
        refute_goal(Goal(claim, assumed, define), witness)


def test_moments_that_are_not_assumed() -> None:
    refute(eq(E(X**3), 0), law(X=SKEW))
    refused(eq(E(X**3), 0), law(X=COIN))
    refute(eq(E(relu(S)), E(absolute(S)) / 3), law(S=COIN))
    refused(eq(E(relu(S)), E(absolute(S)) / 2), law(S=COIN))
    refute(eq(E((X * Y) ** 2), E(X**3) * E(Y**2)), law(X=COIN))
    refused(eq(E((X * Y) ** 2), E(X**2) * E(Y**2)), law(X=SKEW, Y=COIN))
    refute(eq(E(exp(X)), 1), law(X=COIN))


def test_a_law_has_the_moments_that_are_assumed() -> None:
    refused(eq(E(X**3), 0), law(X=((Q(3), Q(1, 5)), (Q(-1, 2), Q(4, 5)))))
    refused(eq(E(X**4), 1), law(X=((Q(-2), Q(1, 2)), (Q(2), Q(1, 2)))))
    refused(eq(E(S**3), 0), law(S=SKEW))
    refused(eq(E(N**4), 1), law(N=COIN))
    refused(eq(E(K * X**3), 1), Counterexample(((p, Q(1, 2)),), laws=(("K", (), ((Q(1), Q(1)),)),)))


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((Q(1), Q(1, 2)), (Q(1), Q(1, 2))),
        ((Q(2), Q(2)), (Q(0), Q(-1))),
        ((Q(2), Q(1, 5)), (Q(-1, 2), Q(4, 5)), (Q(9), Q(0))),
        ((2.0, Q(1, 5)), (-0.5, Q(4, 5))),
        ((Q(2), 0.2), (Q(-1, 2), 0.8)),
        ((2, Q(1, 5)), (Q(-1, 2), Q(4, 5))),
    ],
)
def test_what_is_no_law(points: Points) -> None:
    refused(eq(E(X**3), 0), law(X=points))


def test_entries_of_one_law() -> None:
    two = Counterexample(((d, Q(2)),), laws=(("W", (1,), SKEW), ("W", (2,), COIN)))
    refused(eq(E(norm(W) ** 4), 0), two)
    refute(eq(E(norm(W) ** 4), 0), Counterexample(((d, Q(2)),), laws=(("W", (), SKEW),)))
    refused(eq(E(norm(W) ** 2), d), Counterexample(((d, Q(2)),), laws=(("W", (), SKEW),)))


def test_entries_of_laws_of_their_own() -> None:
    numbers = (("tau", (1,), Q(1)), ("tau", (2,), Q(0)))
    nothing: Points = ((Q(0), Q(1)),)
    good = Counterexample(((d, Q(2)),), numbers, laws=(("H", (1,), SKEW), ("H", (2,), nothing)))
    refute(eq(E(norm(H) ** 4), 1), good)
    refused(eq(E(norm(H) ** 2), 1), good)
    refused(eq(E(norm(H) ** 4), 1), Counterexample(((d, Q(2)),), numbers, laws=(("H", (), SKEW),)))


def test_outcomes_outside_of_means() -> None:
    refute(eq(X, 0), at(law(X=COIN), ("X", 1)))
    refused(eq(X, 0), at(law(X=COIN), ("X", 2)))
    refused(eq(X, 0), Counterexample((), outcomes=(("X", (), Q(1)),)))
    refused(eq(X**2, E(X**2)), at(law(X=COIN), ("X", 1)))
    refute(eq(X**2, E(X**2)), at(law(X=SKEW), ("X", 2)))
    refused(eq(N, 0), Counterexample((), outcomes=(("N", (), Q(1)),)))
    refused(eq(X - Y, 0), at(law(X=COIN), ("X", 1)))
    refused(eq(E(X * Y), 0), at(law(X=COIN, Y=COIN), ("X", 1), ("Y", 1)))


def test_nothing_is_assumed_of_outcomes() -> None:
    refused(eq(X, 1), at(law(X=COIN), ("X", -1)), eq(X, 1))
    refused(Iff(X > 0, eq(X, 2)), at(law(X=COIN), ("X", 1)))
    refused(ne(X, 2), at(law(X=COIN), ("X", 1)))


def test_terms_are_defined_at_every_outcome() -> None:
    refute(eq(E(1 / X), 1), law(X=COIN))
    refused(eq(E(1 / (X + 1)), 1), law(X=COIN))
    refused(eq(E((X + 1) / (X + 1)), 2), law(X=COIN))


def test_sequences_that_depend_on_the_entries() -> None:
    at_two = Counterexample(((t, Q(2)),), laws=(("g", (), SKEW),))
    refute(eq(E(v(t) ** 3), 0), at_two, define=WALK)
    refused(eq(E(v(t) ** 2), t), at_two, define=WALK)
    number = sequence("u")(0)
    refute(eq(E(X * number), 1), law(X=COIN))
    refused(eq(E(X * number), number * E(X)), law(X=COIN))


def test_what_may_hide_an_entry_is_not_averaged_by_itself() -> None:
    """E(X m) is no E(X) E(m) where m is a member that depends on X."""
    hidden = (initial(v(0), X), recurrence(v(t), v(t - 1), start=1))
    refused(eq(E(X * v(t)) - E(X) * E(v(t)), 1), law(X=COIN), define=hidden)
    refused(eq(E(X * v(t)), 1), Counterexample(((t, Q(1)),), laws=(("X", (), COIN),)), define=hidden)


moments = st.tuples(st.fractions(-3, 3, max_denominator=4), st.fractions(0, 9, max_denominator=4), st.booleans())


@settings(max_examples=30, deadline=None, derandomize=True)
@given(moments)
def test_proposed_laws_have_their_moments(moment: tuple[Q, Q, bool]) -> None:
    mean, variance, symmetric = moment
    z = random_variable("Z", Independent(mean, variance, symmetric=symmetric))
    for points in finite_laws(mean, variance, symmetric):
        refute(eq(E(z), mean + 1), law(Z=points))
        refused(eq(Var(z), variance), law(Z=points))


powers = st.integers(0, 3)
factors = st.tuples(powers, powers, powers)


def _product(exponents: tuple[int, int, int], *variables: Term) -> Term:
    result = variables[0] ** 0
    for variable, exponent in zip(variables, exponents, strict=True):
        result = result * variable**exponent
    return result


@settings(max_examples=40, deadline=None, derandomize=True)
@given(factors, st.sampled_from([COIN, SKEW]), st.sampled_from([COIN, SKEW]))
def test_means_are_sums_over_the_outcomes(exponents: tuple[int, int, int], first: Points, second: Points) -> None:
    term = _product(exponents, X, Y, X + Y)
    a, b, c = exponents
    value = sum((i**a * j**b * (i + j) ** c * m * n for i, m in first for j, n in second), Q(0))
    refused(eq(E(term), value), law(X=first, Y=second))
    refute(eq(E(term), value + 1), law(X=first, Y=second))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(factors)
def test_true_identities_are_not_refuted(exponents: tuple[int, int, int]) -> None:
    a, b, c = exponents
    for claim in (
        eq(E(_product(exponents, X, Y, S)), E(X**a) * E(Y**b) * E(S**c)),
        eq(E(S ** (2 * a + 1) * Y**b), 0),
        eq(E(relu(S) ** (a + 1)), E(relu(-S) ** (a + 1))),
        eq(Var(X * S), E(X**2) * E(S**2)),
    ):
        assert search_counterexample(Goal(claim), effort=8) is None
