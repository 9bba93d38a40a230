"""Signs that the kernel sees against sampled values; real roots and linear programs against plain computation."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import sympy
from hypothesis import given
from hypothesis import strategies as st

from attack.mutants.oracle import Instance, Oracle, Undefined
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import DivisionByZero
from gradcheck.algebra.realroots import count_roots, polynomial_signs
from gradcheck.algebra.ring import Unsupported
from gradcheck.algebra.signs import sign_of
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import absolute, eq, exp, log, ne, relu, sigmoid, softplus, sqrt, tanh
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Term
from gradcheck.search.inequalities.linear_program import solve_nonnegative
from tests.properties.terms import SLOW, numbers, x, y

POINTS = [Fraction(k, 6) for k in (-50, -17, -6, -5, -3, -1, 0, 1, 2, 3, 4, 6, 7, 12, 31, 70)]
operators = st.sampled_from(["<", "<=", ">", ">=", "!="])
HYPOTHESES = st.lists(
    st.one_of(
        st.builds(lambda op, a, b: Relation(op, a, b), operators, st.sampled_from([x, y]), numbers),
        st.sampled_from([x < y, x * y > 0, x + y <= 1, x**2 <= 4, x <= y**2, ne(x * y, 0)]),
    ),
    max_size=3,
)
functions = st.sampled_from(
    [exp, sigmoid, tanh, absolute, relu, softplus, lambda t: sqrt(t**2 + 1), lambda t: log(t**2 + 2)]
)
parts = st.one_of(
    st.sampled_from([x, y, x - y, x * y]),
    numbers,
    st.builds(lambda f, t: f(t), functions, st.sampled_from([x, y, 2 * x])),
)
signed = st.recursive(
    parts,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner), st.builds(lambda a, b: a - b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner), st.builds(lambda a: a**2, inner), st.builds(absolute, inner),
        st.builds(lambda a, b: a / b, inner, inner),
    ),
    max_leaves=4,
)  # fmt: skip


@SLOW
@given(signed, HYPOTHESES)
def test_a_sign_that_is_seen_is_taken_everywhere(term: Term, given_: list[Relation]) -> None:
    goal = Goal(eq(term, 0), tuple(given_))
    try:
        mask = goal.in_ring(lambda ring, lowering: sign_of(ring, lowering.scalar(term)))
    except (Unsupported, TooLarge, DivisionByZero):
        return
    if mask == 7:
        return
    for a in POINTS:
        for b in POINTS[::2]:
            oracle = Oracle(Instance({x: a, y: b}))
            if not all(oracle.holds(premise) for premise in given_):
                continue
            try:
                value = oracle.value(term)
            except (Undefined, ZeroDivisionError):
                continue
            tiny = abs(value) < 10**-60
            assert (2 if tiny else 4 if value > 0 else 1) & mask, (a, b)


roots = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=0, max_size=4)
ends = st.one_of(st.none(), st.fractions(-4, 4, max_denominator=4))


def product_of(zeros: list[Fraction], squares: list[Fraction], factor: Fraction) -> list[Fraction]:
    """The coefficients, constant first, of factor * prod (t - z) * prod ((t - s)^2 + 1)."""
    result = [factor]
    for poly in [[-z, Fraction(1)] for z in zeros] + [[s * s + 1, -2 * s, Fraction(1)] for s in squares]:
        new = [Fraction(0)] * (len(result) + len(poly) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(poly):
                new[i + j] += a * b
        result = new
    return result


@SLOW
@given(roots, roots, st.sampled_from([Fraction(1), Fraction(-2, 3)]), ends, ends, st.booleans(), st.booleans())
def test_polynomial_signs_are_exact(
    zeros: Any, squares: Any, factor: Any, lo: Any, hi: Any, lo_open: Any, hi_open: Any
) -> None:
    if lo is not None and hi is not None and lo >= hi:
        lo, hi = (hi, lo) if hi < lo else (lo - 1, hi)
    from flint import fmpq

    coefficients = product_of(zeros, squares[:2], factor)
    found = polynomial_signs([fmpq(c.numerator, c.denominator) for c in coefficients], lo, hi, lo_open, hi_open)

    def inside(point: Fraction) -> bool:
        above = lo is None or point > lo or (point == lo and not lo_open)
        return above and (hi is None or point < hi or (point == hi and not hi_open))

    marks = sorted({*zeros, *(end for end in (lo, hi) if end is not None)})
    marks = [marks[0] - 1, *marks, marks[-1] + 1] if marks else [Fraction(0)]
    points = [*marks, *((a + b) / 2 for a, b in pairwise(marks))]
    expected = 0
    for point in filter(inside, points):
        value = sum(c * point**k for k, c in enumerate(coefficients))
        expected |= 2 if value == 0 else 4 if value > 0 else 1
    assert found == expected


@SLOW
@given(st.lists(st.integers(-4, 4), min_size=2, max_size=6), ends, ends)
def test_roots_are_counted_as_sympy_counts_them(coefficients: list[int], lo: Any, hi: Any) -> None:
    from flint import fmpq_poly

    if not any(coefficients[1:]) or (lo is not None and hi is not None and lo >= hi):
        return
    t = sympy.Symbol("t")
    poly = sympy.Poly(coefficients[::-1], t)
    inside = [
        root for root in set(sympy.real_roots(poly))
        if (lo is None or root > sympy.Rational(lo.numerator, lo.denominator))
        and (hi is None or root < sympy.Rational(hi.numerator, hi.denominator))
    ]  # fmt: skip
    assert count_roots(fmpq_poly(coefficients), lo, hi) == len(inside)


vectors = st.lists(st.integers(-3, 3), min_size=2, max_size=2)


@SLOW
@given(st.lists(vectors, min_size=1, max_size=5), vectors)
def test_linear_programs_against_all_pairs_of_columns(columns: list[list[int]], target: list[int]) -> None:
    """In the plane a nonnegative combination of some vectors is one of at most two of them (Caratheodory)."""
    as_dicts = [{k: Fraction(v) for k, v in enumerate(column) if v} for column in columns]
    found = solve_nonnegative(as_dicts, {k: Fraction(v) for k, v in enumerate(target) if v})
    if found is not None:
        assert all(value >= 0 for value in found)
        for row in range(2):
            assert sum(value * column[row] for value, column in zip(found, columns, strict=True)) == target[row]
    feasible = not any(target) or any(_single(column, target) for column in columns)
    for first, second in combinations(columns, 2):
        det = first[0] * second[1] - first[1] * second[0]
        if det:
            a = Fraction(target[0] * second[1] - target[1] * second[0], det)
            b = Fraction(first[0] * target[1] - first[1] * target[0], det)
            feasible |= a >= 0 and b >= 0
    assert (found is not None) == feasible


def _single(column: list[int], target: list[int]) -> bool:
    return column[0] * target[1] == column[1] * target[0] and column[0] * target[0] + column[1] * target[1] > 0
