"""Rings that serve several settings: what earlier work left in them is no reason to fail."""

from __future__ import annotations

from gradcheck.algebra.keeping import keeping_rings, with_lowering
from gradcheck.algebra.polynomial import TooFine
from gradcheck.algebra.ring import Setting
from gradcheck.language.author import exp, real
from gradcheck.language.terms import Term

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
