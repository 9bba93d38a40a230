"""Roots by radicals, against mpmath, and fractions shown in whole numbers with the value that they had."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from gradcheck.activations.analysis.pieces import X
from gradcheck.activations.analysis.radicals import (
    cleared,
    rationalised,
    roots_of,
    show_whole,
    shown_forms,
    square_root,
    times,
)
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import eq
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.terms import Term
from tests.search.mpmath_values import value_of

HERE = Goal(eq(X, X))


def roots(written: str) -> list[Term]:
    def work(ring: Ring, lowering: Lowering) -> list[Term]:
        value = lowering.scalar(read_expression(written)).num
        (slot,) = value.slots()
        parts = {dict(powers).get(slot, 0): ring.constant(rational_number(c)) for powers, c in value.terms()}
        return list(roots_of(ring, value, parts))

    return HERE.in_ring(work)


@pytest.mark.parametrize(
    ("written", "count"),
    [("x**2 - 2", 2), ("x**2 - x - 1", 2), ("x**4 - 5*x**2 + 6", 4), ("exp(2*x) - 3*exp(x) + 1", 2),
     ("x**3 - 5", 1), ("2*x - 3", 1), ("exp(3*x) - 8", 1), ("x**6 - 3*x**3 + 2", 2)],
)  # fmt: skip
def test_the_roots_are_roots(written: str, count: int) -> None:
    found = roots(written)
    assert len(found) == count
    with mpmath.workdps(30):
        for root in found:
            assert abs(value_of(read_expression(written), {X: value_of(root, {})})) < mpmath.mpf(10) ** -25


@pytest.mark.parametrize("written", ["x**2 + 1", "x**2 + x + 1", "x**3 - x - 1", "x**4 + x**3 + x"])
def test_no_real_roots_or_other_forms(written: str) -> None:
    assert roots(written) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("(x/2 + 1/3)/(x - 1)", "(3*x + 2)/(6*x - 6)"),
        ("(2*x + 4)/(6*x)", "(x + 2)/(3*x)"),
        ("-x/2 - 1/4", "-(2*x + 1)/4"),
        ("3/4", "3/4"),
    ],
)
def test_a_fraction_in_whole_numbers(written: str, shown: str) -> None:
    found = HERE.in_ring(lambda ring, low: shown_forms(ring, low.scalar(read_expression(written))))
    assert render_text(found[0]) == shown
    assert found[0] == HERE.in_ring(lambda ring, low: show_whole(ring, low.scalar(read_expression(written))))
    at = {X: mpmath.mpf(7)}
    for form in found:
        assert abs(value_of(form, at) - value_of(read_expression(written), at)) < mpmath.mpf(10) ** -12


def test_coefficients_are_made_whole_and_coprime() -> None:
    def work(ring: Ring, lowering: Lowering) -> tuple[Quotient, Fraction, Quotient, Fraction]:
        value = lowering.scalar(read_expression("2/3*x + 4/9"))
        return (*cleared(ring, value), *cleared(ring, value, divide=False))

    coprime, factor, whole, other = HERE.in_ring(work)
    assert (factor, other) == (Fraction(9, 2), 9)
    assert {rational_number(c) for _, c in coprime.num.terms()} == {3, 2}
    assert {rational_number(c) for _, c in whole.num.terms()} == {6, 4}


@pytest.mark.parametrize(
    ("written", "is_rational"),
    [
        ("1/(1 + sqrt(2))", True),
        ("x/(3 - sqrt(5))", True),
        ("1/(x + sqrt(2))", False),
        ("1/(sqrt(2) + sqrt(3))", False),
    ],
)
def test_roots_in_the_denominator(written: str, is_rational: bool) -> None:
    def work(ring: Ring, lowering: Lowering) -> tuple[bool, Term]:
        value = rationalised(ring, lowering.scalar(read_expression(written)))
        return value.den.is_constant(), show(ring, value)

    found, term = HERE.in_ring(work)
    assert found is is_rational
    at = {X: mpmath.mpf(7)}
    assert abs(value_of(term, at) - value_of(read_expression(written), at)) < mpmath.mpf(10) ** -12


@pytest.mark.parametrize(
    "value", [Fraction(8), Fraction(9, 4), Fraction(1, 2), Fraction(12, 5), Fraction(7), Fraction(0)]
)
def test_a_square_root(value: Fraction) -> None:
    factor, radicand = square_root(value)
    assert factor**2 * radicand == value
    assert all(radicand % (prime * prime) for prime in (2, 3, 5, 7))


@pytest.mark.parametrize(
    ("factor", "written", "shown"),
    [("1/2", "x", "x/2"), ("2/3", "3*x", "2*x"), ("3", "-x", "-(3*x)"), ("2", "1/2*x", "x"), ("-1", "x", "-x"),
     ("2", "5", "10")],
)  # fmt: skip
def test_a_rational_multiple(factor: str, written: str, shown: str) -> None:
    assert render_text(times(Fraction(factor), read_expression(written))) == shown
