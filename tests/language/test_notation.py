"""Names for parts of formulas change what is printed, and nothing else."""

from __future__ import annotations

import pytest

from gradcheck.derivation import derivation, step
from gradcheck.language.author import diag, diagonal, dimensions, eq, matrix, norm, real, reals, sqrt, vector
from gradcheck.language.printing.abbreviations import abbreviated, meanings
from gradcheck.language.printing.page import render_pretty, render_row
from gradcheck.language.printing.text import render_text

n, d = dimensions("n d")
X, w = matrix("X", n, d), vector("w", d)
p = real("p")
Gamma = diag(sqrt(diagonal(X.T @ X)))
lam = (1 - p) / p
A = X.T @ X + lam * (Gamma @ Gamma)
NOTATION = (("A", A), ("Gamma", Gamma), ("lam", lam))


def test_the_largest_part_is_named() -> None:
    claim = eq(w @ A @ w, norm(X @ w) ** 2 + lam * norm(Gamma @ w) ** 2)
    assert render_pretty(abbreviated(claim, NOTATION)) == "wᵀAw = ‖Xw‖² + λ‖Γw‖²"


def test_names_explain_each_other() -> None:
    assert [(name, render_text(term)) for name, term in meanings(NOTATION)] == [
        ("A", "X.T @ X + lam*(Gamma @ Gamma)"),
        ("Gamma", "diag(sqrt(diagonal(X.T @ X)))"),
        ("lam", "(1 - p)/p"),
    ]


def test_what_has_no_name_stays() -> None:
    claim = eq(p, 1)
    assert abbreviated(claim, NOTATION) is claim
    assert abbreviated(eq(lam, 1), ()) is eq(lam, 1)


def test_the_claim_stays_as_it_was_written() -> None:
    made = derivation(step("strength", eq(lam, 1 / p - 1)), where={"lam": lam})
    assert made.steps[0].claim is eq(lam, 1 / p - 1)


@pytest.mark.parametrize(
    "where",
    [{"X": Gamma}, {"p": lam}, {"q": p}, {"G": 2}, {"Y": X}],
    ids=["array", "symbol", "trivial", "number", "same"],
)
def test_a_name_that_means_something_else_is_refused(where: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        derivation(step("norm", eq(lam * norm(Gamma @ w), p)), where=where)  # type: ignore[arg-type]


def test_one_row() -> None:
    a, b = reals("a b")
    assert render_row(eq(a / b, (a + b) / 2)) == "a/b = (a + b)/2"
    assert render_row(lam > 0) == "(1 - p)/p > 0".replace("-", "−")
    assert "\n" not in render_row(eq(a ** (b / 2), b))
