"""A limit that differs from side to side does not exist, and the report says what it is from each."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.calculus.one_sided import limit_without_value
from gradcheck.search.tactics import new_search


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("limit(abs(x)/x, x, 0) = 1", "it is -1 from the left and 1 from the right"),
        ("limit(sign(x), x, 0)**2 = 1", "it is -1 from the left and 1 from the right"),
        ("limit(1/x, x, 0) = oo", "it is -oo from the left and oo from the right"),
        ("limit(exp(1/x), x, 0) = 0", "it is 0 from the left and oo from the right"),
        ("limit(tanh(1/x), x, 0) <= 1", "it is -1 from the left and 1 from the right"),
        ("limit(where(x > 0, x + 1, x), x, 0) = 1", "it is 0 from the left and 1 from the right"),
    ],
)
def test_what_it_is_from_each_side(line: str, said: str) -> None:
    claim, given = read_claim(line)
    assert limit_without_value(Goal(claim, given), new_search()).endswith(said)


@pytest.mark.parametrize(
    "line",
    [
        "limit(1/x**2, x, 0) = oo",
        "limit(sin(x)/x, x, 0) = 2",
        "limit(abs(x), x, 0) = 0",
        "limit(1/x, x, oo) = 0",
        "limit(abs(x)/x, x, 0, right) = 1",
        "limit(sin(1/x), x, 0) = 0",  # does not exist, and neither side has a limit
        "sum(limit(abs(x - k)/(x - k), x, k), k, 1, 3) = 1",  # a bound point
    ],
)
def test_nothing_is_said_of_others(line: str) -> None:
    claim, given = read_claim(line)
    assert limit_without_value(Goal(claim, given), new_search()) == ""
