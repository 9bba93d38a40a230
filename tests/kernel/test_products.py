"""The sign of a product is seen factor by factor, without multiplying it out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import BySign, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove, refute
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.terms import Symbol

COUNT = 40
MANY = "*".join(f"(1 + x{i}**2)" for i in range(COUNT))
FEW = "*".join(f"(1 + x{i}**2)" for i in range(10))
ALL = "*".join(f"x{i}" for i in range(COUNT))
NEGATIVE = "; ".join(f"x{i} < 0" for i in range(COUNT))


def goal_of(line: str) -> Goal:
    claim, given = read_claim(line)
    return Goal(claim, given)


@pytest.mark.parametrize("line", [f"{MANY} > 0", f"0 < {MANY}", f"{ALL} > 0; {NEGATIVE}", f"x0*{ALL} < 0; {NEGATIVE}"])
def test_forty_factors(line: str) -> None:
    assert prove(goal_of(line), BySign()).trust == "exact"


@pytest.mark.parametrize("line", [f"{FEW} < 0", f"-1*{FEW} >= 0", f"(y - 1)*{FEW} >= 0", f"y*{FEW} > 0; y >= 0"])
def test_forty_factors_of_another_sign(line: str) -> None:
    with pytest.raises(Rejected):
        prove(goal_of(line), BySign())


@pytest.mark.parametrize("line", ["exp(1/x)*(1 + y**2) > 0", "x*(1/x)*(1 + y**2) > 0", "0 <= sqrt(x)*(1 + y**2)"])
def test_every_factor_is_to_be_defined(line: str) -> None:
    with pytest.raises(Missing):
        prove(goal_of(line), BySign())


def test_a_counterexample_to_a_product() -> None:
    goal = goal_of("(x - 1)*(y - 2)*(1 + x**2) >= 0")
    x, y = Symbol("x"), Symbol("y")
    x_at, y_at = Fraction(2), Fraction(1)
    refute(goal, Counterexample(((x, x_at), (y, y_at))))
    with pytest.raises(Rejected):
        refute(goal, Counterexample(((x, x_at), (y, 3 * y_at))))
