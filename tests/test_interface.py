"""What a Python program asks: statements of SymPy, terms and text, with the verdicts of the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

import gradcheck
from gradcheck import bound, gain, prove, prove_all, simplify
from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language import author
from gradcheck.language.printing.text import render_text

x, b = sp.symbols("x b")
p = sp.Symbol("p", positive=True)
t = sp.Symbol("t", integer=True, nonnegative=True)
v = sp.Function("v")

ASKED: list[tuple[Any, dict[str, Any], str]] = [
    (sp.Eq(sp.Derivative(sp.tanh(x), x), 1 - sp.tanh(x) ** 2), {}, "proved"),
    (sp.Eq(x**2, x), {}, "refuted"),
    (sp.log(p) <= p - 1, {}, "proved"),
    (sp.log(x) <= x - 1, {"given": [x > 0]}, "proved"),
    ("log(x) <= x - 1", {"given": ["x > 0"]}, "proved"),
    ("x + x = 3*x; x > 0", {}, "refuted"),
    (author.eq(author.real("x") ** 2, author.real("x")), {}, "refuted"),
    (sp.Eq(x, x), {}, "undecided"),
    (sp.Eq(v(t), 1 - b**t), {"define": [sp.Eq(v(0), 0), sp.Eq(v(t), b * v(t - 1) + 1 - b)]}, "proved"),
]


@pytest.mark.parametrize(("claim", "more", "verdict"), ASKED, ids=[str(claim) for claim, _, _ in ASKED])
def test_a_statement_gets_its_verdict(claim: Any, more: dict[str, Any], verdict: str) -> None:
    assert prove(claim, **more).verdict == verdict


def test_a_derivation_gets_a_verdict_a_step() -> None:
    work = derivation(step("one", x**2 >= 0 * x - 1), step("other", sp.Eq(x**2, x)))
    assert [(one.name, one.verdict) for one in prove_all(work)] == [("one", "proved"), ("other", "refuted")]


def test_a_term_gets_its_simplest_form() -> None:
    assert simplify(sp.sin(x) ** 2 + sp.cos(x) ** 2).to_sympy() == 1
    assert simplify("(x**2 - 1)/(x - 1)").term is simplify((x**2 - 1) / (x - 1)).term
    assert render_text(simplify(sp.factorial(t) * 2).term) == "2*factorial[t]"
    assert simplify(sp.sqrt(p**2 * x**2, evaluate=False)).term is author.real("p") * author.absolute(author.real("x"))


def test_an_activation_gets_its_bounds_and_its_gain() -> None:
    z = sp.Symbol("z")
    assert bound(1 / (1 + sp.exp(-z))).functions[0].supremum.exact == "1/4"
    assert bound("sigmoid", layers=2).functions[0].supremum.exact == "1/4"
    moments = [gain(asked).second_moment for asked in ("relu", sp.Max(z, 0))]
    assert [moment and moment.exact for moment in moments] == ["1/2", "1/2"]
    with pytest.raises(ValueError, match="one variable"):
        bound(x * z)


def test_what_was_asked_before_is_not_assumed_of_text() -> None:
    assert render_text(author.eq(p, 1)) == "p = 1"
    assert prove("abs(p) = p").verdict == "refuted"


def test_what_is_read_keeps_its_assumptions_until_it_is_asked() -> None:
    roots, above = by_sympy(sp.solve, p**2 - 1, p), step("above", p > -(x**2))
    assert prove(x**2 >= 0).verdict == "proved"
    assert prove(roots).verdict == "proved"
    assert [one.verdict for one in prove_all(derivation(above))] == ["proved"]


def test_an_assumption_on_the_variable_of_an_activation_is_not_lost() -> None:
    for ask in (bound, gain):
        with pytest.raises(TypeError, match="would be lost"):
            ask(sp.sqrt(p**2))


NONSENSE: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "no activation": (lambda: bound("nosuch"), ValueError, "no activation named 'nosuch'"),
    "a gain of none": (lambda: gain("nosuch"), ValueError, "no activation named 'nosuch'"),
    "a variance below 0": (lambda: gain("relu", variance=-1), ValueError, "must be positive"),
    "another variable": (lambda: bound("y**2"), ValueError, "in x alone"),
    "half a layer": (lambda: bound("tanh", layers=2.5), TypeError, "whole number"),  # type: ignore[arg-type]
    "half a digit": (lambda: bound("tanh", digits=2.5), TypeError, "whole number"),  # type: ignore[arg-type]
    "no statement": (lambda: prove(None), TypeError, "no proposition"),
    "no formula": (lambda: simplify(""), ValueError, "no formula"),
}


@pytest.mark.parametrize(("ask", "error", "words"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_refused(ask: Callable[[], Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask()


@pytest.mark.parametrize(
    "asked", ["simplify(sin(x)**2 + cos(x)**2).to_sympy()", "bound(sin(x)).functions[0].supremum.exact"]
)
def test_a_program_may_ask_for_anything_first(asked: str) -> None:
    code = f"from sympy import *; from gradcheck import bound, simplify; x = Symbol('x'); print({asked})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "1"


def test_one_assumption_may_stand_alone() -> None:
    assert prove("log(x) <= x - 1", given="x > 0").verdict == "proved"


def test_asking_loads_nothing_before_it_is_asked() -> None:
    code = "import sys, gradcheck; print([m for m in ('sympy', 'flint', 'gradcheck.interface') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        gradcheck.unknown  # noqa: B018
