"""The named facts on norms: true of random rational matrices, and their conclusions follow from nothing less."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import ByFact, ByHypothesis, ByNormalForm, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.facts import statements
from gradcheck.kernel.verdict import genuine, prove, refute
from gradcheck.language.author import (
    absolute,
    diag,
    dimension,
    dimensions,
    eq,
    hadamard,
    identity,
    integer,
    largest_eigenvalue,
    matrix,
    norm,
    ones,
    operator_norm,
    outer,
    reals,
    smallest_singular_value,
    total,
    vector,
    zeros,
)
from gradcheck.language.syntax.propositions import Invertible, Proposition
from gradcheck.language.syntax.terms import Mul, Term, as_term
from gradcheck.search.refutation.counterexample import search_counterexample

n, m, k = dimensions("n m k")
i = integer("i")
a, b, c = reals("a b c")
A, B, X, Y = (matrix(name, n, m) for name in "ABXY")
C, Z = matrix("C", m, k), matrix("Z", m, k)
W = matrix("W", n, n)
u, v, x = vector("u", n), vector("v", m), vector("x", n)
KNOWN = ByHypothesis()
ZERO = as_term(0)

CONCLUSIONS: list[tuple[str, Proposition, tuple[Term, ...]]] = [
    ("termwise", total(u[i] ** 2, i, 1, n) >= 0, (total(u[i] ** 2, i, 1, n), ZERO)),
    ("termwise", total(u[i], i, 1, n) <= total(x[i], i, 1, n), (total(u[i], i, 1, n), total(x[i], i, 1, n))),
    ("termwise", total(u[i], i, 1, n) < total(x[i], i, 1, n), (total(u[i], i, 1, n), total(x[i], i, 1, n))),
    ("termwise", eq(total(u[i], i, 1, n), total(x[i], i, 1, n)), (total(u[i], i, 1, n), total(x[i], i, 1, n))),
    ("transpose", eq(A, B), (A, B)),
    ("congruence", eq(norm(u), norm(x)), (norm(u), norm(x))),
    ("congruence", eq(absolute(a), absolute(b)), (absolute(a), absolute(b))),
    ("order", A <= B, (A, X, B)),
    ("order", a < b, (a, c, b)),
    ("order", operator_norm(A) >= a, (operator_norm(A), b, a)),
    ("equal-norms", operator_norm(A) <= a, (operator_norm(A), operator_norm(B), a)),
    ("equal-norms", smallest_singular_value(A) > a, (smallest_singular_value(A), smallest_singular_value(B), a)),
    ("norm-product", operator_norm(A @ C) <= a * b, (A, C, a, b)),
    ("norm-sum", operator_norm(A + B) <= a + b, (A, B, a, b)),
    ("norm-sum", operator_norm(A - B) <= a + b, (A, -B, a, b)),
    ("norm-multiple", operator_norm(c * A) <= absolute(c) * a, (c, A, a)),
    ("norm-multiple", operator_norm(-A) <= a, (A, a)),
    ("norm-multiple", eq(operator_norm(c * A), absolute(c) * operator_norm(A)), (c, A)),
    ("norm-outer", eq(operator_norm(outer(u, v)), norm(u) * norm(v)), (u, v)),
    ("norm-transpose", operator_norm(A.T) <= a, (A, a)),
    ("norm-transpose", eq(operator_norm(A.T), operator_norm(A)), (A,)),
    ("norm-diagonal", operator_norm(diag(u)) <= c, (u, c)),
    ("norm-identity", eq(operator_norm(identity(n)), 1), (n,)),
    ("norm-identity", eq(smallest_singular_value(identity(n)), 1), (n,)),
    ("norm-identity", eq(largest_eigenvalue(identity(n)), 1), (n,)),
    ("norm-outer", operator_norm(outer(u, v)) <= a * b, (u, v, a, b)),
    ("norm-entries", operator_norm(A) <= a, (A, a)),
    ("norm-image", norm(A @ v) <= a * b, (A, v, a, b)),
    ("norm-reverse-triangle", operator_norm(A + B) >= a - b, (A + B, A, a, b)),
    ("norm-reverse-triangle", operator_norm(A + B) >= a - b, (A + B, B, a, b)),
    ("weyl", smallest_singular_value(A + B) >= a - b, (A + B, A, a, b)),
    ("weyl", smallest_singular_value(A + B + X) >= a - b, (A + B + X, B, a, b)),
    ("least-product", smallest_singular_value(A @ C) >= a * b, (A, C, a, b)),
    ("least-diagonal", smallest_singular_value(diag(u)) >= c, (u, c)),
    ("least-largest", smallest_singular_value(A) <= a, (A, a)),
    ("gram-eigenvalue", eq(largest_eigenvalue(A.T @ A), operator_norm(A) ** 2), (A,)),
    ("gram-norm", operator_norm(A) <= a, (A, a)),
    ("absolute-value", absolute(A) <= X, (A, X)),
    ("absolute-value", absolute(a) <= b, (a, b)),
    ("absolute-product", absolute(A @ C) <= X @ Z, (A, C, X, Z)),
    ("absolute-product", absolute(A @ v) <= X @ absolute(v), (A, v, X, absolute(v))),
    ("absolute-product", absolute(u @ x) <= absolute(u) @ absolute(x), (u, x, absolute(u), absolute(x))),
    ("absolute-sum", absolute(A + B) <= X + Y, (A, B, X, Y)),
    ("absolute-diagonal", absolute(diag(u)) <= diag(x), (u, x)),
    ("absolute-multiple", absolute(-A) <= X, (A, X)),
    ("absolute-multiple", absolute(c * A) <= absolute(c) * X, (c, A, X)),
    ("equal-norms", absolute(A) <= X, (absolute(A), absolute(B), X)),
    ("absolute-entrywise-product", absolute(hadamard(A, B)) <= hadamard(X, Y), (A, B, X, Y)),
]


def premises_of(name: str, conclusion: Proposition, arguments: tuple[Term, ...]) -> tuple[Proposition, ...]:
    """Return what the fact needs to conclude this of the terms."""
    (found,) = [premises for said, *premises in statements(name, arguments) if said is conclusion]
    return tuple(found)


SMALL = st.sampled_from([Fraction(value, 2) for value in (0, 1, -1, 2, -2, 3, -4)])
BOUNDS = st.sampled_from([Fraction(value, 2) for value in (-1, 0, 1, 2, 3, 4, 6, 9)])


@st.composite
def witnesses(draw: st.DrawFn) -> Counterexample:
    sizes = {side: draw(st.integers(1, 3)) for side in (n, m, k)}
    scalars = {**{side: Fraction(size) for side, size in sizes.items()}, **{s: draw(BOUNDS) for s in (a, b, c)}}
    places = []
    bounds = draw(st.booleans())  # whether X, Y, Z and x are made to bound A, B, C and u
    of = {"X": "A", "Y": "B", "Z": "C", "x": "u"}
    for array in (A, B, C, W, u, v, X, Y, Z, x):
        shape = [sizes[side] for side in array.shape]
        for place in [(i,) for i in range(1, shape[0] + 1)] if len(shape) == 1 else [
            (i, j) for i in range(1, shape[0] + 1) for j in range(1, shape[1] + 1)
        ]:  # fmt: skip
            value = draw(SMALL)
            if bounds and array.name in of:
                value = abs({(p[0], p[1]): p[2] for p in places}[(of[array.name], place)]) + abs(value)
            places.append((array.name, place, value))
    return Counterexample(tuple(scalars.items()), tuple(places))


@pytest.mark.parametrize(
    ("name", "conclusion", "arguments"),
    CONCLUSIONS,
    ids=[f"{name}-{number}" for number, (name, *_) in enumerate(CONCLUSIONS)],
)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_where_the_premises_hold_so_does_the_conclusion(
    name: str, conclusion: Proposition, arguments: tuple[Term, ...], data: st.DataObject
) -> None:
    premises = premises_of(name, conclusion, arguments)
    valuation = Valuation(Goal(conclusion, premises), data.draw(witnesses()))
    if all(valuation.holds(premise) is True for premise in premises):
        assert valuation.holds(conclusion) is not False


@pytest.mark.parametrize(
    ("name", "conclusion", "arguments"),
    CONCLUSIONS,
    ids=[f"{name}-{number}" for number, (name, *_) in enumerate(CONCLUSIONS)],
)
def test_a_fact_is_accepted_with_all_of_its_premises_only(
    name: str, conclusion: Proposition, arguments: tuple[Term, ...]
) -> None:
    premises = premises_of(name, conclusion, arguments)
    proofs: tuple[Evidence, ...] = (KNOWN,) * len(premises)
    verdict = prove(Goal(conclusion, premises), ByFact(name, proofs, arguments))
    assert name in verdict.facts
    for left_out in range(len(premises)):
        fewer = premises[:left_out] + premises[left_out + 1 :]
        if premises[left_out] not in fewer:
            with pytest.raises(Rejected):
                prove(Goal(conclusion, fewer), ByFact(name, proofs, arguments))
    for wrong in (proofs[1:], (*proofs, KNOWN)):
        if wrong != proofs:
            with pytest.raises(Rejected):
                prove(Goal(conclusion, premises), ByFact(name, wrong, arguments))


NEAR_MISSES: list[tuple[str, Proposition, tuple[Term, ...], tuple[Proposition, ...]]] = [
    ("norm-product", operator_norm(A @ C) >= operator_norm(A) * operator_norm(C),
     (A, C, operator_norm(A), operator_norm(C)), ()),
    ("norm-product", operator_norm(A @ C) <= operator_norm(A) + operator_norm(C),
     (A, C, operator_norm(A), operator_norm(C)), ()),
    ("norm-sum", operator_norm(A + B) <= operator_norm(A), (A, B, operator_norm(A), ZERO), ()),
    ("norm-sum", operator_norm(A - B) <= operator_norm(A) - operator_norm(B),
     (A, -B, operator_norm(A), -operator_norm(B)), ()),
    ("norm-multiple", operator_norm(c * A) <= c * operator_norm(A), (c, A, operator_norm(A)), ()),
    ("norm-multiple", eq(operator_norm(c * A), c * operator_norm(A)), (c, A), ()),
    ("norm-outer", eq(operator_norm(outer(u, x)), absolute(u @ x)), (u, x), ()),
    ("norm-transpose", smallest_singular_value(A.T) >= smallest_singular_value(A),
     (A, smallest_singular_value(A)), ()),
    ("norm-diagonal", operator_norm(diag(u)) <= c, (u, c), (u <= c * ones(n),)),
    ("norm-identity", eq(operator_norm(W), 1), (n,), ()),
    ("norm-outer", operator_norm(outer(u, x)) <= absolute(u @ x), (u, x, absolute(u @ x), as_term(1)), ()),
    ("norm-entries", norm(A) <= operator_norm(A), (A, operator_norm(A)), ()),
    ("norm-image", norm(A @ v) >= operator_norm(A) * norm(v), (A, v, operator_norm(A), norm(v)), ()),
    ("norm-reverse-triangle", operator_norm(A + B) >= operator_norm(A) + operator_norm(B),
     (A + B, A, operator_norm(A), -operator_norm(B)), ()),
    ("weyl", smallest_singular_value(A + B) >= smallest_singular_value(A) - smallest_singular_value(B),
     (A + B, A, smallest_singular_value(A), smallest_singular_value(B)), ()),
    ("weyl", smallest_singular_value(identity(n) + W) >= 1 + operator_norm(W),
     (identity(n) + W, identity(n), as_term(1), -operator_norm(W)), ()),
    ("least-product", smallest_singular_value(A @ C) >= a * b, (A, C, a, b),
     (smallest_singular_value(A) >= a, smallest_singular_value(C) >= b)),
    ("least-diagonal", smallest_singular_value(diag(u)) >= c, (u, c), (absolute(u) <= c * ones(n),)),
    ("least-largest", operator_norm(A) <= smallest_singular_value(A), (A, smallest_singular_value(A)), ()),
    ("gram-eigenvalue", eq(largest_eigenvalue(A.T @ A), operator_norm(A)), (A,), ()),
    ("gram-norm", operator_norm(W) <= a, (W, a), (largest_eigenvalue(W.T @ W) <= a**2,)),
    ("gram-norm", operator_norm(W) <= a, (W, a), (largest_eigenvalue(W.T @ W) <= a**2 + 1, a >= 0)),
    ("gram-eigenvalue", eq(largest_eigenvalue(W @ W), operator_norm(W) ** 2), (W,), ()),
    ("absolute-value", absolute(a) <= b, (a, b), (a <= b,)),
    ("absolute-product", absolute(A @ C) <= X @ Z, (A, C, X, Z), (A <= X, C <= Z)),
    ("absolute-product", absolute(A @ C) <= A @ C, (A, C, A, C), ()),
    ("absolute-sum", absolute(A + B) <= absolute(A), (A, B, absolute(A), zeros(n, m)), ()),
    ("absolute-diagonal", absolute(diag(u)) <= diag(u), (u, u), ()),
    ("absolute-multiple", absolute(c * A) <= c * absolute(A), (c, A, absolute(A)), ()),
    ("order", a <= b, (a, c, b), (a <= c, b <= c)),
    ("equal-norms", operator_norm(A) <= a, (operator_norm(A), smallest_singular_value(A), a),
     (smallest_singular_value(A) <= a,)),
    ("right-inverse", Invertible(A @ A.T), (A @ A.T, A), ()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "claim", "arguments", "given"), NEAR_MISSES, ids=lambda item: str(item)[:40])
def test_a_near_miss_is_refused_and_false(
    name: str, claim: Proposition, arguments: tuple[Term, ...], given: tuple[Proposition, ...]
) -> None:
    goal = Goal(claim, given)
    for count in range(5):
        for proof in (KNOWN, ByNormalForm()):
            with pytest.raises(Rejected):
                prove(goal, ByFact(name, (proof,) * count, arguments))
    witness = search_counterexample(goal)
    assert witness is not None
    assert genuine(refute(goal, witness))


def test_a_fact_concludes_nothing_about_what_is_not_defined() -> None:
    side = dimension("side")
    long = vector("w", side - 1)
    for name, claim, arguments, known in (
        ("norm-identity", eq(operator_norm(identity(side - 1)), 1), (side - 1,), ()),
        ("norm-diagonal", operator_norm(diag(long)) <= c, (long, c), (absolute(long) <= c * ones(side - 1),)),
        ("norm-multiple", operator_norm(Mul((1 / c, A))) <= Mul((absolute(1 / c), a)), (1 / c, A, a),
         (operator_norm(A) <= a,)),
        ("norm-multiple", eq(operator_norm(Mul((1 / c, A))), Mul((absolute(1 / c), operator_norm(A)))), (1 / c, A), ()),
        ("gram-eigenvalue", eq(largest_eigenvalue((A / c).T @ (A / c)), operator_norm(A / c) ** 2), (A / c,), ()),
        ("norm-outer", eq(operator_norm(outer(long, u)), norm(long) * norm(u)), (long, u), ()),
        ("norm-transpose", eq(operator_norm((A / c).T), operator_norm(A / c)), (A / c,), ()),
    ):  # fmt: skip
        proofs = (KNOWN,) * len(premises_of(name, claim, arguments))
        with pytest.raises(Rejected):
            prove(Goal(claim, known), ByFact(name, proofs, arguments))


def test_terms_of_which_a_fact_says_nothing() -> None:
    flat = matrix("F", n, m)
    for name, arguments in (
        ("right-inverse", (flat, matrix("G", m, n))),
        ("inverse-unique", (flat, flat.T)),
        ("determinant", (flat,)),
        ("determinant", (flat, flat.T)),
        ("norm-product", (u, A, a, b)),
        ("norm-image", (A, matrix("V", m, k), a, b)),
        ("norm-sum", (A, B, a)),
        ("weyl", (A + B, C, a, b)),
        ("termwise", (ZERO, ZERO)),
        ("termwise", (total(u[i], i, 1, n), total(x[i], i, 1, m))),
        ("congruence", (norm(u), total(u[i], i, 1, n))),
        ("definite-form", (W, flat)),
        ("definite-norm", (a, b)),
        ("transpose", (u, x)),
        ("everything", (A,)),
        ("order", (A, a, B)),
    ):
        assert statements(name, arguments) == [] or name == "norm-sum"


def test_what_stands_between_has_the_shape_of_the_sides() -> None:
    for between in (u, as_term(0), zeros(m, n), "A"):
        with pytest.raises(Rejected):
            prove(Goal(A <= B, (A <= X, X <= B)), ByFact("order", (KNOWN, KNOWN), (A, between, B)))  # type: ignore[arg-type]
