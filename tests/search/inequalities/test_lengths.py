"""Inequalities between norms and inner products of vectors, with near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import absolute, dimensions, eq, matrix, norm, ones, rational, real, sqrt, total, vector
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.inequalities.lengths import lengths
from tests.search.asking import found_by

n, m, k = dimensions("n m k")
u, v, w, y = vector("u", n), vector("v", n), vector("w", n), vector("y", m)
X, c = matrix("X", m, n), real("c")
lengths_known = (norm(v) > 0, norm(w) > 0)

TRUE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "Cauchy-Schwarz": (v @ w <= norm(v) * norm(w), ()),
    "from below": (v @ w >= -norm(v) * norm(w), ()),
    "with a modulus": (absolute(v @ w) <= norm(v) * norm(w), ()),
    "of an image": ((X @ v) @ y <= norm(X @ v) * norm(y), ()),
    "a cosine": (v @ w / (norm(v) * norm(w)) <= 1, lengths_known),
    "a cosine from below": (v @ w / (norm(v) * norm(w)) >= -1, lengths_known),
    "a triangle": (norm(v + w) <= norm(v) + norm(w), ()),
    "of a difference": (norm(v - w) <= norm(v) + norm(w), ()),
    "three sides": (norm(u + v + w) <= norm(u) + norm(v) + norm(w), ()),
    "of differences": (norm(u - w) <= norm(u - v) + norm(v - w), ()),
    "turned round": (norm(v) - norm(w) <= norm(v - w), ()),
    "the sum of moduli from above": (total(absolute(v[k]), k, 1, n) <= sqrt(n) * norm(v), ()),
    "as a product": (ones(n) @ absolute(v) <= sqrt(n) * norm(v), ()),
    "the sum of moduli from below": (norm(v) <= total(absolute(v[k]), k, 1, n), ()),
}
FALSE: dict[str, tuple[Proposition, tuple[Proposition, ...]]] = {
    "half of Cauchy-Schwarz": (v @ w <= norm(v) * norm(w) / 2, ()),
    "a strict one": (v @ w < norm(v) * norm(w), ()),
    "a cosine of vectors that may be 0": (v @ w / (norm(v) * norm(w)) <= 1, ()),
    "a cosine below 1": (v @ w / (norm(v) * norm(w)) < 1, lengths_known),
    "a triangle the wrong way": (norm(v + w) >= norm(v) + norm(w), ()),
    "one side too few": (norm(u + v + w) <= norm(u) + norm(v), ()),
    "turned round the wrong way": (norm(v) - norm(w) >= norm(v - w), ()),
    "the sum of moduli": (total(absolute(v[k]), k, 1, n) <= norm(v), ()),
    "a part of the length": (norm(v) <= rational(1, 2) * total(absolute(v[k]), k, 1, n), ()),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_lengths_say_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert found_by(lengths, Goal(claim, given)) is not None


def test_no_near_miss_is_proved() -> None:
    assert [name for name, (claim, given) in FALSE.items() if found_by(lengths, Goal(claim, given))] == []


def test_other_claims_are_left_alone() -> None:
    for claim in (eq(norm(v), c), v <= w, c * c >= 0, norm(X) >= 0):
        assert found_by(lengths, Goal(claim)) is None
