"""The constant of O and Theta, and the values for which none is enough."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByForallIntroduction, ByWitness
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.denial import negate
from gradcheck.language.author import big_o, dimensions, theta
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.calculus.growth import constant, outgrown
from tests.search.asking import found_by

n, m = dimensions("n m")
BOUNDED = [big_o(3 * n**2 + 5 * n, n**2, n), theta(n**2 + n, 2 * n**2, n), big_o(n * m + n, n * m, n, m)]
UNBOUNDED = [big_o(n**3, 7 * n**2, n), theta(n, n**2, n), big_o(n * m, n + m, n, m)]


@pytest.mark.parametrize("claim", BOUNDED)
def test_a_constant(claim: Proposition) -> None:
    assert isinstance(found_by(constant, Goal(claim)), ByWitness)
    assert found_by(outgrown, Goal(negate(claim))) is None


@pytest.mark.parametrize("claim", UNBOUNDED[:2])
def test_no_constant_is_enough(claim: Proposition) -> None:
    assert found_by(constant, Goal(claim)) is None
    assert isinstance(found_by(outgrown, Goal(negate(claim))), ByForallIntroduction)


def test_growth_along_other_paths_is_undecided() -> None:
    assert found_by(constant, Goal(UNBOUNDED[2])) is None
    assert found_by(outgrown, Goal(negate(UNBOUNDED[2]))) is None
