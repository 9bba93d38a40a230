"""Symbols of SymPy: sorts and hypotheses, one meaning a name, and no capture by a binder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sympy as sp

from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.matrices import term_from_sympy
from gradcheck.language.sympy.reading import from_sympy
from gradcheck.language.sympy.refusals import UnclearSymbol
from gradcheck.language.sympy.symbols import SymbolTable, noting_symbols
from gradcheck.language.syntax.terms import free_symbols


@pytest.fixture
def table() -> Iterator[SymbolTable]:
    with noting_symbols(SymbolTable()) as found:
        yield found


def read(expr: Any) -> str:
    return render_text(term_from_sympy(expr, {}))


SORTS: list[tuple[dict[str, bool], str, str]] = [
    ({}, "real", ""),
    ({"real": True}, "real", ""),
    ({"positive": True}, "real", "s > 0"),
    ({"real": True, "positive": True}, "real", "s > 0"),
    ({"nonnegative": True}, "real", "s >= 0"),
    ({"negative": True}, "real", "s < 0"),
    ({"nonpositive": True}, "real", "s <= 0"),
    ({"nonzero": True}, "real", "s != 0"),
    ({"integer": True}, "integer", ""),
    ({"integer": True, "nonnegative": True}, "natural", ""),
    ({"integer": True, "positive": True}, "dimension", ""),
    ({"integer": True, "negative": True}, "integer", "s < 0"),
    ({"integer": True, "nonpositive": True}, "integer", "s <= 0"),
    ({"integer": True, "nonzero": True}, "integer", "s != 0"),
]


@pytest.mark.parametrize(("assumed", "sort", "fact"), SORTS)
def test_assumptions_are_a_sort_and_a_hypothesis(
    table: SymbolTable, assumed: dict[str, bool], sort: str, fact: str
) -> None:
    symbol = term_from_sympy(sp.Symbol("s", **assumed), {})
    assert (symbol.name, symbol.sort) == ("s", sort)  # type: ignore[attr-defined]
    assert [render_text(one) for one in table.hypotheses_on(free_symbols(symbol))] == ([fact] if fact else [])


UNCLEAR: dict[str, Callable[[], Any]] = {
    "even": lambda: sp.Symbol("s", even=True),
    "prime": lambda: sp.Symbol("s", prime=True),
    "rational": lambda: sp.Symbol("s", rational=True),
    "complex": lambda: sp.Symbol("s", complex=True),
    "imaginary": lambda: sp.Symbol("s", imaginary=True),
    "not positive, of any kind": lambda: sp.Symbol("s", positive=False),
    "no assumption about reals": lambda: sp.Symbol("s", zero=False),
    "not commutative": lambda: sp.Symbol("s", commutative=False),
    "a dummy": lambda: sp.Dummy("s"),
    "a wild": lambda: sp.Wild("s"),
    "a name that is none": lambda: sp.Symbol("x y"),
    "a formula as a name": lambda: sp.Symbol("x+1"),
    "infinity as a name": lambda: sp.Symbol("oo"),
}


@pytest.mark.parametrize("make", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_what_cannot_be_stated_is_refused(table: SymbolTable, make: Callable[[], Any]) -> None:
    with pytest.raises(UnclearSymbol):
        term_from_sympy(make(), {})


TWICE: dict[str, tuple[Any, Any]] = {
    "real, and nothing assumed": (sp.Symbol("x"), sp.Symbol("x", real=True)),
    "positive, and real": (sp.Symbol("x", positive=True), sp.Symbol("x", real=True)),
    "integer, and real": (sp.Symbol("x", integer=True), sp.Symbol("x")),
    "two ranges": (sp.Idx("x", 3), sp.Idx("x", 4)),
    "a range, and a symbol": (sp.Idx("x", 3), sp.Symbol("x", integer=True)),
}


@pytest.mark.parametrize(("one", "other"), TWICE.values(), ids=TWICE.keys())
def test_one_name_has_one_set_of_assumptions(table: SymbolTable, one: Any, other: Any) -> None:
    term_from_sympy(one, {})
    term_from_sympy(one, {})
    with pytest.raises(UnclearSymbol, match="two symbols are named x"):
        term_from_sympy(other, {})


def test_a_new_derivation_may_declare_a_name_anew(table: SymbolTable) -> None:
    first = term_from_sympy(sp.Symbol("x", positive=True), {})
    table.forget()
    assert table.hypotheses_on(free_symbols(first)) == ()
    term_from_sympy(sp.Symbol("x"), {})
    assert table.hypotheses_on(free_symbols(first)) == ()


def test_where_nobody_remembers_a_hypothesis_it_is_refused() -> None:
    for symbol in (sp.Symbol("p", positive=True), sp.Idx("i", 4)):
        with pytest.raises(UnclearSymbol, match="would be lost"):
            from_sympy(symbol)


x, y = sp.Symbol("x"), sp.Symbol("y", positive=True)
k = sp.Symbol("k", integer=True)
n = sp.Symbol("n", integer=True, positive=True)
v = sp.IndexedBase("v", shape=(n,))
dummy = sp.Dummy("_k", integer=True)
RANGES: dict[str, tuple[Any, str]] = {
    "positive from 0 on": (sp.Integral(y, (y, 0, 1)), "integral(y, y, 0, 1)"),
    "positive up to infinity": (sp.Integral(sp.exp(-y), (y, 0, sp.oo)), "integral(exp(-y), y, 0, oo)"),
    "positive from the right": (sp.Limit(1 / y, y, 0), "limit(1/y, y, 0, right)"),
    "positive at infinity": (sp.Limit(1 / y, y, sp.oo), "limit(1/y, y, oo)"),
    "a plain index is an integer": (sp.Sum(x, (x, 1, 3)), "sum(x, x, 1, 3)"),
    "a dummy has a name": (sp.Sum(sp.Dummy("i"), (k, 1, 3)).func(*[k, (k, 1, 3)]), "sum(k, k, 1, 3)"),
}


@pytest.mark.parametrize(("expr", "text"), RANGES.values(), ids=RANGES.keys())
def test_a_bound_variable_runs_between_its_ends(table: SymbolTable, expr: Any, text: str) -> None:
    assert read(expr) == text
    assert table.hypotheses_on(free_symbols(term_from_sympy(expr, {}))) == ()


BEYOND: dict[str, Callable[[], Any]] = {
    "positive below 0": lambda: sp.Integral(sp.sqrt(y**2), (y, -1, 1)),
    "positive from both sides": lambda: sp.Limit(y, y, 0, "+-"),
    "positive from the left": lambda: sp.Limit(y, y, 0, "-"),
    "nonzero across 0": lambda: sp.Integral(1, (sp.Symbol("z", nonzero=True), -1, 1)),
    "negative above 0": lambda: sp.Sum(1, (sp.Symbol("z", negative=True, integer=True), 0, 3)),
    "negative at infinity": lambda: sp.Limit(sp.Symbol("z", negative=True), sp.Symbol("z", negative=True), sp.oo),
}


@pytest.mark.parametrize("make", BEYOND.values(), ids=BEYOND.keys())
def test_an_assumption_beyond_the_ends_is_refused(table: SymbolTable, make: Callable[[], Any]) -> None:
    with pytest.raises(UnclearSymbol, match="bound variable"):
        term_from_sympy(make(), {})


SUBSTITUTED: dict[str, Callable[[], Any]] = {
    "positive at a negative number": lambda: sp.Subs(sp.sqrt(y**2), y, -1),
    "positive at any number": lambda: sp.Subs(sp.sqrt(y**2), y, x),
    "an integer at a fraction": lambda: sp.Subs(sp.sin(sp.pi * k) + k, k, sp.Rational(1, 2)),
    "positive entry by entry": lambda: sp.MatrixSymbol("A", n, n).applyfunc(sp.Lambda(y, sp.sqrt(y**2) + 1)),
    "a positive function": lambda: sp.sqrt(sp.Function("g", positive=True)(x) ** 2),
    "an integer sequence": lambda: sp.sin(sp.pi * sp.IndexedBase("g", integer=True)[k] / 2),
    "positive entries": lambda: sp.sqrt(sp.IndexedBase("g", positive=True, shape=(n,))[k] ** 2),
}


@pytest.mark.parametrize("make", SUBSTITUTED.values(), ids=SUBSTITUTED.keys())
def test_an_assumption_that_values_need_not_satisfy_is_refused(table: SymbolTable, make: Callable[[], Any]) -> None:
    with pytest.raises(UnclearSymbol, match="declared as"):
        term_from_sympy(make(), {})


def test_an_assumption_that_a_value_satisfies_is_none(table: SymbolTable) -> None:
    assert read(sp.Subs(sp.sqrt(y**2) + x, y, 2)) == "x + 2"
    assert read(sp.Subs(x**2, x, x + 1)) == "(x + 1)**2"


CAPTURED: dict[str, Callable[[], Any]] = {
    "an integral": lambda: sp.Integral(sp.Symbol("x", real=True) * x, (x, 0, 1)),
    "a sum": lambda: sp.Sum(sp.Symbol("k") * k, (k, 1, 3)),
    "a limit": lambda: sp.Limit(sp.Symbol("y") * y, y, sp.oo),
    "one binder in another": lambda: sp.Integral(sp.Sum(sp.Symbol("k") * k, (k, 1, 3)), (sp.Symbol("k"), 0, 1)),
    "a dummy that counts places": lambda: sp.Sum(
        v[dummy] * (1 + sp.Sum(v[dummy] * v[k], (k, 0, n - 1))), (dummy, 0, n - 1)
    ),
    "a first index": lambda: sp.Product(x, (k, k, n)),
}


@pytest.mark.parametrize("make", CAPTURED.values(), ids=CAPTURED.keys())
def test_a_binder_captures_no_namesake(table: SymbolTable, make: Callable[[], Any]) -> None:
    with pytest.raises(UnclearSymbol, match="is bound"):
        term_from_sympy(make(), {})


def test_dummies_of_one_name_stay_two() -> None:
    one, other = sp.Dummy("i", integer=True), sp.Dummy("i", integer=True)
    nested = sp.Sum(sp.Sum(one * other**2, (one, 1, 2)), (other, 1, 3))
    assert read(nested) == "sum(sum(i1**2*i2, i2, 1, 2), i1, 1, 3)"
    free = sp.Symbol("i", integer=True)
    assert "i1" in read(sp.Sum(one + free, (one, 1, 2)))


i = sp.Idx("i", n)
PLACES: list[tuple[Any, str]] = [
    (v[0], "v[1]"),
    (v[n - 1], "v[n]"),
    (v[i], "v[i]"),
    (v[i + 1], "v[i + 1]"),
    (v[k], "v[k + 1]"),
    (v[i] * i, "(i - 1)*v[i]"),
    (sp.Sum(v[i], i), "sum(v[i], i, 1, n)"),
    (sp.Sum(v[k], (k, 0, n - 1)), "sum(v[k], k, 1, n)"),
    (sp.Sum(k * v[k], (k, 0, n - 1)), "sum((k - 1)*v[k], k, 1, n)"),
    (sp.Sum(v[k - 1], (k, 1, n)), "sum(v[k], k, 1, n)"),
    (sp.Sum(k, (k, 0, n - 1)), "sum(k, k, 0, n - 1)"),
    (sp.IndexedBase("u")[i], "u[i]"),
    (sp.IndexedBase("g")[k], "g[k]"),
]


@pytest.mark.parametrize(("expr", "text"), PLACES, ids=[text for _, text in PLACES])
def test_places_are_counted_from_1(table: SymbolTable, expr: Any, text: str) -> None:
    assert read(expr) == text


def test_a_place_has_its_range(table: SymbolTable) -> None:
    facts = table.hypotheses_on(free_symbols(term_from_sympy(v[i], {})))
    assert [render_text(fact) for fact in facts] == ["1 <= i", "i <= n"]
