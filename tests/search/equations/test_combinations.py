"""Linear combinations of equations among the hypotheses; near misses are not proved."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByNormalForm, ByPositivity
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import dimension, eq, identity, matrix, norm, reals, vector, zeros
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.equations.combinations import combined, expansions, is_zero, solve_linear, summands
from tests.search.asking import found_by

n = dimension("n")
a, b, x = reals("a b x")
A = matrix("A", n, n)
u, v, w = vector("u", n), vector("v", n), vector("w", n)
HIGHER = eq(b, a + norm(u) ** 2)
PLUS = eq(b, a + v @ u + x**2)


@pytest.mark.parametrize("line", ["2*x - 3*y = 5; x - y = 4; y = 3", "x + y + z = 6; x + y = 3; y + z = 5; y = 2"])
def test_equations_of_numbers(line: str) -> None:
    assert isinstance(found_by(combined, line), ByNormalForm)


@pytest.mark.parametrize(
    "line", ["2*x - 3*y = 6; x - y = 4; y = 3", "x + y + z = 6; x + y = 3; y + z = 5", "x = y; x < y + 1; y < x + 1"]
)
def test_near_misses_of_numbers(line: str) -> None:
    assert found_by(combined, line) is None


def test_a_product_of_hypotheses_is_undecided() -> None:
    assert found_by(combined, "x = z**4; x = y**2; y = z**2") is None


def test_equations_of_vectors() -> None:
    known = (eq(A @ u, v),)
    assert isinstance(found_by(combined, Goal(eq(w @ A @ u, w @ v), known)), ByNormalForm)
    assert isinstance(
        found_by(combined, Goal(eq(u @ (A @ u) + w @ v, u @ v + w @ u), (*known, eq(v, u)))), ByNormalForm
    )
    assert found_by(combined, Goal(eq(w @ A.T @ u, w @ v), known)) is None
    assert found_by(combined, Goal(eq(u @ (A @ u) + w @ v, u @ v + w @ u), known)) is None


@pytest.mark.parametrize(
    ("claim", "known"), [(a <= b, (HIGHER,)), (a <= b, (PLUS, eq(v, zeros(n)))), (b >= a, (HIGHER,))]
)
def test_an_expansion(claim: Proposition, known: tuple[Proposition, ...]) -> None:
    assert isinstance(found_by(expansions, Goal(claim, known)), ByPositivity)


@pytest.mark.parametrize(("claim", "known"), [(b <= a, (HIGHER,)), (a < b, (HIGHER,)), (a <= b, (PLUS,))])
def test_near_misses_of_expansions(claim: Proposition, known: tuple[Proposition, ...]) -> None:
    assert found_by(expansions, Goal(claim, known)) is None


def test_equations_of_matrices_are_multiplied_on_both_sides() -> None:
    orthogonal, idempotent = eq(A.T @ A, identity(n)), eq(A @ A, A)
    for claim, known in (
        (eq(norm(A @ u) ** 2, u @ u), orthogonal),
        (eq((A @ u) @ (A @ v), u @ v), orthogonal),
        (eq(A @ A @ A @ u, A @ u), idempotent),
        (eq(u @ A @ A @ v, u @ A @ v), idempotent),
    ):
        assert isinstance(found_by(combined, Goal(claim, (known,))), ByNormalForm)
    for claim, known in (
        (eq(norm(A @ u) ** 2, 2 * (u @ u)), orthogonal),
        (eq((A @ u) @ (A @ v), v @ v), orthogonal),
        (eq(A @ A @ A @ u, u), idempotent),
        (eq(norm(A.T @ u) ** 2, u @ u), idempotent),
    ):
        assert found_by(combined, Goal(claim, (known,)), depth=1) is None


numbers = st.lists(st.integers(-3, 3), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(numbers, min_size=1, max_size=3), st.lists(st.integers(-2, 2), min_size=3, max_size=3))
def test_a_linear_system_is_solved(rows: list[list[int]], weights: list[int]) -> None:
    columns = [{k: Fraction(value) for k, value in enumerate(row) if value} for row in rows]
    target = total(columns, list(map(Fraction, weights)))
    found = solve_linear(columns, target)
    assert found is not None
    assert total(columns, found) == target


def total(columns: list[dict[int, Fraction]], weights: list[Fraction]) -> dict[int, Fraction]:
    """The weighted sum of the columns, without zeros."""
    pairs = list(zip(weights, columns, strict=False))
    found = {k: sum((weight * column.get(k, 0) for weight, column in pairs), Fraction()) for k in range(3)}
    return {k: value for k, value in found.items() if value}


def test_a_system_without_a_solution() -> None:
    assert solve_linear([{"x": Fraction(1), "y": Fraction(2)}], {"x": Fraction(1)}) is None


def test_signed_summands_and_zeros() -> None:
    assert summands(a - (b - x)) == [(1, a), (-1, b), (1, x)]
    assert is_zero(zeros(n))
    assert not is_zero(as_term(1) * u)
