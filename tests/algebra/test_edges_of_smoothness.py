"""What has a derivative at a point for which a hypothesis says only that the term has a value there: not everything."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByHypothesis, ByNormalForm, ByStep
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import established, genuine, prove
from gradcheck.language.author import (
    absolute,
    arbitrary_function,
    d,
    eq,
    exp,
    initial,
    naturals,
    pi,
    reals,
    recurrence,
    sequence,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term

x, y, z = reals("x y z")
k, N = naturals("k N")
STEP = established(prove(Goal(eq(0 * z, 0)), ByNormalForm()), "zero")  # used at a term, it asks for its value alone
f, u = arbitrary_function("f", 1), sequence("u", of=(x,))


def has_a_value(term: Term, *given: Proposition) -> bool:
    goal = Goal(eq(0 * term, 0), given, (), (STEP,))
    try:
        return genuine(prove(goal, ByStep("zero", ((z, term),), (), ByHypothesis())))
    except Rejected:
        return False


@pytest.mark.parametrize(
    ("term", "given"),
    [
        (d(x**pi, x), eq(x**pi, 0)),  # at x = 0, beside which there are no values
        (d(x**y, x), x**y >= 0),
        (d(x**y, y), x**y >= 0),  # at x = -1, y = 2
        (d(x ** (y**2), x), eq(x ** (y**2), 0)),
        (d(d(x * absolute(y), y), x), eq(d(x * absolute(y), y), 0)),  # at x = y = 0
    ],
)
def test_a_value_at_the_edge_is_no_derivative(term: Term, given: Proposition) -> None:
    assert not has_a_value(term, given)


@pytest.mark.parametrize(
    ("term", "given"),
    [(d(x**pi, x), x > 0), (d(x**y, y), x > 0), (d(d(x * exp(y), y), x), x > 0), (d(d(x * absolute(y), y), x), y > 0)],
)
def test_inside_of_the_domain_there_is_one(term: Term, given: Proposition) -> None:
    assert has_a_value(term, given)


@pytest.mark.parametrize("body", [d(u(k - 1), x), u(k - 1) + d(u(k - 1), x)])
def test_a_recurrence_that_differentiates_uses_up_the_derivatives(body: Term) -> None:
    definitions = (initial(u(0), f(x)), recurrence(u(k), body, start=1))
    for term in (u(N), d(u(N), x)):  # u(2) needs the second derivative of f
        with pytest.raises(Rejected):
            prove(Goal(eq(0 * term, 0), (), definitions), ByNormalForm())
