"""Random array terms against small instances, where every sum and every outcome is written out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attack.mutants.mutate import variants
from attack.mutants.oracle import Instance, Oracle
from attack.mutants.sample import counterexample, instances
from gradcheck.algebra.signs import NEGATIVE, POSITIVE
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import E, d, eq, hadamard, norm, ones, trace
from gradcheck.language.syntax.terms import Num, Term
from tests.properties.terms import (
    SMALL,
    A,
    B,
    R,
    X,
    Y,
    gradients,
    m,
    n,
    p,
    rectangles,
    scalars,
    squares,
    u,
    v,
    vectors,
    w,
)

SMALL_SIDES = (n <= 2, m <= 2)
POOL: list[Term] = [A, B, X, Y, u, v, w]


def proved(left: Term, right: Term) -> bool:
    try:
        prove(Goal(eq(left, right)), ByNormalForm())
    except Rejected:
        return False
    return True


def brackets(term: Term, oracle: Oracle, instance: Instance) -> None:
    """The kernel's value at the instance is the oracle's, up to a millionth on both sides."""
    entries = tuple((name, place, Fraction(value)) for (name, place), value in instance.entries.items())
    valuation = Valuation(Goal(eq(term, term)), Counterexample(tuple(instance.scalars.items()), entries))
    value = oracle.value(term)
    near = Fraction(int(value * 10**9), 10**9)
    gap = Fraction(1, 10**6) * (1 + abs(near))
    assert valuation.signs(eq(term, Num(near - gap))) == [POSITIVE]
    assert valuation.signs(eq(term, Num(near + gap))) == [NEGATIVE]


@SMALL
@given(scalars, st.integers(0, 50))
def test_the_value_at_an_instance_is_that_of_its_definition(term: Term, seed: int) -> None:
    for oracle, instance in instances(eq(term, term), SMALL_SIDES, (), seed, tries=2):
        brackets(term, oracle, instance)


@SMALL
@given(st.one_of(scalars, squares, rectangles, vectors), st.randoms(use_true_random=False))
def test_a_near_identity_is_proved_only_if_it_holds(term: Term, generator: Any) -> None:
    changed = [other for _, other in variants(term, POOL)]
    assume(changed)
    for other in generator.sample(changed, min(2, len(changed))):
        if other.shape == term.shape and proved(term, other):
            found, _ = counterexample(eq(term, other), SMALL_SIDES, (), tries=8)
            assert found is None, (term, other)


@pytest.mark.parametrize("variable", [X, A, B, u, v, w], ids=lambda array: array.name)
def test_gradients_are_limits_of_differences(variable: Term) -> None:
    @SMALL
    @given(gradients(variable), st.integers(0, 50))
    def check(term: Any, seed: int) -> None:
        for oracle, instance in instances(eq(term, term), SMALL_SIDES, (), seed, tries=1):
            for place in list(oracle.places(term))[:2]:
                brackets(term[place], oracle, instance)

    check()


TRUE: dict[str, tuple[Term, Term]] = {
    "transpose of a product": ((A @ X).T, X.T @ A.T),
    "norm as a trace": (norm(X) ** 2, trace(X.T @ X)),
    "trace is cyclic": (trace(A @ X @ B @ Y.T), trace(X @ B @ Y.T @ A)),
    "mean of a masked loss": (
        E(norm(hadamard(R, X) @ v) ** 2),
        p**2 * norm(X @ v) ** 2 + p * (1 - p) * (ones(n) @ (hadamard(X, X) @ hadamard(v, v))),
    ),
    "gradient of a quadratic form": (d(u @ A @ u, u), (A + A.T) @ u),
    "gradient of a trace": (d(trace(A @ X @ B @ X.T), X), A @ X @ B + A.T @ X @ B.T),
}


@pytest.mark.parametrize("name", TRUE)
def test_known_identities_are_proved_and_hold(name: str) -> None:
    left, right = TRUE[name]
    assert proved(left, right)
    found, held = counterexample(eq(left, right), SMALL_SIDES, (), tries=10)
    assert found is None
    assert held >= 2
