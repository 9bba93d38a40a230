"""Definite and invertible matrices, and solutions with an inverse; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByCut, ByDefiniteness, ByFact, ByInverse
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    Invertible,
    PositiveDefinite,
    diag,
    dimension,
    eq,
    identity,
    inverse,
    matrix,
    norm,
    real,
    vector,
    zeros,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.search.equations.matrices import definite, invertible, no_length
from gradcheck.search.equations.matrices import inverse as solution
from tests.search.asking import found_by

n, c = dimension("n"), real("c")
A, B = matrix("A", n, n), matrix("B", n, n)
u, v = vector("u", n), vector("v", n)


@pytest.mark.parametrize(
    ("term", "known"),
    [
        (A.T @ A + c * identity(n), (c > 0,)),
        (A @ A.T + diag(u), (u > zeros(n),)),
        (2 * (B.T @ B) + identity(n) / 3, ()),
    ],
)
def test_definite(term: Term, known: tuple[Proposition, ...]) -> None:
    assert isinstance(found_by(definite, Goal(PositiveDefinite(term), known)), ByDefiniteness)
    found = found_by(invertible, Goal(Invertible(term), known))
    assert isinstance(found, ByFact)
    assert found.fact == "definite-invertible"


@pytest.mark.parametrize(
    ("term", "known"),
    [
        (A.T @ A + c * identity(n), (c >= 0,)),
        (A.T @ A, ()),
        (A @ A.T + diag(u), (u >= zeros(n),)),
        (c * (A.T @ A) + identity(n), ()),
        (A.T @ A - identity(n), ()),
    ],
)
def test_not_definite(term: Term, known: tuple[Proposition, ...]) -> None:
    assert found_by(definite, Goal(PositiveDefinite(term), known)) is None
    assert found_by(invertible, Goal(Invertible(term), known), depth=2) is None


def test_other_forms_are_undecided() -> None:
    assert found_by(definite, Goal(PositiveDefinite(A.T @ A), (Invertible(A),))) is None
    assert found_by(definite, Goal(PositiveDefinite(A + A.T), (PositiveDefinite(A),))) is None


def test_solutions() -> None:
    forth, back = eq(A @ v, u), eq(v, inverse(A) @ u)
    assert isinstance(found_by(solution, Goal(back, (forth, Invertible(A)))), ByInverse)
    assert isinstance(found_by(solution, Goal(forth, (back, Invertible(A)))), ByCut)
    assert found_by(solution, Goal(back, (forth,))) is None, "A may be singular"
    assert found_by(solution, Goal(back, (eq(A @ v, 2 * u), Invertible(A)))) is None
    assert found_by(solution, Goal(eq(A @ v, 2 * u), (back, Invertible(A)))) is None
    assert found_by(solution, Goal(back, (forth, Invertible(B)))) is None


def test_vectors_without_a_distance() -> None:
    assert isinstance(found_by(no_length, Goal(eq(u, v), (norm(u - v) ** 2 <= 0,))), ByFact)
    assert isinstance(found_by(no_length, Goal(eq(u, v), (norm(u - v) ** 2 <= c, c <= 0))), ByFact)
    assert found_by(no_length, Goal(eq(u, v), (norm(u - v) ** 2 <= c, c <= 1)), depth=2) is None
    assert found_by(no_length, Goal(eq(u, v), (norm(u + v) ** 2 <= 0,))) is None
