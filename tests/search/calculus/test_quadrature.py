"""Relations of means without a closed form: true with a margin they are proved, false or without one they are not."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByQuadrature
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import E, Normal, eq, ne, random_variable, rational, real, sigmoid, sin, tanh
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.calculus.quadrature import by_quadrature
from tests.search.asking import found_by

Y, Z = random_variable("Y", Normal(1, 4)), random_variable("Z", Normal(0, 1))
c = real("c")


@pytest.mark.parametrize(
    "claim", [E(tanh(Z) ** 2) < rational(2, 5), E(sigmoid(Y)) > rational(3, 5), ne(E(sin(Z) ** 2), rational(1, 2))]
)
def test_a_margin(claim: Proposition) -> None:
    assert isinstance(found_by(by_quadrature, Goal(claim)), ByQuadrature)


@pytest.mark.parametrize("claim", [E(tanh(Z) ** 2) < rational(39, 100), E(sigmoid(Z)) < rational(1, 2)])
def test_near_misses(claim: Proposition) -> None:
    assert found_by(by_quadrature, Goal(claim)) is None


def test_equations_and_other_symbols_are_undecided() -> None:
    assert found_by(by_quadrature, Goal(eq(E(sigmoid(Z)), rational(1, 2)))) is None
    assert found_by(by_quadrature, Goal(E(tanh(Z) ** 2) < c + 1, (c > 0,))) is None
