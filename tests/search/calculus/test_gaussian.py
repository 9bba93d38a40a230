"""Means over a normal variable by pieces of its density, and the primitives that they need."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from gradcheck.kernel.evidence import ByDensity
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import E, Normal, eq, ne, oo, pi, random_variable, rational, sqrt, where
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Integral, Num, Symbol, as_term
from gradcheck.search.calculus.densities import mean_by_density, pieces_of, resolve
from gradcheck.search.calculus.gaussian import primitive_of
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by
from tests.search.mpmath_values import value_of

x, a = Symbol("x"), Symbol("a")
Z = random_variable("Z", Normal(0, 1))


def test_the_mean_of_the_positive_part() -> None:
    mean = E(where(Z > 0, Z, 0))
    assert isinstance(found_by(mean_by_density, Goal(eq(mean, 1 / sqrt(2 * pi)))), ByDensity)
    assert found_by(mean_by_density, Goal(eq(mean, 1 / sqrt(3 * pi))), depth=2) is None


def test_cuts_that_are_not_rational_are_undecided() -> None:
    assert found_by(mean_by_density, Goal(eq(E(where(sqrt(2) < Z, Z, 0)), 1 / sqrt(2 * pi) * rational(1, 3)))) is None


def test_what_has_a_normal_form_is_left_alone() -> None:
    assert found_by(mean_by_density, Goal(eq(E(Z**2), 1))) is None


def test_the_line_is_cut_where_the_choice_changes() -> None:
    found = pieces_of(Goal(eq(E(where(Z > 1, 1, 0)), 0)), new_search())
    assert found is not None
    ends = [(piece.lo, piece.hi) for piece in found[1]]
    assert ends == [(-oo, as_term(1)), (as_term(1), oo)]
    assert pieces_of(Goal(eq(x, 0)), new_search()) is None


def test_a_choice_is_taken_as_it_is_at_a_place() -> None:
    body = where(x > 0, x, -x) + 1
    assert resolve(body, x, as_term(0), oo) == x + 1
    assert resolve(body, x, -oo, as_term(0)) == -x + 1
    assert resolve(body, x, as_term(-1), oo) == body
    assert resolve(where(a >= x, 1, 2), x, a, oo) == as_term(2)
    assert resolve(where(a >= x, 1, 2), x, as_term(0), a) == as_term(1)
    assert resolve(where(ne(x, a), 1, 2), x, as_term(0), a) == as_term(1)
    assert resolve(where(eq(x, a), 1, 2), x, a, oo) == as_term(2)


@pytest.mark.parametrize(
    "body", ["x**2*exp(-x**2)", "3*x*exp(-2*x**2 + x)", "exp(-x**2/2 - x + 1)", "x**3*exp(1 - 5*x)"]
)
def test_a_primitive_vanishes_at_infinity(body: str) -> None:
    integrand = read_expression(body)
    primitive = primitive_of(Integral(integrand, x, as_term(0), oo))
    assert primitive is not None
    with mpmath.workdps(30):
        value = mpmath.quad(lambda t: value_of(integrand, {x: t}), [0, 1, 4, 12])
        assert abs(-value_of(primitive, {x: mpmath.mpf(0)}) - value) < mpmath.mpf(10) ** -20


@pytest.mark.parametrize("body", ["exp(x**2)", "sin(x)*exp(-x**2)", "exp(-x**3)", "exp(-x**2)/x"])
def test_other_functions_have_no_such_primitive(body: str) -> None:
    assert primitive_of(Integral(read_expression(body), x, Num(Fraction(0)), oo)) is None
