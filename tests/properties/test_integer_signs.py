"""What is concluded of integers under linear hypotheses holds at every integer point that meets them."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradcheck.algebra.signs import NEGATIVE, POSITIVE, ZERO_ONLY, sign_of
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import eq, integer, natural, total
from gradcheck.language.syntax.terms import Term

i, j, n = integer("i"), integer("j"), natural("n")
coefficient = st.integers(-2, 2)
forms = st.tuples(coefficient, coefficient, coefficient, st.integers(-3, 3))
hypotheses = st.lists(st.tuples(forms, st.sampled_from([">", ">=", "="])), max_size=4)
POINTS = [(a, b, c) for a, b, c in product(range(-4, 5), range(-4, 5), range(5))]


def term(form: tuple[int, ...]) -> Term:
    return form[0] * i + form[1] * j + form[2] * n + form[3]


def value(form: tuple[int, ...], point: tuple[int, int, int]) -> int:
    return form[0] * point[0] + form[1] * point[1] + form[2] * point[2] + form[3]


HOLDS = {">": lambda v: v > 0, ">=": lambda v: v >= 0, "=": lambda v: v == 0}


@given(hypotheses, forms)
@settings(max_examples=100, deadline=None)
def test_signs_of_linear_forms(given_forms: list[tuple[tuple[int, ...], str]], asked: tuple[int, ...]) -> None:
    assume(all(any(form[:3]) for form, _ in given_forms))
    known = tuple({">": term(form) > 0, ">=": term(form) >= 0, "=": eq(term(form), 0)}[op] for form, op in given_forms)
    goal = Goal(eq(i, i), known)
    sign = goal.in_ring(lambda ring, lowering: sign_of(ring, lowering.scalar(term(asked))))
    for point in POINTS:
        if all(HOLDS[op](value(form, point)) for form, op in given_forms):
            found = value(asked, point)
            assert sign & (POSITIVE if found > 0 else NEGATIVE if found < 0 else ZERO_ONLY)


@given(forms)
@settings(max_examples=30, deadline=None)
def test_a_sum_that_may_be_empty_says_nothing_of_its_bounds(asked: tuple[int, ...]) -> None:
    summed = total(i * j, i, 1, n)

    def work(ring: object, lowering: object) -> int:
        lowering.scalar(summed)  # type: ignore[attr-defined]
        return sign_of(ring, lowering.scalar(term(asked)))  # type: ignore[arg-type, attr-defined]

    sign = Goal(eq(j, j)).in_ring(work)
    for point in POINTS:
        found = value(asked, point)
        assert sign & (POSITIVE if found > 0 else NEGATIVE if found < 0 else ZERO_ONLY)
