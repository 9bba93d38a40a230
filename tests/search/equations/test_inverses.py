"""Equations with inverses, determinants and symmetric matrices, with near misses that must not be proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByFact, ByHypothesis, ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.facts import statements
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import (
    Invertible,
    PositiveDefinite,
    det,
    dimensions,
    eq,
    exp,
    identity,
    integer,
    inverse,
    log,
    matrix,
    ne,
    norm,
    outer,
    real,
    total,
    trace,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term
from gradcheck.search.equations import inverses
from gradcheck.search.tactics import new_search
from tests.verdicts import verdict_on

n, m, i, j = dimensions("n m i j")
k = integer("k")
A, B, Q = (matrix(name, n, n) for name in "ABQ")
X = matrix("X", n, m)
u, v, w = (vector(name, n) for name in "uvw")
c = real("c")
unit = identity(n)
A_inv, B_inv = Invertible(A), Invertible(B)
symmetric = eq(A.T, A)
orthogonal = eq(A.T @ A, unit)

Case = tuple[Proposition, tuple[Proposition, ...]]
TRUE: dict[str, Case] = {
    "a product with the inverse": (eq(A @ inverse(A), unit), (A_inv,)),
    "in the other order": (eq(inverse(A) @ A, unit), (A_inv,)),
    "inside of a product": (eq(B @ A @ inverse(A) @ X, B @ X), (A_inv,)),
    "beside a vector": (eq(u @ inverse(A) @ A @ v, u @ v), (A_inv,)),
    "a solution": (eq(inverse(A) @ (A @ v), v), (A_inv,)),
    "in a sum": (eq(inverse(A) @ (A + c * unit), unit + c * inverse(A)), (A_inv,)),
    "the inverse of a product": (eq(inverse(A @ B), inverse(B) @ inverse(A)), (A_inv, B_inv)),
    "the inverse of a transpose": (eq(inverse(A.T), inverse(A).T), (A_inv,)),
    "the inverse of an inverse": (eq(inverse(inverse(A)), A), (A_inv,)),
    "an invertible product": (Invertible(A @ B), (A_inv, B_inv)),
    "what is an inverse": (eq(Q, inverse(A)), (eq(A @ Q, unit),)),
    "a determinant of a product": (eq(det(A.T @ B), det(A) * det(B)), ()),
    "a determinant of an inverse": (eq(det(inverse(A)), 1 / det(A)), (A_inv,)),
    "a determinant is not zero": (ne(det(A), 0), (A_inv,)),
    "invertible by the determinant": (eq(A @ inverse(A), unit), (ne(det(A), 0),)),
    "entries of a symmetric matrix": (eq(A[i, j], A[j, i]), (symmetric, i <= n, j <= n)),
    "a symmetric form": (eq(v @ A @ w, w @ A @ v), (symmetric,)),
    "symmetric, written the other way": (eq(B @ A.T @ B.T, B @ A @ B.T), (eq(A, A.T),)),
    "an orthogonal matrix keeps lengths": (eq(norm(A @ v), norm(v)), (orthogonal,)),
    "and inner products": (eq((A @ v) @ (A @ w), v @ w), (orthogonal,)),
    "a definite form": (v @ A @ v > 0, (PositiveDefinite(A), norm(v) > 0)),
    "a definite form of any vector": (v @ A @ v >= 0, (PositiveDefinite(A),)),
    "of a difference": ((v - w) @ A @ (v - w) >= 0, (PositiveDefinite(A),)),
    "in a density": (exp(-(v @ A @ v) / 2) <= 1, (PositiveDefinite(A),)),
    "a form of a Gram matrix": (v @ (X @ X.T) @ v >= 0, ()),
    "a logarithm of what is 1": (eq(log(total(v[k], k, 1, n)), 0), (eq(total(v[k], k, 1, n), 1),)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert verdict_on(Goal(claim, given)) == "proved"


NOT_PROVED: dict[str, Case] = {
    "of any matrix": (eq(A @ inverse(A), unit), ()),
    "twice the identity": (eq(A @ inverse(A), 2 * unit), (A_inv,)),
    "not neighbours": (eq(A @ B @ inverse(A), B), (A_inv,)),
    "the wrong order": (eq(inverse(A @ B), inverse(A) @ inverse(B)), (A_inv, B_inv)),
    "of one factor": (Invertible(A @ B), (A_inv,)),
    "a determinant of a sum": (eq(det(A + B), det(A) + det(B)), ()),
    "a determinant of an inverse": (eq(det(inverse(A)), det(A)), (A_inv,)),
    "a determinant may be zero": (ne(det(A), 0), ()),
    "a determinant of another matrix": (Invertible(A), (ne(det(B), 0),)),
    "any matrix is not symmetric": (eq(v @ A @ w, w @ A @ v), ()),
    "twice": (eq(v @ A @ w, 2 * (w @ A @ v)), (symmetric,)),
    "orthogonal the other way only": (eq(norm(A.T @ v), 2 * norm(v)), (orthogonal,)),
    "a definite form of zero": (v @ A @ v > 0, (PositiveDefinite(A),)),
    "a form of any matrix": (v @ A @ v >= 0, ()),
    "a form of two vectors": (v @ A @ w >= 0, (PositiveDefinite(A),)),
    "a form of another matrix": (v @ A @ v >= 0, (PositiveDefinite(B),)),
}


@pytest.mark.parametrize("name", NOT_PROVED)
def test_a_near_miss_is_not_proved(name: str) -> None:
    claim, given = NOT_PROVED[name]
    assert verdict_on(Goal(claim, given)) != "proved"


FACTS: list[tuple[str, Proposition, tuple[Term, ...], tuple[Proposition, ...] | None]] = [
    ("inverse-product", eq(A @ inverse(A), unit), (A,), (A_inv,)),
    ("inverse-product", eq(inverse(A) @ A, unit), (A,), (A_inv,)),
    ("inverse-product", eq(A @ inverse(B), unit), (A,), None),
    ("inverse-product", eq(A @ inverse(A), B), (A,), None),
    ("inverse-unique", eq(Q, inverse(A)), (A, Q), (eq(A @ Q, unit),)),
    ("inverse-unique", eq(inverse(A), Q), (A, Q), None),
    ("right-inverse", Invertible(A), (A, Q), (eq(A @ Q, unit),)),
    ("right-inverse", Invertible(A), (A, v), None),
    ("right-inverse", Invertible(A), (A, X), None),
    ("right-inverse", PositiveDefinite(A), (A, Q), None),
    ("determinant", eq(det(A @ B), det(A) * det(B)), (A, B), ()),
    ("determinant", eq(det(X @ X.T), det(X @ X.T) * 1), (X, X.T), None),
    ("determinant", eq(det(A @ B), det(A) * det(A)), (A, B), None),
    ("determinant", eq(det(A.T), det(A)), (A,), ()),
    ("determinant", eq(det(A.T), det(B)), (A,), None),
    ("determinant", eq(det(unit), 1), (unit.shape[0],), ()),
    ("determinant", eq(det(unit), 2), (unit.shape[0],), None),
    ("determinant", eq(det(inverse(A)) * det(A), 1), (A,), (A_inv,)),
    ("determinant", eq(det(inverse(A)) * det(B), 1), (A,), None),
    ("determinant", ne(det(A), 0), (A,), (A_inv,)),
    ("determinant", ne(det(A), 1), (A,), None),
    ("determinant", Invertible(A), (A,), (ne(det(A), 0),)),
    ("determinant", Invertible(B), (A,), None),
    ("transpose", eq(A, B), (A, B), (eq(A.T, B.T),)),
    ("transpose", eq(v, w), (v, w), None),
    ("congruence", eq(log(c), log(c + 1)), (log(c), log(c + 1)), (eq(c, c + 1),)),
    ("congruence", eq(norm(v), norm(w)), (norm(v), norm(w)), (eq(v, w),)),
    ("congruence", eq(trace(A), trace(B)), (trace(A), trace(B)), (eq(A, B),)),
    ("congruence", eq(trace(A), det(B)), (trace(A), det(B)), None),
    ("congruence", log(c) <= log(c + 1), (log(c), log(c + 1)), None),
    ("congruence", eq(A @ v, A @ w), (A @ v, A @ w), None),
    ("definite-form", v @ A @ v > 0, (A, v), (PositiveDefinite(A), norm(v) > 0)),
    ("definite-form", v @ A @ v >= 0, (A, v), None),
    ("definite-form", v @ A @ w > 0, (A, v), None),
    ("definite-form", v @ A @ v > 1, (A, v), None),
]


@pytest.mark.parametrize(("fact", "claim", "arguments", "premises"), FACTS)
def test_the_premises_of_a_fact(
    fact: str, claim: Proposition, arguments: tuple[Term, ...], premises: tuple[Proposition, ...] | None
) -> None:
    said = statements(fact, arguments)
    assert next((tuple(rest) for conclusion, *rest in said if conclusion is claim), None) == premises


def test_shapes_that_differ_have_no_premise() -> None:
    wide = matrix("W", m, m)
    with pytest.raises(Rejected):
        prove(Goal(eq(trace(A), trace(wide))), ByFact("congruence", (ByHypothesis(),), (trace(A), trace(wide))))
    with pytest.raises(Rejected):
        prove(Goal(eq(A @ B, B)), ByNormalForm(multipliers=((outer(u, v), eq(A, unit)),)))


def test_what_has_no_inverse_is_left_alone() -> None:
    for claim in (eq(A, B), c > 0, Invertible(X @ X.T)):
        assert [*inverses.inverses(Goal(claim), new_search(()))] == []
