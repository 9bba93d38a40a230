"""What an antiderivative tends to at the ends of an interval, and where it tends to nothing."""

from __future__ import annotations

from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import eq, exp, limit, log, oo, real, sin
from gradcheck.language.syntax.terms import Integral, Term, as_term
from gradcheck.search.calculus.improper import End, end_limits
from gradcheck.search.tactics import new_search

x = real("x")


def ends(body: Term, primitive: Term, lo: object, hi: object) -> tuple[End | None, End | None] | None:
    return end_limits(Integral(body, x, as_term(lo), as_term(hi)), primitive, Goal(eq(x, x)), new_search())


def test_a_value_at_an_end_will_do() -> None:
    assert ends(3 * x**2, x**3, 0, 1) == (None, None)


def test_a_limit_far_out_comes_with_its_proof() -> None:
    found = ends(exp(-x), -exp(-x), 0, oo)
    assert found is not None
    low, high = found
    assert low is None
    assert high is not None
    value, evidence = high
    assert value == as_term(0)
    assert genuine(prove(Goal(eq(limit(-exp(-x), x, oo), value)), evidence))


def test_a_limit_at_a_finite_end() -> None:
    found = ends(log(x), x * log(x) - x, 0, 1)
    assert found is not None
    assert found[0] is not None
    assert found[0][0] == as_term(0)
    assert found[1] is None


def test_an_integral_that_does_not_converge() -> None:
    found = ends(1 / x, log(x), 1, oo)
    assert found is not None
    assert found[1] is not None
    assert found[1][0] is oo


def test_no_limit() -> None:
    assert ends(sin(x), -sin(x), 0, oo) is None
