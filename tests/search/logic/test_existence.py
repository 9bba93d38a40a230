"""Witnesses that the relations of an existential claim suggest; where there is none, nothing is proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByWitness
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import And, Exists, eq, integer, naturals, real
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.logic.existence import suggested
from tests.search.asking import found_by

x, y = real("x"), real("y")
k, m, n = integer("k"), integer("m"), integer("n")
a, b = naturals("a b")


@pytest.mark.parametrize(
    "claim",
    [
        Exists(y, eq(3 * y - 5, x)),
        Exists(y, And((x < 2 * y, 2 * y < x + 1))),
        Exists(n, n > k * m),
        Exists(n, n < 2 * k - m),
    ],
)
def test_a_witness(claim: Proposition) -> None:
    assert isinstance(found_by(suggested, Goal(claim)), ByWitness)


@pytest.mark.parametrize(
    "claim",
    [
        Exists(y, And((x < 2 * y, 2 * y < x))),
        Exists(n, eq(3 * n - 5, k)),
        Exists(n, And((k < 2 * n, 2 * n < k + 1))),
        Exists(b, b < a),
    ],
)
def test_no_witness(claim: Proposition) -> None:
    assert found_by(suggested, Goal(claim)) is None


def test_rounding_and_higher_degrees_are_undecided() -> None:
    assert found_by(suggested, Goal(Exists(n, n > x))) is None
    assert found_by(suggested, Goal(Exists(y, eq(y**3, x)))) is None
