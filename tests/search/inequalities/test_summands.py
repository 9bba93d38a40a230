"""Signs and orders of finite sums from those of their terms, and near misses that must not be proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByFact, ByHypothesis
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.facts import statements
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import (
    ForAll,
    Implies,
    chain,
    diag,
    dimension,
    eq,
    exp,
    gradient,
    identity,
    integer,
    log,
    matrix,
    natural,
    ne,
    norm,
    ones,
    outer,
    real,
    reals,
    sqrt,
    total,
    trace,
    vector,
    zeros,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Term
from gradcheck.search.inequalities.summands import as_sum, orders_of_sums, signs_of_sums, sums_in
from gradcheck.search.tactics import new_search
from tests.verdicts import verdict_on

n, m = dimension("n"), dimension("m")
k, j, t = integer("k"), integer("j"), natural("t")
v, w, x = vector("v", n), vector("w", n), vector("x", n)
X, y, b = matrix("X", n, m), vector("y", n), vector("b", m)
A = matrix("A", n, n)
c, e = reals("c e")
mean = ones(n) @ v / n
Z = ones(n) @ exp(v)
S = exp(v) / Z

TRUE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "exponentials": (total(exp(v[k]), k, 1, n) > 0, ()),
    "the same as a product": (ones(n) @ exp(v) > 0, ()),
    "not zero": (ne(ones(n) @ exp(v), 0), ()),
    "positive entries": (total(v[k], k, 1, n) > 0, (v > zeros(n),)),
    "squares": (total((v[k] - c) ** 2, k, 1, n) >= 0, ()),
    "an inner product with itself": ((X @ b - y) @ (X @ b - y) >= 0, ()),
    "a multiple of it": ((X @ b - y) @ (X @ b - y) / (2 * n) + c / 2 * norm(b) ** 2 >= 0, (c >= 0,)),
    "a negative sum": (total(-exp(v[k]), k, 1, n) < 0, ()),
    "an empty sum": (total(exp(v[k]), k, 1, 0) >= 0, ()),
    "to an end that may be 0": (total(exp(c * k), k, 1, t) >= 0, ()),
    "under a root": (sqrt(total((v[k] - mean) ** 2, k, 1, n) / n + e) > 0, (e > 0,)),
    "in a logarithm": (eq(log(Z * exp(c)), log(Z) + c), ()),
    "in a denominator": (eq(ones(n) @ S, 1), ()),
    "a gradient": (eq(gradient(log(Z), v), S), ()),
    "a Jacobian": (eq(gradient(S, v), diag(S) - outer(S, S)), ()),
    "a trace": (trace(outer(v, v)) >= 0, ()),
    "an order of terms": (total(x[k], k, 1, n) >= total(v[k], k, 1, n), (x >= v,)),
    "a strict order": (total(v[k], k, 1, n) < total(v[k] + 1, k, 1, n), ()),
    "an order of products": (ones(n) @ x >= ones(n) @ v, (x >= v,)),
    "terms that are equal": (
        eq(total(v[k] * x[k], k, 1, n), total(w[k], k, 1, n)),
        (ForAll((k,), Implies(chain(1, "<=", k, "<=", n), eq(v[k] * x[k], w[k]))),),
    ),
}
DEPTH = 3  # at which all of these are proved
FALSE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "an empty sum is not positive": (total(exp(v[k]), k, 1, 0) > 0, ()),
    "nor one that may be empty": (total(exp(c * k), k, 1, t) > 0, ()),
    "squares may vanish": (total(v[k] ** 2, k, 1, n) > 0, ()),
    "entries of any sign": (total(v[k], k, 1, n) >= 0, ()),
    "another range": (total(exp(c * k), k, 1, n) >= total(exp(c * k), k, 0, n), ()),
    "the wrong order": (total(x[k], k, 1, n) > total(v[k], k, 1, n), (x >= v,)),
    "a sum of softmax": (eq(ones(n) @ S, 2), ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_from_the_terms_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert verdict_on(Goal(claim, given), DEPTH) == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_a_near_miss_is_refuted(name: str) -> None:
    claim, given = FALSE[name]
    assert verdict_on(Goal(claim, given), DEPTH) == "refuted"


WITHOUT_A_VALUE: dict[str, Proposition] = {
    "fewer terms than none": total(exp(c * k), k, 1, integer("q")) >= 0,
    "a term that divides by zero": total(1 / (k - 1) ** 2, k, 1, n) >= 0,
    "an entry beyond the end": total(v[k] ** 2, k, 1, n + 1) >= 0,
}


@pytest.mark.parametrize("name", WITHOUT_A_VALUE)
def test_a_sum_without_a_value_has_no_sign(name: str) -> None:
    assert verdict_on(Goal(WITHOUT_A_VALUE[name])) == "undecided"


PREMISES: dict[str, tuple[Proposition, list[str] | None]] = {
    "not negative": (total(v[k], k, 1, n) >= 0, ["for all k in dimensions: (1 <= k <= n => v[k] >= 0)"]),
    "positive": (total(v[k], k, 1, n) > 0, ["for all k in dimensions: (1 <= k <= n => v[k] > 0)", "1 <= n"]),
    "an index of another sort": (
        total(c**t, t, 0, n) <= total(c, t, 0, n),
        ["for all t in naturals: (0 <= t <= n => c**t <= c)"],
    ),
    "two ranges": (total(v[k], k, 1, n) >= total(v[k], k, 2, n), None),
    "two indices": (total(v[k], k, 1, n) >= total(v[j], j, 1, n), None),
    "beside a number that is not 0": (total(v[k], k, 1, n) >= 1, None),
    "beside no sum": (v[1] >= 0, None),
    "a denial": (ne(total(v[k], k, 1, n), 0), None),
    "an end with the index": (total(v[k], k, 1, k) >= 0, None),
    "arrays": (total(k * v, k, 1, n) >= total(v, k, 1, n), None),
}


def termwise(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises from which the fact concludes the claim, None where it does not."""
    assert isinstance(claim, Relation)
    said = statements("termwise", (claim.left, claim.right))
    return next((tuple(premises) for conclusion, *premises in said if conclusion is claim), None)


@pytest.mark.parametrize("name", PREMISES)
def test_the_premises_of_the_fact(name: str) -> None:
    claim, texts = PREMISES[name]
    premises = termwise(claim)
    assert (None if premises is None else [render_text(premise) for premise in premises]) == texts


def test_a_namesake_of_the_index_is_not_captured() -> None:
    """The index runs over positive integers, and a free dimension of its name is another thing."""
    free, index = dimension("k"), natural("k")
    assert termwise(total(index * c, index, 1, free) >= 0) is None
    assert termwise(total(v[index] * free, index, 1, n) >= 0) is None
    assert termwise(total(index * c, index, 1, k) >= 0) is not None


def test_the_kernel_refuses_the_fact_without_its_premises() -> None:
    claim = total(v[k], k, 1, n) >= 0
    for proofs in ((), (ByHypothesis(),), (ByHypothesis(), ByHypothesis())):
        with pytest.raises(Rejected):
            prove(Goal(claim, (v[1] >= 0,)), ByFact("termwise", proofs, (claim.left, claim.right)))


SUMS: dict[str, tuple[Term, list[str]]] = {
    "one in another": (total(v[k] * (w @ w), k, 1, n), ["sum(w[k]*w[k], k, 1, n)", "sum(v[k]*(w @ w), k, 1, n)"]),
    "one that a binder reaches": (total(total(k * j, j, 1, n), k, 1, n), ["sum(sum(k*j, j, 1, n), k, 1, n)"]),
    "a trace": (trace(A), ["sum(A[k, k], k, 1, n)"]),
    "an index of its own": (k * (v @ w), ["sum(v[j]*w[j], j, 1, n)"]),
    "none": (norm(v) + identity(n)[1, 1], []),
}


@pytest.mark.parametrize("name", SUMS)
def test_the_sums_of_a_claim(name: str) -> None:
    term, texts = SUMS[name]
    assert [render_text(found) for found in sums_in(eq(term, 0))] == texts


def test_what_is_no_claim_about_sums_is_left_alone() -> None:
    for claim in (eq(v, w), ForAll((c,), c > 0), real("x") > 0):
        assert [*signs_of_sums(Goal(claim), new_search(()))] == []
        assert [*orders_of_sums(Goal(claim), new_search(()))] == []
    assert as_sum(v) is None
