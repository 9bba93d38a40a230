"""Suprema at critical points that are not rational, by Newton's method; a foothill leads to the higher peak."""

from __future__ import annotations

from fractions import Fraction

import mpmath

from gradcheck.kernel.evidence import ByCover
from gradcheck.language.author import cos, exp, log, real
from gradcheck.search.covers.enclosure import NotFound, recheck
from gradcheck.search.covers.peaks import at_peak, bits_for, climb
from gradcheck.search.covers.univariate import Function, Supremum

x = real("x")
SAMPLES = [Fraction(k, 4) for k in range(-12, 13)]
BELL = Function((x + 1) * exp(-(x**2)), x)  # 2 x^2 + 2 x = 1 at its peak
TWO_PEAKS = Function(-(x**4) / 4 + x**3 / 3 + x**2, x)  # 5/12 at -1, 8/3 at 2


def test_a_climb_ends_near_the_peak() -> None:
    point = climb(BELL, Fraction(1, 4), SAMPLES, 20)
    with mpmath.workdps(40):
        peak = (mpmath.sqrt(3) - 1) / 2
        assert abs(mpmath.mpf(point.numerator) / point.denominator - peak) < mpmath.mpf(10) ** -20


def test_the_supremum_at_a_peak() -> None:
    found = at_peak(BELL, Fraction(1, 4), SAMPLES, 20)
    assert isinstance(found, Supremum)
    assert found.attained
    assert found.lower is not None
    assert found.upper is not None
    with mpmath.workdps(40):
        peak = (mpmath.sqrt(3) - 1) / 2
        value = (peak + 1) * mpmath.exp(-(peak**2))
        assert mpmath.mpf(found.lower.numerator) / found.lower.denominator <= value
        assert value <= mpmath.mpf(found.upper.numerator) / found.upper.denominator
    assert isinstance(found.cover, ByCover)
    assert found.goal is not None
    recheck(found.goal, x, BELL.domain, found.cover, ())


def test_a_foothill_leads_to_the_higher_peak() -> None:
    found = at_peak(TWO_PEAKS, Fraction(-5, 4), SAMPLES, 15)
    assert isinstance(found, Supremum)
    assert [round(float(low), 9) for low, _ in found.places] == [2]
    assert found.upper is not None
    assert Fraction(8, 3) <= found.upper < Fraction(8, 3) + Fraction(1, 10**12)


def test_where_there_is_no_peak() -> None:
    assert isinstance(at_peak(Function(exp(x), x), Fraction(0), SAMPLES, 15), NotFound)
    assert isinstance(at_peak(Function(log(x), x), Fraction(-3, 2), SAMPLES, 15), NotFound)


def test_peaks_without_end_bound_the_supremum_and_no_more() -> None:
    found = at_peak(Function(cos(x - 1), x), Fraction(1, 2), SAMPLES, 15)
    assert isinstance(found, Supremum)
    assert found.attained is None
    assert found.upper is not None
    assert found.upper >= 1


def test_more_digits_need_more_bits() -> None:
    assert 3.33 * 50 < bits_for(50) < bits_for(60)
