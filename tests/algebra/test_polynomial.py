"""The table of coefficients against flint's own polynomials over the same generators."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import Ordering, fmpq, fmpq_mpoly_ctx
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.algebra import polynomial as module
from gradcheck.algebra.polynomial import MAX_DEGREE, ONE, ZERO, Polynomial, TooLarge, constant, generator, monomial

SLOTS = (0, 1, 7, 300)
CONTEXT = fmpq_mpoly_ctx.get([f"x{slot}" for slot in SLOTS], Ordering.lex)
NUMBERS = st.fractions(-5, 5, max_denominator=3)
TABLES = st.dictionaries(st.tuples(*[st.integers(0, 3)] * len(SLOTS)), NUMBERS, max_size=5)


def ours(table: dict[tuple[int, ...], Fraction]) -> Polynomial:
    total = ZERO
    for exponents, number in table.items():
        term = constant(number)
        for slot, exponent in zip(SLOTS, exponents, strict=True):
            term = term * generator(slot) ** exponent
        total = total + term
    return total


def flints(table: dict[tuple[int, ...], Fraction]) -> Any:
    return CONTEXT.from_dict({e: fmpq(n.numerator, n.denominator) for e, n in table.items()})


def same(left: Polynomial, right: Any) -> bool:
    """Equal terms in equal order, and the same leading coefficient."""
    found = [(dict(powers), module.rational_number(c)) for powers, c in left.terms()]
    wanted = [
        ({slot: int(e) for slot, e in zip(SLOTS, exponents, strict=True) if e}, module.rational_number(c))
        for exponents, c in right.terms()
    ]
    return found == wanted and all(type(c) is int or c.q != 1 for _, c in left.terms())


@given(TABLES, TABLES)
def test_arithmetic(a: dict[tuple[int, ...], Fraction], b: dict[tuple[int, ...], Fraction]) -> None:
    p, q, f, g = ours(a), ours(b), flints(a), flints(b)
    assert same(p, f)
    assert same(p + q, f + g)
    assert same(p - q, f - g)
    assert same(p * q, f * g)
    assert same(p**3, f**3)
    assert (p * q == ZERO) == (f * g == 0)
    assert (p + q) * (p - q) == p * p - q * q
    assert hash((p + q) * (p - q)) == hash(p * p - q * q)


@given(TABLES)
def test_parts(a: dict[tuple[int, ...], Fraction]) -> None:
    p, f = ours(a), flints(a)
    for position, slot in enumerate(SLOTS):
        assert same(p.derivative(slot), f.derivative(position))
        if a and f != 0:
            assert p.degree_in(slot) == f.degrees()[position]
    if f != 0:
        assert p.total_degree() == f.total_degree()
        assert p.monic().leading_coefficient() == 1
        content, parts = p.factor()
        product = constant(content)
        for part, exponent in parts:
            product = product * part**exponent
        assert product == p


@given(TABLES, TABLES, TABLES)
def test_cancelled(
    a: dict[tuple[int, ...], Fraction], b: dict[tuple[int, ...], Fraction], c: dict[tuple[int, ...], Fraction]
) -> None:
    p, q, r = ours(a), ours(b), ours(c)
    if p.is_zero or q.is_zero or r.is_zero:
        return
    top, bottom = (p * r).cancelled(q * r)
    assert top * q == bottom * p
    assert top.cancelled(bottom) == (top, bottom)


def test_large_products_are_those_of_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    p = (generator(0) + generator(3) * constant(Fraction(1, 2)) + ONE) ** 8
    plain = p * p
    monkeypatch.setattr(module, "LARGE", 1)
    assert p * p == plain


def test_exponents_do_not_run_into_each_other() -> None:
    high = monomial([(0, MAX_DEGREE)], 1)
    assert high.degree_in(0) == MAX_DEGREE
    assert high.degree_in(1) == 0
    for attempt in (lambda: high * generator(0), lambda: high * high, lambda: (generator(0) + ONE) * high):
        with pytest.raises(TooLarge):
            attempt()
    with pytest.raises(TooLarge):
        generator(5) ** (MAX_DEGREE + 1)
    with pytest.raises(TooLarge):
        monomial([(0, MAX_DEGREE), (1, 1)], 1)


def test_a_degree_that_cancelled_does_not_count() -> None:
    high = monomial([(0, MAX_DEGREE)], 1)
    low = (high + generator(1)) - high
    assert low * low == generator(1) ** 2


def test_whole_numbers_are_equal_however_they_were_made() -> None:
    half = constant(Fraction(1, 2)) * generator(2)
    assert half + half == generator(2)
    assert hash(half + half) == hash(generator(2))
    assert (half * constant(2)).is_one() is False
    assert (constant(Fraction(1, 2)) * constant(2)).is_one()
