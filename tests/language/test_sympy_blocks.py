"""Explicit and block matrices of SymPy: cell by cell, with every condition that the definitions ask."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import stats
from sympy.matrices.expressions import DotProduct, HadamardProduct

from gradcheck.derivation import by_sympy, held
from gradcheck.interface import prove
from gradcheck.kernel.goal import Goal
from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy.blocks import compared, determinant, grid_of, has_cells
from gradcheck.language.sympy.refusals import NoCounterpart
from gradcheck.language.sympy.statements import statement_from_sympy
from gradcheck.reference import Instance, truth
from tests.verdicts import verdict_on

a, b, c, d, x, y, t = sp.symbols("a b c d x y t")
n, m = sp.symbols("n m", integer=True, positive=True)
M, N, u = sp.Matrix([[a, b], [c, d]]), sp.Matrix([[x, 0], [y, 1]]), sp.Matrix([x, y])
A, v = sp.MatrixSymbol("A", 2, 2), sp.MatrixSymbol("v", 2, 1)
P, S, R = sp.MatrixSymbol("P", n, n), sp.MatrixSymbol("S", m, m), sp.MatrixSymbol("R", n, m)
w, z = sp.MatrixSymbol("w", n, 1), sp.MatrixSymbol("z", m, 1)
O = sp.ZeroMatrix(m, n)  # noqa: E741
UPPER, FULL = sp.BlockMatrix([[P, R], [O, S]]), sp.BlockMatrix([[P, R], [R.T, S]])
LOWER = sp.BlockMatrix([[P, sp.ZeroMatrix(n, m)], [R.T, S]])
Z = stats.Normal("Z", 0, 1)
rotation = sp.Matrix([[sp.cos(t), -sp.sin(t)], [sp.sin(t), sp.cos(t)]])


def eq(left: Any, right: Any) -> Any:
    return sp.Eq(left, right, evaluate=False)


with held():
    SLOPE = sp.Eq(sp.Derivative(sp.Matrix([x**2, x * y]), x), sp.Matrix([2 * x, y]))
    GRADIENT = sp.Eq(sp.Derivative(u.T * A * u, A), u * u.T)
    PRODUCT = sp.Eq(sp.Matrix([[x]]) * sp.Matrix([[x]]), sp.Matrix([[1]]))
    POWER = sp.Eq(sp.Matrix([[x]]) ** 2, sp.Matrix([[1]]))
    ITSELF = sp.Eq(M.T * M + 2 * M, M.T * M + M + M)
    NO_INVERSE = sp.Eq(M * M.inv(), sp.eye(2))
    ORDER = sp.Le(sp.Matrix([[0, -1]]), sp.Matrix([[x**2, x**2]]))

READ: dict[str, tuple[Any, str]] = {
    "entries": (eq(M, N), "a = x and b = 0 and c = y and d = 1"),
    "one entry": (eq(sp.Matrix([[x]]), sp.Matrix([[y]])), "x = y"),
    "a difference": (sp.Ne(u, sp.Matrix([a, b])), "x != a or y != b"),
    "a difference with a quotient": (sp.Ne(u, sp.Matrix([a, 1 / b])), "(x - a)**2 + (y - 1/b)**2 != 0"),
    "means": (
        eq(stats.Expectation(sp.Matrix([Z, Z**2])), sp.Matrix([0, 1])), "E(Z) = 0 and E(Z**2) = 1",
    ),
    "a held product": (PRODUCT, "x*x = 1"),
    "a held power": (POWER, "x*x = 1"),
    "a symbol beside": (eq(A, M), "A[1, 1] = a and A[1, 2] = b and A[2, 1] = c and A[2, 2] = d"),
    "a product": (eq(A * u, v), "A[1, 1]*x + A[1, 2]*y = v[1] and A[2, 1]*x + A[2, 2]*y = v[2]"),
    "a form": (eq(u.T * A * u, x), "(x*A[1, 1] + y*A[2, 1])*x + (x*A[1, 2] + y*A[2, 2])*y = x"),
    "a trace": (eq(sp.Trace(M), 0), "a + d = 0"),
    "a determinant": (eq(sp.Determinant(M), 0), "a*d - b*c = 0"),
    "an inverse": (
        eq(sp.Inverse(M), N),
        "d/(a*d - b*c) = x and (-b)/(a*d - b*c) = 0 and (-c)/(a*d - b*c) = y and a/(a*d - b*c) = 1",
    ),
    "invertible": (sp.Q.invertible(M), "a*d - b*c != 0"),
    "an inner product": (eq(DotProduct(u, sp.Matrix([a, b])), 0), "x*a + y*b = 0"),
    "entry by entry": (eq(HadamardProduct(u, v), v), "x*v[1] = v[1] and y*v[2] = v[2]"),
    "a block vector": (eq(FULL * sp.BlockMatrix([[w], [z]]), sp.BlockMatrix([[w], [z]])),
                       "P @ w + R @ z = w and R.T @ w + S @ z = z"),
    "an identity beside blocks": (eq(UPPER + sp.Identity(n + m), UPPER),
                                  "P + identity(n) = P and R = R and 0*ones(m, n) = 0*ones(m, n)"
                                  " and S + identity(m) = S"),
    "the determinant of blocks": (eq(sp.Determinant(UPPER), 0), "det(P)*det(S) = 0"),
    "the determinant of a diagonal": (eq(sp.Determinant(sp.BlockDiagMatrix(P, S)), 0), "det(P)*det(S) = 0"),
    "blocks that are explicit": (eq(sp.BlockMatrix([[A, u]]), sp.ones(2, 3)),
                                 "A[1, 1] = 1 and A[1, 2] = 1 and x = 1 and A[2, 1] = 1 and A[2, 2] = 1 and y = 1"),
    "an entry of blocks": (eq(UPPER[n, n], 0), "S[1, 1] = 0"),
    "what a trace leaves out": (eq(sp.Trace(sp.Matrix([[x, 1 / y], [0, 1]])), x), "x + 1 + 0*(1/y) = x"),
    "what a trace of blocks leaves out": (eq(sp.Trace(sp.BlockMatrix([[P, R / x], [O, S]])), 0),
                                          "trace(P) + trace(S) + 0*norm(R/x) = 0"),
    "what a determinant leaves out": (eq(sp.Determinant(sp.BlockMatrix([[P, R / x], [O, S]])), 0),
                                      "det(P)*det(S) + 0*norm(R/x) = 0"),
    "a zero beside a quotient": (eq(sp.Determinant(sp.Matrix([[1, 0], [1 / x, 1]])), 1), "1 - 0*(1/x) = 1"),
}  # fmt: skip


@pytest.mark.parametrize(("expr", "text"), READ.values(), ids=READ.keys())
def test_a_statement_is_one_of_cells(expr: Any, text: str) -> None:
    plain = [words.replace("(", "").replace(")", "") for words in (render_text(statement_from_sympy(expr)), text)]
    assert plain[0] == plain[1]


TRUE: dict[str, tuple[Any, ...]] = {
    "a rotation": (eq(sp.MatMul(rotation.T, rotation), sp.eye(2)),),
    "the inverse of a rotation": (eq(sp.Inverse(rotation), rotation.T),),
    "an inverse": (eq(sp.MatMul(M, sp.Inverse(M)), sp.eye(2)), sp.Ne(a * d, b * c)),
    "an inverse power": (eq(sp.MatPow(N, -2), sp.Inverse(N * N)), sp.Ne(x, 0)),
    "a slope": (SLOPE,),
    "a gradient": (GRADIENT,),
    "an order": (ORDER,),
    "a held sum": (ITSELF,),
    "a held inverse": (NO_INVERSE, sp.Ne(a * d, b * c)),
    "an assumption on a matrix": (eq(x + y, 3), eq(u, sp.Matrix([1, 2]))),
    "an inequation that is assumed": (sp.Or(sp.Ne(x, 1), sp.Ne(y, 2)), sp.Ne(u, sp.Matrix([1, 2]))),
    "a definite form": ((u.T * sp.Matrix([[2, 1], [1, 2]]) * u)[0] >= 0,),
    "a sum of a matrix and its transpose": (eq(A + A.T, (A + A.T).as_explicit().T),),
    "a transposed product": (eq(sp.Transpose(sp.MatMul(M, N)), sp.MatMul(N.T, M.T)),),
    "Cayley and Hamilton": (eq(sp.MatPow(M, 2) - (a + d) * M + (a * d - b * c) * sp.eye(2), sp.zeros(2)),),
    "an inverse of blocks": (eq(sp.MatMul(UPPER, sp.Inverse(UPPER)), sp.Identity(n + m)),
                             sp.Q.invertible(P), sp.Q.invertible(S)),
    "an inverse of blocks below": (eq(sp.MatMul(LOWER, sp.Inverse(LOWER)), sp.Identity(n + m)),
                                   sp.Q.invertible(P), sp.Q.invertible(S)),
    "blocks that are invertible": (sp.Q.invertible(sp.BlockDiagMatrix(sp.Identity(n), sp.Identity(m))),),
}  # fmt: skip
NO_VALUE: dict[str, tuple[Any, ...]] = {
    "an inverse": (eq(sp.MatMul(M, sp.Inverse(M)), sp.eye(2)),),
    "a held inverse": (NO_INVERSE,),
    "an inverse of blocks": (eq(sp.MatMul(UPPER, sp.Inverse(UPPER)), sp.Identity(n + m)), sp.Q.invertible(P)),
    "an entry": (eq(sp.Matrix([[x / y, 0]]), sp.Matrix([[x / y, 0]])),),
    "a trace": (eq(sp.Trace(sp.Matrix([[x, 1 / y], [0, 1]])), x + 1),),
    "a trace of blocks": (eq(sp.Trace(sp.BlockMatrix([[P, R / x], [O, S]])), sp.Trace(P) + sp.Trace(S)),),
    "a determinant": (eq(sp.Determinant(sp.Matrix([[1, 0], [1 / x, 1]])), 1),),
    "a determinant of blocks": (
        eq(sp.Determinant(sp.BlockMatrix([[P, R / x], [O, S]])), sp.Determinant(P) * sp.Determinant(S)),
    ),
    "an entry of blocks": (eq(sp.BlockMatrix([[sp.Matrix([[x, 1 / y]])], [v.T]])[1, 0], v[0]),),
}
FALSE: dict[str, tuple[Any, ...]] = {
    "a symmetric matrix": (eq(M, M.T),),
    "matrices that commute": (eq(sp.MatMul(M, N), sp.MatMul(N, M)),),
    "a block vector": (eq(UPPER * sp.BlockMatrix([[w], [z]]), sp.BlockMatrix([[P * w], [S * z]])),),
    "another inverse": (eq(sp.Inverse(sp.Matrix([[1, x], [0, 1]])), sp.Matrix([[1, x], [0, 1]])),),
    "a determinant": (eq(sp.Determinant(M), a * d + b * c),),
    "a negative form": ((u.T * sp.Matrix([[1, 2], [2, 1]]) * u)[0] >= 0,),
    "a difference": (sp.Ne(u, sp.Matrix([a, b])),),
}


def goal(claim: Any, *given: Any) -> Goal:
    return Goal(statement_from_sympy(claim), tuple(map(statement_from_sympy, given)))


@pytest.mark.parametrize("claim", TRUE.values(), ids=TRUE.keys())
def test_true_statements(claim: tuple[Any, ...]) -> None:
    assert verdict_on(goal(*claim)) == "proved"


@pytest.mark.parametrize("claim", FALSE.values(), ids=FALSE.keys())
def test_near_misses(claim: tuple[Any, ...]) -> None:
    assert verdict_on(goal(*claim)) == "refuted"


# An entry that SymPy takes out of explicit blocks is gone before it is read.
@pytest.mark.parametrize("name", [name for name in NO_VALUE if name != "an entry of blocks"])
def test_what_may_have_no_value_is_not_proved(name: str) -> None:
    assert verdict_on(goal(*NO_VALUE[name])) == "undecided"


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "another division": (lambda: eq(FULL, sp.MatrixSymbol("G", n + m, n + m)), "write its blocks"),
    "a full determinant": (lambda: eq(sp.Determinant(FULL), 0), "Schur complement"),
    "a full inverse": (lambda: eq(sp.Inverse(FULL), FULL), "product with it is the identity"),
    "a large determinant": (lambda: eq(sp.Determinant(sp.ones(6, 6)), 0), "at most 5 rows"),
    "a symbolic power": (lambda: eq(sp.MatPow(M, n), M), "state it for them"),
    "a Kronecker product": (lambda: eq(sp.KroneckerProduct(M, A), sp.eye(4)), "state it for them"),
    "a grid as an array": (lambda: eq(sp.Derivative(sp.Trace(P), P), UPPER), "does not fit"),
    "a matrix as a number": (lambda: eq(sp.Function("f")(P), 0), "applyfunc"),
    "a complex entry": (lambda: eq(sp.Matrix([[sp.I]]), sp.Matrix([[x]])), "complex"),
    "no entry": (lambda: eq(sp.Matrix(0, 0, []), sp.Matrix(0, 0, [])), "1 to 16"),
    "a float": (lambda: eq(sp.Matrix([[0.5]]), sp.Matrix([[x]])), "not exact"),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_worked_out_says_what_to_write(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(NoCounterpart, match=words):
        statement_from_sympy(make())


def test_an_array_is_needed() -> None:
    with pytest.raises(NoCounterpart, match="one array is needed"):
        statement_from_sympy(eq(sp.Sum(M, (n, 1, 3)), A))
    assert not has_cells(sp.Trace(M) * A)


def test_sympy_proposes_matrices() -> None:
    for proposal in (
        by_sympy(sp.diff, sp.Matrix([x**2, sp.sin(x)]), x),
        by_sympy(sp.det, M),
        by_sympy(M.det),
        by_sympy(sp.trace, M),
        by_sympy(sp.simplify, sp.Matrix([[sp.cos(x) ** 2 + sp.sin(x) ** 2, 1]])),
    ):
        assert prove(proposal.claim).verdict == "proved"
    assert prove(by_sympy(M.inv).claim).verdict == "undecided"  # where a*d = b*c it has none


Rows = list[list[Fraction]]
NUMBERS = st.fractions(-3, 3, max_denominator=2)


def matrices_of(size: int) -> st.SearchStrategy[Rows]:
    return st.lists(st.lists(NUMBERS, min_size=size, max_size=size), min_size=size, max_size=size)


def written(rows: Rows) -> Any:
    return sp.ImmutableMatrix([[sp.Rational(one.numerator, one.denominator) for one in row] for row in rows])


def multiplied(left: Rows, right: Rows) -> Rows:
    size = range(len(left))
    return [[sum((left[i][k] * right[k][j] for k in size), Fraction(0)) for j in size] for i in size]


def by_permutations(rows: Rows) -> Fraction:
    if not rows:
        return Fraction(1)
    smaller = ([row[:j] + row[j + 1 :] for row in rows[1:]] for j in range(len(rows)))
    return sum(((-1) ** j * rows[0][j] * by_permutations(rest) for j, rest in enumerate(smaller)), Fraction(0))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3).flatmap(lambda size: st.tuples(matrices_of(size), matrices_of(size))), st.data())
def test_matrices_of_numbers_agree_with_loops(pair: tuple[Rows, Rows], data: st.DataObject) -> None:
    """Sums, products, transposes, powers and inverses are those of plain loops, and a changed entry is not."""
    left, right = pair
    size = range(len(left))
    one, two = map(written, pair)
    cases: list[tuple[Any, Rows]] = [
        (sp.MatMul(one, two), multiplied(left, right)),
        (sp.MatAdd(one, sp.MatMul(2, two)), [[left[i][j] + 2 * right[i][j] for j in size] for i in size]),
        (sp.Transpose(sp.MatMul(one, two)), [list(row) for row in zip(*multiplied(left, right), strict=True)]),
        (sp.MatPow(one, 3), multiplied(multiplied(left, left), left)),
        (sp.MatMul(one, sp.Inverse(one)), [[Fraction(i == j) for j in size] for i in size]),
    ]
    number = data.draw(st.integers(0, 4))
    expr, rows = cases[number]
    whole = by_permutations(left)
    found = truth(compared("=", expr, written(rows)), Instance()).kind
    assert found == ("undefined" if number == 4 and not whole else "true")
    changed = [[value + (i == j == 0) for j, value in enumerate(row)] for i, row in enumerate(rows)]
    if found == "true":
        assert truth(compared("=", expr, written(changed)), Instance()).kind == "false"
        assert truth(compared("!=", expr, written(changed)), Instance()).kind == "true"
        assert truth(compared("!=", expr, written(rows)), Instance()).kind == "false"
    term = determinant(grid_of(one, {}), one)
    value = sp.Rational(whole.numerator, whole.denominator)
    claim = statement_from_sympy(eq(sp.Determinant(one), value))
    assert truth(claim, Instance()).kind == "true"
    assert not term.shape
