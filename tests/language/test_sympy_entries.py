"""Derivatives of SymPy by entries of an IndexedBase, and Kronecker deltas of places, with near misses beside them."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from gradcheck import prove

n = sp.Symbol("n", integer=True, positive=True)
k = sp.Symbol("k", integer=True)


def eq(left: Any, right: Any) -> Any:
    return sp.Eq(left, right, evaluate=False)


z = sp.IndexedBase("z", shape=(n,))
here, there = sp.Idx("here", n), sp.Idx("there", n)
mass = sp.Sum(sp.exp(z[k]), (k, 0, n - 1))
delta = sp.KroneckerDelta
BY_ENTRIES: dict[str, tuple[Any, Any]] = {
    "log-sum-exp": (
        eq(sp.Derivative(sp.log(mass), z[here]), sp.exp(z[here]) / mass),
        eq(sp.Derivative(sp.log(mass), z[here]), sp.exp(z[here]) / mass**2),
    ),
    "softmax": (
        eq(sp.Derivative(sp.exp(z[here]) / mass, z[there]),
           sp.exp(z[here]) / mass * (delta(here, there) - sp.exp(z[there]) / mass)),
        eq(sp.Derivative(sp.exp(z[here]) / mass, z[there]),
           sp.exp(z[here]) / mass * (delta(here, there) + sp.exp(z[there]) / mass)),
    ),
    "the first entry": (
        eq(sp.Derivative(z[0] ** 2, z[0]), 2 * z[0]), eq(sp.Derivative(z[0] ** 2, z[n - 1]), 2 * z[0]),
    ),
    "a delta": (
        eq(sp.Sum(delta(here, k) * z[k], (k, 0, n - 1)), z[here]),
        eq(sp.Sum(delta(here, k + 1) * z[k], (k, 0, n - 1)), z[here]),
    ),
    "a delta of numbers": (
        eq(sp.Sum(delta(0, k) * z[k], (k, 0, n - 1)), z[0]), eq(sp.Sum(delta(0, k) * z[k], (k, 0, n - 1)), z[n - 1]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("true", "false"), BY_ENTRIES.values(), ids=BY_ENTRIES.keys())
def test_derivatives_by_entries(true: Any, false: Any) -> None:
    assert prove(true).verdict == "proved"
    assert prove(false).verdict == "refuted"
