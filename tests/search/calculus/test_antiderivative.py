"""Antiderivatives: their difference over an interval is the integral to thirty digits; some functions have none."""

from __future__ import annotations

import mpmath
import pytest

from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Integral, Symbol, as_term
from gradcheck.search.calculus.antiderivative import propose_primitives
from tests.search.mpmath_values import value_of

x = Symbol("x")


@pytest.mark.parametrize("body", ["x*exp(-x)", "1/(1 + x**2)", "x**2*exp(-x**2/2)", "1/(1 + exp(x))", "3*x**2 - 1"])
def test_a_primitive(body: str) -> None:
    integrand = read_expression(body)
    found = propose_primitives(Integral(integrand, x, as_term(0), as_term(1)))
    assert found
    with mpmath.workdps(40):
        value = mpmath.quad(lambda t: value_of(integrand, {x: t}), [0, 1])
        for primitive in found:
            ends = [value_of(primitive, {x: mpmath.mpf(end)}) for end in (1, 0)]
            assert abs(ends[0] - ends[1] - value) < mpmath.mpf(10) ** -30


def test_no_primitive_in_closed_form() -> None:
    assert propose_primitives(Integral(read_expression("x**x"), x, as_term(1), as_term(2))) == ()
