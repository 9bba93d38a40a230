"""Rings that serve several settings: what earlier work left in them is no reason to fail."""

from __future__ import annotations

import pytest

from gradcheck.algebra.polynomial import TooFine
from gradcheck.algebra.ring import NameTaken, Setting
from gradcheck.algebra.ring_cache import keeping_rings, with_lowering
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Normal,
    arbitrary_function,
    dimensions,
    eq,
    exp,
    norm,
    random_variable,
    rational,
    real,
    vector,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Term
from tests.verdicts import verdict_on

x = real("x")


def is_normal(setting: Setting, term: Term) -> bool:
    """Whether the term has a normal form under the setting."""
    try:
        return with_lowering(setting, lambda lowering: not lowering.scalar(term).is_zero)
    except TooFine:
        return False


def test_a_ring_that_grew_is_not_too_fine_for_the_sake_of_earlier_work() -> None:
    alone, more = Setting(), Setting(hypotheses=(x > 0,))
    with keeping_rings():
        assert is_normal(alone, exp(x / 10007))
        assert is_normal(more, exp(x / 10009))
        assert is_normal(alone, exp(x / 10037))


def test_what_is_too_fine_by_itself_stays_so() -> None:
    with keeping_rings():
        assert not is_normal(Setting(), exp(x / 10007) + exp(x / 10009))


n, m = dimensions("n m")
one, two = arbitrary_function("s", 1), arbitrary_function("s", 2)
CLASHES: dict[str, tuple[Relation, Relation]] = {
    "law": (
        eq(E(random_variable("X", Normal(0, 1)) ** 2), 1),
        eq(E(random_variable("X", Bernoulli(rational(1, 2))) ** 2), rational(1, 2)),
    ),
    "shape": (eq(norm(vector("v", n)) ** 2, vector("v", n) @ vector("v", n)),
              eq(norm(vector("v", m)) ** 2, vector("v", m) @ vector("v", m))),
    "smoothness": (eq(2 * one(x), one(x) + one(x)), eq(2 * two(x), two(x) + two(x))),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLASHES)
def test_a_name_that_meant_something_else_in_earlier_work_is_free(kind: str) -> None:
    first, second = CLASHES[kind]
    with keeping_rings():
        for claim in (first, second, first):
            assert verdict_on(Goal(claim)) == "proved"


def test_a_name_that_means_two_things_at_once_is_refused() -> None:
    both = norm(vector("v", n)) + norm(vector("v", m))
    with keeping_rings(), pytest.raises(NameTaken):
        with_lowering(Setting(), lambda lowering: lowering.scalar(both))
