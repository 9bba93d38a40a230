"""What lowering learns from hypotheses, and sums of terms without the index."""

from __future__ import annotations

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import d, dimension, eq, identity, ne, norm, ones, outer, real, sqrt, trace, vector
from gradcheck.language.syntax.propositions import Proposition

n = dimension("n")
u, z = vector("u", n), vector("z", n)
x = real("x")
mean = (ones(n) @ z) / n


def holds(claim: Proposition, *given: Proposition) -> bool:
    try:
        check(Goal(claim, given), ByNormalForm(), Trail())
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("given", [ne(norm(u), 0), norm(u) > 0, norm(u) ** 2 > 0, u @ u > 0, norm(u) >= 1])
def test_a_norm_that_is_not_0_has_a_derivative(given: Proposition) -> None:
    assert holds(eq(d(norm(u), u), u / norm(u)), given)


@pytest.mark.parametrize("given", [(), (norm(u) >= 0,), (norm(u) > -1,), (norm(u) <= 1,), (ne(norm(u), 1),)])
def test_a_norm_that_may_be_0_has_none(given: tuple[Proposition, ...]) -> None:
    claim = eq(d(norm(u), u), u / norm(u))
    assert not holds(claim, *given)
    with pytest.raises(Missing) as missing:
        check(Goal(claim, given), ByNormalForm(), Trail())
    assert ne(norm(u), 0) in missing.value.conditions
    assert holds(claim, *missing.value.conditions)  # what is named is enough


def test_a_root_that_is_not_0_is_of_a_positive_number() -> None:
    assert holds(eq(d(sqrt(x), x), 1 / (2 * sqrt(x))), ne(sqrt(x), 0))
    assert not holds(eq(d(sqrt(x), x), 1 / (2 * sqrt(x))), x >= 0)


def test_a_summand_without_the_index_counts_the_terms() -> None:
    assert holds(eq(ones(n) @ (z - mean * ones(n)), 0))
    assert holds(eq(trace(identity(n) - outer(u, u) / norm(u) ** 2), n - 1), ne(norm(u), 0))
    assert not holds(eq(ones(n) @ (z + ones(n)), ones(n) @ z + 1))
    assert holds(eq(ones(n) @ (z + ones(n)), ones(n) @ z + n))
