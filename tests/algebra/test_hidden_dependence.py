"""What a term depends on through the definition of a sequence counts as much as what it names."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    absolute,
    d,
    dimension,
    eq,
    identity,
    initial,
    inverse,
    matrix,
    naturals,
    real,
    recurrence,
    sequence,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import as_term

n = dimension("n")
x = real("x")
i, k = naturals("i k")
y, Y, v = sequence("y"), sequence("Y", n, n), vector("v", n)
W = matrix("W", n, n)
CONSTANT = (initial(y(0), x), recurrence(y(k), y(k - 1), start=1))
MATRICES = (initial(Y(0), x * identity(n)), recurrence(Y(k), W @ Y(k - 1), start=1))


@pytest.mark.parametrize("given", [y(0) >= 0, eq(y(0), 0), y(2) >= 0])
def test_a_hypothesis_about_a_member_is_about_what_defines_it(given: Proposition) -> None:
    """y(0) is x, so y(0) >= 0 holds at x = 0, where abs(x) has no derivative."""
    with pytest.raises(Rejected):
        prove(Goal(eq(d(absolute(x), x), 1), (given,), CONSTANT), ByNormalForm())


def test_a_strict_hypothesis_on_the_variable_itself_holds_around_it() -> None:
    assert genuine(prove(Goal(eq(d(absolute(x), x), 1), (x > 0,), CONSTANT), ByNormalForm()))


def test_a_term_that_no_rule_opens_may_hide_the_variable_in_a_member() -> None:
    hidden = v @ inverse(Y(k)) @ v
    with pytest.raises(Rejected):
        prove(Goal(eq(d(hidden, x), 0), (), MATRICES), ByNormalForm())
    with pytest.raises(Rejected):
        prove(Goal(eq(d(hidden, W), 0 * W), (), MATRICES), ByNormalForm())


def test_the_bounds_of_a_sum_are_outside_of_its_index() -> None:
    term = total(y(k), k, k, n)
    assert replace_symbols(term, {k: i + 1}) is total(y(k), k, i + 1, n)
    assert replace_symbols(term, {k: as_term(5)}) is total(y(k), k, 5, n)
