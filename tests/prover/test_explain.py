"""What would have been true, in the author's words."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exponential,
    Independent,
    Normal,
    Var,
    cos,
    diag,
    diagonal,
    dimensions,
    eq,
    exp,
    gradient,
    hadamard,
    integer,
    integral,
    limit,
    log,
    matrix,
    norm,
    oo,
    outer,
    random_variable,
    rational,
    real,
    reals,
    sqrt,
    tanh,
    total,
    trace,
    vector,
)
from gradcheck.language.author import d as d_
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Term
from gradcheck.prover.explain import explain
from tests.verdicts import verdict_on


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


k = integer("k")
a, b, c, s, mu, q, lam, x, r = reals("a b c s mu q lam x r")
v, u, A = vector("v", n), vector("u", n), matrix("A", n, n)
N, Y = random_variable("N", Normal(mu, s**2)), random_variable("Y", Normal(a, b**2))
M, flips = random_variable("M", Bernoulli(p)), random_variable("m", Bernoulli(p), n)
noise, X_ = random_variable("e", Independent(0, s**2), n), random_variable("T", Exponential(r))
SLIPS = {  # the correction of each, as it is printed
    "2*(X.T @ (X @ w - y))": eq(gradient(norm(X @ w - y) ** 2, w), X.T @ (X @ w - y)),
    "(2*X.T) @ (X @ w - y)": eq(gradient(norm(X @ w - y) ** 2, w), 2 * X.T @ (X @ w + y)),
    "(2*X.T) @ (X @ w - y) + 2*lam*w":
        eq(gradient(norm(X @ w - y) ** 2 + lam * norm(w) ** 2, w), 2 * X.T @ (X @ w - y) + lam * w),
    "norm(v)**2 + s**2*n": eq(E(norm(v + noise) ** 2), norm(v) ** 2 + s**2),
    "s**2 + (c - mu)**2": eq(E((N - c) ** 2), s**2 + (mu - c)),
    "a**2*s**2": eq(Var(a * N + b), a * s**2),
    "mu*a": eq(E(N * Y), mu * a + s * b),
    "p*norm(v)**2": eq(E(norm(hadamard(flips, v)) ** 2), p**2 * norm(v) ** 2),
    "p*(1 - p) + (p - q)**2": eq(E((M - q) ** 2), p * (1 - p) + (p + q) ** 2),
    "1/(1 + exp(-x))": eq(d_(log(1 + exp(x)), x), 1 / (1 + exp(x))),
    "1 - tanh(x)**2": eq(d_(tanh(x), x), 1 - tanh(x)),
    "(2*x - x**2)*exp(-x)": eq(d_(x**2 * exp(-x), x), (2 * x + x**2) * exp(-x)),
    "a**2 - b**2": eq((a - b) * (a + b), a**2 + b**2),
    "(a - b)*(a**2 + a*b + b**2)": eq(a**3 - b**3, (a - b) * (a**2 - a * b + b**2)),
    "n*(n + 1)/2": eq(total(k, k, 1, n), n * (n - 1) / 2),
    "n*(n + 1)*(2*n + 1)/6": eq(total(k**2, k, 1, n), n * (n + 1) * (2 * n - 1) / 6),
    "norm(A)**2": eq(trace(A @ A.T), norm(A)),
    "(A + A.T) @ v": eq(gradient(v @ A @ v, v), 2 * A @ v),
    "outer(u, v)": eq(gradient(u @ A @ v, A), outer(v, u)),
    "mu**2": eq(E(E(N) * N), mu * s),
    "s**2 + b**2": eq(Var(N + Y), s**2 + b**2 + 2 * mu * a),
    "mu**3 + 3*mu*s**2": eq(E(N**3), mu**3 + mu * s**2),
}  # fmt: skip


@pytest.mark.parametrize("correction", SLIPS)
def test_a_slip_is_mended_by_the_smallest_change(correction: str) -> None:
    claim = SLIPS[correction]
    assert isinstance(claim, Relation)
    found = explain(Goal(claim))
    assert words(found.correction) == correction
    assert found.correction is not None
    assert verdict_on(Goal(Relation("=", claim.left, found.correction))) == "proved", "what is told is true"


VALUES = {
    "1": (eq(integral(x * exp(-x), x, 0, oo), 2), ()),
    "1/c": (eq(integral(exp(-c * x), x, 0, oo), c), (c > 0,)),
    "(exp(c) - 1)/c": (eq(integral(exp(c * x), x, 0, 1), exp(c) - 1), (c > 0,)),
    "1/4*pi": (eq(integral(1 / (1 + x**2), x, 0, 1), rational(1, 2)), ()),
    "c": (eq(limit((exp(c * x) - 1) / x, x, 0), 1), ()),
    "r/(r + 1)": (eq(E(exp(-X_)), 1 / (r + 1)), (r > 0,)),
}


@pytest.mark.parametrize("value", VALUES)
def test_the_right_value_is_proved_and_told(value: str) -> None:
    claim, given = VALUES[value]
    found = explain(Goal(claim, given))
    assert words(found.correction) == value
    assert found.difference is not None


def test_no_correction_is_told_that_is_not_true() -> None:
    found = explain(Goal(eq(E(exp(X_)), 2 * r / (r - 1)), (r > 1,)))  # once "exp(T)", of which this is the mean
    assert words(found.correction) in (None, "r/(r - 1)")
    assert explain(Goal(eq(E(cos(N)), 1))).correction is None


@pytest.mark.parametrize("claim", ["tanh(x) <= x", "x = x", "sum(k, k, 1, n) = n**4 + n**2 ; n in naturals"])
def test_nothing_to_say(claim: str) -> None:
    proposition, given = read_claim(claim)
    assert explain(Goal(proposition, given)).correction is None
