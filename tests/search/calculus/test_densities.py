"""Means over exponential and uniform variables: closed forms, near misses, edges, and numerical integration."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByDensity
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    E,
    Exponential,
    Uniform,
    Var,
    dimension,
    eq,
    exp,
    hadamard,
    log,
    natural,
    ones,
    random_sequence,
    random_variable,
    reals,
    sqrt,
    vector,
    where,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.calculus.densities import mean_by_density, pieces_of
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by
from tests.search.mpmath_values import value_of
from tests.verdicts import verdict_on

r, a, b = reals("r a b")
n, k = dimension("n"), natural("k")
X, Y, S = (random_variable(name, Exponential(rate)) for name, rate in (("X", r), ("Y", r), ("S", 1)))
U = random_variable("U", Uniform(a, b))
g = random_sequence("g", Exponential(r))
rates = vector("c", n)
V = random_variable("V", Exponential(rates), n)


def above(place: Any, variable: Any = X) -> Any:
    """The probability that the variable is above the place."""
    return E(where(variable > place, 1, 0))


TRUE: dict[str, tuple[Proposition, ...]] = {
    "mean": (eq(E(X), 1 / r),),
    "fourth moment": (eq(E(X**4), 24 / r**4),),
    "variance": (eq(Var(3 * X + 1), 9 / r**2),),
    "one variable twice": (eq(Var(X + X), 4 / r**2),),
    "two variables": (eq(Var(X + Y), 2 / r**2),),
    "a product": (eq(E(X * X * Y), 2 / r**3),),
    "copies": (eq(Var(g(k) + g(k + 1)), 2 / r**2),),
    "one copy twice": (eq(E(g(k) * g(k)), 2 / r**2),),
    "third cumulant": (eq(E((X - 1 / r) ** 3), 2 / r**3),),
    "what is presupposed": (r > 0, eq(E(X), b)),
    "a tail": (eq(above(a), exp(-r * a)), a >= 0),
    "a tail at 0": (eq(above(0), 1),),
    "a tail before 0": (eq(above(-1), 1),),
    "a tail of two": (eq(E(where(X > 1, where(X < 2, 1, 0), 0)), exp(-r) - exp(-2 * r)),),
    "a generating function": (eq(E(exp(X)), r / (r - 1)), r > 1),
    "a Laplace transform": (eq(E(X * exp(-a * X)), r / (r + a) ** 2), a >= 0),
    "an excess": (eq(E(where(a < X, X - a, 0)), exp(-r * a) / r), a >= 0),
    "a uniform tail": (eq(above(1, random_variable("U", Uniform(0, 4))), as_term(3) / 4),),
    "a uniform exponential": (eq(E(exp(U)), (exp(b) - exp(a)) / (b - a)),),
}
FALSE: dict[str, tuple[Proposition, ...]] = {
    "mean": (eq(E(X), r),),
    "one variable twice": (eq(Var(X + X), 2 / r**2),),
    "one copy twice": (eq(E(g(k) * g(k)), 1 / r**2),),
    "third cumulant": (eq(E((X - 1 / r) ** 3), 0),),
    "a rate above 1": (r > 1, eq(E(X), b)),
}
OPEN: dict[str, tuple[Proposition, ...]] = {  # without a value somewhere, or false there
    "an infinite mean": (eq(0 * E(exp(X)), 0),),
    "a mean that is infinite for some rates": (E(exp(X)) > 0, r > 0),
    "an infinite mean at rate 1": (eq(E(exp(S)), E(exp(S))),),
    "no generating function": (eq(E(exp(X)), r / (r - 1)), r < 1),
    "a rate of 0": (eq(E(random_variable("Z", Exponential(0))), 1),),
    "a negative rate": (eq(E(random_variable("Z", Exponential(-2))), as_term(-1) / 2),),
    "a square": (eq(0 * E(exp(S**2)), 0),),
    "a logarithm at 0": (eq(0 * E(log(S)), 0),),
    "a pole at 0": (eq(0 * E(1 / S), 0),),
    "a tail at a negative place": (eq(above(a), exp(-r * a)), a <= 0),
    "a root of what is negative somewhere": (eq(0 * E(sqrt(S - 1)), 0),),
}


@pytest.mark.parametrize("claim", TRUE.values(), ids=TRUE.keys())
def test_true_means(claim: tuple[Proposition, ...]) -> None:
    assert verdict_on(Goal(claim[0], claim[1:])) == "proved"


@pytest.mark.parametrize("claim", FALSE.values(), ids=FALSE.keys())
def test_near_misses(claim: tuple[Proposition, ...]) -> None:
    assert verdict_on(Goal(claim[0], claim[1:])) == "refuted"


@pytest.mark.parametrize("claim", OPEN.values(), ids=OPEN.keys())
def test_what_has_no_value_is_not_proved(claim: tuple[Proposition, ...]) -> None:
    assert verdict_on(Goal(claim[0], claim[1:])) != "proved"


def test_each_entry_has_its_own_rate() -> None:
    assert verdict_on(Goal(eq(hadamard(rates, E(V)), ones(n)))) == "proved"
    assert verdict_on(Goal(eq(hadamard(hadamard(rates, rates), E(hadamard(V, V))), 2 * ones(n)))) == "proved"
    assert verdict_on(Goal(eq(hadamard(hadamard(rates, rates), E(hadamard(V, V))), ones(n)))) != "proved"
    lows = random_variable("L", Uniform(rates, as_term(9)), n)
    assert verdict_on(Goal(eq(2 * E(lows), rates + 9 * ones(n)))) == "proved"
    assert verdict_on(Goal(eq(2 * E(lows), rates))) != "proved"


def test_several_places_of_unknown_order_are_undecided() -> None:
    assert found_by(mean_by_density, Goal(eq(E(where(a < X, where(b < X, 1, 0), 0)), exp(-r * b))), depth=1) is None


def test_a_place_at_the_end_of_the_range_cuts_nothing() -> None:
    found = pieces_of(Goal(eq(above(0), 1)), new_search())
    assert found is not None
    assert len(found[1]) == 1


BODIES = {
    "x > c": lambda c, z: where(z > c, 1, 0),
    "the excess": lambda c, z: where(z > c, z - c, 0),
    "a square": lambda c, z: where(z < c, z**2, 0),
    "exp": lambda c, z: exp(-c * z),
    "x exp": lambda c, z: z * exp(-c * z),
}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(BODIES)),
    st.fractions(Fraction(1, 4), 4, max_denominator=4),
    st.fractions(Fraction(1, 4), 3, max_denominator=4),
    st.booleans(),
)
def test_means_agree_with_numerical_integration(
    name: str, place: Fraction, size: Fraction, is_exponential: bool
) -> None:
    law = Exponential(as_term(size)) if is_exponential else Uniform(as_term(0), as_term(size))
    z = random_variable("z", law)
    body, x = BODIES[name](as_term(place), z), reals("x")[0]
    claim = eq(E(body), 0)
    found = pieces_of(Goal(claim), new_search())
    assert found is not None
    value = sum(value_of(piece.value, {}) for piece in found[1])
    with mpmath.workdps(25):
        rate, c = mpmath.mpf(size.numerator) / size.denominator, mpmath.mpf(place.numerator) / place.denominator
        integrand = BODIES[name](as_term(place), x)
        weight = (lambda t: rate * mpmath.exp(-rate * t)) if is_exponential else (lambda t: 1 / rate)
        ends = [0, c, c + 10, c + 200] if is_exponential else sorted({mpmath.mpf(0), min(c, rate), rate})
        by_hand = mpmath.quad(lambda t: value_of(integrand, {x: t}) * weight(t), ends)
        assert abs(value - by_hand) < mpmath.mpf(10) ** -12
    evidence = found_by(mean_by_density, Goal(eq(E(body), sum((p.value for p in found[1]), as_term(0)))))
    assert isinstance(evidence, ByDensity)
