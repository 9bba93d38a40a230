"""Recurrences are conservative: each member is defined once, from what comes before it, and nothing else passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.language import author as a
from gradcheck.language.syntax.definitions import (
    Definition,
    DefinitionError,
    Initial,
    Recurrence,
    check_definitions,
    look_back,
    offset_from,
)
from gradcheck.language.syntax.terms import Add, Term

x, b = a.reals("x b")
k, n = a.naturals("k n")
i = a.integer("i")
p = a.dimension("p")
v, u, s = a.sequence("v"), a.sequence("u"), a.sequence("s", p)
y = a.sequence("y", of=(x,))


def defined(member: Term, body: object, start: int = 1) -> Recurrence:
    found = a.recurrence(member, body, start)
    assert isinstance(found, Recurrence)
    return found


ACCEPTED: dict[str, list[Definition]] = {
    "one step": [defined(v(k), b * v(k - 1) + 1), a.initial(v(0), 0)],
    "in any order": [a.initial(v(0), 0), defined(v(k), b * v(k - 1) + 1)],
    "two steps": [defined(v(k), v(k - 1) + v(k - 2), 2), a.initial(v(0), 0), a.initial(v(1), 1)],
    "two steps, one of them skipped": [defined(v(k), v(k - 2), 2), a.initial(v(0), 0), a.initial(v(1), 1)],
    "from below zero": [defined(v(i), v(i - 1) / 2, 0), a.initial(v(-1), 1)],
    "closed form": [defined(v(k), b**k, 0)],
    "one after another": [
        defined(u(k), u(k - 1) + 1),
        a.initial(u(0), 0),
        defined(v(k), v(k - 1) * u(k + 5)),
        a.initial(v(0), u(0)),
    ],
    "with parameters": [defined(y(k), a.sigmoid(y(k - 1))), a.initial(y(0), x)],
    "vectors": [defined(s(k), b * s(k - 1)), a.initial(s(0), a.ones(p))],
    "a free sequence within": [defined(v(k), v(k - 1) + u(k)), a.initial(v(0), 0)],
    "a sum within": [defined(v(k), a.total(u(i), i, 0, k) + v(k - 1)), a.initial(v(0), 0)],
    "none": [],
}

REFUSED: dict[str, tuple[Callable[[], list[Definition]], str]] = {
    "f = f + 1": (lambda: [defined(v(k), v(k) + 1)], "earlier members only"),
    "looks ahead": (lambda: [defined(v(k), v(k + 1)), a.initial(v(0), 0)], "earlier members only"),
    "looks at a fixed member": (lambda: [defined(v(k), v(3) + 1)], "earlier members only"),
    "looks at another index": (lambda: [defined(v(k), v(n - 1)), a.initial(v(0), 0)], "earlier members only"),
    "looks at twice the index": (lambda: [defined(v(k), v(2 * k)), a.initial(v(0), 0)], "earlier members only"),
    "minus the index": (lambda: [defined(v(k), v(-k)), a.initial(v(0), 0)], "earlier members only"),
    "all of itself": (lambda: [defined(v(k), a.total(v(i), i, 0, 5))], "earlier members only"),
    "hidden by a sum over its index": (
        lambda: [defined(v(k), a.total(v(k - 1), k, 2, 2) + 1), a.initial(v(0), 0)],
        "binds its index k",
    ),
    "in a condition": (lambda: [defined(v(k), a.where(v(k) > 0, 0, 1))], "earlier members only"),
    "in an index": (lambda: [defined(v(k), u(0) + a.sequence("w")(k) * v(k))], "earlier members only"),
    "twice": (lambda: [defined(v(k), b), defined(v(n), 2 * b)], "exactly one recurrence, and has 2"),
    "never": (lambda: [a.initial(v(0), 0)], "exactly one recurrence, and has 0"),
    "start not reached": (lambda: [defined(v(k), v(k - 1))], "needs initial values at"),
    "start reached halfway": (lambda: [defined(v(k), v(k - 2), 2), a.initial(v(1), 1)], "needs initial values at"),
    "an initial value too many": (
        lambda: [defined(v(k), v(k - 1)), a.initial(v(0), 0), a.initial(v(1), 0)],
        "needs initial values at",
    ),
    "an initial value twice": (
        lambda: [defined(v(k), v(k - 1)), a.initial(v(0), 0), a.initial(v(0), 1)],
        "needs initial values at",
    ),
    "an initial value inside": (lambda: [defined(v(k), b), a.initial(v(7), 0)], "needs initial values at"),
    "each by the other": (
        lambda: [
            defined(u(k), v(k - 1)),
            defined(v(k), u(k)),
        ],
        "defined after it",
    ),
    "initial value of itself": (lambda: [defined(v(k), v(k - 1)), a.initial(v(0), v(0) + 1)], "uses v itself"),
    "initial value with the index": (lambda: [defined(v(k), v(k - 1)), a.initial(v(0), k)], "uses the index k"),
    "initial value of a later one": (
        lambda: [defined(u(k), u(k - 1)), a.initial(u(0), v(0)), defined(v(k), b, 0)],
        "defined after it",
    ),
    "two parameter lists": (lambda: [defined(y(k), y(k - 1)), a.initial(a.sequence("y")(0), x)], "two shapes or two"),
    "changed parameters": (
        lambda: [defined(y(k), a.sequence("y", of=(b,))(k - 1)), a.initial(y(0), x)],
        "keep its parameters",
    ),
    "changed shape": (
        lambda: [defined(s(k), s(k - 1) * a.norm(a.sequence("s", n)(k - 1))), a.initial(s(0), a.ones(p))],
        "keep its shape",
    ),
    "shapes of both sides": (lambda: [defined(s(k), b)], "different shapes"),
    "shape of the initial value": (lambda: [a.initial(s(0), 0)], "different shapes"),
    "at a number": (lambda: [defined(v(3), b)], "at an integer symbol"),
    "at a sum": (lambda: [defined(v(k + 1), b)], "at an integer symbol"),
    "initial at a symbol": (lambda: [a.initial(v(k), 0)], "at an integer"),
    "a parameter twice": (lambda: [defined(a.sequence("y", of=(x, x))(k), x)], "distinct symbols"),
    "a parameter that is a term": (lambda: [defined(a.sequence("y", of=(x + 1,))(k), x)], "distinct symbols"),
    "the index as a parameter": (lambda: [defined(a.sequence("y", of=(k,))(k), x)], "no parameter"),
}


@pytest.mark.parametrize("definitions", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_definition_from_what_comes_before_is_accepted(definitions: list[Definition]) -> None:
    check_definitions(definitions)


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_defines_nothing_is_refused(make: Callable[[], list[Definition]], words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        check_definitions(make())


@pytest.mark.parametrize(
    ("index", "offset"),
    [
        (k, 0),
        (k + 2, 2),
        (k - 2, -2),
        (2 + k - 5, -3),
        (k + a.rational(-1), -1),
        (k + k, None),
        (k + x, None),
        (2 * k, None),
        (a.rational(3), None),
        (n, None),
        (Add((a.rational(1), a.rational(2))), None),
    ],
)
def test_offsets(index: Term, offset: int | None) -> None:
    assert offset_from(index, k) == offset


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(-3, 3))
def test_every_member_down_to_the_first_is_needed(steps: list[int], start: int) -> None:
    recurrence = defined(v(i), sum((v(i - step) for step in steps), b), start)
    deepest = max(steps)
    assert look_back(recurrence) == deepest
    values = [Initial(v(start - step), b) for step in range(1, deepest + 1)]
    check_definitions([recurrence, *values])
    for missing in range(deepest):
        with pytest.raises(DefinitionError):
            check_definitions([recurrence, *values[:missing], *values[missing + 1 :]])


@pytest.mark.parametrize("index", [x, a.rational(1, 2), k - a.rational(1, 2), k / 2])
def test_a_sequence_stands_at_integers(index: Term) -> None:
    with pytest.raises(TypeError, match="integer"):
        defined(v(index), b)


def test_the_parts_of_a_definition() -> None:
    assert defined(v(k), b).index is k
    first = a.initial(v(-2), b)
    assert isinstance(first, Initial)
    assert first.at == -2
