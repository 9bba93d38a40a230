"""The simplest form, and that nothing is called simpler that is something else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradcheck.algebra.forms import size
from gradcheck.language.author import dimensions, exp, matrix
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.search.equations.simplification import search_simplest


def simplest(text: str) -> tuple[str, list[str]]:
    expression, _, assumptions = text.partition(";")
    claim, premises = read_claim(f"{expression} = 0" + (f"; {assumptions}" if assumptions else ""))
    found = search_simplest(claim.left, premises)  # type: ignore[attr-defined]
    return render_text(found.term), [render_text(condition) for condition in found.conditions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "tanh(x)"),
        ("1/(1 + exp(-x))", "sigmoid(x)"),
        ("exp(x)/(exp(x) + 1)**2", "sigmoid(x)*(1 - sigmoid(x))"),
        ("log(1 + exp(x))", "softplus(x)"),
        ("(exp(x) + exp(-x))/2", "cosh(x)"),
        ("1/2 + tanh(x/2)/2", "sigmoid(x)"),
        ("d(tanh(x), x)", "1 - tanh(x)**2"),
        ("d(softplus(x), x)", "sigmoid(x)"),
        ("d(log(cosh(x)), x)", "tanh(x)"),
        ("sin(x)**2 + cos(x)**2", "1"),
        ("a*b + a*c", "a*(b + c)"),
        ("x**2 + 2*x + 1", "(x + 1)**2"),
        ("sqrt(x**2)", "abs(x)"),
        ("sqrt(x**2) ; x > 0", "x"),
        ("relu(x) - relu(-x)", "x"),
        ("x/x ; x != 0", "1"),
        ("x", "x"),
    ],
)
def test_without_conditions(text: str, expected: str) -> None:
    assert simplest(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected", "conditions"),
    [
        ("x/x", "1", ["x != 0"]),
        ("(x**2 - 1)/(x - 1)", "x + 1", ["x - 1 != 0"]),
        ("exp(log(x))", "x", ["x > 0"]),
    ],
)
def test_under_conditions(text: str, expected: str, conditions: list[str]) -> None:
    assert simplest(text) == (expected, conditions)


def test_what_cannot_be_simplified_stays() -> None:
    n, d = dimensions("n d")
    for term in (matrix("X", n, d), exp(matrix("X", n, d)), Symbol("x")):
        assert search_simplest(term, ()).term is term


@st.composite
def terms(draw: st.DrawFn, depth: int = 3) -> Term:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from([Symbol("x"), Symbol("y"), Num(Fraction(1)), Num(Fraction(2))]))
    left, right = draw(terms(depth - 1)), draw(terms(depth - 1))
    return draw(st.sampled_from([left + right, left - right, left * right, exp(left) * right]))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(terms())
def test_never_longer(term: Term) -> None:
    found = search_simplest(term, (), with_sympy=False)
    assert size(found.term) <= size(term)
    assert found.conditions == ()
