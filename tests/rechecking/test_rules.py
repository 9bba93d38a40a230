"""The second reader accepts true statements with their proofs, and refuses near misses and forgeries."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByImplication,
    ByInduction,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    ByWitness,
)
from gradcheck.language.author import *
from tests.rechecking.certificate import READER, row, word

x, y, a = real("x y a")
n, k = natural("n k")
d, m = dimensions("d m")
v, w = vector("v", d), vector("w", d)
A = matrix("A", m, d)

IDENTITIES = [
    eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
    eq(exp(x + y), exp(x) * exp(y)),
    eq(sigmoid(-x), 1 - sigmoid(x)),
    eq(tanh(x), 2 * sigmoid(2 * x) - 1),
    eq(sqrt(x**2), abs(x)),
    eq(d_(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x))),
    eq(sin(x) ** 2 + cos(x) ** 2, 1),
    eq(A @ (v + w), A @ v + A @ w),
    eq((A @ v) @ (A @ w), v @ (A.T @ A) @ w),
    eq(norm(v) ** 2, v @ v),
    eq(trace(A.T @ A), norm(A) ** 2),
    eq(sum_(k, k, 1, 3), 6),
]
NEAR_MISSES = [
    eq((x + y) ** 2, x**2 + x * y + y**2),
    eq(exp(x * y), exp(x) * exp(y)),
    eq(sigmoid(-x), sigmoid(x)),
    eq(sqrt(x**2), x),
    eq(d_(sigmoid(x), x), sigmoid(x)),
    eq(A @ (v + w), A @ v),
    eq(norm(v), v @ v),
    eq(x / x, 1),
    eq(0 * log(x), 0),
    eq(0 * sqrt(x), 0),
    eq(sum_(k, k, 1, 3), 7),
]


@pytest.mark.parametrize("claim", IDENTITIES, ids=str)
def test_an_identity_is_checked(claim: object) -> None:
    assert word(claim, ByNormalForm()) == "checked"


@pytest.mark.parametrize("claim", NEAR_MISSES, ids=str)
def test_a_near_miss_is_refused(claim: object) -> None:
    assert word(claim, ByNormalForm()) == "wrong"
