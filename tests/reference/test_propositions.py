"""Propositions: which part decides, what guards what, and what can be told of quantifiers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gradcheck.language.author import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    PositiveDefinite,
    absolute,
    arbitrary_function,
    chain,
    dimension,
    eq,
    integer,
    log,
    matrix,
    natural,
    ne,
    real,
    sequence,
    sqrt,
    vector,
)
from gradcheck.language.syntax import propositions
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term
from gradcheck.reference import Instance, truth

x, y = real("x"), real("y")
i, N, n = natural("i"), natural("N"), dimension("n")
j = integer("j")
v, A = vector("v", n), matrix("A", n, n)
BROKEN, OPEN = eq(x / x, 1), eq(sqrt(as_term(2)) ** 2, 2)
TRUE, FALSE = eq(x, 0), eq(x, 1)
sigma = arbitrary_function("sigma")
a = sequence("a")


def kind(claim: Proposition, at: Any = 0, fill: str = "zeros", **more: Any) -> str:
    scalars = {x: Fraction(at)} | {symbol: more[symbol.name] for symbol in (N, n) if symbol.name in more}
    return truth(claim, Instance(scalars, more.get("arrays", {}), fill=fill)).kind


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (And((TRUE, TRUE)), "true"),
        (And((TRUE, FALSE)), "false"),
        (And((FALSE, BROKEN)), "false"),
        (And((BROKEN, FALSE)), "undefined"),
        (And((TRUE, BROKEN)), "undefined"),
        (And((OPEN, FALSE)), "false"),
        (And((OPEN, TRUE)), "unknown"),
        (And((OPEN, BROKEN)), "unknown"),
        (Implies(ne(x, 0), BROKEN), "true"),
        (Implies(eq(x, 0), BROKEN), "undefined"),
        (Implies(BROKEN, TRUE), "undefined"),
        (Implies(FALSE, FALSE), "true"),
        (Implies(TRUE, FALSE), "false"),
        (Implies(OPEN, FALSE), "unknown"),
        (Implies(OPEN, TRUE), "true"),
        (Iff(FALSE, FALSE), "true"),
        (Iff(TRUE, FALSE), "false"),
        (Iff(TRUE, BROKEN), "undefined"),
        (Iff(OPEN, BROKEN), "undefined"),
    ],
)
def test_connectives(claim: Proposition, expected: str) -> None:
    assert kind(claim) == expected


@pytest.mark.skipif(not hasattr(propositions, "Or"), reason="the language has no disjunction")
def test_a_disjunction_guards_what_follows() -> None:
    either: Any = getattr(propositions, "Or", None)
    assert kind(either((TRUE, BROKEN))) == "true"
    assert kind(either((BROKEN, TRUE))) == "undefined"
    assert kind(either((FALSE, BROKEN))) == "undefined"
    assert kind(either((FALSE, FALSE))) == "false"
    assert kind(either((OPEN, TRUE))) == "true"


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (ForAll((y,), y**2 >= 0), {}, "unknown"),
        (ForAll((y,), y > -1), {}, "false"),
        (ForAll((y,), eq(y / y, 1)), {}, "undefined"),
        (ForAll((y,), Implies(ne(y, 0), eq(y / y, 1))), {}, "unknown"),
        (ForAll((y,), eq(y - y, 0)), {}, "true"),
        (ForAll((i,), v[i] >= 0), {"n": 2}, "undefined"),
        (ForAll((i,), Implies(chain(1, "<=", i, "<=", n), v[i] >= 0)), {"n": 2}, "true"),
        (ForAll((i,), Implies(i <= n, v[i] >= 0)), {"n": 2}, "undefined"),  # there is no entry 0
        (ForAll((j,), Implies(j <= n, eq(j, j + 1))), {"n": 2}, "false"),
        (ForAll((y,), chain(0, "<=", sigma.derivative(y), "<=", 1)), {"fill": "ones"}, "true"),
        (ForAll((y,), chain(0, "<=", sigma.derivative(y), "<=", 1)), {"fill": "negative"}, "false"),
        (ForAll((j,), a(j) > 0), {"fill": "ones"}, "true"),
        (ForAll((j,), a(j) > 0), {"fill": "zeros"}, "false"),
        (Exists(y, eq(y, x + 7)), {}, "true"),
        (Exists(y, eq(y, 1 / x)), {}, "unknown"),
        (Exists(y, And((y > 0, log(y) >= 0))), {}, "true"),  # values without a value do not count
        (Exists(y, absolute(y) < 0), {}, "unknown"),
        (Invertible(A), {"n": 2}, "false"),
        (Invertible(A), {"n": 2, "fill": "unit"}, "true"),
        (Invertible(A / x), {"n": 2, "fill": "unit"}, "undefined"),
        (PositiveDefinite(A), {"n": 2, "fill": "ones"}, "false"),
        (PositiveDefinite(A), {"n": 2, "arrays": {"A": (2, 1, 0, 2)}}, "true"),
        (PositiveDefinite(A / x), {"n": 1}, "undefined"),
    ],
)
def test_quantifiers_and_matrices(claim: Proposition, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, **values) == expected
