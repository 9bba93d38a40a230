"""The inequalities between sums that every sheet has, with near misses; and what the lemmas for a claim are."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    ForAll,
    Implies,
    Term,
    chain,
    diag,
    dimensions,
    eq,
    exp,
    integer,
    log,
    matrix,
    norm,
    ones,
    outer,
    rational,
    real,
    total,
    vector,
    zeros,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.inequalities.sum_lemmas import inequalities_of_sums
from gradcheck.search.tactics import new_search
from tests.verdicts import verdict_on

n, i = dimensions("n i")
k = integer("k")
v, w, y, a = vector("v", n), vector("w", n), vector("y", n), vector("a", n)
X = matrix("X", n, n)
c = real("c")
p, q = vector("p", n), vector("q", n)
positive = (p > zeros(n), q > zeros(n))
sum_p, sum_q = eq(ones(n) @ p, 1), eq(ones(n) @ q, 1)
Z = ones(n) @ exp(v)
S = exp(v) / Z
inside = i <= n


def hessian(p: Term) -> Term:
    """The quadratic form of diag(p) - p p.T."""
    return w @ (diag(p) - outer(p, p)) @ w


TRUE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "Cauchy-Schwarz": ((v @ w) ** 2 <= (v @ v) * (w @ w), ()),
    "Cauchy-Schwarz with norms": ((v @ w) ** 2 <= norm(v) ** 2 * norm(w) ** 2, ()),
    "Young": (y @ v <= norm(y) ** 2 / 2 + norm(v) ** 2 / 2, ()),
    "Young from below": (y @ v >= -(norm(y) ** 2 + norm(v) ** 2) / 2, ()),
    "quadratic mean": ((ones(n) @ v) ** 2 <= n * (v @ v), ()),
    "quadratic mean as a sum": (total(v[k], k, 1, n) ** 2 <= n * total(v[k] ** 2, k, 1, n), ()),
    "a square in its sum": (v[i] ** 2 <= v @ v, (inside,)),
    "an entry in its sum": (v[i] <= ones(n) @ v, (inside, v > zeros(n))),
    "a softmax entry": (S[i] <= 1, (inside,)),
    "log-sum-exp": (log(Z) >= v[i], (inside,)),
    "the Hessian of log-sum-exp": (hessian(S) >= 0, ()),
    "Gibbs": (total(p[k] * log(p[k] / q[k]), k, 1, n) >= 0, (*positive, sum_p, sum_q)),
    "Gibbs for entropies": (-(p @ log(q)) >= -total(p[k] * log(p[k]), k, 1, n), (*positive, sum_p, sum_q)),
    "an entropy": (-total(p[k] * log(p[k]), k, 1, n) >= 0, (*positive, sum_p)),
}
FALSE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "Cauchy-Schwarz": ((v @ w) ** 2 <= (v @ v) * (w @ w) / 2, ()),
    "Young": (y @ v <= norm(y) ** 2 / 2 + norm(v) ** 2 / 3, ()),
    "quadratic mean": ((ones(n) @ v) ** 2 <= v @ v, ()),
    "a square in its sum": (2 * v[i] ** 2 <= v @ v, (inside,)),
    "an entry in its sum": (v[i] <= ones(n) @ v, (inside,)),
    "a softmax entry": (S[i] <= rational(1, 2), (inside,)),
    "log-sum-exp": (log(Z) > v[i] + 1, (inside,)),
    "the Hessian of log-sum-exp": (hessian(S) > 0, ()),
    "Gibbs without distributions": (total(p[k] * log(p[k] / q[k]), k, 1, n) >= 0, positive),
    "the Hessian without its second part": (w @ (diag(S) - 2 * outer(S, S)) @ w >= 0, ()),
}


def depth_for(name: str) -> int:
    """The depth at which such claims are proved; their near misses are not."""
    return 4 if "Gibbs" in name or "entropy" in name else 2


@pytest.mark.parametrize("name", TRUE)
def test_what_every_sheet_has_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert verdict_on(Goal(claim, given), depth_for(name)) == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_a_near_miss_is_refuted(name: str) -> None:
    claim, given = FALSE[name]
    assert verdict_on(Goal(claim, given), depth_for(name)) == "refuted"


def test_an_entry_beyond_the_end_is_in_no_sum() -> None:
    assert verdict_on(Goal(v[i] ** 2 <= v @ v), depth_for("a square in its sum")) == "undecided"


EQUATIONS: dict[str, tuple[Proposition, tuple[Proposition, ...], str]] = {
    "a vector": (eq((ones(n) @ y) * v, v), (eq(ones(n) @ y, 1),), "proved"),
    "a gradient of cross-entropy": (eq((ones(n) @ y) * S - y, S - y), (eq(ones(n) @ y, 1),), "proved"),
    "a matrix": (eq((a @ a) * X, X), (eq(a @ a, 1),), "proved"),
    "another value": (eq((ones(n) @ y) * v, v), (eq(ones(n) @ y, 2),), "refuted"),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_an_equation_between_numbers_holds_inside_arrays(name: str) -> None:
    claim, given, verdict = EQUATIONS[name]
    assert verdict_on(Goal(claim, given)) == verdict


def test_what_is_no_order_of_numbers_is_left_alone() -> None:
    for claim in (eq(v @ w, 0), v <= w, ForAll((c,), Implies(chain(0, "<", c), c > 0)), integer("j") * (v @ w) >= 0):
        assert [*inequalities_of_sums(Goal(claim), new_search(()))] == []
