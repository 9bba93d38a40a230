"""Widths as terms: when two are one term, what shapes they give, and what is refused, with its reason."""

from __future__ import annotations

import pickle

import pytest

from gradcheck.language.author import (
    dimension,
    hadamard,
    identity,
    initial,
    matrix,
    naturals,
    ones,
    ordered_product,
    real,
    recurrence,
    sequence,
    total,
    trace,
    vector,
    widths,
)
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_row
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.definitions import DefinitionError, check_definitions
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import as_term, free_symbols
from gradcheck.language.syntax.widths import HERE, sizing_symbols

n = widths("n")
i, j, k, L = naturals("i j k L")
A = sequence("A", lambda k: (n(k), n(k - 1)))
b = sequence("b", n)


def test_equal_indices_are_one_term() -> None:
    assert n(k + 1 - 1) is n(k)
    assert n(i + 0) is n(i)
    assert n(i + j) is n(j + i)
    assert n(2 * k + j - k) is n(j + k)
    assert n((k + 1) * (k - 1)) is n(k * k - 1)
    assert n(k) is not n(j)
    assert n(k) is not n(k + 1)
    assert n(k) is not widths("m")(k)
    assert n(n(k) - n(k)) is n(0)
    assert pickle.loads(pickle.dumps(A(k))) is A(k)


def test_members_have_the_shapes_of_their_indices() -> None:
    assert A(k).shape == (n(k), n(k - 1))
    assert A(k + 1).shape == (n(k + 1), n(k))
    assert A(3).shape == (n(3), n(2))
    assert (A(k + 1) @ A(k)).shape == (n(k + 1), n(k - 1))
    assert replace_symbols(A(k) @ b(k - 1), {k: j + 1}).shape == (n(j + 1),)
    assert replace_symbols(b(k), {k: j + 1}).shape == (n(j + 1),)


def test_products_of_neighbours_have_the_shapes_of_their_ends() -> None:
    assert ordered_product(A(k), k, i + 1, L).shape == (n(L), n(i))
    assert ordered_product(A(k), k, i + 1, i).shape == (n(i), n(i))
    assert ordered_product(A(k).T, k, i + 1, L, rising=True).shape == (n(i), n(L))
    assert free_symbols(ordered_product(A(k), k, i + 1, L)) == {i, L}
    assert free_symbols(A(k) @ A(k - 1)) == {k}


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: A(k) @ A(k + 1), r"n\[k\] by n\[k - 1\] and n\[k \+ 1\] by n\[k\] do not chain in a @ b"),
        (lambda: A(k) @ A(k), "do not chain"),
        (lambda: A(k) @ b(k), "do not chain"),
        (lambda: ordered_product(A(k), k, 1, L, rising=True),
         r"n\[k\] by n\[k - 1\] and n\[k \+ 1\] by n\[k\] of neighbouring factors do not chain in the product"),
        (lambda: ordered_product(A(k).T, k, 1, L),
         r"n\[k\] by n\[k \+ 1\] and n\[k - 1\] by n\[k\] of neighbouring factors do not chain in the product"),
        (lambda: ordered_product(A(k) @ A(k - 1), k, 1, L), "do not chain"),
        (lambda: ordered_product(identity(n(k)), k, 1, L), "do not chain"),
        (lambda: b(k) + b(j), "a sum needs equal shapes"),
        (lambda: hadamard(b(k), b(k + 1)), "equal shape"),
        (lambda: trace(A(k)), "of a square matrix"),
        (lambda: total(b(k), k, 1, L), "the summands have one shape, whatever k is"),
        (lambda: sequence("c", lambda k: k + 1)(j), "through widths alone"),
        (lambda: sequence("c", lambda k: (n(k), k))(j), "through widths alone"),
        (lambda: n(real("x")), "an integer term"),
        (lambda: n(as_term(1) / 2), "an integer term"),
    ],
)  # fmt: skip
def test_what_has_no_shape_is_refused(build: object, reason: str) -> None:
    with pytest.raises((ValueError, TypeError), match=reason):
        build()  # type: ignore[operator]


def test_definitions_keep_the_shape_as_a_function_of_the_index() -> None:
    x, y = vector("x", n(0)), sequence("y", n)
    check_definitions([initial(y(0), x), recurrence(y(k), A(k) @ y(k - 1) + b(k), start=1)])
    with pytest.raises(DefinitionError, match="different shapes"):
        initial(y(1), x)
    with pytest.raises(DefinitionError, match="different shapes"):
        recurrence(y(k), y(k - 1), start=1)
    loose = Sequence("y", (n(k),), k)
    with pytest.raises(DefinitionError, match="as widths do, or not at all"):
        recurrence(loose, b(k), start=1)
    with pytest.raises(DefinitionError, match="as widths do, or not at all"):
        recurrence(sequence("y", n(j), of=(j,))(k), ones(n(j)), start=1)
    other = sequence("y", dimension("m"))
    with pytest.raises(DefinitionError, match="two shapes"):
        check_definitions([initial(other(0), vector("z", dimension("m"))), recurrence(y(k), b(k), start=1)])


def test_what_sizes_an_array_by_its_name() -> None:
    assert sizing_symbols(A(k) @ b(k - 1), identity(n(j))) == set()
    assert sizing_symbols(vector("w", n(k))) == {k}
    assert sizing_symbols(matrix("W", n(k), dimension("m"))) == {k, dimension("m")}
    assert sizing_symbols(sequence("c", lambda index: n(index + j))(k)) == {j}


def test_widths_are_printed() -> None:
    assert render_text(n(k - 1)) == "n[k - 1]"
    assert render_row(n(k - 1)) == "nₖ₋₁"
    assert render_latex(n(k - 1)) == "n_{k - 1}"
    assert HERE not in free_symbols(A(k))
