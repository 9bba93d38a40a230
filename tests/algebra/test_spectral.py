"""Singular values and eigenvalues of numeric matrices against Sylvester's criterion, and as atoms of normal forms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.algebra.eigenvalues import enclose_spectrum, extreme_eigenvalue, symmetric
from gradcheck.kernel.check import check
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.matrices import determinant
from gradcheck.language.author import (
    Independent,
    d,
    diag,
    dimension,
    dimensions,
    eq,
    hadamard,
    identity,
    initial,
    largest_eigenvalue,
    matrix,
    naturals,
    ones,
    operator_norm,
    outer,
    random_variable,
    real,
    recurrence,
    sequence,
    smallest_singular_value,
    total,
    vector,
)
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_pretty
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.spectra import KINDS, Spectral
from gradcheck.language.syntax.terms import Num, Term

Matrix = list[list[Fraction]]

n, m = dimensions("n m")
A, W = matrix("A", n, m), matrix("W", n, n)
u, v = vector("u", n), vector("v", n)
c = real("c")
i, j, t = naturals("i j t")
entries = st.fractions(min_value=-3, max_value=3, max_denominator=3)
sides = st.integers(1, 4)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    rows, columns = draw(sides), draw(sides)
    return [[draw(entries) for _ in range(columns)] for _ in range(rows)]


def is_definite(rows: Matrix) -> bool:
    """Sylvester's criterion."""
    return all(determinant([row[:k] for row in rows[:k]]) > 0 for k in range(1, len(rows) + 1))


def shifted(rows: Matrix, by: Fraction, sign: int) -> Matrix:
    """sign (S - by I)."""
    return [[sign * (e - by * (i == j)) for j, e in enumerate(row)] for i, row in enumerate(rows)]


@given(matrices(), st.sampled_from(KINDS))
def test_balls_contain_the_ends_of_the_spectrum(rows: Matrix, kind: str) -> None:
    if kind == "largest_eigenvalue":
        side = min(len(rows), len(rows[0]))
        rows = [row[:side] for row in rows[:side]]
    squares: Matrix = symmetric(kind, rows)
    with ctx.workprec(128):
        ball = enclose_spectrum(kind, [[arb(e.numerator) / e.denominator for e in row] for row in rows], 128)
        value = ball if kind == "largest_eigenvalue" else ball * ball
    exact, slack = value.mid().fmpq(), Fraction(1, 10**6)
    middle = Fraction(int(exact.p), int(exact.q))
    assert value.rad() < 1e-9
    sign = 1 if kind == "smallest_singular_value" else -1
    assert is_definite(shifted(squares, middle - sign * slack, sign))
    assert not is_definite(shifted(squares, middle + sign * slack, sign))


@given(matrices())
def test_a_rational_end_of_the_spectrum_is_found_exactly(rows: Matrix) -> None:
    squares = symmetric("operator_norm", rows)
    for largest in (True, False):
        value = extreme_eigenvalue(squares, largest)
        if value is not None:
            assert determinant(shifted(squares, value, 1)) == 0
            assert is_definite(
                shifted(squares, value + Fraction(1, 10**9) * (1 if largest else -1), -1 if largest else 1)
            )


@pytest.mark.parametrize(("rows", "largest", "smallest"), [
    ([[2, 1], [1, 2]], 3, 1), ([[0, 5], [0, 0]], 5, 0), ([[3]], 3, 3), ([[-3]], 3, 3), ([[0, 0]], 0, 0),
    ([[3], [4]], 5, 5), ([[3, 4]], 5, 0), ([[1, 0], [0, 1], [0, 0]], 1, 1), ([[1, 0, 0], [0, 1, 0]], 1, 0),
])  # fmt: skip
def test_singular_values_of_small_matrices(rows: list[list[int]], largest: int, smallest: int) -> None:
    array = matrix("M", len(rows), len(rows[0]))
    values = tuple(("M", (i, j), Fraction(e)) for i, row in enumerate(rows, 1) for j, e in enumerate(row, 1))
    for term, value in ((operator_norm(array), largest), (smallest_singular_value(array), smallest)):
        valuation = Valuation(Goal(eq(term, 0)), Counterexample((), values))
        assert valuation.number(term) == value
        assert valuation.holds(term <= Fraction(value)) is True
        assert valuation.holds(term < Fraction(value)) is False


def holds(claim: Proposition, *given: Proposition, define: tuple[Definition, ...] = ()) -> bool:
    try:
        check(Goal(claim, given, define), ByNormalForm(), Trail())
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(("left", "right"), [
    (operator_norm(W @ (W @ W)), operator_norm(W @ W @ W)),
    (operator_norm(A + A), operator_norm(2 * A)),
    (operator_norm(A.T.T), operator_norm(A)),
    (smallest_singular_value(diag(u) @ diag(v)), smallest_singular_value(diag(hadamard(v, u)))),
    (largest_eigenvalue(outer(u, u)), largest_eigenvalue(outer(u, u).T)),
    (operator_norm(operator_norm(A.T + A.T) * W), operator_norm(operator_norm(2 * A.T) * W)),
    (total(operator_norm(c ** (i + 1) * W), i, 1, t), total(operator_norm(c * c**j * W), j, 1, t)),
])  # fmt: skip
def test_equal_matrices_have_one_norm(left: Term, right: Term) -> None:
    assert holds(eq(left, right), t >= 1)


@pytest.mark.parametrize(("left", "right"), [
    (operator_norm(W), operator_norm(W.T)),  # true, but no matter of normal forms
    (operator_norm(A), smallest_singular_value(A)),
    (operator_norm(ones(n, n)), operator_norm(ones(m, m))),
    (operator_norm(outer(u, v)), operator_norm(outer(u, u))),
    (total(operator_norm(u[i] * W), i, 1, n), total(operator_norm(u[j] * ones(n, n)), j, 1, n)),
    (total(operator_norm(W[i, i] * W), i, 1, n), n * operator_norm(W[1, 1] * W)),
])  # fmt: skip
def test_other_matrices_have_other_norms(left: Term, right: Term) -> None:
    assert not holds(eq(left, right))


def test_a_sum_of_norms_binds_its_index_inside_of_them() -> None:
    inner = total(W[i, j], j, 1, n)
    assert holds(eq(total(operator_norm(inner * W), i, 1, n), total(operator_norm((W @ ones(n))[i] * W), i, 1, n)))
    swapped = total(W[j, i], j, 1, n)
    assert not holds(eq(total(operator_norm(inner * W), i, 1, n), total(operator_norm(swapped * W), i, 1, n)))


def test_a_norm_that_depends_on_the_variable_has_no_derivative_here() -> None:
    y = sequence("y", n, n)
    define = (initial(y(0), c * identity(n)), recurrence(y(t), y(t - 1), start=1))
    assert holds(eq(d(operator_norm(W), c), 0))
    for term in (operator_norm(c * W), operator_norm(y(t)), operator_norm(y(0)), largest_eigenvalue(W + c * W)):
        assert not holds(eq(d(term, c), 0), define=define)


def test_norms_of_random_and_of_empty_matrices_are_refused() -> None:
    R = random_variable("R", Independent(0, 1), n, n)
    assert not holds(eq(operator_norm(R), operator_norm(R)))
    k = dimension("k")
    empty = matrix("E", k - 1, n)
    assert not holds(eq(operator_norm(empty), operator_norm(empty)))
    assert holds(eq(operator_norm(empty), operator_norm(empty)), k >= 2)


def test_what_a_norm_needs_is_a_condition() -> None:
    claim = eq(operator_norm(W / c), operator_norm(W / c))
    assert not holds(claim)
    assert holds(claim, c > 0)


def test_only_matrices_have_norms() -> None:
    for kind, term in (("operator_norm", u), ("largest_eigenvalue", A), ("trace_norm", W), ("operator_norm", Num(1))):
        with pytest.raises(ValueError, match=kind):
            Spectral(kind, term)


@pytest.mark.parametrize(("kind", "text", "pretty", "latex"), [
    ("operator_norm", "operator_norm(W)", "σₘₐₓ(W)", r"\sigma_{\max}"),
    ("smallest_singular_value", "smallest_singular_value(W)", "σₘᵢₙ(W)", r"\sigma_{\min}"),
    ("largest_eigenvalue", "largest_eigenvalue(W)", "λₘₐₓ(W)", r"\lambda_{\max}"),
])  # fmt: skip
def test_how_they_are_written(kind: str, text: str, pretty: str, latex: str) -> None:
    term = Spectral(kind, W)
    assert render_text(term) == text
    assert render_pretty(term) == pretty
    assert render_latex(term).startswith(latex)
