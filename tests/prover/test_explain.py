"""What would have been true, in the author's words."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Var,
    diag,
    diagonal,
    dimensions,
    eq,
    gradient,
    hadamard,
    matrix,
    norm,
    random_variable,
    real,
    sqrt,
    vector,
)
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.prover.explain import explain


def words(term: Term | None) -> str | None:
    return None if term is None else render_text(term)


@pytest.mark.parametrize(
    ("claim", "difference", "correction"),
    [
        ("d(tanh(x), x) = 1 + tanh(x)**2", "-2*tanh(x)**2", "1 - tanh(x)**2"),
        ("d(sigmoid(x), x) = sigmoid(x)*(1 + sigmoid(x))", "-2*sigmoid(x)**2", "sigmoid(x)*(1 - sigmoid(x))"),
        ("d(softplus(x), x) = 2*sigmoid(x)", "-sigmoid(x)", "sigmoid(x)"),
        ("d(x*tanh(x), x) = tanh(x) - x*(1 - tanh(x)**2)", "2*x*(1 - tanh(x)**2)", "tanh(x) + x*(1 - tanh(x)**2)"),
        ("(a + b)**2 = a**2 + b**2", "2*a*b", "a**2 + 2*a*b + b**2"),
        ("cosh(x)**2 - sinh(x)**2 = 2", "-1", "1"),
        ("sigmoid(-x) = -sigmoid(x)", "1", "1 - sigmoid(x)"),
        ("sqrt(x**2) = x", "abs(x) - x", "abs(x)"),
        ("d(x**n, x) = x**(n - 1) ; n in dimensions", None, "n*x**(n - 1)"),
    ],
)
def test_scalars(claim: str, difference: str | None, correction: str) -> None:
    proposition, given = read_claim(claim)
    found = explain(Goal(proposition, given))
    assert words(found.correction) == correction
    assert difference is None or words(found.difference) == difference


def test_the_part_that_was_changed() -> None:
    proposition, given = read_claim("d(tanh(x), x) = 1 + tanh(x)**2")
    changed = explain(Goal(proposition, given)).changed
    assert changed is not None
    assert [words(part) for part in changed] == ["-tanh(x)**2", "tanh(x)**2"]


n, d = dimensions("n d")
p = real("p")
X, y, w = matrix("X", n, d), vector("y", n), vector("w", d)
R = random_variable("R", Bernoulli(p), n, d)
Gamma = diag(sqrt(diagonal(X.T @ X)))
residual = y - hadamard(X, R) @ w
loss = E(norm(residual) ** 2)


def wrong(claim: Proposition) -> tuple[Proposition, tuple[Proposition, ...]]:
    return claim, (p >= 0, p <= 1)


def test_dropout() -> None:
    claim, given = wrong(eq(loss, norm(y - p * (X @ w)) ** 2 + p * (1 + p) * norm(Gamma @ w) ** 2))
    found = explain(Goal(claim, given))
    assert found.difference is (-2 * p**2 * norm(Gamma @ w) ** 2)
    assert found.correction is norm(y - p * (X @ w)) ** 2 + p * (1 - p) * norm(Gamma @ w) ** 2
    assert found.changed == (p * (1 - p) * norm(Gamma @ w) ** 2, p * (1 + p) * norm(Gamma @ w) ** 2)


def test_arrays() -> None:
    variance = explain(Goal(*wrong(eq(Var(residual), p * (1 + p) * (hadamard(X, X) @ hadamard(w, w))))))
    assert variance.difference is -2 * p**2 * (hadamard(X, X) @ hadamard(w, w))
    assert variance.correction is p * (1 - p) * (hadamard(X, X) @ hadamard(w, w))
    slope = 2 * p * (-(X.T @ y) + p * (X.T @ X @ w) + p * (Gamma @ Gamma @ w))
    found = explain(Goal(*wrong(eq(gradient(loss, w), slope))))
    assert found.correction is 2 * p * (-(X.T @ y) + p * (X.T @ X @ w) + (1 - p) * (Gamma @ Gamma @ w))


@pytest.mark.parametrize("claim", ["tanh(x) <= x", "x = x", "sum(k, k, 1, n) = n*(n + 1) ; n in naturals"])
def test_nothing_to_say(claim: str) -> None:
    proposition, given = read_claim(claim)
    assert explain(Goal(proposition, given)).correction is None
