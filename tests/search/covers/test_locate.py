"""Where an extremum is: enclosures and points, against values from mpmath; nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from gradcheck.language.author import exp, inf, oo, pi, real, sup
from gradcheck.language.syntax.terms import Extremum, Term
from gradcheck.search.covers.locate import best_points, enclose_extremum, exact_extremum

x, c = real("x"), real("c")


def extremum(term: Term) -> Extremum:
    assert isinstance(term, Extremum)
    return term


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (sup(x * exp(-(x**2)), x), lambda: mpmath.exp(-0.5) / mpmath.sqrt(2)),
        (inf(x**4 - x, x), lambda: -3 * mpmath.mpf(4) ** (-mpmath.mpf(4) / 3)),
        (sup(x * exp(-x), x, 0, oo), lambda: mpmath.exp(-1)),
    ],
)
def test_an_enclosure(term: Term, value: Callable[[], Any]) -> None:
    found = enclose_extremum(extremum(term), ())
    assert found is not None
    low, high = found
    with mpmath.workdps(40):
        exact = value()
        assert mpmath.mpf(low.numerator) / low.denominator < exact < mpmath.mpf(high.numerator) / high.denominator
    assert high - low < Fraction(1, 10**8)


@pytest.mark.parametrize("term", [sup(x**2, x), sup(c * x, x, 0, 1), sup(x, x, 0, pi), sup(1 / x, x, 0, 1)])
def test_no_enclosure(term: Term) -> None:
    assert enclose_extremum(extremum(term), ()) is None
    assert exact_extremum(extremum(term), ()) is None


def test_a_rational_extremum() -> None:
    assert exact_extremum(extremum(inf(x**4 - 2 * x**2, x)), ()) == -1
    assert exact_extremum(extremum(sup(x * exp(-x), x, 0, oo)), ()) is None


def test_the_best_points() -> None:
    assert best_points(extremum(inf(x**2 - x, x)), ()) == [Fraction(1, 2)]
    assert sorted(best_points(extremum(inf(x**4 - 2 * x**2, x)), ())) == [-1, 1]
    assert best_points(extremum(sup(x**2, x)), ()) == []
