"""What the table of functions says of each, against the reference evaluator, which does not read it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from mpmath import mpf

from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.reference.elementary import apply
from gradcheck.reference.numbers import approximate
from gradcheck.reference.refusals import NoValue

POINTS = [Fraction(n, 4) for n in range(-12, 13)]
HOLDS = {"all": lambda x: True, ">": lambda x: x > 0, ">=": lambda x: x >= 0}
STEP = Fraction(1, 2**20)
UNARY = [name for name, row in FUNCTIONS.items() if row.arity == 1]


def value(name: str, at: Fraction) -> mpf | None:
    """The value at a rational number, or None where there is none."""
    try:
        found: Any = apply(name, [at])
    except NoValue:
        return None
    return mpmath.mp.make_mpf(approximate(found).raw)


@pytest.mark.parametrize("name", [name for name in UNARY if FUNCTIONS[name].domain in HOLDS])
def test_the_domain(name: str) -> None:
    for point in POINTS:
        assert (value(name, point) is not None) == HOLDS[FUNCTIONS[name].domain](point), point


def jumps(name: str, at: Fraction, order: int) -> bool:
    """Whether the differences of this order before and behind a point are far apart; no where one has no value."""
    with mpmath.workdps(50):
        return _jumps(name, at, order)


def _jumps(name: str, at: Fraction, order: int) -> bool:
    before, behind = ([value(name, at + side * STEP * (k + 1)) for k in range(order + 1)] for side in (-1, 1))
    if None in before or None in behind:
        return False
    for _ in range(order):
        before = [(a - b) / mpf(float(STEP)) for a, b in pairwise(before)]
        behind = [(b - a) / mpf(float(STEP)) for a, b in pairwise(behind)]
    return bool(abs(behind[0] - before[0]) > mpf("0.001") * (1 + abs(behind[0]) + abs(before[0])))


@pytest.mark.parametrize("name", UNARY)
def test_the_regularity(name: str) -> None:
    """At a few points that have values around them: a function that jumps, or has a kink, has it at 0."""
    orders = {"smooth": range(4), "continuous": range(1), "jumps": range(0)}[FUNCTIONS[name].regularity]
    for point in POINTS:
        if value(name, point) is not None:
            assert not any(jumps(name, point, order) for order in orders), point


def test_a_jump_and_a_kink_are_seen() -> None:
    zero = Fraction(0)
    assert [jumps("sign", zero, 0), jumps("relu", zero, 0), jumps("relu", zero, 1)] == [True, False, True]
    assert [jumps("elu", zero, 1), jumps("elu", zero, 2)] == [False, True]
