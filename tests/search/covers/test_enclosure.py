"""The search for covers finds what is true with a margin or a rational touch, and knows when to give up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import ByCover
from gradcheck.kernel.rules.cover import Domain
from gradcheck.language.author import (
    absolute,
    atan,
    cos,
    cosh,
    d,
    eq,
    exp,
    function,
    log,
    maximum,
    pi,
    rational,
    real,
    relu,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tanh,
    where,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.search.covers.enclosure import NotFound, find_cover, recheck

x = real("x")
LINE: Domain = (None, False, None, False)
POSITIVE: Domain = (Fraction(0), False, None, False)
NONNEGATIVE: Domain = (Fraction(0), True, None, False)
UNIT: Domain = (Fraction(0), False, Fraction(1), True)

TRUE: list[tuple[Relation, Domain]] = [
    (d(sigmoid(x), x) <= rational(1, 4), LINE),
    (d(sigmoid(x), x) > 0, LINE),
    (d(sigmoid(x), x) <= exp(-absolute(x)), LINE),
    (d(tanh(x), x) <= 1, LINE),
    (d(softplus(x), x) < 1, LINE),
    (softplus(x) > x, LINE),
    (softplus(x) >= relu(x), LINE),
    (exp(x) >= 1 + x, LINE),
    (log(1 + x) <= x, (Fraction(-1), False, None, False)),
    (log(x) <= x - 1, POSITIVE),
    (log(x) <= sqrt(x), POSITIVE),
    (x * log(x) >= rational("-0.36788"), UNIT),
    (sqrt(x) <= (1 + x) / 2, NONNEGATIVE),
    (tanh(x) <= x, NONNEGATIVE),
    (tanh(x) < x, POSITIVE),
    (sin(x) <= x, NONNEGATIVE),
    (cos(x) >= 1 - x**2 / 2, LINE),
    (cosh(x) <= exp(x**2 / 2), LINE),
    (x**2 * exp(-x) <= rational("0.5414"), NONNEGATIVE),
    (atan(x) <= pi / 2 + rational(1, 10**12), LINE),
    (absolute(x) >= x, LINE),
    (relu(x) <= absolute(x), LINE),
    (maximum(x, 1 - x) >= rational(1, 2), LINE),
    (absolute(x - 3) + absolute(x - 5) >= 2, LINE),
    (where(x < 2, 2 - x, x - 2) >= 0, LINE),
    (function("gelu")(x) >= rational("-0.17"), LINE),
    (function("mish")(x) >= rational("-0.30885"), LINE),
    (d(function("selu")(x), x) > 0, (None, False, Fraction(0), False)),
    ((x - rational(1, 3)) ** 2 >= 0, LINE),
    (x**4 + 1 >= 2 * x**2, LINE),
]

FALSE: list[tuple[Relation, Domain]] = [
    (d(sigmoid(x), x) <= rational("0.249999999"), LINE),
    (d(sigmoid(x), x) < rational(1, 4), LINE),
    (tanh(x) < x, NONNEGATIVE),
    (tanh(x) <= x, LINE),
    (d(x * tanh(x), x) <= rational("1.19967"), LINE),
    (exp(x) >= 1 + x + rational(1, 10**9), LINE),
    (sin(x) >= 0, LINE),
    (x**2 >= x, LINE),
]


@pytest.mark.parametrize("case", range(len(TRUE)))
def test_true_relations_are_covered(case: int) -> None:
    goal, domain = TRUE[case]
    found = find_cover(goal, x, domain)
    assert isinstance(found, ByCover)
    assert len(found.cells) <= 150
    recheck(goal, x, domain, found)


@pytest.mark.parametrize("case", range(len(FALSE)))
def test_false_relations_get_a_witness(case: int) -> None:
    goal, domain = FALSE[case]
    found = find_cover(goal, x, domain)
    assert isinstance(found, NotFound)
    assert found.witness is not None or "<" in goal.op


@pytest.mark.parametrize(
    "goal", [eq(sin(x) ** 2 + cos(x) ** 2, 1), (x**2 - 2) ** 2 >= 0, 1 / x >= -5, sin(1 / x) <= 2, sin(x**2) <= 1]
)
def test_it_gives_up(goal: Relation) -> None:
    found = find_cover(goal, x, LINE, budget=200)
    assert isinstance(found, NotFound)
    assert found.reason


def test_an_empty_domain_has_no_cover() -> None:
    assert isinstance(find_cover(x >= 0, x, (Fraction(1), True, Fraction(1), True)), NotFound)
