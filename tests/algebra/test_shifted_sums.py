"""Sums of one term over shifted ranges have one normal form, wherever they begin."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import dimension, eq, integer, natural, real, sequence, total, vector
from gradcheck.language.syntax.propositions import Proposition

n = dimension("n")
p, k, t, x = integer("p"), natural("k"), natural("t"), real("x")
v, b = vector("v", n), sequence("b")


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(total(v[p + 1], p, 1, n - 1), total(v[k], k, 2, n)), ()),
        (eq(total(b(p + 3), p, 0, t), total(b(k), k, 3, t + 3)), ()),
        (eq(total(b(p + 1), p, 0, t), total(b(k), k, 1, t + 1)), ()),
        (eq(total(x**p, p, 2, t + 2), x * total(x**k, k, 1, t + 1)), ()),
        (eq(total(p, p, 0, t), total(k - 1, k, 1, t + 1)), ()),
        (eq(total(total(b(p + k), k, 2, t + 1), p, 3, t + 2), total(total(b(p + k), k, 3, t + 2), p, 2, t + 1)), ()),
    ],
)
def test_a_shift_changes_nothing(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    assert genuine(prove(Goal(claim, given), ByNormalForm()))


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(total(b(p), p, 2, t + 1), total(b(k), k, 1, t + 1)), ()),  # one term more
        (eq(total(b(p + 1), p, 0, t), total(b(k), k, 1, t)), ()),
        (eq(total(v[p], p, 2, n + 1), total(v[p + 1], p, 1, n)), ()),  # an entry that does not exist
        (eq(total(x**p, p, 0, t), x * total(x ** (k - 1), k, 1, t)), ()),
        (eq(total(b(p), p, 3, t), total(b(p + 1), p, 2, t - 1)), ()),  # t = 0 leaves no range
        (eq(total(x ** (p - 1), p, 1, t), total(x ** (k - 2), k, 2, t + 1)), (t < 0,)),
    ],
)
def test_a_near_miss_is_refused(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim, given), ByNormalForm())


def test_an_index_that_is_free_outside_is_not_shifted() -> None:
    shadowed = total(p * b(p), p, 2, t + 1)
    assert genuine(prove(Goal(eq(p * shadowed, p * total((k + 1) * b(k + 1), k, 1, t))), ByNormalForm()))
    with pytest.raises(Rejected):
        prove(Goal(eq(p * shadowed, total(k * p * b(k), k, 1, t))), ByNormalForm())
