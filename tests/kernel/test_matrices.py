"""Definite and invertible matrices, solutions of linear systems, arrays without length."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByDefiniteness, ByFact, ByHypothesis, ByInverse, ByNormalForm, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Proved
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.author import (
    Invertible,
    PositiveDefinite,
    dimensions,
    eq,
    identity,
    inverse,
    matrix,
    norm,
    ones,
    real,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term, as_term

n, d = dimensions("n d")
lam = real("lam")
X, B = matrix("X", n, d), matrix("B", d, d)
x, y, b, u = vector("x", d), vector("y", d), vector("b", d), vector("u", d)
A = X.T @ X + lam * identity(d)
scaled = lam * ones(d)
square = norm(X @ vector("v", d)) ** 2
NF, HYP = ByNormalForm(), ByHypothesis()


def prove(claim: Proposition, evidence: Evidence, *given: Proposition) -> Proved:
    return prove_goal(Goal(claim, given), evidence)


def refused(claim: Proposition, evidence: Evidence, *given: Proposition) -> None:
    with pytest.raises(Rejected):
        prove(claim, evidence, *given)


WEIGHTS = lam * ones(d)


def definite(remainder: Term = square, weights: Term = WEIGHTS, vector: str = "v") -> ByDefiniteness:
    return ByDefiniteness(vector, remainder, weights)


def test_a_gram_matrix_and_a_positive_diagonal_are_definite() -> None:
    prove(PositiveDefinite(A), definite(), lam > 0)


def test_definiteness_needs_positive_weights_and_a_nonnegative_remainder() -> None:
    refused(PositiveDefinite(A), definite(), lam >= 0)
    refused(PositiveDefinite(A), definite())
    refused(PositiveDefinite(X.T @ X), ByDefiniteness("v", square, 0 * ones(d)))
    refused(PositiveDefinite(-(X.T @ X) + lam * identity(d)), definite(-square), lam > 0)
    refused(PositiveDefinite(B), ByDefiniteness("v", as_term(0), ones(d)))


def test_the_vector_is_new() -> None:
    refused(PositiveDefinite(A), definite(norm(X @ u) ** 2, vector="u"), lam > 0, eq(u, 0 * ones(d)))
    refused(PositiveDefinite(A), definite(norm(X @ u) ** 2), lam > 0)
    refused(PositiveDefinite(A), ByDefiniteness("v", square, vector("v", d)), lam > 0)


def test_definite_matrices_are_invertible() -> None:
    prove(Invertible(A), ByFact("definite-invertible", (definite(),), (A,)), lam > 0)
    refused(Invertible(A), ByFact("definite-invertible", (definite(),), (A,)))
    refused(Invertible(A), ByFact("definite-invertible", (), (A,)), lam > 0)
    refused(PositiveDefinite(A), ByFact("definite-invertible", (definite(),), (A,)), lam > 0)


def test_solutions_of_linear_systems() -> None:
    prove(eq(x, inverse(B) @ b), ByInverse(HYP, HYP), eq(B @ x, b), Invertible(B))
    prove(eq(inverse(B) @ b, x), ByInverse(HYP, HYP), eq(B @ x, b), Invertible(B))
    refused(eq(x, inverse(B) @ b), ByInverse(HYP, HYP), eq(B @ x, b))
    refused(eq(x, inverse(B) @ b), ByInverse(HYP, HYP), eq(B @ y, b), Invertible(B))
    refused(eq(x, inverse(B) @ b), ByInverse(HYP, HYP), eq(b, B.T @ x), Invertible(B))
    refused(eq(x, b), ByInverse(HYP, HYP), eq(B @ x, b), Invertible(B))


def test_a_solution_solves_its_system() -> None:
    solves = ByFact("inverse-solves", (HYP, HYP), (B, x, b))
    prove(eq(B @ x, b), solves, Invertible(B), eq(x, inverse(B) @ b))
    refused(eq(B @ x, b), solves, eq(x, inverse(B) @ b))
    refused(eq(B @ x, b), solves, Invertible(B), eq(x, inverse(B.T) @ b))
    refused(eq(x, y), solves, Invertible(B), eq(x, inverse(B) @ b))


def test_an_inverse_is_defined_for_invertible_matrices_only() -> None:
    prove(eq(inverse(B) @ b, inverse(B) @ b), NF, Invertible(B))
    refused(eq(inverse(B) @ b, inverse(B) @ b), NF)


def test_an_array_without_length_is_zero() -> None:
    short = ByFact("definite-norm", (HYP,), (x, y))
    prove(eq(x, y), short, norm(x - y) ** 2 <= 0)
    prove(eq(x, y), ByFact("definite-norm", (BySign(),), (x, y)), lam > 0, lam * norm(x - y) ** 2 <= 0)
    refused(eq(x, y), short, norm(x - y) ** 2 <= 1)
    refused(eq(x, y), ByFact("definite-norm", (BySign(),), (x, y)), lam >= 0, lam * norm(x - y) ** 2 <= 0)
    refused(eq(lam, 0), short, norm(x - y) ** 2 <= 0)
