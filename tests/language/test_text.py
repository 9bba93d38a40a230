"""The one-line text: as written, minimal in parentheses, and read back to the same term."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, reject, settings

from gradcheck.language import author as a
from gradcheck.language.notation.reader import ReadError, read_expression, read_proposition
from gradcheck.language.printing.text import decimal_digits, number_text, render_text
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Pow, Term

from .formulas import SYMBOLS, chains, connected, relations, terms

x, y, z = a.reals("x y z")
n, d = a.dimensions("n d")
k = a.natural("k")
X, w, t = a.matrix("X", n, d), a.vector("w", d), a.vector("t", n)
one, two, four = (Num(Fraction(value)) for value in (1, 2, 4))
slow = settings(
    max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)

WRITTEN: list[tuple[Node, str]] = [
    (x / x, "x/x"),
    (2 * x * y, "2*x*y"),
    (-2 * x, "-2*x"),
    (-(2 * x), "-(2*x)"),
    (-(x * y), "-x*y"),
    (-x * y, "(-x)*y"),
    (-x - y, "-x - y"),
    (x - (y - z), "x - (y - z)"),
    (x - y - z, "x - y - z"),
    (x + a.rational(-1), "x + (-1)"),
    (x / y / z, "x/y/z"),
    (x / (y / z), "x/(y/z)"),
    (x / (y * z), "x/(y*z)"),
    (x * (y / z), "x*(y/z)"),
    (x / y * z, "x/y*z"),
    (-(x**2), "-x**2"),
    ((-x) ** 2, "(-x)**2"),
    (x ** (y**z), "x**(y**z)"),
    ((x**y) ** z, "(x**y)**z"),
    (x**-1, "x**(-1)"),
    (a.rational(1, 4) * x, "1/4*x"),
    (Div(one, four), "(1)/4"),
    (Div(two, four), "2/4"),
    (a.rational(1, 4) ** n, "(1/4)**n"),
    (Add((Add((x, y)), z)), "(x + y) + z"),
    (Mul((Mul((x, y)), z)), "(x*y)*z"),
    ((1 - x) * y * (1 - x**k) / (1 - x), "(1 - x)*y*(1 - x**k)/(1 - x)"),
    (a.d(a.d(x**3, x), x), "d(x**3, x, 2)"),
    (a.sup(a.sigmoid(x), x), "sup(sigmoid(x), x)"),
    (a.inf(x, x, 0, a.oo), "inf(x, x, 0, oo)"),
    (a.limit(1 / x, x, 0, "+"), "limit(1/x, x, 0, right)"),
    (a.total(x**k, k, 0, n - 1), "sum(x**k, k, 0, n - 1)"),
    (a.where(x > 0, x, 0), "where(x > 0, x, 0)"),
    (a.norm(t - X @ w) ** 2, "norm(t - X @ w)**2"),
    (X.T @ (X @ w - t), "X.T @ (X @ w - t)"),
    ((X @ w)[1], "(X @ w)[1]"),
    (X[1, k], "X[1, k]"),
    (a.inverse(X.T @ X + x * a.identity(d)) @ w, "inverse(X.T @ X + x*identity(d)) @ w"),
    (a.sequence("v")(k - 1), "v[k - 1]"),
    (a.sequence("y", of=(x,))(k + 1), "y[k + 1](x)"),
    (a.E(a.random_variable("R", a.Bernoulli(x)) ** 2), "E(R**2)"),
    (a.Var(x * y), "Var(x*y)"),
    (a.hadamard(w, w), "hadamard(w, w)"),
    (a.eq(x, y), "x = y"),
    (a.chain(0, "<", x, "<=", 1), "0 < x <= 1"),
    (a.And((x <= 0, y <= 1)), "x <= 0 and y <= 1"),
    (a.Implies(x <= 0, a.And((x <= 1, y <= 1))), "x <= 0 => (x <= 1 and y <= 1)"),
    (a.Or((x <= 0, a.And((x <= 1, y <= 1)))), "x <= 0 or (x <= 1 and y <= 1)"),
    (a.Or((a.chain(0, "<", x, "<", 1), a.Or((x <= 0, y <= 1)))), "0 < x < 1 or (x <= 0 or y <= 1)"),
    (a.Implies(a.Or((x <= 0, x <= 1)), x <= 2), "(x <= 0 or x <= 1) => x <= 2"),
    (a.Iff(x <= 0, x <= 1), "x <= 0 <=> x <= 1"),
    (a.ForAll((x, y), x <= y), "for all x, y: x <= y"),
    (a.Exists(x, a.eq(x, 0)), "exists x: x = 0"),
    (a.Invertible(X.T @ X), "invertible(X.T @ X)"),
    (a.Normal(a.rational(0), x), "Normal(0, x)"),
    (a.recurrence(a.sequence("v")(k), x * a.sequence("v")(k - 1), 1), "v[k] = x*v[k - 1] for k >= 1"),
    (a.initial(a.sequence("v")(0), x), "v[0] = x"),
]


@pytest.mark.parametrize(("node", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_what_is_written_is_printed(node: Node, text: str) -> None:
    assert render_text(node) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(59, 1000), "0.059"),
        (Fraction(-1, 4), "-1/4"),
        (Fraction(1, 10**9), "1e-9"),
        (Fraction("-3.9012e-7"), "-3.9012e-7"),
        (Fraction("0.00015"), "0.00015"),
        (Fraction("0.41"), "0.41"),
        (Fraction(1, 64), "1/64"),
        (Fraction(3, 250), "0.012"),
        (Fraction(3, 1024), "3/1024"),
        (Fraction("0.058958980623742"), "0.058958980623742"),
        (Fraction(10**400), "1e400"),
        (Fraction(22, 7001), "22/7001"),
        (Fraction(-7, 2), "-7/2"),
    ],
)
def test_numbers_are_printed_as_somebody_would_type_them(value: Fraction, text: str) -> None:
    assert number_text(value) == text
    assert Fraction(text) == value


def test_long_integers_are_printed_in_full() -> None:
    value = 7**9000  # longer than str() allows by default
    digits = decimal_digits(-value)
    assert digits[0] == "-"
    assert len(digits) == 7607
    assert sum(int(digits[1:][-600 * k - 600 : -600 * k or None] or "0") * 10 ** (600 * k) for k in range(13)) == value


@slow
@given(terms)
def test_a_term_is_read_back_to_itself(term: Term) -> None:
    assert _unless_absurd(lambda: read_expression(render_text(term), SYMBOLS)) is term


@slow
@given(relations | chains | connected)
def test_a_proposition_is_read_back_to_itself(claim: Proposition) -> None:
    assert _unless_absurd(lambda: read_proposition(render_text(claim), SYMBOLS)) is claim


def _unless_absurd(read: Callable[[], Node]) -> Node:
    try:
        return read()
    except ReadError as error:
        if error.code != "GC407":
            raise
        reject()  # a random tower of powers; nothing else may fail


@pytest.mark.parametrize("sign", [1, -1])
def test_negatives_nest(sign: int) -> None:
    term: Term = Num(Fraction(sign))
    for _ in range(4):
        term = Neg(term)
        assert read_expression(render_text(term)) is term
        assert read_expression(render_text(Pow(term, two))) is Pow(term, two)
        assert read_expression(render_text(Mul((term, x)))) is Mul((term, x))
        assert read_expression(render_text(Add((x, term)))) is Add((x, term))


def test_what_has_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="has no text"):
        render_text(Node())
