"""The checker of covers accepts what is true and shown, and refuses forgeries of every kind."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByCover, Cell
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.cover import Domain, check_cover
from gradcheck.language.author import (
    absolute,
    atan,
    d,
    eq,
    exp,
    function,
    initial,
    log,
    natural,
    ne,
    rational,
    real,
    recurrence,
    sequence,
    sigmoid,
    sin,
    sqrt,
    tanh,
    total,
    vector,
    where,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Symbol, Term
from gradcheck.search.covers.enclosure import find_cover, recheck

x, z, n, k = real("x"), real("z"), natural("n"), natural("k")
LINE: Domain = (None, False, None, False)
POSITIVE: Domain = (Fraction(0), False, None, False)
NONNEGATIVE: Domain = (Fraction(0), True, None, False)
Q = Fraction


def cover(*cells: Cell, variable: Symbol = x, precision: int = 64) -> ByCover:
    return ByCover(variable, cells, precision)


def slope(body: Term) -> Term:
    return d(body, x)


TOUCH = Cell(Q(-1), Q(1), "touch", Q(0), 2)
SIGMOID = cover(
    Cell(None, Q(-4), "tail"), Cell(Q(-4), Q(-2), "slope"), Cell(Q(-2), Q(-1), "slope"), TOUCH,
    Cell(Q(1), Q(2), "slope"), Cell(Q(2), Q(4), "slope"), Cell(Q(4), None, "tail"),
)  # fmt: skip
QUARTER = slope(sigmoid(x)) <= rational(1, 4)


def test_the_honest_cover_is_accepted() -> None:
    recheck(QUARTER, x, LINE, SIGMOID)
    recheck(rational(1, 4) >= slope(sigmoid(x)), x, LINE, SIGMOID)
    recheck(QUARTER, x, (Q(-3), True, Q(7), False), SIGMOID)


def forged(position: int, **changes: object) -> ByCover:
    cells = list(SIGMOID.cells)
    cells[position] = replace(cells[position], **changes)  # type: ignore[arg-type]
    return cover(*cells)


FORGERIES = {
    "no cells": cover(),
    "one side only": cover(*SIGMOID.cells[:-1]),
    "no left tail": cover(*SIGMOID.cells[1:]),
    "a gap": cover(*SIGMOID.cells[:3], *SIGMOID.cells[4:]),
    "a small gap": forged(4, lo=Q(1) + Q(1, 10**30)),
    "backwards": cover(*SIGMOID.cells[::-1]),
    "an infinite cell inside": cover(SIGMOID.cells[0], SIGMOID.cells[6], *SIGMOID.cells[1:]),
    "swapped ends": forged(4, lo=Q(2), hi=Q(1)),
    "an empty cell": forged(4, lo=Q(1), hi=Q(1)),
    "a float end": forged(4, hi=2.0),
    "an int end": forged(4, hi=2),
    "a float point": forged(3, point=0.0),
    "value where it touches": forged(3, method="value"),
    "slope where it touches": forged(3, method="slope"),
    "bend away from the touch": forged(3, method="bend", point=Q(1, 2)),
    "bend without a point": forged(3, method="bend", point=None),
    "touch without a point": forged(3, point=None),
    "touch elsewhere": forged(3, point=Q(1, 2)),
    "touch nearly there": forged(3, point=Q(1, 10**40)),
    "touch outside": forged(3, point=Q(2)),
    "order too high": forged(3, order=3),
    "order too low": forged(3, order=1),
    "order zero": forged(3, order=0),
    "order negative": forged(3, order=-2),
    "order true": forged(3, order=True),
    "order enormous": forged(3, order=10**9),
    "touch on too large a cell": cover(Cell(Q(-50), Q(50), "touch", Q(0), 2)),
    "tail in the middle": forged(3, method="tail"),
    "tail at an end that it is not": forged(3, method="tail", point=Q(-1)),
    "unbounded value": forged(0, method="value"),
    "unbounded slope": forged(6, method="slope"),
    "everything a tail": cover(Cell(None, None, "tail")),
    "tail too early": cover(*SIGMOID.cells[:3], TOUCH, Cell(Q(1), None, "value")),
    "an unknown method": forged(1, method="trust me"),
    "another variable": cover(*SIGMOID.cells, variable=z),
    "precision too low": cover(*SIGMOID.cells, precision=2),
    "precision enormous": cover(*SIGMOID.cells, precision=10**9),
    "precision true": cover(*SIGMOID.cells, precision=True),
}


@pytest.mark.parametrize("name", sorted(FORGERIES))
def test_forged_covers_are_refused(name: str) -> None:
    with pytest.raises(Rejected):
        recheck(QUARTER, x, LINE, FORGERIES[name])


def test_a_cover_for_one_claim_proves_no_other() -> None:
    for goal in (
        slope(sigmoid(x)) <= rational(1, 4) - rational(1, 10**9), slope(sigmoid(x)) < rational(1, 4),
        slope(sigmoid(x)) >= rational(1, 4), slope(tanh(x)) <= rational(1, 4), eq(slope(sigmoid(x)), rational(1, 4)),
        ne(slope(sigmoid(x)), rational(1, 4)), slope(sigmoid(x)) <= z, slope(sigmoid(z)) <= rational(1, 4),
    ):  # fmt: skip
        with pytest.raises(Rejected):
            recheck(goal, x, LINE, SIGMOID)
    with pytest.raises(Rejected):
        recheck(sigmoid(n) <= 1, n, LINE, cover(Cell(None, None, "tail"), variable=n))
    v = vector("v", 2)
    with pytest.raises(Rejected):
        recheck(Relation("<=", v, v), x, LINE, SIGMOID)


EXACT = Q(1, 10**9)
NEAR_MISSES = [
    # a true relation, its domain, and what to take from the larger side to make it false
    (exp(x), 1 + x, LINE, EXACT),
    (slope(x * tanh(x)), rational("1.1996786403"), LINE, EXACT),
    (slope(function("silu")(x)), rational("1.0998393202"), LINE, EXACT),
    (tanh(x), x, NONNEGATIVE, EXACT),
    (log(x), x - 1, POSITIVE, EXACT),
    (sqrt(x), (1 + x) / 2, NONNEGATIVE, EXACT),
    (sigmoid(x), 1 + 0 * x, LINE, EXACT),
    (-(x**2) * exp(-x), 0 * x, LINE, EXACT),
    (slope(function("gelu")(x)), rational("1.1289041452"), LINE, EXACT),
]


@pytest.mark.parametrize("case", range(len(NEAR_MISSES)))
def test_near_misses(case: int) -> None:
    left, right, domain, loss = NEAR_MISSES[case]
    true = (right <= left) if case == 0 else (left <= right)
    false = (right + loss <= left) if case == 0 else (left <= right - loss)
    found = find_cover(true, x, domain)
    assert isinstance(found, ByCover)
    recheck(true, x, domain, found)
    with pytest.raises(Rejected):
        recheck(false, x, domain, found)
    assert not isinstance(find_cover(false, x, domain), ByCover)


EIGHTH = (Q(0), True, Q(1, 8), True)
SIXTH_DEGREE = exp(x) - (1 + x + x**2 / 2 + x**3 / 6 + x**4 / 24 + x**5 / 120 + x**6 / 720)


def test_a_taylor_polynomial_with_its_remainder() -> None:
    one = Cell(Q(0), Q(1, 8), "taylor", order=9)
    recheck(SIXTH_DEGREE <= EXACT, x, EIGHTH, cover(one))
    recheck(SIXTH_DEGREE >= -EXACT, x, EIGHTH, cover(one))
    recheck(ne(SIXTH_DEGREE, EXACT), x, EIGHTH, cover(one))
    smaller = rational(9, 10**11)
    for false in (smaller >= SIXTH_DEGREE, SIXTH_DEGREE < 0, ne(SIXTH_DEGREE, Q(1, 10**12))):
        with pytest.raises(Rejected):
            recheck(false, x, EIGHTH, cover(one))
    for order in (0, -1, 41, 10**9):
        with pytest.raises(Rejected):
            recheck(SIXTH_DEGREE <= EXACT, x, EIGHTH, cover(replace(one, order=order)))
    with pytest.raises(Rejected):  # the whole domain is meant
        recheck(SIXTH_DEGREE <= EXACT, x, (Q(0), True, Q(1, 4), True), cover(one))
    unit = (Q(-1), True, Q(1), True)
    for kinked in (absolute(x) <= 2, absolute(x) + 1 / (x + 2) <= 2, 1 / x <= 5, log(x) <= 9, sqrt(x) <= 9):
        for order in (1, 2, 9):
            with pytest.raises(Rejected):
                recheck(kinked, x, unit, cover(Cell(Q(-1), Q(1), "taylor", order=order)))


def test_taylor_polynomials_decide_small_margins_in_few_cells() -> None:
    third = (Q(-1, 6), True, Q(1, 6), True)
    rest = atan(x) - (x - x**3 / 3 + x**5 / 5 - x**7 / 7)
    for goal, domain, cells in (
        (rational(1, 10**8) >= SIXTH_DEGREE, EIGHTH, 2), (rest <= Q(45, 10**9), third, 4),
        (rest >= Q(-45, 10**9), third, 4), (tanh(Q(10001, 10000) * x) - tanh(x) <= Q(1, 1000), LINE, 20),
    ):  # fmt: skip
        found = find_cover(goal, x, domain)
        assert isinstance(found, ByCover)
        assert len(found.cells) <= cells
        recheck(goal, x, domain, found)


def test_strictness_needs_the_touching_point_outside() -> None:
    cells = cover(Cell(Q(0), Q(1, 2), "touch", Q(0), 3), Cell(Q(1, 2), Q(4), "slope"), Cell(Q(4), None, "tail"))
    recheck(tanh(x) <= x, x, NONNEGATIVE, cells)
    recheck(tanh(x) < x, x, POSITIVE, cells)
    with pytest.raises(Rejected):
        recheck(tanh(x) < x, x, NONNEGATIVE, cells)
    with pytest.raises(Rejected):
        recheck(tanh(x) <= x, x, LINE, cells)


def test_odd_orders_touch_from_one_side_only() -> None:
    with pytest.raises(Rejected):
        recheck(0 * x <= x, x, (Q(-1), True, Q(1), True), cover(Cell(Q(-1), Q(1), "touch", Q(0), 1)))
    recheck(0 * x <= x, x, (Q(0), True, Q(1), True), cover(Cell(Q(0), Q(1), "touch", Q(0), 1)))
    recheck(x <= 0 * x, x, (Q(-1), True, Q(0), True), cover(Cell(Q(-1), Q(0), "touch", Q(0), 1)))
    with pytest.raises(Rejected):
        recheck(x >= 0 * x, x, (Q(-1), True, Q(0), True), cover(Cell(Q(-1), Q(0), "touch", Q(0), 1)))


@pytest.mark.parametrize(
    ("goal", "cells"),
    [
        (1 / x >= -100, [Cell(Q(-1), Q(1), "value")]),
        (log(x) <= x, [Cell(Q(-1), Q(1), "value")]),
        (absolute(x) >= 0, [Cell(Q(-1), Q(1), "slope")]),
        (where(x > 0, 5, 0) >= x, [Cell(Q(-1), Q(1), "slope")]),
        (d(absolute(x), x) <= 1, [Cell(Q(-1), Q(1), "value")]),
        (d(function("relu")(x), x) <= 1, [Cell(Q(-1), Q(1), "value")]),
        (sqrt(x) <= 2, [Cell(Q(-1), Q(1), "value")]),
        (x / x <= 1, [Cell(Q(-1), Q(1), "value")]),
        (sequence("v")(3) <= 1, [Cell(Q(-1), Q(1), "value")]),
        (total(x, k, 1, n) <= 1, [Cell(Q(-1), Q(1), "value")]),
    ],
)
def test_undefined_sides_are_refused(goal: Relation, cells: list[Cell]) -> None:
    with pytest.raises(Rejected):
        recheck(goal, x, (Q(-1), True, Q(1), True), cover(*cells))


def test_corner_tails() -> None:
    near = cover(Cell(Q(0), Q(1, 2), "tail", Q(0)))
    half: Domain = (Q(0), False, Q(1, 2), True)
    recheck(log(x) < x, x, half, near)
    recheck(absolute(x) >= x, x, (Q(0), True, Q(1, 2), True), near)
    for domain in ((Q(0), True, Q(1, 2), True), (Q(-1), True, Q(1, 2), True)):
        with pytest.raises(Rejected):
            recheck(log(x) < x, x, domain, near)
    with pytest.raises(Rejected):
        recheck(where(x > 0, 1, -1) >= 0, x, (Q(0), True, Q(1, 2), True), near)
    with pytest.raises(Rejected):
        recheck(absolute(x) > x - absolute(x - 1), x, half, cover(Cell(Q(0), Q(1, 2), "tail", Q(1, 4))))


def test_equality_and_inequality() -> None:
    line = cover(Cell(None, Q(0), "tail"), Cell(Q(0), Q(1), "value"), Cell(Q(1), None, "tail"))
    recheck(eq(d(2 * x, x), 2), x, LINE, line)
    with pytest.raises(Rejected):
        recheck(eq(d(2 * x, x), 2 + rational(1, 10**30)), x, LINE, line)
    with pytest.raises(Rejected):
        recheck(eq(x, x), x, LINE, cover(Cell(Q(0), Q(1), "value")))
    recheck(ne(exp(x), 0), x, LINE, line)
    with pytest.raises(Rejected):
        recheck(ne(sin(x), 0), x, LINE, line)


def test_the_callback_decides_exact_zeros() -> None:
    with pytest.raises(Rejected):
        check_cover(QUARTER, x, LINE, SIGMOID, (), lambda term, variable, point: False)
    asked: list[Fraction] = []

    def spy(term: Term, variable: Symbol, point: Fraction) -> bool:
        asked.append(point)
        return variable is x

    check_cover(QUARTER, x, LINE, SIGMOID, (), spy)
    assert asked == [0, 0]


def test_kinks_count_only_where_derivatives_exist() -> None:
    goal = d(function("relu")(x), x) <= 1
    cells = cover(
        Cell(None, Q(-1), "tail"), Cell(Q(-1), Q(0), "value"), Cell(Q(0), Q(1), "value"), Cell(Q(1), None, "tail")
    )
    with pytest.raises(Rejected):
        recheck(goal, x, LINE, cells)
    loose = d(function("relu")(x), x) <= rational("1.001")
    recheck(loose, x, LINE, cells, kinks=True)
    with pytest.raises(Rejected):
        recheck(d(function("relu")(x), x) <= rational("0.999"), x, LINE, cells, kinks=True)


def test_sequences() -> None:
    y = sequence("y", of=(x,))
    nets = (initial(y(0), x), recurrence(y(k), sigmoid(y(k - 1)), 1))
    goal = d(y(10), x) <= rational("3.9012740135e-7")
    found = find_cover(goal, x, LINE, nets)
    assert isinstance(found, ByCover)
    recheck(goal, x, LINE, found, nets)
    for other in (d(y(9), x) <= rational("3.9012740135e-7"), d(y(10), x) <= rational("3.9012740134e-7")):
        with pytest.raises(Rejected):
            recheck(other, x, LINE, found, nets)
    with pytest.raises(Rejected):
        recheck(goal, x, LINE, found)


FALSE = [tanh(x) <= x, sin(x) >= x, exp(x) <= 1 + x + x**2, log(1 + x**2) >= x, x**3 >= x, sigmoid(x) >= rational(1, 2)]
CELLS = st.builds(
    Cell,
    st.none() | st.fractions(-6, 6, max_denominator=4),
    st.none() | st.fractions(-6, 6, max_denominator=4),
    st.sampled_from(["value", "slope", "bend", "touch", "tail"]),
    st.none() | st.sampled_from([Q(0), Q(1), Q(-1)]),
    st.integers(0, 4),
)


@given(st.sampled_from(FALSE), st.lists(CELLS, min_size=1, max_size=5))
@settings(max_examples=120, deadline=None)
def test_no_cover_proves_a_false_relation(goal: Relation, cells: list[Cell]) -> None:
    with pytest.raises(Rejected):
        recheck(goal, x, LINE, cover(*cells))


@given(st.sampled_from(FALSE), CELLS)
@settings(max_examples=150, deadline=None)
def test_no_single_cell_hides_a_violation(goal: Relation, cell: Cell) -> None:
    """A cell that is accepted on its own domain contains no sample at which the relation fails."""
    from flint import arb

    from gradcheck.balls.arithmetic import ball
    from gradcheck.balls.jets import enclose

    try:
        recheck(goal, x, (cell.lo, True, cell.hi, True), cover(cell))
    except Rejected:
        return
    lo = cell.lo if cell.lo is not None else (cell.hi if cell.hi is not None else Q(0)) - 40
    hi = cell.hi if cell.hi is not None else lo + 40
    for step in range(41):
        at = {x: ball(lo + (hi - lo) * step / 40)}
        left, right = enclose(goal.left, at), enclose(goal.right, at)
        assert not (left > right if goal.op == "<=" else left < right), arb(step)
