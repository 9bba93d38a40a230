"""Jensen's inequality for n terms, and divergences, with near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByForallElimination
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import dimensions, eq, exp, integer, log, matrix, ones, real, sqrt, total, vector, zeros
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Sum, as_term
from gradcheck.search.inequalities.tangents import (
    CURVES,
    Instance,
    divergence,
    for_all,
    instance,
    jensen,
    proved_for_all,
    shown_by_terms,
)
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by

n, m = dimensions("n m")
k = integer("k")
x, v, w, p, q = (vector(name, n) for name in ["x", "v", "w", "p", "q"])
A, c = matrix("A", n, m), real("c")
y = vector("y", m)
positive, weights = (p > zeros(n), q > zeros(n)), (p > zeros(n), eq(ones(n) @ p, 1))
two = (*positive, eq(ones(n) @ p, 1), eq(ones(n) @ q, 1))
S, R = exp(v) / (ones(n) @ exp(v)), exp(w) / (ones(n) @ exp(w))
Claims = dict[str, tuple[Proposition, tuple[Proposition, ...]]]

JENSEN: Claims = {
    "a square": ((p @ x) ** 2 <= total(p[k] * x[k] ** 2, k, 1, n), weights),
    "an exponential": (exp(p @ x) <= p @ exp(x), weights),
    "of an image": (exp(p @ (A @ y)) <= p @ exp(A @ y), weights),
    "a logarithm": (log(p @ x) >= p @ log(x), (*weights, x > zeros(n))),
    "a root": (sqrt(p @ x) >= p @ sqrt(x), (*weights, x > zeros(n))),
    "a mean of exponentials": (exp(ones(n) @ x / n) <= ones(n) @ exp(x) / n, ()),
    "a mean of logarithms": (log(ones(n) @ x / n) >= ones(n) @ log(x) / n, (x > zeros(n),)),
    "the geometric mean": (exp(ones(n) @ log(x) / n) <= ones(n) @ x / n, (x > zeros(n),)),
    "the harmonic mean": (n**2 <= (ones(n) @ x) * total(1 / x[k], k, 1, n), (x > zeros(n),)),
    "an entropy": (-(p @ log(p)) <= log(n), weights),
    "an entropy as a sum": (total(p[k] * log(p[k]), k, 1, n) >= -log(n), weights),
}
NO_JENSEN: Claims = {
    "the wrong way": (exp(p @ x) >= p @ exp(x), weights),
    "weights of any sum": (exp(p @ x) <= p @ exp(x), (p > zeros(n),)),
    "weights of any sign": (exp(p @ x) <= p @ exp(x), (eq(ones(n) @ p, 1),)),
    "a strict one": (exp(p @ x) < p @ exp(x), weights),
    "an entropy below": (-(p @ log(p)) <= log(n) - 1, weights),
    "a strict bound of entropies": (-(p @ log(p)) < log(n), weights),
    "a mean that is none": (exp(ones(n) @ x) <= ones(n) @ exp(x), ()),
}
DIVERGENCES: Claims = {
    "as a quotient": (total(p[k] * log(p[k] / q[k]), k, 1, n) >= 0, two),
    "as a difference": (p @ (log(p) - log(q)) >= 0, two),
    "cross-entropy is at least the entropy": (-(p @ log(q)) >= -(p @ log(p)), two),
    "from a softmax": (total(p[k] * log(p[k] / S[k]), k, 1, n) >= 0, weights),
    "between two softmaxes": (S @ (log(S) - log(R)) >= 0, ()),
    "the sum of both": (p @ (log(p) - log(q)) + q @ (log(q) - log(p)) >= 0, two),
}
NO_DIVERGENCES: Claims = {
    "the wrong way": (total(p[k] * log(p[k] / q[k]), k, 1, n) <= 0, two),
    "other weights": (p @ (log(q) - log(p)) >= 0, two),
    "no distributions": (p @ (log(p) - log(q)) >= 0, positive),
    "a second part": (S @ (log(S) - 2 * log(R)) >= 1, ()),
}


@pytest.mark.parametrize("name", JENSEN)
def test_a_function_of_a_mean_is_compared_with_the_mean(name: str) -> None:
    claim, given = JENSEN[name]
    assert found_by(jensen, Goal(claim, given)) is not None


def test_no_near_miss_of_jensen_is_proved() -> None:
    assert [name for name, (claim, given) in NO_JENSEN.items() if found_by(jensen, Goal(claim, given))] == []


@pytest.mark.parametrize("name", DIVERGENCES)
def test_a_divergence_is_not_negative(name: str) -> None:
    claim, given = DIVERGENCES[name]
    assert found_by(divergence, Goal(claim, given)) is not None


def test_no_near_miss_of_a_divergence_is_proved() -> None:
    assert [name for name, (claim, given) in NO_DIVERGENCES.items() if found_by(divergence, Goal(claim, given))] == []


@pytest.mark.parametrize("name", CURVES)
def test_each_function_lies_on_its_side_of_its_tangents(name: str) -> None:
    curve, z, at = CURVES[name], real("z"), real("a")
    given = (z > 0, at > 0) if curve.is_positive else ()
    proof = proved_for_all(new_search(()), Goal(Relation(curve.op, curve.value(z), curve.tangent(z, at)), given))
    assert proof is not None


def test_a_general_statement_is_taken_at_terms() -> None:
    """No order of sums follows from an instance that says less."""
    z, at, j, one = real("z"), real("a"), integer("j"), as_term(1)
    search, stated = new_search(()), z**2 >= 2 * at * z - at**2
    proof = proved_for_all(search, Goal(stated))
    assert proof is not None
    general = for_all((z, at), (), stated), proof
    assert isinstance(instance(general[0], (c, c), proof, ()), ByForallElimination)
    for more, holds in ((0, True), (1, False)):
        order = Relation(">=", Sum(x[j] ** 2, j, one, n), Sum(2 * c * x[j] - c**2 + more, j, one, n))
        gap = x[j] ** 2 - 2 * c * x[j] + c**2
        found = shown_by_terms(
            Goal(order), search, order, general, j, lambda put, gap=gap: Instance((put(x[j]), c), one, put(gap))
        )
        assert (found is not None) == holds


def test_other_claims_are_left_alone() -> None:
    for claim in (eq(ones(n) @ exp(x), c), v <= w, c * c >= 0):
        assert found_by(jensen, Goal(claim)) is None
        assert found_by(divergence, Goal(claim)) is None
