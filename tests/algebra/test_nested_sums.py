"""Sums inside functions inside sums: no index is captured when the outer sum is given its canonical name."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import dimension, eq, exp, matrix, naturals, ones, total, vector
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol, Term

n = dimension("n")
i, j, k = naturals("i j k")
A, B, x = matrix("A", n, n), matrix("B", n, n), vector("x", n)


def softened(i: Symbol, j: Symbol, k: Symbol) -> Term:
    """Three sums, one inside the other through exponentials."""
    return total(exp(total(A[i, j] * exp(total(B[j, k], k, 1, n)), j, 1, n)), i, 1, n)


FALSE = [
    eq(ones(n) @ exp(A @ ones(n)), ones(n) @ exp(A.T @ ones(n))),
    eq(ones(n) @ exp(A @ x), x @ exp(A @ x)),
    eq(ones(n) @ exp(A @ exp(A @ ones(n))), ones(n) @ exp(A @ exp(A.T @ ones(n)))),
    eq(ones(n) @ exp(A @ exp(B @ x)), ones(n) @ exp(B @ exp(A @ x))),
    eq(total(1 / (1 + total(A[i, j] ** 2, j, 1, n)), i, 1, n), total(1 / (1 + total(A[j, i] ** 2, j, 1, n)), i, 1, n)),
]

TRUE = [
    eq(softened(i, j, k), softened(k, i, j)),
    eq(softened(i, j, k), ones(n) @ exp(A @ exp(B @ ones(n)))),
    eq(total(1 / (1 + total(A[i, j] ** 2, j, 1, n)), i, 1, n), total(1 / (1 + total(A[j, k] ** 2, k, 1, n)), j, 1, n)),
]


@pytest.mark.parametrize("claim", FALSE)
def test_a_transposed_inner_sum_is_another(claim: Proposition) -> None:
    with pytest.raises(Rejected, match="different normal forms"):
        prove(Goal(claim), ByNormalForm())


@pytest.mark.parametrize("claim", TRUE)
def test_names_of_indices_do_not_matter(claim: Proposition) -> None:
    assert genuine(prove(Goal(claim), ByNormalForm()))
