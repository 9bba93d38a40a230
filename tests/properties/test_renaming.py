"""Names do not matter: bound indices, bound variables and free symbols are renamed without changing a verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attack.mutants.oracle import Instance, Oracle, Undefined
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import ByNormalForm, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import (
    d,
    dimension,
    eq,
    exp,
    integer,
    integral,
    limit,
    matrix,
    natural,
    oo,
    real,
    reals,
    sup,
    tanh,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Term
from tests.properties.terms import SLOW, SMALL, exponentials, rationals, x, y

n = dimension("n")
A, v, w = matrix("A", n, n), vector("v", n), vector("w", n)
i, j, k, m = integer("i"), integer("j"), integer("k"), natural("m")
a, b, z = reals("a b z")


def accepted(claim: Relation) -> bool:
    try:
        prove(Goal(claim), ByNormalForm())
    except Missing as missing:
        prove(Goal(claim, missing.conditions), ByNormalForm())
    except Rejected:
        return False
    return True


entries = st.recursive(
    st.sampled_from([v[i], w[i], A[i, i], A[i, j], A[j, i], v[j], w[j], v[i] ** 2]),
    lambda parts: st.one_of(st.builds(lambda s, t: s * t, parts, parts), st.builds(lambda s, t: s + t, parts, parts)),
    max_leaves=4,
)


@SMALL
@given(entries)
def test_bound_indices_are_renamed_and_swapped(body: Term) -> None:
    def summed(term: Term, first: Any, second: Any) -> Term:
        return total(total(term, first, 1, n), second, 1, n)

    renamed = replace_symbols(replace_symbols(replace_symbols(body, {i: k}), {j: i}), {k: j})
    for other in (summed(renamed, j, i), summed(body, j, i), summed(replace_symbols(body, {i: k}), k, j)):
        assert accepted(eq(summed(body, i, j), other))


@SMALL
@given(entries, entries)
def test_sums_are_equal_only_where_they_are(left: Term, right: Term) -> None:
    first, second = (total(total(body, i, 1, n), j, 1, n) for body in (left, right))
    if accepted(eq(first, second)):
        for seed in range(4):
            size = 1 + seed % 3
            places = [(p, q) for p in range(1, size + 1) for q in range(1, size + 1)]
            table = {("A", place): Fraction(hash((seed, place)) % 7 - 3) for place in places}
            table |= {
                (name, (p,)): Fraction((seed + 3 * p + len(name) * ord(name)) % 5 - 2)
                for name in "vw"
                for p in range(1, size + 1)
            }
            oracle = Oracle(Instance({n: size}, table))
            assert abs(oracle.value(first) - oracle.value(second)) < 10**-20


@SLOW
@given(st.one_of(rationals, exponentials))
def test_free_symbols_are_renamed(term: Term) -> None:
    other = replace_symbols(replace_symbols(replace_symbols(term, {x: z}), {y: x}), {z: y})
    back = replace_symbols(replace_symbols(replace_symbols(other, {x: z}), {y: x}), {z: y})
    assert back is term
    claim = eq(term * (x + 1), term * x + term)
    assert accepted(claim) == accepted(replace_symbols(replace_symbols(claim, {x: a}), {y: b}))


@pytest.mark.parametrize(
    ("bound", "renamed"),
    [
        (sup(tanh(x) * a, x), sup(tanh(z) * a, z)),
        (integral(x * a, x, 0, 1), integral(z * a, z, 0, 1)),
        (limit(a / x, x, oo), limit(a / z, z, oo)),
        (total(a**i, i, 1, 3), total(a**j, j, 1, 3)),
    ],
)
def test_substitution_does_not_capture(bound: Term, renamed: Term) -> None:
    variable = next(s for s in (x, i) if s is getattr(bound, "variable", getattr(bound, "index", None)))
    assert replace_symbols(bound, {variable: b if variable is x else k}) is bound
    with pytest.raises(ValueError, match="bound"):
        replace_symbols(bound, {a: variable + 1})
    assert a not in _free(replace_symbols(renamed, {a: b}))


def _free(term: Term) -> set[Any]:
    from gradcheck.language.syntax.terms import free_symbols

    return free_symbols(term)


@SLOW
@given(st.one_of(rationals, exponentials), st.fractions(-3, 3, max_denominator=9))
def test_derivatives_are_limits_of_differences(body: Term, point: Fraction) -> None:
    term, other = d(body, x), Fraction(5, 7)
    try:
        value = Oracle(Instance({x: point, y: other})).value(term)
    except (Undefined, ZeroDivisionError, OverflowError):
        assume(False)
    assume(abs(value) < 10**9)
    near, witness = Fraction(int(value * 10**12), 10**12), Counterexample(((x, point), (y, other)))
    gap = Fraction(1, 10**8) * (1 + abs(near))
    valuation = Valuation(Goal(eq(term, 0)), witness)
    try:
        assert valuation.signs(eq(term, Num(near - gap))) == [4]
        assert valuation.signs(eq(term, Num(near + gap))) == [1]
    except Rejected:
        return  # not defined there, or not shown to be


def test_derivative_at_a_point_is_taken_before_the_point_is_put_in() -> None:
    t = real("t")
    valuation = Valuation(Goal(eq(t, 0)), Counterexample(((t, Fraction(0)),)))
    assert valuation.signs(eq(d(exp(2 * t), t), 2)) == [2]
    assert valuation.signs(eq(d(t**2 + m * 0, t), 0)) == [2]
