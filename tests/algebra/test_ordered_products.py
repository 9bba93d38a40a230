"""Ordered products: their rules, against products that are written out, and near misses."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove, refute
from gradcheck.language.author import (
    arbitrary_function,
    d,
    diag,
    dimension,
    eq,
    identity,
    initial,
    matrix,
    naturals,
    ordered_product,
    real,
    recurrence,
    sequence,
    total,
    trace,
    vector,
    zeros,
)
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_pretty, render_row
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Term, free_symbols
from gradcheck.search.refutation.counterexample import search_counterexample

n = dimension("n")
x = real("x")
i, j, k, L = naturals("i j k L")
M, N = sequence("M", n, n), sequence("N", n, n)
W, v = matrix("W", n, n), vector("v", n)
sigma = arbitrary_function("sigma")
y = sequence("y", n)
NETWORK = (initial(y(0), v), recurrence(y(k), sigma(M(k) @ y(k - 1)), start=1))
jacobian = diag(sigma.derivative(M(k) @ y(k - 1))) @ M(k)


def falling(lo: object, hi: object) -> Term:
    return ordered_product(M(k), k, lo, hi)


def rising(lo: object, hi: object) -> Term:
    return ordered_product(M(k), k, lo, hi, rising=True)


TRUE = [
    eq(falling(1, 0), identity(n)),
    eq(falling(1, 1), M(1)),
    eq(falling(1, 3), M(3) @ M(2) @ M(1)),
    eq(rising(1, 3), M(1) @ M(2) @ M(3)),
    eq(falling(1, L + 1), M(L + 1) @ falling(1, L)),
    eq(falling(1, L + 2), M(L + 2) @ M(L + 1) @ falling(1, L)),
    eq(falling(i + 1, i + L + 1), M(i + L + 1) @ falling(i + 1, i + L)),
    eq(falling(i, i), M(i)),
    eq(rising(1, L + 1), rising(1, L) @ M(L + 1)),
    eq(falling(1, L).T, ordered_product(M(k).T, k, 1, L, rising=True)),
    eq(falling(1, L), ordered_product(M(j), j, 1, L)),
    eq(d(x * trace(falling(1, L)), x), trace(falling(1, L))),
    eq(total(trace(falling(1, k)), k, 0, L + 1), total(trace(falling(1, j)), j, 0, L) + trace(falling(1, L + 1))),
    eq(ordered_product(W @ M(k), k, 1, L), ordered_product(W @ M(i), i, 1, L)),
    eq(ordered_product(diag(M(k) @ v), k, 1, L + 1), diag(M(L + 1) @ v) @ ordered_product(diag(M(k) @ v), k, 1, L)),
]

FALSE = [
    eq(falling(1, 2), M(1) @ M(2)),
    eq(falling(1, L), rising(1, L)),
    eq(falling(1, L + 1), falling(1, L) @ M(L + 1)),
    eq(falling(1, L).T, ordered_product(M(k).T, k, 1, L)),
    eq(ordered_product(M(k) @ N(k), k, 1, L), falling(1, L) @ ordered_product(N(k), k, 1, L)),
    eq(ordered_product(M(k) + x * W, k, 1, L), falling(1, L)),
]

OPEN = [
    eq(falling(i, L), M(L) @ falling(i, L - 1)),  # only if L >= i
    eq(falling(L, i), falling(L, i)),  # may have fewer than no factors
    eq(d(trace(ordered_product(x * M(k), k, 1, L)), x), 0),
    eq(d(trace(falling(1, L)), M(i)), zeros(n, n)),
    eq(falling(2, 0), identity(n)),
]


@pytest.mark.parametrize("claim", TRUE, ids=render_text)
def test_rules(claim: Proposition) -> None:
    assert genuine(prove(Goal(claim), ByNormalForm()))


@pytest.mark.parametrize("claim", FALSE, ids=render_text)
def test_near_misses_are_refuted(claim: Proposition) -> None:
    goal = Goal(claim)
    with pytest.raises(Rejected):
        prove(goal, ByNormalForm())
    found = search_counterexample(goal)
    assert found is not None
    assert genuine(refute(goal, found))


@pytest.mark.parametrize("claim", OPEN, ids=render_text)
def test_what_may_be_undefined_or_depends_on_the_variable_is_not_proved(claim: Proposition) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim), ByNormalForm())


def test_the_condition_of_a_range_is_met_by_an_assumption() -> None:
    claim = eq(falling(i, L), M(L) @ falling(i, L - 1))
    assert genuine(prove(Goal(claim, (i <= L,)), ByNormalForm()))


def test_the_factors_may_hold_members_of_recurrences() -> None:
    """The Jacobians of the layers of a network: the layer below the first is the input."""
    claim = eq(
        ordered_product(jacobian, k, 1, L + 1),
        diag(sigma.derivative(M(L + 1) @ y(L))) @ M(L + 1) @ ordered_product(jacobian, k, 1, L),
    )
    assert genuine(prove(Goal(claim, (), NETWORK), ByNormalForm()))
    below = ordered_product(jacobian, k, 0, L)
    with pytest.raises(Rejected):  # y(-1) is not defined
        prove(Goal(eq(below, below), (), NETWORK), ByNormalForm())


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3), st.integers(0, 3), st.booleans(), st.data())
def test_values_are_those_of_the_product_written_out(size: int, factors: int, up: bool, data: st.DataObject) -> None:
    numbers = [
        [[data.draw(st.integers(-3, 3)) for _ in range(size)] for _ in range(size)] for _ in range(factors)
    ]  # fmt: skip
    members = tuple(
        ("M", number + 2, (row + 1, column + 1), Fraction(numbers[number][row][column]))
        for number in range(factors) for row in range(size) for column in range(size)
    )  # fmt: skip
    values = ((n, Fraction(size)), (L, Fraction(factors + 1)))
    term = ordered_product(M(k), k, 2, L, rising=up)
    valuation = Valuation(Goal(eq(term, term)), Counterexample(values, members=members))
    expected = [[int(row == column) for column in range(size)] for row in range(size)]
    for factor in numbers if up else reversed(numbers):
        expected = [[sum(expected[r][s] * factor[s][c] for s in range(size)) for c in range(size)] for r in range(size)]
    found = [[valuation.number(term, (r, c)) for c in range(1, size + 1)] for r in range(1, size + 1)]
    assert found == expected


def test_the_index_is_bound() -> None:
    term = ordered_product(M(k + i), k, k, L)
    assert free_symbols(term) == {i, k, L, n}
    assert replace_symbols(term, {k: j + 1}) is ordered_product(M(k + i), k, j + 1, L)
    with pytest.raises(ValueError, match="bound variable"):
        replace_symbols(term, {i: k})


def test_what_is_no_product_is_refused() -> None:
    with pytest.raises(ValueError, match="of a matrix"):
        ordered_product(v, k, 1, L)
    with pytest.raises(ValueError, match="integer symbol"):
        ordered_product(M(k), x, 1, L)
    with pytest.raises(TypeError, match="between integers"):
        ordered_product(M(k), k, 1, x)
    with pytest.raises(ValueError, match="through widths alone"):
        ordered_product(identity(k), k, 1, L)


def test_it_is_printed_with_the_leftmost_factor_below() -> None:
    term = ordered_product(jacobian, k, 1, L)
    assert render_text(term) == "product(diag(sigma'(M[k] @ y[k - 1])) @ M[k], k from L down to 1)"
    assert render_row(falling(1, L)) == "product(M[k], k from L down to 1)"  # no small capital L
    assert render_pretty(falling(1, L)).splitlines() == ["  1", "  ∏   (Mₖ)", "k = L↓"]
    assert render_latex(rising(1, L)) == r"\prod_{k = 1 \uparrow}^{L} \left( M_{k} \right)"


def test_sums_of_arrays_are_entry_by_entry() -> None:
    members = total(M(k), k, 1, L + 1)
    assert members.shape == (n, n)
    assert genuine(prove(Goal(eq(members, total(M(i), i, 1, L) + M(L + 1))), ByNormalForm()))
    assert genuine(prove(Goal(eq(members @ v, total(M(k) @ v, k, 1, L + 1))), ByNormalForm()))
    with pytest.raises(Rejected):
        prove(Goal(eq(members, total(M(k).T, k, 1, L + 1))), ByNormalForm())
    with pytest.raises(ValueError, match="one shape"):
        total(identity(k), k, 1, L)
