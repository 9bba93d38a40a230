"""A part that has no value anywhere is named; one that has a value somewhere is not."""

from __future__ import annotations

import pytest

from gradcheck.engines.definedness import undefined_part
from gradcheck.kernel.goal import Goal
from gradcheck.language.reader import read_claim
from gradcheck.prover import prove_claim
from gradcheck.workers import Limits


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1/0 = 1", "1/0 is never defined: its denominator is 0"),
        ("0/0 = 0/0", "0/0 is never defined: its denominator is 0"),
        ("x/(x - x) = 1", "x/(x - x) is never defined: its denominator is 0"),
        ("sqrt(-1) = 1", "sqrt(-1) is never defined: its argument is negative"),
        ("log(0) < 0", "log(0) is never defined: its argument is not positive"),
        ("log(x) = 1 ; x < 0", "log(x) is never defined under the assumptions: its argument is not positive"),
    ],
)
def test_a_part_without_a_value(line: str, reason: str) -> None:
    outcome = prove_claim(*read_claim(line), Limits())
    assert (outcome.verdict, outcome.reason) == ("undecided", reason)


@pytest.mark.parametrize(
    "line", ["1/x = 1", "sqrt(x) = 1", "log(x) = 1", "sqrt(0) = 0", "where(x > 0, x, 1/0) = x ; x > 0", "1/(x - y) = 1"]
)
def test_a_part_with_a_value_somewhere(line: str) -> None:
    claim, given = read_claim(line)
    assert undefined_part(Goal(claim, given)) == ""
