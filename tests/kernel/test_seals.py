"""A seal covers one statement: what only looks like it has another, and what is too deep is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import gradcheck.kernel
from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByHypothesis,
    ByImplication,
    ByNormalForm,
    Cell,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected, TooDeep
from gradcheck.kernel.verdict import established, genuine, prove, refute_by_proof
from gradcheck.language.author import eq, initial, natural, reals, recurrence, sequence
from gradcheck.language.syntax.arrays import Array, Entry, Ones, Sequence
from gradcheck.language.syntax.definitions import Recurrence
from gradcheck.language.syntax.identity import structure
from gradcheck.language.syntax.node import spelled
from gradcheck.language.syntax.propositions import And, Exists, ForAll, Iff, Implies, Proposition, Relation
from gradcheck.language.syntax.random import (
    Bernoulli,
    Independent,
    Normal,
    RandomSequence,
    RandomVariable,
    Uncorrelated,
)
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    as_term,
)

x, y = reals("x y")
n, m = Symbol("n", "dimension"), Symbol("m", "dimension")
k = natural("k")
zero, one, half = as_term(0), as_term(1), Num(Fraction(1, 2))
OO = Const("oo")

ALIKE: list[Term] = [
    Symbol("x"), Symbol("x", "integer"), Symbol("x", "natural"), Symbol("x", "dimension"), Symbol("x'"), Symbol("pi"),
    Symbol("x', 'real"), Const("pi"), OO, Neg(OO), one, Num(Fraction(-1)), Neg(one), half, Div(one, as_term(2)),
    Symbol("1"), Symbol("1/2"), Add((x, y)), Add((y, x)), Add((x, y, zero)), Add((Add((x, y)), zero)),
    Add((x, Add((y, zero)))), Mul((x, y)), Pow(x, y), Pow(y, x), Div(x, y), Neg(Neg(x)), Array("x", (n,)),
    Array("x", (m,)), Array("x", (n, m)), Array("x", (m, n)), Array("x", (one,)), Ones((n,)), Sequence("x", (), k),
    Sequence("x", (), k + 1), Sequence("x", (n,), k), Sequence("x", (m,), k), Sequence("x", (), k, (x,)),
    Sequence("x", (), k, (y,)), Sequence("x", (), k, (x, y)), Sequence("x", (), k, (y, x)), Sequence("y", (), k),
    Entry(Array("x", (n,)), (k,)), Entry(Array("x", (n,)), (one,)), RandomVariable("x", (), Normal(zero, one)),
    RandomVariable("x", (), Normal(one, zero)), RandomVariable("x", (), Independent(zero, one)),
    RandomVariable("x", (), Independent(zero, one, True)), RandomVariable("x", (), Uncorrelated(zero, one)),
    RandomVariable("x", (), Uncorrelated(zero, one, True)), RandomVariable("x", (), Bernoulli(half)),
    RandomVariable("x", (n,), Normal(zero, one)), RandomSequence("x", (), k, Normal(zero, one)), Apply("exp", (x,)),
    Apply("log", (x,)), Apply("max", (x, y)), Apply("max", (y, x)), Limit(x, x, OO), Limit(x, x, zero),
    Limit(x, x, zero, "+"), Limit(x, x, zero, "-"), Extremum("sup", x, x, zero, one), Extremum("inf", x, x, zero, one),
    Integral(x, x, zero, one), Integral(x, x, one, zero), Sum(x, k, zero, n), Sum(x, k, one, n), Derivative(x, x),
    Derivative(x, y),
]  # fmt: skip
CLAIMS: list[Proposition] = [
    *(Relation(op, x, y) for op in ("=", "!=", "<=", "<", ">=", ">")), eq(y, x), And((eq(x, y),)),
    And((eq(x, y), eq(x, y))), And((And((eq(x, y),)),)), Implies(eq(x, y), eq(y, x)), Iff(eq(x, y), eq(y, x)),
    ForAll((x,), eq(x, y)), ForAll((y,), eq(x, y)), ForAll((x, y), eq(x, y)), Exists(x, eq(x, y)), Exists(y, eq(x, y)),
]  # fmt: skip


def test_different_statements_have_different_seals() -> None:
    texts = [structure(item) for item in (*ALIKE, *CLAIMS)]
    assert len(set(texts)) == len(texts)
    assert len({structure(Goal(eq(a, a))) for a in ALIKE}) == len(ALIKE)


def test_different_definitions_have_different_seals() -> None:
    v = sequence("v")
    found = [
        (recurrence(v(k), v(k - 1), start=1), initial(v(0), 1)),
        (recurrence(v(k), v(k - 1), start=2), initial(v(1), 1)),
        (recurrence(v(k), v(k - 1), start=1), initial(v(0), 2)),
        (initial(v(0), 1), recurrence(v(k), v(k - 1), start=1)),
        (Recurrence(v(n), v(n - 1), 1), initial(v(0), 1)),
        (recurrence(v(k), 2 * v(k - 1), start=1), initial(v(0), 1)),
    ]
    assert len({structure(item) for item in found}) == len(found)


def test_where_a_tuple_ends_is_part_of_it() -> None:
    ways: list[object] = [
        (x, (y, zero)),
        ((x, y), zero),
        (x, y, zero),
        ((x, y, zero),),
        ((x,), y, zero),
        (),
        ((),),
        "()",
    ]
    assert len({structure(way) for way in ways}) == len(ways)
    numbers: list[object] = [1, True, "1", b"1", Fraction(1), None, "None", "int 1", "1\nint 1", (1, 1)]
    assert all(structure(a) != structure(b) for a, b in combinations(numbers, 2))
    a, b = Cell(Fraction(0), None, "tail"), Cell(None, Fraction(0), "tail")
    assert structure(a) != structure(b)


class Imitation(str):
    """A name that prints as another."""

    def __repr__(self) -> str:
        return "'x'"


def test_an_imitated_name_is_no_name() -> None:
    other = Symbol(Imitation("y-imitated"))
    assert spelled(eq(x, other)) == spelled(eq(x, x))
    verdict = prove(Goal(eq(x, x)), ByNormalForm())
    object.__setattr__(verdict, "goal", Goal(eq(x, other)))
    assert not genuine(verdict)
    with pytest.raises(Rejected):
        established(verdict, "step")
    with pytest.raises(Rejected):
        prove(Goal(eq(other, other)), ByNormalForm())


def test_an_imitated_class_is_another() -> None:
    class Fake(Term):
        name: str
        sort: str = "real"

        def settle(self) -> None:
            object.__setattr__(self, "shape", ())

    Fake.__name__ = Fake.__qualname__ = "Symbol"
    assert spelled(Fake("x")) == spelled(x)
    assert structure(Fake("x")) != structure(x)


def test_what_is_shared_is_told_once() -> None:
    term: Term = x
    for _ in range(200):
        term = Mul((term, term))
    assert len(structure(term)) < 20_000


NESTED: list[Callable[[Evidence], Evidence]] = [
    lambda e: ByCut(eq(x, x), ByNormalForm(), e),
    lambda e: ByCases(x, e, ByNormalForm(), ByNormalForm()),
    lambda e: ByConjunction((e,)),
    lambda e: ByImplication(e),
    lambda e: ByContradiction(eq(x, x), e),
]


@pytest.mark.parametrize("wrap", NESTED)
@pytest.mark.parametrize("claim", [eq(x, x), eq(x, x + 1), And((eq(x, x),))])
def test_evidence_that_is_nested_too_deep_is_refused(wrap: Callable[[Evidence], Evidence], claim: Proposition) -> None:
    evidence: Evidence = ByHypothesis()
    for _ in range(5_000):
        evidence = wrap(evidence)
    with pytest.raises(Rejected):
        prove(Goal(claim), evidence)
    with pytest.raises(Rejected):
        refute_by_proof(Goal(claim), evidence)


def test_a_statement_that_is_nested_too_deep_is_refused() -> None:
    term: Any = x
    for _ in range(5_000):
        term = Neg(term)
    with pytest.raises(TooDeep):
        prove(Goal(eq(term, x)), ByNormalForm())


def test_depth_is_refused_without_assertions_too() -> None:
    code = (
        "from gradcheck.kernel.evidence import ByCut, ByNormalForm\n"
        "from gradcheck.kernel.verdict import prove\n"
        "from gradcheck.kernel.goal import Goal\n"
        "from gradcheck.kernel.rejection import Rejected\n"
        "from gradcheck.language.author import eq, real\n"
        "x = real('x')\n"
        "deep = ByNormalForm()\n"
        "for _ in range(5_000):\n"
        "    deep = ByCut(eq(x, x), ByNormalForm(), deep)\n"
        "for claim in (eq(x, x), eq(x, 2 * x)):\n"
        "    try:\n"
        "        prove(Goal(claim), deep)\n"
        "    except Rejected:\n"
        "        print('refused')\n"
    )
    root = Path(gradcheck.kernel.__file__).parents[2]
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, cwd=root, timeout=60)
    assert done.stdout.split() == ["refused", "refused"], done.stderr
