"""``gradcheck bound`` finds the numbers that the derivations on activations prove."""

from __future__ import annotations

from fractions import Fraction

import pytest
from mutants import page

from gradcheck.activations.analysis.pieces import X, activation, of_formula
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.language.author import exp, where
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum


def found(outcome: Supremum | NotFound) -> Supremum:
    assert not isinstance(outcome, NotFound)
    return outcome


def test_the_largest_slope_of_z_tanh_z_and_its_place() -> None:
    here = page("stanh-derivative")
    low, high = here.low.value, here.high.value
    bounds = slope_bounds(activation("x*tanh(x)"), 40)
    top, bottom = found(bounds.supremum), found(bounds.infimum)
    for found_one, least, largest in ((top, low, high), (bottom, -high, -low)):
        assert found_one.lower is not None
        assert found_one.upper is not None
        assert least < found_one.lower <= found_one.upper < largest
    assert top.attained
    assert len(top.places) == 1
    assert low < top.places[0][0] <= top.places[0][1] < high


def test_the_slopes_of_the_exponential_unit() -> None:
    here = page("selu-derivative")
    beta, u = here.beta.value, here.u.value
    unit = of_formula("unit", where(X > 0, here.beta * X, here.beta * here.u * (exp(X) - 1)))
    bounds = slope_bounds(unit, 15)
    assert found(bounds.supremum).exact == beta * u == Fraction("1.7535")
    assert found(bounds.supremum).attained is False
    assert found(bounds.infimum).exact == 0


@pytest.mark.parametrize(("name", "least", "largest"), [("relu", "0", "1"), ("leaky_relu", "0.01", "1")])
def test_the_slopes_of_units_with_a_kink(name: str, least: str, largest: str) -> None:
    bounds = slope_bounds(activation(name), 15)
    assert found(bounds.infimum).exact == Fraction(least)
    assert found(bounds.supremum).exact == Fraction(largest)


def test_the_slope_of_a_sigmoid() -> None:
    here = page("network-comparison")
    assert found(slope_bounds(activation("sigmoid"), 15).supremum).exact == here.quarter.value
