"""Universal hypotheses at the terms of a claim, and near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    absolute,
    arbitrary_function,
    chain,
    dimensions,
    integer,
    matrix,
    natural,
    reals,
    sequence,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.logic.instances import at_terms
from gradcheck.search.tactics import new_search
from tests.verdicts import verdict_on

n, i, j, m = dimensions("n i j m")
k, t = integer("k"), natural("t")
v, w, x = vector("v", n), vector("w", n), vector("x", n)
A = matrix("A", n, n)
z, y, c = reals("z y c")
s, a = arbitrary_function("s"), sequence("a")
positive = ForAll((j,), Implies(j <= n, v[j] > 0))
monotone = ForAll((z, y), (s(z) - s(y)) * (z - y) >= 0)

Case = tuple[Proposition, tuple[Proposition, ...], str]
CASES: dict[str, Case] = {
    "an entry": (v[i] > 0, (positive, i <= n), "proved"),
    "an entry that may not exist": (v[i] > 0, (positive,), "undecided"),
    "more than is assumed": (v[i] > 1, (positive, i <= n), "refuted"),
    "another vector": (w[i] > 0, (positive, i <= n), "refuted"),
    "two things at once": (
        And((v[i] > 0, w[i] > 0)), (ForAll((j,), Implies(j <= n, And((v[j] > 0, w[j] > 0)))), i <= n), "proved",
    ),
    "two indices": (
        A[i, m] * A[m, i] >= 0,
        (ForAll((j, m), Implies(And((j <= n, m <= n)), A[j, m] >= 0)), i <= n, m <= n), "proved",
    ),
    "a function": (s(w @ x) <= 1, (ForAll((z,), s(z) <= 1),), "proved"),
    "a function at two places": (absolute(s(y) * s(c)) <= 1, (ForAll((z,), absolute(s(z)) <= 1),), "proved"),
    "a function of two variables": ((s(c) - s(y)) * (c - y) >= 0, (monotone,), "proved"),
    "the other way round": ((s(c) - s(y)) * (y - c) >= 0, (monotone,), "refuted"),
    "a slope": (s.derivative(z) <= 1, (ForAll((z,), chain(0, "<=", s.derivative(z), "<=", 1)),), "proved"),
    "a member": (a(t + 1) >= a(t), (ForAll((k,), a(k + 1) >= a(k)),), "proved"),
    "in a sum": (total(v[k], k, 1, n) > 0, (positive,), "proved"),
    "a member before the first": (a(t - 1) >= 0, (ForAll((t,), a(t) >= 0),), "undecided"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_an_instance_says(name: str) -> None:
    claim, given, verdict = CASES[name]
    assert verdict_on(Goal(claim, given)) == verdict


def test_without_universal_hypotheses_there_is_nothing_to_do() -> None:
    assert [*at_terms(Goal(v[i] > 0, (i <= n,)), new_search(()))] == []
