"""Claims about entries, sums and values of functions from those about any numbers, and near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    ForAll,
    arbitrary_function,
    chain,
    dimensions,
    eq,
    exp,
    integer,
    log,
    norm,
    ones,
    reals,
    sigmoid,
    sqrt,
    tanh,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.logic.abstraction import for_any_numbers
from gradcheck.search.tactics import new_search
from tests.verdicts import verdict_on

n, i = dimensions("n i")
k = integer("k")
v, w, x = vector("v", n), vector("w", n), vector("x", n)
z, y = reals("z y")
s = arbitrary_function("s")
inside = i <= n

Case = tuple[Proposition, tuple[Proposition, ...], str]
CASES: dict[str, Case] = {
    "an entry": (log(v[i]) <= v[i] - 1, (v[i] > 0, inside), "proved"),
    "an entry of any sign": (exp(v[i]) >= 1 + v[i], (inside,), "proved"),
    "an entry, wrongly": (exp(v[i]) >= 2 + v[i], (inside,), "refuted"),
    "each term of two sums": (total(exp(v[k]), k, 1, n) >= total(1 + v[k], k, 1, n), (), "proved"),
    "an inner product": (tanh(w @ x) ** 2 < 1, (), "proved"),
    "a squared length": (log(v @ v + 1) <= v @ v, (), "proved"),
    "a length": (sqrt(1 + norm(v) ** 2) <= 1 + norm(v), (), "proved"),
    "a length, wrongly": (sqrt(1 + norm(v) ** 2) <= norm(v), (), "refuted"),
    "a sum with a sign": (log(1 + ones(n) @ exp(v)) > 0, (), "proved"),
    "a function": ((s(w @ x) - 1) ** 2 <= 1, (ForAll((z,), chain(0, "<=", s(z), "<=", 1)),), "proved"),
    "a slope of the sigmoid": (sigmoid(w @ x) * (1 - sigmoid(w @ x)) <= z, (4 * z >= 1,), "proved"),
    "two parts": ((v[i] - w @ x) ** 2 >= 2 * v[i] * (w @ x) - 2 * v[i] * (w @ x), (inside,), "proved"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_any_number_may_stand_for_a_part(name: str) -> None:
    claim, given, verdict = CASES[name]
    assert verdict_on(Goal(claim, given)) == verdict


def test_symbols_alone_are_left_to_others() -> None:
    for claim in (log(z) <= z - 1, v <= w, eq(v[i], w[i])):
        assert [*for_any_numbers(Goal(claim), new_search(()))] == []
