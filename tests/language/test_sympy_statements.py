"""Relations and connectives of SymPy as propositions, near misses beside them, and what SymPy decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.refusals import AlreadyDecided, NoCounterpart
from gradcheck.language.sympy.statements import statement_from_sympy

x, y, z = sp.symbols("x y z")
n, m = sp.symbols("n m", integer=True, positive=True)
A, B, C, D = (sp.MatrixSymbol(name, n, n) for name in "ABCD")
M = sp.MatrixSymbol("M", n, m)
v = sp.MatrixSymbol("v", n, 1)
block = sp.BlockMatrix([[A, M], [M.T, sp.Identity(m)]])

STATED: list[tuple[Any, str]] = [
    (sp.Eq(x, y), "x = y"),
    (sp.Ne(x, y), "x != y"),
    (x <= y, "x <= y"),
    (x < y, "x < y"),
    (x >= y, "x >= y"),
    (x > y, "x > y"),
    (sp.Eq(x, x, evaluate=False), "x = x"),
    (sp.Eq(sp.Limit(x, x, sp.oo), sp.oo), "limit(x, x, oo) = oo"),
    (sp.And(x > 0, x < 1), "x > 0 and x < 1"),
    (sp.Or(x > 0, y > 0), "x > 0 or y > 0"),
    (sp.Implies(x > 0, y > 0), "x > 0 => y > 0"),
    (sp.Equivalent(x > 0, y > 0), "x > 0 <=> y > 0"),
    (sp.Not(sp.And(x > 0, y > 0)), "x <= 0 or y <= 0"),
    (sp.Not(sp.Or(x > 0, sp.Eq(y, 0))), "x <= 0 and y != 0"),
    (sp.Not(sp.Implies(x > 0, y > 0)), "x > 0 and y <= 0"),
    (sp.Not(sp.Equivalent(x > 0, y > 0)), "x > 0 <=> y <= 0"),
    (sp.Contains(x, sp.Interval(0, 1)), "0 <= x <= 1"),
    (sp.Contains(x, sp.Interval.open(0, 1)), "0 < x < 1"),
    (sp.Contains(x, sp.Interval.Lopen(0, 1)), "0 < x <= 1"),
    (sp.Contains(x, sp.Interval(0, sp.oo)), "0 <= x"),
    (sp.Contains(x, sp.FiniteSet(0, 1)), "x = 0 or x = 1"),
    (sp.Contains(x, sp.Union(sp.Interval(0, 1), sp.Interval(2, 3))), "0 <= x <= 1 or 2 <= x <= 3"),
    (sp.ITE(x > 0, y > 0, y < 1), "(x > 0 => y > 0) and (x > 0 or y < 1)"),
    (sp.Xor(x > 0, y > 0), "x > 0 <=> y <= 0"),
    (sp.Eq(A * B, C), "A @ B = C"),
    (sp.Ne(A, B), "norm(A - B) != 0"),
    (
        sp.Eq(block, sp.BlockMatrix([[B, M], [M.T, sp.ZeroMatrix(m, m)]])),
        "A = B and M = M and M.T = M.T and identity(m) = 0*ones(m, m)",
    ),
    (
        sp.Eq(sp.BlockMatrix([[A, B]]) * sp.BlockMatrix([[C], [D]]), sp.BlockMatrix([[A]])),
        "A @ C + B @ D = A",
    ),
    (sp.Eq(sp.BlockMatrix([[A, B]]).T, sp.BlockMatrix([[C], [D]])), "A.T = C and B.T = D"),
]


@pytest.mark.parametrize(("expr", "text"), STATED, ids=[text for _, text in STATED])
def test_a_statement_is_what_sympy_says(expr: Any, text: str) -> None:
    read = render_text(statement_from_sympy(expr))
    parts = set(text.replace("(", "").replace(")", "").split(" and "))
    assert read == text or set(read.replace("(", "").replace(")", "").split(" and ")) == parts


DECIDED: dict[str, Callable[[], Any]] = {
    "an equation": lambda: sp.Eq(x, x),
    "a cancelled quotient": lambda: sp.Eq(x / x, 1),
    "an assumption": lambda: sp.Symbol("p", positive=True) > 0,
    "False": lambda: sp.Eq(sp.Integer(1), 2),
    "a comparison of forms": lambda: x == y,
    "matrices of two shapes": lambda: sp.Eq(A, M),
}


@pytest.mark.parametrize("make", DECIDED.values(), ids=DECIDED.keys())
def test_what_sympy_decided_is_no_statement(make: Callable[[], Any]) -> None:
    with pytest.raises(AlreadyDecided, match="SymPy decided this"):
        statement_from_sympy(make())


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a term": (lambda: x + 1, "claims nothing"),
    "a matrix": (lambda: A, "claims nothing"),
    "a symbol of logic": (lambda: sp.Xor(sp.Symbol("p"), sp.Symbol("q")), "claims nothing"),
    "a set without an interval": (lambda: sp.Contains(x, sp.S.Rationals), "cannot be stated"),
    "a denied equation of matrices": (lambda: sp.Not(sp.Eq(A, B), evaluate=False), "denies"),
    "blocks beside none": (lambda: sp.Eq(block, sp.MatrixSymbol("G", n + m, n + m)), "has no blocks"),
    "blocks divided otherwise": (lambda: sp.Eq(block, sp.BlockMatrix([[sp.Identity(n + m)]])), "not divided alike"),
    "the inverse of blocks": (lambda: sp.Eq(sp.Inverse(block), block), "block triangular"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_statement_is_refused(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(NoCounterpart, match=words):
        statement_from_sympy(make())
