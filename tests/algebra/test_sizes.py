"""The size of an array is a whole number >= 0, and the same wherever the name of the array occurs.

Otherwise norm(ones(q))**2 = q is >= 0 for every integer q, and the sum of tr(I_k) over k is n k.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from gradcheck.algebra.ring import Setting, Unsupported
from gradcheck.algebra.ring_cache import with_lowering
from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import ByNormalForm, ByPositivity, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove, refute
from gradcheck.language.author import (
    Normal,
    dimensions,
    eq,
    identity,
    initial,
    integer,
    matrix,
    natural,
    norm,
    ones,
    operator_norm,
    ordered_product,
    random_sequence,
    random_variable,
    rational,
    real,
    recurrence,
    sequence,
    total,
    trace,
    vector,
)
from gradcheck.language.syntax.terms import Term, as_term

n, m, k = dimensions("n m k")
j, q, x = natural("j"), integer("q"), real("x")
NF = ByNormalForm()
SQUARES: list[Callable[[Term], Term]] = [
    lambda side: norm(ones(side)) ** 2,
    lambda side: ones(side) @ ones(side),
    lambda side: trace(identity(side)),
    lambda side: trace(ordered_product(identity(side), j, 1, 3)),
]


@pytest.mark.parametrize("side", [q, n - m, n - 2])
def test_a_size_that_may_be_negative_is_a_condition(side: Term) -> None:
    with pytest.raises(Missing):
        prove(Goal(side >= 0), ByPositivity(norm(ones(side)) ** 2))
    for square in SQUARES[:3]:
        with pytest.raises(Missing):
            prove(Goal(eq(square(side), side)), NF)
        assert genuine(prove(Goal(eq(square(side), side), (side >= 1,)), NF))


def test_no_counterexample_has_an_array_of_negative_size() -> None:
    for size, reason in ((q, "less than 0"), (q - 1, "not defined")):
        with pytest.raises(Rejected, match=reason):
            refute(Goal(eq(norm(ones(size)) ** 2, size)), Counterexample(((q, Fraction(-3)),)))


@pytest.mark.parametrize("side", [x, n / 2, rational(1, 2), as_term(-1), 2**n])
def test_a_size_is_an_integer_by_its_form(side: Term) -> None:
    makers: list[Callable[[], object]] = [
        lambda: vector("v", side), lambda: matrix("A", n, side), lambda: ones(side), lambda: identity(side),
        lambda: sequence("s", side)(j), lambda: random_variable("R", Normal(0, 1), side),
        lambda: random_sequence("R", Normal(0, 1), side)(j),
    ]  # fmt: skip
    for make in makers:
        with pytest.raises(ValueError, match="a side of"):
            make()


def test_a_product_of_matrices_of_negative_size_is_none() -> None:
    with pytest.raises(Missing):
        prove(Goal(eq(SQUARES[3](q), q)), NF)


@pytest.mark.parametrize("square", SQUARES)
def test_the_index_of_a_sum_is_no_size_outside_of_it(square: Callable[[Term], Term]) -> None:
    """The sum of k over 1 <= k <= n is no multiple of some other k."""
    with pytest.raises(Rejected):
        prove(Goal(eq(total(square(k), k, 1, n), n * k)), NF)
    assert genuine(prove(Goal(eq(total(square(k), k, 1, 3), 6)), NF))


@pytest.mark.parametrize(
    "body",
    [
        vector("v", k) @ vector("v", k),
        operator_norm(matrix("A", k, k)),
        operator_norm(identity(k)),
        random_variable("R", Normal(0, 1), k) @ ones(k),
        sequence("s", k)(j) @ ones(k),
    ],
)
@pytest.mark.parametrize("last", [n, as_term(2)])
def test_one_array_has_one_size(body: Term, last: Term) -> None:
    with pytest.raises(Rejected):
        prove(Goal(eq(total(body, k, 1, last), last * body)), NF)


def test_a_definition_takes_a_size_at_its_own_index() -> None:
    s = sequence("s")
    definitions = (recurrence(s(j), s(j - 1) + trace(identity(j)), 1), initial(s(0), 0))
    assert genuine(prove(Goal(eq(s(3), 6), (), definitions), NF))
    assert genuine(prove(Goal(eq(s(j + 1), s(j) + j + 1), (), definitions), NF))
    for wrong in (j, 3 * j):
        with pytest.raises(Rejected):
            prove(Goal(eq(s(3), wrong), (), definitions), NF)


def test_an_array_stands_for_no_number() -> None:
    with pytest.raises(Unsupported, match="where a number belongs"):
        with_lowering(Setting(), lambda lowering: lowering.scalar(vector("u", n) @ matrix("A", n, m)))
